using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Executions;

namespace RedisScheduler.Api.Facade;

/// <summary><c>/api/scheduler</c>: the routes that earlier clients call. A trigger is a schedule without a producer that runs the target of its workflow.</summary>
internal static class FacadeEndpoints
{
    // Before everything that was ever recorded.
    private static readonly DateTimeOffset Ever = DateTimeOffset.UnixEpoch;
    private const int MaxLimit = 500;
    private const int DefaultLimit = 50;

    public static void MapFacade(this IEndpointRouteBuilder app)
    {
        var facade = app.MapGroup("/api/scheduler").WithTags("Facade");
        facade.MapPost("/register", Register).WithSummary("Register a trigger, or change it").WithBody<RegisterBody>().WithIdempotency().Require(Right.Define);
        facade.MapPost("/unregister", Unregister).WithSummary("Delete a trigger").WithBody<TriggerBody>().WithIdempotency().Require(Right.Define);
        facade.MapPost("/pause", Pause).WithSummary("Pause a trigger").WithBody<TriggerBody>().WithIdempotency().Require(Right.Operate);
        facade.MapPost("/resume", Resume).WithSummary("Resume a trigger").WithBody<TriggerBody>().WithIdempotency().Require(Right.Operate);
        facade.MapGet("/history", History).WithSummary("The runs of a trigger").WithQuery("triggerId", "limit").Require(Right.Read);
    }

    private static async Task<Ok<TriggerAnswer>> Register(Caller caller, JsonBody body, Triggers triggers, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(TriggerAnswer.Of(await triggers.RegisterAsync(caller.Scope, TriggerRequest.Read(body), caller.Actor, cancel), time.GetUtcNow()));

    private static async Task<NoContent> Unregister(Caller caller, JsonBody body, ScheduleService schedules, CancellationToken cancel)
    {
        await schedules.DeleteAsync(caller.Scope, TriggerRequest.ReadId(body), null, caller.Actor, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TriggerAnswer>> Pause(Caller caller, JsonBody body, ScheduleService schedules, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(
            TriggerAnswer.Of(await schedules.PauseAsync(caller.Scope, TriggerRequest.ReadId(body), new PauseRequest(), caller.Actor, cancel), time.GetUtcNow()));

    private static async Task<Ok<TriggerAnswer>> Resume(Caller caller, JsonBody body, ScheduleService schedules, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(TriggerAnswer.Of(await schedules.ResumeAsync(caller.Scope, TriggerRequest.ReadId(body), caller.Actor, cancel), time.GetUtcNow()));

    private static async Task<Ok<HistoryAnswer>> History(HttpContext http, Caller caller, IExecutionReader executions, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var (triggerId, limit) = (query.Text("triggerId"), query.Whole("limit", DefaultLimit, 1, MaxLimit));
        query.Finish();
        var page = await executions.ListAsync(new ExecutionQuery(caller.Scope) { ScheduleId = triggerId, Limit = limit }, cancel);
        var until = time.GetUtcNow() + TimeSpan.FromDays(1);
        var stats = await executions.StatsAsync(new StatsQuery(caller.Scope, triggerId, Ever, until, StatsBucketWidth.Day), cancel);
        return TypedResults.Ok(
            new HistoryAnswer([.. page.Items.Select(HistoryRun.Of)], new HistoryStats(stats.Total, stats.SuccessRate, stats.AvgDurationMs)));
    }
}
