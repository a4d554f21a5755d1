using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Dashboard.Access;
using RedisScheduler.Dashboard.Layout;
using RedisScheduler.Dashboard.Ledger;
using RedisScheduler.Dashboard.Runs;
using RedisScheduler.Dashboard.Schedules;
using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Dashboard.Subscriptions;

namespace RedisScheduler.Dashboard;

/// <summary>
/// The dashboard: Razor components rendered on the server, kept fresh by a small script. A page is one request, so any instance of the host can answer it.
/// </summary>
public static class DashboardExtensions
{
    /// <summary>
    /// Adds what the dashboard needs of its own. The host has the services that it shows and steers: schedules, runs, the execution history, workers, queues, keys,
    /// and <see cref="TimeProvider"/>; and it decides where data protection keeps the keys that cookies are encrypted with.
    /// </summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddCascadingAuthenticationState();
        services.AddScoped<StoresAway>();
        services.AddAuthentication().AddCookie(DashboardCookie.Scheme, DashboardCookie.Configure);
        services.AddAuthorization(DashboardPolicies.Configure);
        return services;
    }

    /// <summary>Serves the dashboard at <c>/</c>, to whoever signs in with an API key. Call it after the host's own middleware.</summary>
    public static WebApplication MapDashboard(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        // A build that is not published has its style sheets in other folders; published, this does nothing.
        StaticWebAssetsLoader.UseStaticWebAssets(app.Environment, app.Configuration);
        app.Use(SecureHeaders.InvokeAsync);
        app.UseAntiforgery();

        app.MapStaticAssets().WithMetadata(SecureHeaders.Assets);
        var pages = app.MapGroup("").WithMetadata(SecureHeaders.Pages);
        pages.MapRazorComponents<App>();
        SignOutEndpoint.Map(pages);
        ScopeEndpoint.Map(pages);
        ScheduleActions.Map(pages);
        RunActions.Map(pages);
        SubscriptionActions.Map(pages);
        BackfillAction.Map(pages);
        return app;
    }
}
