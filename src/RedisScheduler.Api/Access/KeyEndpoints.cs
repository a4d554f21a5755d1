using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Access;
using RedisScheduler.Engine.Definitions;

namespace RedisScheduler.Api.Access;

/// <summary><c>/api-keys</c>. A key is shown once, so its making is not kept under an Idempotency-Key.</summary>
internal static class KeyEndpoints
{
    private const int MaxName = 100;

    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("API keys").Require(Right.ManageKeys);
        keys.MapGet("", List).WithSummary("List API keys, without their secrets");
        keys.MapPost("", Create).WithSummary("Make an API key; it is shown here and never again").WithBody<KeyBody>();
        keys.MapDelete("/{id}", Delete).WithSummary("Delete an API key; within half a minute nothing accepts it any more");
    }

    private static async Task<Ok<Items<KeyAnswer>>> List(Caller caller, ApiKeys keys, CancellationToken cancel) =>
        TypedResults.Ok(Items.All(await keys.ListAsync(caller.Only, cancel), KeyAnswer.Of));

    private static async Task<Created<NewKeyAnswer>> Create(Caller caller, JsonBody body, ApiKeys keys, ScopeService scopes, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var reader = body.Reader(errors);
        reader.Require("role");
        var (name, role, scope) = (reader.RequiredText("name", MaxName), reader.Word("role", Words.Of<Role>()), reader.Id("scope"));
        var known = scope is null || (caller.Only is { } only ? scope == only : await scopes.ExistsAsync(scope, cancel));
        errors.AddIf("scope", known ? null : $"There is no scope '{scope}'.");
        reader.Finish();
        errors.ThrowIfAny();

        // Only an admin's key may be of all scopes, and only one of all scopes may make it.
        var all = role == Role.Admin && caller.Only is null;
        var made = await keys.CreateAsync(name, role!.Value, scope ?? (all ? null : caller.Scope), caller.Actor, cancel);
        return TypedResults.Created((string?)null, NewKeyAnswer.Of(made));
    }

    private static async Task<NoContent> Delete(string id, Caller caller, ApiKeys keys, CancellationToken cancel)
    {
        await keys.DeleteAsync(id, caller.Only, caller.Actor, cancel);
        return TypedResults.NoContent();
    }
}

/// <summary>A key to be made.</summary>
internal sealed record KeyBody
{
    /// <summary>A name for people; pauses and cancellations are signed with it.</summary>
    public required string Name { get; init; }

    /// <summary>viewer reads, operator also changes and runs, admin also manages keys.</summary>
    public required Role Role { get; init; }

    /// <summary>The scope that it belongs to; without one it belongs to that of the request, and an admin's to all where a key of all scopes makes it and chose none.</summary>
    public string? Scope { get; init; }
}

/// <summary>A key, without its secret.</summary>
internal sealed record KeyAnswer(string Id, string Name, Role Role, string? Scope, DateTimeOffset CreatedAt)
{
    public static KeyAnswer Of(ApiKey key) => new(key.Id, key.Name, key.Role, key.Scope, key.CreatedAt);
}

/// <summary>A key that was just made.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Key">The key itself, shown once.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Scope">The scope that it belongs to; null for all.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record NewKeyAnswer(string Id, string Key, string Name, Role Role, string? Scope, DateTimeOffset CreatedAt)
{
    public static NewKeyAnswer Of(NewApiKey made) => new(made.Key.Id, made.Secret, made.Key.Name, made.Key.Role, made.Key.Scope, made.Key.CreatedAt);
}
