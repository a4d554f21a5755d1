using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;

namespace RedisScheduler.Redis.Tests;

/// <summary>What every conformance fixture begins with: an empty store on the server that the fixture is named after.</summary>
[TestFixture(RedisServers.Redis)]
[TestFixture(RedisServers.Garnet)]
internal abstract class Conformance(string server)
{
    protected const int Connections = 6;

    /// <summary>One of <see cref="RedisServers.Names"/>.</summary>
    protected string Server => server;

    protected Store Store { get; private set; } = null!;

    protected IScheduleRegistry Registry => Store.Get<IScheduleRegistry>();

    protected IFiring Firing => Store.Get<IFiring>();

    protected IJobQueue Queue => Store.Get<IJobQueue>();

    protected ILeases Leases => Store.Get<ILeases>();

    protected IDelayedJobs DelayedJobs => Store.Get<IDelayedJobs>();

    protected IJobControl Control => Store.Get<IJobControl>();

    protected IOutbox Outbox => Store.Get<IOutbox>();

    [SetUp]
    public async Task OpenStore() => Store = await Store.OpenAsync(server);

    [TearDown]
    public async Task CloseStore()
    {
        if (Store is not null)
            await Store.DisposeAsync();
    }

    protected async Task<IReadOnlyList<TakenJob>> TakeAsync(int count = 1, params string[] queues) =>
        (await Queue.ExchangeAsync(Samples.Take(count, queues), default)).Jobs;

    protected async Task<TakenJob> TakeOneAsync()
    {
        var jobs = await TakeAsync();
        Assert.That(jobs, Has.Count.EqualTo(1));
        return jobs[0];
    }

    protected async Task<FinishResult> GiveAsync(Finish finish) => (await Queue.ExchangeAsync(Samples.Give(finish), default)).Results.Single();

    protected async Task<IReadOnlyList<FireResult>> FireAsync(Fire fire, long? nowMs = null) =>
        (await Firing.FireAsync([fire], nowMs ?? Math.Max(Samples.Now, fire.ExpectedFireMs), null, default)).Results;

    protected Task EnqueueAsync(params NewJob[] jobs) => Queue.EnqueueAsync(jobs, Samples.Now, default);

    protected async Task<IReadOnlyList<JobEvent>> EventsAsync() => (await Outbox.ReadAsync(0, 100_000, default)).Events;

    /// <summary>Reports that it has succeeded, with four more: these stay for Hangfire's pages, and it is gone.</summary>
    protected async Task ForgetAsync(TakenJob job)
    {
        await EnqueueAsync([.. Enumerable.Range(0, 4).Select(n => Samples.Manual($"{job.Id}-{n}", spec: Samples.Spec(queue: "others")))]);
        await Queue.ExchangeAsync(Samples.Give([Samples.Succeeded(job), .. (await TakeAsync(4, "others")).Select(other => Samples.Succeeded(other))]), default);
    }

    protected async Task IsForgottenAsync(string id)
    {
        Assert.That(await TakeAsync(), Is.Empty);
        foreach (var key in new[] { Store.Keys.Job(id), Store.Keys.JobState(id), Store.Keys.JobHistory(id) })
            Assert.That(await Store.Raw.KeyExistsAsync(key), Is.False, key);
    }
}
