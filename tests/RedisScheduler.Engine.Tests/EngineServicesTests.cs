using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Moq;
using RedisScheduler.Access;
using RedisScheduler.Alerts;
using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Subscriptions;
using RedisScheduler.TestKit;
using RedisScheduler.Workers;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Tests;

public sealed class EngineServicesTests
{
    [TestCase(EngineRoles.All, "Heartbeat Recorder LeaseKeeper Recoverer Promoter Janitor FailurePauser Alerter Reconciler Processor Processor Scheduler")]
    [TestCase(EngineRoles.Worker, "Heartbeat LeaseKeeper Recoverer Promoter Processor Processor")]
    [TestCase(EngineRoles.Scheduler, "Recoverer Promoter Janitor FailurePauser Alerter Reconciler Scheduler")]
    [TestCase(EngineRoles.Recorder, "Recorder")]
    [TestCase(EngineRoles.Reconciler, "Reconciler")]
    [TestCase(EngineRoles.None, "")]
    public async Task Each_role_has_its_services_which_stop_in_the_reverse_order(EngineRoles roles, string names)
    {
        await using var provider = Services(new EngineOptions { Roles = roles }).BuildServiceProvider();
        var loops = provider.GetServices<IHostedService>().Cast<Engine.Loops.ServiceLoop>();
        Assert.That(string.Join(' ', loops.Select(loop => loop.Name)), Is.EqualTo(names));
        Assert.That(provider.GetRequiredService<IReconcilerTrigger>().Request, Throws.Nothing);
    }

    [Test]
    public async Task The_host_waits_long_enough_for_a_graceful_stop()
    {
        await using var provider = Services(new EngineOptions { ShutdownTimeout = TimeSpan.FromMinutes(5) }).BuildServiceProvider();
        Assert.That(provider.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout, Is.GreaterThan(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public void Bad_options_are_refused_at_once() =>
        Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddEngine(new EngineOptions { Concurrency = -1 }));

    private static IServiceCollection Services(EngineOptions options) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(new ManualTime())
        .AddSingleton(Mock.Of<IFiring>())
        .AddSingleton(Mock.Of<IScheduleRegistry>())
        .AddSingleton(Mock.Of<IJobQueue>())
        .AddSingleton(Mock.Of<ILeases>())
        .AddSingleton(Mock.Of<IDelayedJobs>())
        .AddSingleton(Mock.Of<IJobControl>())
        .AddSingleton(Mock.Of<ISignals>())
        .AddSingleton(Mock.Of<IOutbox>())
        .AddSingleton(Mock.Of<IHistory>())
        .AddSingleton(Mock.Of<IIdempotencyStore>())
        .AddSingleton(Mock.Of<IWorkerRegistry>())
        .AddSingleton(Mock.Of<IAuditLog>())
        .AddSingleton(Mock.Of<IDefinitionStore>())
        .AddSingleton(Mock.Of<ICalendarStore>())
        .AddSingleton(Mock.Of<IScheduleHistory>())
        .AddSingleton(Mock.Of<IExecutionReader>())
        .AddSingleton(Mock.Of<ISubscriptionStore>())
        .AddSingleton(Mock.Of<IAlertStore>())
        .AddEngine(options);
}
