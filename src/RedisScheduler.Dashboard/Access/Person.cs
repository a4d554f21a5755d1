using System.Security.Claims;
using RedisScheduler.Access;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Access;

/// <summary>Who is signed in: the key that was used, what it may do, and in which scope. What it may do is decided by <see cref="Rights"/>, as everywhere.</summary>
/// <param name="KeyId">The public part of the key.</param>
/// <param name="Name">The key's name, which pauses and cancellations are signed with.</param>
/// <param name="Role">What it may do.</param>
/// <param name="KeyScope">The scope that the key belongs to; <c>null</c> for all.</param>
/// <param name="Scope">Whose schedules are shown: the key's own, or the one that was chosen.</param>
internal sealed record Person(string KeyId, string Name, Role Role, string? KeyScope, string Scope)
{
    private const string KeyScopeClaim = "keyScope";
    private const string ScopeClaim = "scope";

    /// <summary>Whether the person has a right.</summary>
    public bool May(Right right) => right.IsHeldBy(Role, KeyScope);

    /// <summary>Who does what the person does.</summary>
    public Actor Actor => new(KeyId, Name);

    /// <summary>The person behind a key. A key of all scopes looks at the default one until another is chosen.</summary>
    public static Person Of(ApiKey key) => new(key.Id, key.Name, key.Role, key.Scope, key.Scope ?? Scopes.Default);

    /// <summary>Whether this is still what the key says; a key of all scopes leaves the choice of one free.</summary>
    public bool IsOf(ApiKey key) => this == Of(key) with { Scope = key.Scope ?? Scope };

    /// <summary>The person behind a cookie; <c>null</c> when nobody is signed in.</summary>
    public static Person? Of(ClaimsPrincipal principal) =>
        principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        && principal.FindFirstValue(ClaimTypes.Name) is { } name
        && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
        && principal.FindFirstValue(ScopeClaim) is { } scope
            ? new(id, name, role, principal.FindFirstValue(KeyScopeClaim), scope)
            : null;

    /// <summary>What the cookie keeps; never the key itself.</summary>
    public ClaimsPrincipal ToPrincipal() =>
        new(new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, KeyId),
                new(ClaimTypes.Name, Name),
                new(ClaimTypes.Role, Role.ToString()),
                new(ScopeClaim, Scope),
                .. KeyScope is null ? Array.Empty<Claim>() : [new(KeyScopeClaim, KeyScope)],
            ],
            DashboardCookie.Scheme));
}
