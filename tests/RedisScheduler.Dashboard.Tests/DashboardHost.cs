using Microsoft.AspNetCore.DataProtection;
using RedisScheduler.Access;
using RedisScheduler.Alerts;
using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Dashboard.Tests.Fakes;
using RedisScheduler.Engine.Access;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Subscriptions;
using RedisScheduler.Workers;
using RedisScheduler.Workflows;

namespace RedisScheduler.Dashboard.Tests;

/// <summary>The dashboard on a web server of its own, over stores in memory.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    public const string Operator = "operator-key";
    public const string Viewer = "viewer-key";
    public const string Admin = "admin-key";

    private readonly WebApplication app;

    private DashboardHost()
    {
        Redis = new FakeRedis(History, TimeProvider.System);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(DashboardHost).Assembly.GetName().Name });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        AddServices(builder.Services);
        builder.Services.AddDashboard();
        app = builder.Build();
        app.MapDashboard();
    }

    public FakeDefinitions Definitions { get; } = new();

    public FakeAudit Audit { get; } = new();

    public FakeScopes Scopes { get; } = new(TimeProvider.System);

    public FakeSubscriptions Subscriptions { get; } = new();

    public FakeAlerts Alerts { get; } = new();

    public FakeHistory History { get; } = new();

    public FakeRedis Redis { get; }

    public FakeKeys Keys { get; } = new(TimeProvider.System);

    public string Url => app.Urls.Single();

    public static async Task<DashboardHost> StartAsync(bool seeded = true)
    {
        var host = new DashboardHost();
        host.Keys.Add(Operator, "ops", Role.Operator);
        host.Keys.Add(Viewer, "audit", Role.Viewer);
        host.Keys.Add(Admin, "root", Role.Admin, scope: null);
        if (seeded)
            new Seed(host, TimeProvider.System.GetUtcNow()).Plant();
        await host.app.StartAsync();
        return host;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void AddServices(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IDefinitionStore>(Definitions);
        services.AddSingleton<ICalendarStore>(new FakeCalendars());
        services.AddSingleton<ISubscriptionStore>(Subscriptions);
        services.AddSingleton<IAlertStore>(Alerts);
        services.AddSingleton<IScopeStore>(Scopes);
        services.AddSingleton<IAuditLog>(Audit);
        var ledger = new FakeLedger(Definitions, History);
        services.AddSingleton<ILedger>(ledger);
        services.AddSingleton<IScheduleHistory>(ledger);
        services.AddSingleton<IExecutionReader>(History);
        services.AddSingleton<IScheduleRegistry>(Redis);
        services.AddSingleton<IJobIntake>(Redis);
        services.AddSingleton<IJobControl>(Redis);
        services.AddSingleton<IQueues>(Redis);
        services.AddSingleton<IWorkerRegistry>(Redis);
        services.AddSingleton<IApiKeyStore>(Keys);
        services.AddSingleton<IKeyCheck>(Keys);
        services.AddSingleton<IReconcilerTrigger>(Redis);
        services.AddDefinitions().AddAccess();
    }
}
