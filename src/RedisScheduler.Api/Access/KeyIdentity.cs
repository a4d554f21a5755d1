using System.Security.Claims;
using RedisScheduler.Access;

namespace RedisScheduler.Api.Access;

/// <summary>What is known of a caller by the key.</summary>
/// <param name="Id">The public part of the key.</param>
/// <param name="Name">The key's name.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Scope">The scope that it belongs to; <c>null</c> for all.</param>
internal sealed record KeyIdentity(string Id, string Name, Role Role, string? Scope)
{
    private const string ScopeClaim = "scope";

    /// <summary>The identity of a request that presented a key; <c>null</c> for any other.</summary>
    public static KeyIdentity? Of(ClaimsPrincipal principal) =>
        principal.Identities.FirstOrDefault(identity => identity.AuthenticationType == KeyAuthentication.SchemeName) is { } claims
        && Enum.TryParse<Role>(claims.FindFirst(ClaimTypes.Role)?.Value, out var role)
            ? new KeyIdentity(claims.FindFirst(ClaimTypes.NameIdentifier)!.Value, claims.Name!, role, claims.FindFirst(ScopeClaim)?.Value)
            : null;

    /// <summary>Who does what is done with the key.</summary>
    public Actor Actor => new(Id, Name);

    /// <summary>The principal of a key that is known.</summary>
    public static ClaimsPrincipal Principal(ApiKey key)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, key.Id), new Claim(ClaimTypes.Name, key.Name), new Claim(ClaimTypes.Role, key.Role.ToString())],
            KeyAuthentication.SchemeName);
        if (key.Scope is not null)
        {
            identity.AddClaim(new Claim(ScopeClaim, key.Scope));
        }

        return new ClaimsPrincipal(identity);
    }
}
