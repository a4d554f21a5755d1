using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RedisScheduler.Dashboard.Access;
using RedisScheduler.Engine.Events;
using RedisScheduler.Errors;

namespace RedisScheduler.Dashboard.Subscriptions;

/// <summary>The forms of subscriptions: add, edit, delete.</summary>
internal static class SubscriptionActions
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var subscriptions = routes.MapGroup("/subscriptions").RequireAuthorization(DashboardPolicies.Define).ExcludeFromDescription();
        subscriptions.MapPost("", AddAsync).RequireAntiforgery();
        subscriptions.MapPost("/{id}", EditAsync).RequireAntiforgery();
        subscriptions.MapPost("/{id}/delete", DeleteAsync).RequireAntiforgery();
    }

    private static Task<IResult> AddAsync(
        [FromForm] string? name, [FromForm] string? scheduleId, [FromForm] string? namePattern, [FromForm] string? topic, [FromForm] string? target, [FromForm] string? returnUrl,
        SubscriptionService subscriptions, HttpContext http) =>
        Forms.AnswerAsync(http, returnUrl, async () =>
        {
            var body = SubscriptionForm.Body(name, scheduleId, namePattern, topic, target, null);
            var person = Person.Of(http.User)!;
            var made = await subscriptions.CreateAsync(person.Scope, body, person.Actor, http.RequestAborted);
            return $"{made.Name} is added.";
        });

    private static Task<IResult> EditAsync(
        string id, [FromForm] string? name, [FromForm] string? scheduleId, [FromForm] string? namePattern, [FromForm] string? topic, [FromForm] string? target, [FromForm] string? returnUrl,
        SubscriptionService subscriptions, HttpContext http) =>
        Forms.AnswerAsync(http, returnUrl, async () =>
        {
            var person = Person.Of(http.User)!;
            var before = await subscriptions.FindAsync(person.Scope, id, http.RequestAborted) ?? throw new MissingException("subscription", id);
            var patch = SubscriptionForm.Body(name, scheduleId, namePattern, topic, target, before);
            return $"{(await subscriptions.PatchAsync(person.Scope, id, patch, null, person.Actor, http.RequestAborted)).Name} is saved.";
        });

    private static Task<IResult> DeleteAsync(string id, [FromForm] string? returnUrl, SubscriptionService subscriptions, HttpContext http) =>
        Forms.AnswerAsync(http, returnUrl, async () =>
        {
            var person = Person.Of(http.User)!;
            await subscriptions.DeleteAsync(person.Scope, id, null, person.Actor, http.RequestAborted);
            return $"The subscription {id} is deleted.";
        });
}
