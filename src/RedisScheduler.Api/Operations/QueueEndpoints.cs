using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Api.Schedules;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Jobs;

namespace RedisScheduler.Api.Operations;

/// <summary><c>/queues</c>.</summary>
internal static class QueueEndpoints
{
    public static void MapQueues(this IEndpointRouteBuilder api)
    {
        var queues = api.MapGroup("/queues").WithTags("Queues").Require(Right.Infrastructure);
        queues.MapGet("", List).WithSummary("List queues");
        queues.MapPost("/{name}/pause", Pause).WithSummary("Stop workers from taking jobs of a queue; what runs goes on").WithIdempotency();
        queues.MapPost("/{name}/resume", Resume).WithSummary("Let workers take jobs of a queue").WithIdempotency();
    }

    private static async Task<Ok<Items<QueueInfo>>> List(IQueues queues, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(Items.All(await queues.ListAsync(time.GetUtcNow().ToUnixTimeMilliseconds(), cancel), queue => queue));

    private static Task<Ok<QueueInfo>> Pause(string name, Caller caller, JsonBody body, QueueService queues, CancellationToken cancel) =>
        SetAsync(name, caller, body, paused: true, queues, cancel);

    private static Task<Ok<QueueInfo>> Resume(string name, Caller caller, JsonBody body, QueueService queues, CancellationToken cancel) =>
        SetAsync(name, caller, body, paused: false, queues, cancel);

    private static async Task<Ok<QueueInfo>> SetAsync(string name, Caller caller, JsonBody body, bool paused, QueueService queues, CancellationToken cancel)
    {
        ScheduleRequests.Nothing(body);
        return TypedResults.Ok(await queues.SetPausedAsync(name, paused, caller.Actor, cancel));
    }
}
