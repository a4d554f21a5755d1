using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Access;
using RedisScheduler.Errors;

namespace RedisScheduler.Dashboard.Access;

/// <summary>The cookie that stands for a key once somebody has signed in with it.</summary>
internal static class DashboardCookie
{
    public const string Scheme = "dashboard";
    public const string SignInPath = "/sign-in";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "rs.dashboard";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = SignInPath;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToAccessDenied = Refuse;
        options.Events.OnValidatePrincipal = CheckKeyAsync;
    }

    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>A key that was deleted, or that has another role or scope by now, is signed out with its next request.</summary>
    private static async Task CheckKeyAsync(CookieValidatePrincipalContext context)
    {
        var person = context.Principal is { } principal ? Person.Of(principal) : null;
        if (person is null || !await HoldsAsync(context.HttpContext, person))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }

    private static async Task<bool> HoldsAsync(HttpContext http, Person person)
    {
        try
        {
            var key = await http.RequestServices.GetRequiredService<IApiKeyStore>().FindAsync(person.KeyId, http.RequestAborted);
            return key is not null && person.IsOf(key);
        }
        catch (StoreUnavailableException)
        {
            // The database is away: the signed cookie still says who it is, and the pages say what is away.
            return true;
        }
    }
}
