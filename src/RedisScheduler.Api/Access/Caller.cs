using RedisScheduler.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Api.Access;

/// <summary>Who calls, and in which scope.</summary>
/// <param name="Actor">The API key.</param>
/// <param name="Scope">The scope of everything that the request reads and writes: the key's own, or the one that a key of all scopes chose.</param>
/// <param name="Only">The only scope of which the request may see what belongs to the installation (keys, the audit log); <c>null</c> for a key of all scopes that chose none.</param>
internal sealed record Caller(Actor Actor, string Scope, string? Only)
{
    private const string ScopeHeader = "X-Scope";

    /// <summary>The caller of a request; called by the framework for endpoints that ask for it.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));

    /// <summary>The caller of a request that was let in.</summary>
    public static Caller Of(HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint asks for a caller and lets in everybody.");

    /// <summary>Finds out the scope of each request that was let in by a key, before any of it is read. Comes after authorization.</summary>
    /// <exception cref="RefusedException">There is no such scope, or it is another one's, of which a key learns no more than of one that is not there.</exception>
    public static async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (KeyIdentity.Of(http.User) is { } key)
        {
            http.Features.Set(await OfAsync(http, key));
        }

        await next(http);
    }

    private static async Task<Caller> OfAsync(HttpContext http, KeyIdentity key)
    {
        var asked = http.Request.Headers[ScopeHeader].ToString();
        if (asked.Length == 0)
        {
            return new Caller(key.Actor, key.Scope ?? Scopes.Default, key.Scope);
        }

        var allowed = key.Scope is not null ? key.Scope == asked
            : await http.RequestServices.GetRequiredService<ScopeService>().ExistsAsync(asked, http.RequestAborted);
        return allowed ? new Caller(key.Actor, asked, asked) : throw new RefusedException(StatusCodes.Status404NotFound, $"There is no scope '{asked}'.");
    }
}
