using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Executions;
using RedisScheduler.Api.Http;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Api.Schedules;

/// <summary><c>/schedules</c>.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/schedules").WithTags("Schedules").Require(Right.Read);
        read.MapGet("", List).WithSummary("List schedules").WithQuery("status", "workflowId", "q", "tag", "sort", "limit", "cursor");
        read.MapGet("/{id}", Find).WithSummary("Show a schedule").WithName("schedule");
        read.MapGet("/{id}/upcoming", Upcoming).WithSummary("Compute the next due times of a schedule").WithQuery("count", "from");
        read.MapPost("/preview", Preview).WithSummary("Try out a timing; saves nothing").WithBody<PreviewBody>();

        var change = api.MapGroup("/schedules").WithTags("Schedules").Require(Right.Define);
        change.MapPost("", Create).WithSummary("Make a schedule without a producer").WithBody<ScheduleBody>().WithIdempotency();
        change.MapPatch("/{id}", Patch).WithSummary("Change a schedule by a JSON merge patch").WithBody<ScheduleBody>("application/merge-patch+json");
        change.MapDelete("/{id}", Delete).WithSummary("Delete a schedule; its history stays");

        var operate = api.MapGroup("/schedules").WithTags("Schedules").Require(Right.Operate);
        operate.MapPost("/{id}/pause", Pause).WithSummary("Pause a schedule").WithOptionalBody<PauseBody>().WithIdempotency();
        operate.MapPost("/{id}/resume", Resume).WithSummary("Resume a schedule").WithIdempotency();
        operate.MapPost("/{id}/run", Run).WithSummary("Run a schedule now").WithOptionalBody<RunBody>().WithIdempotency();
    }

    private static async Task<Ok<Items<ScheduleAnswer>>> List(HttpContext http, Caller caller, ScheduleService schedules, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var now = time.GetUtcNow();
        var filter = new ScheduleQuery(caller.Scope)
        {
            Now = now,
            Status = query.Word<ScheduleStatus>("status"),
            WorkflowId = query.Text("workflowId"),
            Text = query.Text("q"),
            Tag = query.Text("tag"),
            Sort = query.Word<ScheduleSort>("sort") ?? ScheduleSort.Name,
            Limit = query.Limit(),
            Cursor = query.Text("cursor"),
        };
        query.Finish();
        return TypedResults.Ok(Items.Of(await schedules.ListAsync(filter, cancel), view => ScheduleAnswer.Of(view, now)));
    }

    private static async Task<Ok<ScheduleAnswer>> Find(string id, HttpContext http, Caller caller, ScheduleService schedules, TimeProvider time, CancellationToken cancel) =>
        Answer(http, await schedules.FindAsync(caller.Scope, id, cancel) ?? throw new MissingException("schedule", id), time);

    private static async Task<Created<ScheduleAnswer>> Create(
        HttpContext http, Caller caller, JsonBody body, ScheduleService schedules, TimeProvider time, CancellationToken cancel)
    {
        var made = await schedules.CreateAsync(caller.Scope, body.Root, caller.Actor, cancel);
        ETags.Set(http, made.Schedule.Revision);
        return TypedResults.Created($"/api/v1/schedules/{made.Schedule.Id}", ScheduleAnswer.Of(made, time.GetUtcNow()));
    }

    private static async Task<Ok<ScheduleAnswer>> Patch(
        string id, HttpContext http, Caller caller, JsonBody body, IfMatch match, ScheduleService schedules, TimeProvider time, CancellationToken cancel) =>
        Answer(http, await schedules.PatchAsync(caller.Scope, id, body.Root, match.Revision, caller.Actor, cancel), time);

    private static async Task<NoContent> Delete(string id, Caller caller, IfMatch match, ScheduleService schedules, CancellationToken cancel)
    {
        await schedules.DeleteAsync(caller.Scope, id, match.Revision, caller.Actor, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ScheduleAnswer>> Pause(
        string id, HttpContext http, Caller caller, JsonBody body, ScheduleService schedules, TimeProvider time, CancellationToken cancel) =>
        Answer(http, await schedules.PauseAsync(caller.Scope, id, ScheduleRequests.Pause(body), caller.Actor, cancel), time);

    private static async Task<Ok<ScheduleAnswer>> Resume(
        string id, HttpContext http, Caller caller, JsonBody body, ScheduleService schedules, TimeProvider time, CancellationToken cancel)
    {
        ScheduleRequests.Nothing(body);
        return Answer(http, await schedules.ResumeAsync(caller.Scope, id, caller.Actor, cancel), time);
    }

    private static async Task<Accepted<StartedAnswer>> Run(string id, Caller caller, JsonBody body, RunService runs, CancellationToken cancel) =>
        StartedAnswer.Of(await runs.RunNowAsync(caller.Scope, id, ScheduleRequests.Run(body), caller.Actor, cancel));

    private static async Task<Ok<UpcomingAnswer>> Upcoming(string id, HttpContext http, Caller caller, ScheduleService schedules, CancellationToken cancel)
    {
        var (count, from) = ScheduleRequests.Upcoming(http);
        return TypedResults.Ok(new UpcomingAnswer(await schedules.UpcomingAsync(caller.Scope, id, count, from, cancel)));
    }

    private static async Task<Ok<TimingPreview>> Preview(Caller caller, JsonBody body, ScheduleService schedules, CancellationToken cancel)
    {
        var (timing, count, from) = ScheduleRequests.Preview(body);
        return TypedResults.Ok(await schedules.PreviewAsync(caller.Scope, timing, count, from, cancel));
    }

    private static Ok<ScheduleAnswer> Answer(HttpContext http, ScheduleView view, TimeProvider time)
    {
        ETags.Set(http, view.Schedule.Revision);
        return TypedResults.Ok(ScheduleAnswer.Of(view, time.GetUtcNow()));
    }
}
