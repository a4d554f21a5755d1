using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Backfill;

namespace RedisScheduler.Api.Ledger;

/// <summary><c>/schedules/{id}/backfill</c>.</summary>
internal static class BackfillEndpoints
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromDays(1);

    public static void MapBackfill(this IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("/schedules").WithTags("Schedules");
        schedules.MapPost("/{id}/backfill", Backfill).Require(Right.Operate).WithSummary("Run due times of the past").WithBody<BackfillBody>().WithIdempotency();
        schedules.MapGet("/{id}/backfill", Progress).Require(Right.Read).WithSummary("Show how far the backfill of a range is").WithQuery("from", "to");
    }

    private static async Task<Results<Accepted<BackfillAnswer>, Ok<BackfillAnswer>>> Backfill(
        string id, Caller caller, JsonBody body, BackfillService backfills, CancellationToken cancel)
    {
        var request = Read(body);
        var answer = BackfillAnswer.Of(await backfills.RunAsync(caller.Scope, id, request, caller.Actor, cancel), request.DryRun);
        return request.DryRun ? TypedResults.Ok(answer) : TypedResults.Accepted((string?)null, answer);
    }

    private static async Task<Ok<BackfillProgressAnswer>> Progress(
        string id, HttpContext http, Caller caller, BackfillService backfills, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var to = query.Time("to") ?? time.GetUtcNow();
        var from = query.Time("from") ?? to - DefaultRange;
        query.Finish();
        return TypedResults.Ok(BackfillProgressAnswer.Of(await backfills.ProgressAsync(caller.Scope, id, from, to, cancel)));
    }

    private static BackfillRequest Read(JsonBody body)
    {
        var errors = new FieldErrors();
        var reader = body.Reader(errors);
        reader.Require("from");
        reader.Require("to");
        var (from, to) = (reader.Time("from"), reader.Time("to"));
        var overlap = PolicyReader.Named(reader, "overlap");
        var max = (int?)reader.Whole("max", 1, BackfillRequest.MostRuns);
        var dryRun = reader.Flag("dryRun") ?? false;
        reader.Finish();
        errors.ThrowIfAny();
        return new BackfillRequest(from!.Value, to!.Value, overlap, max, dryRun);
    }
}
