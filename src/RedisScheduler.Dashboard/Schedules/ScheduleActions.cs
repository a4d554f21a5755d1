using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RedisScheduler.Dashboard.Access;
using RedisScheduler.Engine.Definitions;

namespace RedisScheduler.Dashboard.Schedules;

/// <summary>The forms of a schedule: pause, resume, run now.</summary>
internal static class ScheduleActions
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var schedule = routes.MapGroup("/schedules/{id}").RequireAuthorization(DashboardPolicies.Act).ExcludeFromDescription();
        schedule.MapPost("/pause", PauseAsync).RequireAntiforgery();
        schedule.MapPost("/resume", ResumeAsync).RequireAntiforgery();
        schedule.MapPost("/run", RunAsync).RequireAntiforgery();
    }

    private static Task<IResult> PauseAsync(
        string id, [FromForm] string? reason, [FromForm] string? returnUrl, ScheduleService schedules, HttpContext http) =>
        Forms.AnswerAsync(http, returnUrl, async () =>
        {
            var person = Person.Of(http.User)!;
            var request = new PauseRequest(string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
            var view = await schedules.PauseAsync(person.Scope, id, request, person.Actor, http.RequestAborted);
            return $"{view.Schedule.Name} is paused.";
        });

    private static Task<IResult> ResumeAsync(string id, [FromForm] string? returnUrl, ScheduleService schedules, HttpContext http) =>
        Forms.AnswerAsync(http, returnUrl, async () =>
        {
            var person = Person.Of(http.User)!;
            var view = await schedules.ResumeAsync(person.Scope, id, person.Actor, http.RequestAborted);
            return $"{view.Schedule.Name} is resumed.";
        });

    private static Task<IResult> RunAsync(string id, [FromForm] string? returnUrl, RunService runs, HttpContext http) =>
        Forms.AnswerAsync(http, returnUrl, async () =>
        {
            var person = Person.Of(http.User)!;
            await runs.RunNowAsync(person.Scope, id, new RunRequest(), person.Actor, http.RequestAborted);
            return $"A run of {id} is queued.";
        });
}
