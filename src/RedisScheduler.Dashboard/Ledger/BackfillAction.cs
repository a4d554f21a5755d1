using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RedisScheduler.Dashboard.Access;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Backfill;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Ledger;

/// <summary>The form that makes up the past.</summary>
internal static class BackfillAction
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/schedules/{id}/backfill", BackfillAsync).RequireAuthorization(DashboardPolicies.Act).ExcludeFromDescription().RequireAntiforgery();

    private static Task<IResult> BackfillAsync(
        string id, [FromForm] string? from, [FromForm] string? to, [FromForm] bool? oneByOne, [FromForm] bool? dryRun, [FromForm] string? returnUrl,
        BackfillService backfills, HttpContext http) =>
        Forms.AnswerAsync(http, returnUrl, async () =>
        {
            var person = Person.Of(http.User)!;
            var request = new BackfillRequest(
                Time(nameof(from), from), Time(nameof(to), to), oneByOne == true ? OverlapPolicy.BufferAll : OverlapPolicy.Allow, BackfillRequest.MostBuffered, dryRun == true);
            var made = await backfills.RunAsync(person.Scope, id, request, person.Actor, http.RequestAborted);
            var what = request.DryRun ? "would be queued" : "are queued";
            return $"{made.DueTimes.Count} due times {what}; {made.AlreadyThere} were backfilled before.";
        });

    private static DateTimeOffset Time(string field, string? text) =>
        TimeText.TryParse(text?.Trim() ?? "", out var time, out var error) ? time : throw FieldErrors.One(field, error);
}
