using Microsoft.AspNetCore.DataProtection;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Calendars;
using RedisScheduler.Api.Audit;
using RedisScheduler.Api.Events;
using RedisScheduler.Api.Executions;
using RedisScheduler.Api.Facade;
using RedisScheduler.Api.Http;
using RedisScheduler.Api.Ledger;
using RedisScheduler.Api.Operations;
using RedisScheduler.Api.Schedules;
using RedisScheduler.Api.Subscriptions;
using RedisScheduler.Api.Workflows;
using RedisScheduler.Dashboard;
using RedisScheduler.Engine.Access;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Api.Hosting;

/// <summary>Puts the API together.</summary>
internal static class ApiHost
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>A host builder with everything that the API, the dashboard and the parts of the engine that ROLES names need.</summary>
    /// <param name="builder">An empty web host builder.</param>
    /// <param name="settings">The settings, both stores named.</param>
    /// <param name="stores">The stores in words.</param>
    public static void AddApi(this WebApplicationBuilder builder, Settings settings, StoreNames stores)
    {
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
        var services = builder.Services;
        services.AddRedisScheduler(settings).AddDemoHandlers();
        services.AddDefinitions().AddAccess().AddKeyPolicies().AddDescription();
        services.AddSingleton<Triggers>();
        services.AddSingleton(stores);
        services.AddSingleton(_ => Console.Out);
        if (settings.Roles.HasFlag(Roles.Api))
        {
            services.AddHostedService<FirstSteps>();
        }

        services.AddExceptionHandler<ProblemHandler>();
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddDataProtection().SetApplicationName(nameof(RedisScheduler)).PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.DataDir, "dashboard-keys")));
        services.AddDashboard();
    }

    /// <summary>Maps all routes; only those of health where ROLES leaves the API out.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.MapHealth();
        if (!app.Services.GetRequiredService<Settings>().Roles.HasFlag(Roles.Api))
        {
            return;
        }

        app.UseStatusCodePages(context => IsApi(context.HttpContext) ? Problems.SendAsync(context.HttpContext, Problems.OfFramework(context.HttpContext.Response.StatusCode)) : Task.CompletedTask);
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(Caller.InvokeAsync);
        app.MapOpenApi();
        var api = app.MapGroup("/api/v1");
        api.MapWorkflows();
        api.MapSchedules();
        api.MapCalendars();
        api.MapBackfill();
        api.MapLedger();
        api.MapSubscriptions();
        api.MapEvents();
        api.MapExecutions();
        api.MapStats();
        api.MapQueues();
        api.MapWorkers();
        api.MapAudit();
        api.MapScopes();
        api.MapKeys();
        app.MapFacade();
        app.MapDashboard();
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
}
