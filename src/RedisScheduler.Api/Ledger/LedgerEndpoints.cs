using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Engine.Ledger;

namespace RedisScheduler.Api.Ledger;

/// <summary><c>/verify</c> and <c>/schedules/{id}/explain</c>.</summary>
internal static class LedgerEndpoints
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromDays(1);

    public static void MapLedger(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("").WithTags("Ledger").Require(Right.Read);
        read.MapGet("/verify", Verify).WithSummary("Check the ledger against the timing rules").WithQuery("scheduleId", "from", "to");
        read.MapGet("/schedules/{id}/explain", Explain).WithSummary("Say why a schedule did or did not run at a moment").WithQuery("at");
    }

    private static async Task<Ok<VerifyReport>> Verify(HttpContext http, Caller caller, VerifyService ledger, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var schedule = query.Text("scheduleId");
        var to = query.Time("to") ?? time.GetUtcNow();
        var from = query.Time("from") ?? to - DefaultRange;
        query.Finish();
        return TypedResults.Ok(await ledger.VerifyAsync(caller.Scope, schedule, from, to, cancel));
    }

    private static async Task<Ok<ExplainAnswer>> Explain(
        string id, HttpContext http, Caller caller, ExplainService ledger, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var at = query.Time("at") ?? time.GetUtcNow();
        query.Finish();
        return TypedResults.Ok(ExplainAnswer.Of(await ledger.ExplainAsync(caller.Scope, id, at, cancel)));
    }
}
