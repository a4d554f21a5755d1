using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Moq;
using RedisScheduler.Access;
using RedisScheduler.Alerts;
using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Shards;
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
        var loops = provider.GetServices<IHostedService>().Cast<ServiceLoop>();
        Assert.That(string.Join(' ', loops.Select(loop => loop.Name)), Is.EqualTo(names));
        Assert.That(provider.GetRequiredService<IReconcilerTrigger>().Request, Throws.Nothing);
    }

    [Test]
    public async Task What_works_on_a_shard_runs_once_for_each_and_stops_together_and_everything_else_runs_once()
    {
        await using var provider = Services(new EngineOptions(), shards: 3).BuildServiceProvider();
        var names = provider.GetServices<IHostedService>().Select(host =>
            host is LoopGroup group ? string.Join(' ', group.Loops.Select(loop => loop.Name)) : ((ServiceLoop)host).Name).ToList();
        string[] each = ["Heartbeat", "Recorder", "LeaseKeeper", "Recoverer", "Promoter", "Processor", "Processor", "Scheduler"];
        Assert.That(names, Is.EquivalentTo([.. each.Select(name => $"{name} of shard 0 {name} of shard 1 {name} of shard 2"), "Janitor", "FailurePauser", "Alerter", "Reconciler"]));
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

    [TestCase(EngineRoles.All, 1)]
    [TestCase(EngineRoles.All & ~EngineRoles.Worker, 0)]
    public async Task What_a_process_enqueues_goes_to_its_own_worker_if_it_is_one(EngineRoles roles, int times)
    {
        await using var provider = Services(new EngineOptions { Roles = roles }).BuildServiceProvider();
        Assert.That(provider.GetServices<IHostedService>(), Is.Not.Empty);
        var queue = Mock.Get(provider.GetRequiredService<IReadOnlyList<Shard>>()[0].Jobs);
        queue.Verify(each => each.TakeWith(It.IsAny<IJobTaker>()), times == 0 ? Times.Never() : Times.AtLeastOnce());
    }

    private static IServiceCollection Services(EngineOptions options, int shards = 1) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(new ManualTime())
        .AddSingleton(Mock.Of<IScheduleRegistry>())
        .AddSingleton(Mock.Of<IJobIntake>())
        .AddSingleton(Mock.Of<IJobControl>())
        .AddSingleton(Mock.Of<IOutboxReader>())
        .AddSingleton(new ShardMap(shards))
        .AddSingleton<IReadOnlyList<Shard>>([.. Enumerable.Range(0, shards).Select(_ => NewShard())])
        .AddSingleton(Mock.Of<IHistory>())
        .AddSingleton(Mock.Of<IIdempotencyStore>())
        .AddSingleton(Mock.Of<IAuditLog>())
        .AddSingleton(Mock.Of<IDefinitionStore>())
        .AddSingleton(Mock.Of<ICalendarStore>())
        .AddSingleton(Mock.Of<IScheduleHistory>())
        .AddSingleton(Mock.Of<IExecutionReader>())
        .AddSingleton(Mock.Of<ISubscriptionStore>())
        .AddSingleton(Mock.Of<IAlertStore>())
        .AddEngine(options);

    private static Shard NewShard() =>
        new(
            Mock.Of<IScheduleRegistry>(), Mock.Of<IFiring>(), Mock.Of<IJobQueue>(), Mock.Of<ILeases>(), Mock.Of<IDelayedJobs>(), Mock.Of<IJobControl>(), Mock.Of<IQueues>(),
            Mock.Of<ISignals>(), Mock.Of<IOutbox>(), Mock.Of<IWorkerRegistry>());
}
