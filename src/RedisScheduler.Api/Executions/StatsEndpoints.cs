using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Api.Executions;

/// <summary><c>/stats</c>, of everything or of one schedule: the last day by hours unless said.</summary>
internal static class StatsEndpoints
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestByHour = TimeSpan.FromDays(92);
    private static readonly TimeSpan LongestByDay = TimeSpan.FromDays(3660);

    public static void MapStats(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("").WithTags("Statistics").Require(Right.Read);
        read.MapGet("/stats", All).WithSummary("Statistics of all runs").WithQuery("from", "to", "bucket");
        read.MapGet("/schedules/{id}/stats", Schedule).WithSummary("Statistics of a schedule's runs").WithQuery("from", "to", "bucket");
    }

    private static Task<Ok<StatsAnswer>> All(HttpContext http, Caller caller, IExecutionReader executions, TimeProvider time, CancellationToken cancel) =>
        AnswerAsync(Query(http, caller.Scope, null, time.GetUtcNow()), executions, cancel);

    private static async Task<Ok<StatsAnswer>> Schedule(
        string id, HttpContext http, Caller caller, IExecutionReader executions, IDefinitionStore definitions, TimeProvider time, CancellationToken cancel)
    {
        var query = Query(http, caller.Scope, id, time.GetUtcNow());
        _ = await definitions.FindScheduleAsync(caller.Scope, id, cancel) ?? throw new MissingException("schedule", id);
        return await AnswerAsync(query, executions, cancel);
    }

    private static async Task<Ok<StatsAnswer>> AnswerAsync(StatsQuery query, IExecutionReader executions, CancellationToken cancel) =>
        TypedResults.Ok(StatsAnswer.Of(query, await executions.StatsAsync(query, cancel)));

    private static StatsQuery Query(HttpContext http, string scope, string? scheduleId, DateTimeOffset now)
    {
        var query = new QueryReader(http);
        var bucket = query.Word<StatsBucketWidth>("bucket") ?? StatsBucketWidth.Hour;
        var to = query.Time("to") ?? now;
        var from = query.Time("from") ?? to - DefaultRange;
        var longest = bucket == StatsBucketWidth.Hour ? LongestByHour : LongestByDay;
        query.Errors.AddIf(
            "from",
            from >= to ? $"{TimeText.Format(from)} is not before to."
            : to - from > longest ? $"The range must not be longer than {longest.TotalDays:0} days in buckets of this width."
            : null);
        query.Finish();
        return new StatsQuery(scope, scheduleId, from, to, bucket);
    }
}
