using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Workers;

namespace RedisScheduler.Api.Operations;

/// <summary><c>/workers</c>.</summary>
internal static class WorkerEndpoints
{
    public static void MapWorkers(this IEndpointRouteBuilder api) =>
        api.MapGet("/workers", List).WithTags("Workers").WithSummary("List the worker processes that are alive").Require(Right.Infrastructure);

    private static async Task<Ok<Items<WorkerAnswer>>> List(IWorkerRegistry workers, CancellationToken cancel) =>
        TypedResults.Ok(Items.All(await workers.ListAsync(cancel), WorkerAnswer.Of));
}

/// <summary>A worker process.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Host">The machine.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="HeartbeatAt">When it last said that it is alive.</param>
/// <param name="Queues">Its queues in order of preference.</param>
/// <param name="Concurrency">Its slots.</param>
/// <param name="Running">Slots in use.</param>
internal sealed record WorkerAnswer(
    string Id, string Host, DateTimeOffset StartedAt, DateTimeOffset HeartbeatAt, IReadOnlyList<string> Queues, int Concurrency, int Running)
{
    public static WorkerAnswer Of(WorkerInfo worker) =>
        new(
            worker.Id,
            worker.Host,
            DateTimeOffset.FromUnixTimeMilliseconds(worker.StartedMs),
            DateTimeOffset.FromUnixTimeMilliseconds(worker.HeartbeatMs),
            worker.Queues,
            worker.Concurrency,
            worker.Running
        );
}
