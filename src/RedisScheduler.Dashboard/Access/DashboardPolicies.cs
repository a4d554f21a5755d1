using Microsoft.AspNetCore.Authorization;
using RedisScheduler.Access;

namespace RedisScheduler.Dashboard.Access;

/// <summary>Who may do what, by <see cref="Rights"/>. All name the cookie's scheme, so that nothing else that the host accepts opens the dashboard.</summary>
internal static class DashboardPolicies
{
    /// <summary>Look at pages: everybody who is signed in.</summary>
    public const string Read = Prefix + nameof(Right.Read);

    /// <summary>Pause, resume, run, cancel, retry.</summary>
    public const string Act = Prefix + nameof(Right.Operate);

    /// <summary>Save and delete.</summary>
    public const string Define = Prefix + nameof(Right.Define);

    private const string Prefix = "dashboard.";

    public static void Configure(AuthorizationOptions options)
    {
        foreach (var right in Enum.GetValues<Right>())
        {
            options.AddPolicy(
                Prefix + right,
                policy => policy
                    .AddAuthenticationSchemes(DashboardCookie.Scheme)
                    .RequireAuthenticatedUser()
                    .RequireAssertion(context => Person.Of(context.User)?.May(right) == true));
        }
    }
}
