using System.Security.Claims;
using RedisScheduler.Access;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Access;

/// <summary>Who is signed in: the key that was used, what it may do, and in which scope.</summary>
/// <param name="KeyId">The public part of the key.</param>
/// <param name="Name">The key's name, which pauses and cancellations are signed with.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Scope">Whose schedules are shown.</param>
internal sealed record Person(string KeyId, string Name, Role Role, string Scope)
{
    private const string ScopeClaim = "scope";

    /// <summary>Whether pausing, running, cancelling and the like are allowed.</summary>
    public bool MayAct => Role >= Role.Operator;

    /// <summary>The person behind a key. A key of all scopes looks at the default one.</summary>
    public static Person Of(ApiKey key) => new(key.Id, key.Name, key.Role, key.Scope ?? Scopes.Default);

    /// <summary>The person behind a cookie; <c>null</c> when nobody is signed in.</summary>
    public static Person? Of(ClaimsPrincipal principal) =>
        principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        && principal.FindFirstValue(ClaimTypes.Name) is { } name
        && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
        && principal.FindFirstValue(ScopeClaim) is { } scope
            ? new(id, name, role, scope)
            : null;

    /// <summary>What the cookie keeps; never the key itself.</summary>
    public ClaimsPrincipal ToPrincipal() =>
        new(new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, KeyId),
                new(ClaimTypes.Name, Name),
                new(ClaimTypes.Role, Role.ToString()),
                new(ScopeClaim, Scope),
            ],
            DashboardCookie.Scheme));
}
