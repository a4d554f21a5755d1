using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Api.Schedules;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Errors;

namespace RedisScheduler.Api.Access;

/// <summary><c>/scopes</c>.</summary>
internal static class ScopeEndpoints
{
    private const int MaxName = 100;

    public static void MapScopes(this IEndpointRouteBuilder api)
    {
        var manage = api.MapGroup("/scopes").WithTags("Scopes").Require(Right.ManageScopes);
        manage.MapGet("", List).WithSummary("List scopes").WithQuery("limit", "cursor");
        manage.MapPost("", Create).WithSummary("Make a scope").WithBody<ScopeBody>().WithIdempotency();

        var pause = api.MapGroup("/scopes").WithTags("Scopes").Require(Right.PauseScope);
        pause.MapPost("/{id}/pause", Pause).WithSummary("Pause all schedules of a scope").WithOptionalBody<PauseBody>().WithIdempotency();
        pause.MapPost("/{id}/resume", Resume).WithSummary("Resume all schedules of a scope that have no pause of their own").WithIdempotency();
    }

    private static async Task<Ok<Items<ScopeAnswer>>> List(HttpContext http, ScopeService scopes, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var (limit, cursor) = (query.Limit(), query.Text("cursor"));
        query.Finish();
        var now = time.GetUtcNow();
        return TypedResults.Ok(Items.Of(await scopes.ListAsync(limit, cursor, cancel), scope => ScopeAnswer.Of(scope, now)));
    }

    private static async Task<Created<ScopeAnswer>> Create(Caller caller, JsonBody body, ScopeService scopes, TimeProvider time, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var reader = body.Reader(errors);
        reader.Require("id");
        var (id, name) = (reader.Id("id"), reader.Text("name", MaxName));
        reader.Finish();
        errors.ThrowIfAny();
        return TypedResults.Created((string?)null, ScopeAnswer.Of(await scopes.CreateAsync(id!, name ?? id!, caller.Actor, cancel), time.GetUtcNow()));
    }

    private static async Task<Ok<ScopeAnswer>> Pause(string id, Caller caller, JsonBody body, ScopeService scopes, TimeProvider time, CancellationToken cancel)
    {
        var request = ScheduleRequests.Pause(body);
        return Answer(await scopes.PauseAsync(Own(id, caller), request, caller.Actor, cancel), time);
    }

    private static async Task<Ok<ScopeAnswer>> Resume(string id, Caller caller, JsonBody body, ScopeService scopes, TimeProvider time, CancellationToken cancel)
    {
        ScheduleRequests.Nothing(body);
        return Answer(await scopes.ResumeAsync(Own(id, caller), caller.Actor, cancel), time);
    }

    private static string Own(string id, Caller caller) => caller.Only is null || caller.Only == id ? id : throw new MissingException("scope", id);

    private static Ok<ScopeAnswer> Answer(PausedScope paused, TimeProvider time) =>
        TypedResults.Ok(ScopeAnswer.Of(paused.Scope, time.GetUtcNow()) with { Sync = paused.IsApplied ? SyncState.Applied : SyncState.Pending });
}

/// <summary>A scope to be made.</summary>
internal sealed record ScopeBody
{
    /// <summary>1 to 128 of A-Z, a-z, 0-9, dot, underscore and hyphen. It is a part of every key in Redis, and stays for ever.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people; the id where it is absent.</summary>
    public string? Name { get; init; }
}

/// <summary>A scope.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Pause">The pause of all its schedules; null where there is none.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it last changed.</param>
internal sealed record ScopeAnswer(string Id, string Name, PauseAnswer? Pause, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Whether Redis has what was changed; only in the answer to a change.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public SyncState? Sync { get; init; }

    public static ScopeAnswer Of(Scope scope, DateTimeOffset now) => new(scope.Id, scope.Name, PauseAnswer.Of(scope.Pause, now, wholeScope: true), scope.CreatedAt, scope.UpdatedAt);
}
