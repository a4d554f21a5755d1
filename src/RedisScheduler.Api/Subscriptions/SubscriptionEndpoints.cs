using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Engine.Events;
using RedisScheduler.Errors;
using RedisScheduler.Subscriptions;

namespace RedisScheduler.Api.Subscriptions;

/// <summary><c>/subscriptions</c>.</summary>
internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/subscriptions").WithTags("Subscriptions").Require(Right.Read);
        read.MapGet("", List).WithSummary("List subscriptions").WithQuery("limit", "cursor");
        read.MapGet("/{id}", Find).WithSummary("Show a subscription");

        var change = api.MapGroup("/subscriptions").WithTags("Subscriptions").Require(Right.Define);
        change.MapPost("", Create).WithSummary("Make a subscription to the events of schedules").WithBody<SubscriptionBody>().WithIdempotency();
        change.MapPatch("/{id}", Patch).WithSummary("Change a subscription by a JSON merge patch").WithBody<SubscriptionBody>("application/merge-patch+json");
        change.MapDelete("/{id}", Delete).WithSummary("Delete a subscription; deliveries that are queued go on");
    }

    private static async Task<Ok<Items<SubscriptionAnswer>>> List(HttpContext http, Caller caller, SubscriptionService subscriptions, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var (limit, cursor) = (query.Limit(), query.Text("cursor"));
        query.Finish();
        return TypedResults.Ok(Items.Of(await subscriptions.ListAsync(caller.Scope, limit, cursor, cancel), SubscriptionAnswer.Of));
    }

    private static async Task<Ok<SubscriptionAnswer>> Find(string id, HttpContext http, Caller caller, SubscriptionService subscriptions, CancellationToken cancel) =>
        TypedResults.Ok(Answer(http, await subscriptions.FindAsync(caller.Scope, id, cancel) ?? throw new MissingException("subscription", id)));

    private static async Task<Created<SubscriptionAnswer>> Create(HttpContext http, Caller caller, JsonBody body, SubscriptionService subscriptions, CancellationToken cancel)
    {
        var made = await subscriptions.CreateAsync(caller.Scope, body.Root, caller.Actor, cancel);
        return TypedResults.Created($"/api/v1/subscriptions/{made.Id}", Answer(http, made));
    }

    private static async Task<Ok<SubscriptionAnswer>> Patch(
        string id, HttpContext http, Caller caller, JsonBody body, IfMatch match, SubscriptionService subscriptions, CancellationToken cancel) =>
        TypedResults.Ok(Answer(http, await subscriptions.PatchAsync(caller.Scope, id, body.Root, match.Revision, caller.Actor, cancel)));

    private static async Task<NoContent> Delete(string id, Caller caller, IfMatch match, SubscriptionService subscriptions, CancellationToken cancel)
    {
        await subscriptions.DeleteAsync(caller.Scope, id, match.Revision, caller.Actor, cancel);
        return TypedResults.NoContent();
    }

    private static SubscriptionAnswer Answer(HttpContext http, Subscription subscription)
    {
        ETags.Set(http, subscription.Revision);
        return SubscriptionAnswer.Of(subscription);
    }
}
