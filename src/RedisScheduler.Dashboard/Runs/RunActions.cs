using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RedisScheduler.Dashboard.Access;
using RedisScheduler.Engine.Definitions;

namespace RedisScheduler.Dashboard.Runs;

/// <summary>The forms of a run: cancel it while it is under way, run it again when it has ended.</summary>
internal static class RunActions
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var run = routes.MapGroup("/runs/{id}").RequireAuthorization(DashboardPolicies.Act).ExcludeFromDescription();
        run.MapPost("/cancel", CancelAsync).RequireAntiforgery();
        run.MapPost("/retry", RetryAsync).RequireAntiforgery();
    }

    private static Task<IResult> CancelAsync(string id, [FromForm] string? returnUrl, RunService runs, HttpContext http) =>
        Forms.AnswerAsync(http, returnUrl, async () =>
        {
            var person = Person.Of(http.User)!;
            await runs.CancelAsync(person.Scope, id, person.Actor, http.RequestAborted);
            return "The run is cancelled, or its worker has been asked to stop it.";
        });

    private static Task<IResult> RetryAsync(string id, [FromForm] string? returnUrl, RunService runs, HttpContext http) =>
        Forms.AnswerAsync(http, returnUrl, async () =>
        {
            var person = Person.Of(http.User)!;
            var again = await runs.RetryAsync(person.Scope, id, person.Actor, http.RequestAborted);
            return $"Queued as {again}.";
        });
}
