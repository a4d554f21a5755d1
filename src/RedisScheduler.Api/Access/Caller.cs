using System.Security.Claims;
using RedisScheduler.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Schedules;

namespace RedisScheduler.Api.Access;

/// <summary>Who calls, and in which scope.</summary>
/// <param name="Name">The name of the API key.</param>
/// <param name="Scope">The scope of everything that the request reads and writes.</param>
internal sealed record Caller(string Name, string Scope)
{
    private const string ScopeHeader = "X-Scope";
    private const string ScopeClaim = "scope";

    /// <summary>The caller of a request; called by the framework for endpoints that ask for it.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));

    /// <summary>The caller of a request that was let in.</summary>
    public static Caller Of(HttpContext http)
    {
        var own = http.User.FindFirstValue(ScopeClaim);
        var asked = http.Request.Headers[ScopeHeader].ToString();
        var scope = asked.Length > 0 ? asked : own ?? Scopes.Default;
        if (own is not null && own != scope)
        {
            throw new RefusedException(StatusCodes.Status403Forbidden, $"The API key belongs to the scope '{own}'.");
        }

        return scope == Scopes.Default ? new Caller(http.User.Identity?.Name ?? "", scope)
            : throw new RefusedException(StatusCodes.Status404NotFound, $"There is no scope '{scope}'.");
    }

    /// <summary>What is known of a caller by the key.</summary>
    public static ClaimsPrincipal Principal(ApiKey key, string scheme)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, key.Name), new Claim(ClaimTypes.Role, key.Role.ToString())], scheme);
        if (key.Scope is not null)
        {
            identity.AddClaim(new Claim(ScopeClaim, key.Scope));
        }

        return new ClaimsPrincipal(identity);
    }
}
