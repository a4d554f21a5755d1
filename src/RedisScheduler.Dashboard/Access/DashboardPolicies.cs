using Microsoft.AspNetCore.Authorization;
using RedisScheduler.Access;

namespace RedisScheduler.Dashboard.Access;

/// <summary>Who may do what. Both name the cookie's scheme, so that nothing else that the host accepts opens the dashboard.</summary>
internal static class DashboardPolicies
{
    /// <summary>Look at pages: everybody who is signed in.</summary>
    public const string Read = "dashboard.read";

    /// <summary>Pause, resume, run, cancel, retry: operators and admins.</summary>
    public const string Act = "dashboard.act";

    public static void Configure(AuthorizationOptions options)
    {
        options.AddPolicy(Read, policy => policy.AddAuthenticationSchemes(DashboardCookie.Scheme).RequireAuthenticatedUser());
        options.AddPolicy(
            Act,
            policy => policy.AddAuthenticationSchemes(DashboardCookie.Scheme).RequireRole(nameof(Role.Operator), nameof(Role.Admin)));
    }
}
