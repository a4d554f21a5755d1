using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Shards;
using RedisScheduler.Schedules;
using RedisScheduler.Shards;
using RedisScheduler.TestKit;
using RedisScheduler.Workers;

namespace RedisScheduler.Redis.Tests.Shards;

/// <summary>Three shards on one server: what is asked for by id goes to the shard of the id, and what is asked of all comes from all.</summary>
[TestFixture(RedisServers.Redis)]
[TestFixture(RedisServers.Garnet)]
internal sealed class ShardTests(string server)
{
    private const int Count = 3;
    private static readonly string[] Keys = [.. Enumerable.Range(0, 20).Select(number => $"s{number}")];
    private readonly ShardMap map = new(Count);
    private Store store = null!;
    private ServiceProvider services = null!;

    private IReadOnlyList<Shard> All => services.GetRequiredService<IReadOnlyList<Shard>>();

    [SetUp]
    public async Task Open()
    {
        store = await Store.OpenAsync(server);
        services = store.Provider(options => options with { Shards = Count });
    }

    [TearDown]
    public async Task Close()
    {
        if (services is not null)
            await services.DisposeAsync();
        if (store is not null)
            await store.DisposeAsync();
    }

    [Test]
    public async Task Each_schedule_lives_in_the_shard_of_its_key_and_is_found_changed_and_removed_there()
    {
        var registry = services.GetRequiredService<IScheduleRegistry>();
        Assert.That(await registry.ApplyAsync([.. Keys.Select(key => Samples.Entry(key))], default), Is.EqualTo(Keys.Select(_ => ApplyOutcome.Applied)));

        foreach (var key in Keys)
        {
            var raw = new HangfireKeys(ShardPrefixes.Of(store.Keys.Prefix, Count)[map.OfSchedule(key)]);
            Assert.That(await store.Raw.KeyExistsAsync(raw.RecurringJob(key)), Is.True, key);
        }

        Assert.That((await registry.ReadAsync([.. Keys, "nobody"], default)).Select(found => found?.Key), Is.EqualTo([.. Keys, null]), "in the order asked");
        Assert.That(await ScanAsync(), Is.EquivalentTo(Keys));
        Assert.That(await registry.CountAsync(default), Is.EqualTo(Keys.Length));
        Assert.That((await registry.TakeTurnAsync(TimeSpan.FromMinutes(1), default), await registry.TakeTurnAsync(TimeSpan.FromMinutes(1), default)), Is.EqualTo((true, false)));

        var stale = await registry.ApplyAsync([.. Keys.Select((key, at) => Samples.Entry(key, revision: at % 2 * 2))], default);
        Assert.That(stale, Is.EqualTo(Keys.Select((_, at) => at % 2 == 0 ? ApplyOutcome.Stale : ApplyOutcome.Applied)), "answers are in the order of the entries");

        await registry.RemoveAsync([.. Keys[5..].Select(key => new ScheduleVersion(key, 9))], default);
        Assert.That(await ScanAsync(), Is.EquivalentTo(Keys[..5]));

        async Task<List<string>> ScanAsync() => await registry.ScanAsync(default).SelectMany(page => page.ToAsyncEnumerable()).Select(version => version.Key).ToListAsync();
    }

    [Test]
    public async Task Jobs_go_into_the_shard_of_their_schedule_and_are_taken_and_recorded_there()
    {
        var results = await EnqueueAsync(Keys);
        Assert.That(results.Select(result => result.Outcome), Is.EqualTo(Keys.Select(_ => EnqueueOutcome.Queued)));
        var again = await EnqueueAsync([.. Keys[..4], "new"]);
        Assert.That(again.Select(result => result.Outcome), Is.EqualTo(Enumerable.Repeat(EnqueueOutcome.Exists, 4).Append(EnqueueOutcome.Queued)), "answers are in the order of the jobs");

        for (var shard = 0; shard < Count; shard++)
        {
            var own = Keys.Append("new").Where(key => map.OfSchedule(key) == shard).ToList();
            var taken = (await All[shard].Jobs.ExchangeAsync(Samples.Take(100), default)).Jobs;
            Assert.That(taken.Select(job => job.ScheduleKey), Is.EquivalentTo(own));
            Assert.That((await All[shard].Outbox.ReadAsync(0, 100, default)).Events.Select(fact => fact.ScheduleId), Is.EquivalentTo(own));
        }
    }

    [Test]
    public async Task A_job_is_cancelled_where_it_is_also_one_whose_id_does_not_tell()
    {
        var control = services.GetRequiredService<IJobControl>();
        await EnqueueAsync(Keys);
        foreach (var key in Keys)
            Assert.That(await control.CancelAsync(JobId.Occurrence(key, Samples.Now), "asked for", Samples.Now, default), Is.EqualTo(CancelResult.Cancelled), key);

        await All[2].Jobs.EnqueueAsync([Samples.Manual("a-Hangfire-id")], Samples.Now, default);
        Assert.That(await control.CancelAsync("a-Hangfire-id", "asked for", Samples.Now, default), Is.EqualTo(CancelResult.Cancelled));
        Assert.That(await control.CancelAsync("nobody", "asked for", Samples.Now, default), Is.EqualTo(CancelResult.NotActive));
    }

    [Test]
    public async Task A_queue_is_shown_and_paused_as_one()
    {
        var queues = services.GetRequiredService<IQueues>();
        await EnqueueAsync(Keys);
        await All[1].Jobs.ExchangeAsync(Samples.Take(2), default);
        Assert.That(await queues.ListAsync(Samples.Now + 700, default), Is.EqualTo(new[] { new QueueInfo("default", Keys.Length - 2, 2, false, 700) }));

        await queues.SetPausedAsync("default", true, default);
        Assert.That((await queues.ListAsync(Samples.Now, default))[0].Paused, Is.True);
        foreach (var shard in All)
            Assert.That((await shard.Jobs.ExchangeAsync(Samples.Take(10), default)).Jobs, Is.Empty);

        await queues.SetPausedAsync("default", false, default);
        Assert.That((await queues.ListAsync(Samples.Now, default))[0].Paused, Is.False);
    }

    [Test]
    public async Task A_worker_is_shown_once_with_what_it_runs_in_all_shards()
    {
        var workers = services.GetRequiredService<IWorkerRegistry>();
        var worker = new WorkerInfo("host:1:a", "host", Samples.Now, Samples.Now + 5, ["default"], 20, 2);
        foreach (var shard in All)
            await shard.Workers.HeartbeatAsync(worker, default);
        var shown = (await workers.ListAsync(default)).Single();
        Assert.That((shown.Id, shown.Concurrency, shown.Running), Is.EqualTo(("host:1:a", 20, 6)));

        await workers.RemoveAsync("host:1:a", default);
        Assert.That(await workers.ListAsync(default), Is.Empty);
    }

    [TestCase(0)]
    [TestCase(50_000)]
    public async Task The_outboxes_are_read_as_one(int length)
    {
        var outbox = services.GetRequiredService<IOutboxReader>();
        foreach (var key in Keys)
            await EnqueueAsync([Job(key, new string('x', length))]);
        Assert.That(await outbox.LengthAsync(default), Is.EqualTo(Keys.Length));

        var pieces = new List<string?>();
        OutboxBatch batch;
        for (var skip = 0; ; skip += batch.Length)
        {
            batch = await outbox.ReadAsync(skip, 7, default);
            pieces.AddRange(batch.Events.Select(fact => fact.ScheduleId));
            if (!batch.More)
                break;
        }

        Assert.That(pieces, Is.EquivalentTo(Keys), "whatever is left out and however little is asked for at a time");
    }

    [Test]
    public async Task Failed_jobs_are_forgotten_in_all_shards_down_to_so_many_in_all()
    {
        await EnqueueAsync(Keys);
        foreach (var shard in All)
        {
            var taken = (await shard.Jobs.ExchangeAsync(Samples.Take(100), default)).Jobs;
            await shard.Jobs.ExchangeAsync(Samples.Give([.. taken.Select(job => Samples.Failed(job))]), default);
        }

        var control = services.GetRequiredService<IJobControl>();
        Assert.That(await control.ForgetFailedAsync(0, Count, 100, default), Is.EqualTo(Keys.Length - Count), "one stays in each");
    }

    [Test]
    public async Task A_process_that_is_told_another_number_neither_starts_nor_does_anything()
    {
        await EnqueueAsync(Keys);
        foreach (var wrong in new[] { 1, 2, 4 })
        {
            await using var other = store.Provider(options => options with { Shards = wrong });
            var error = Assert.ThrowsAsync<ShardsChangedException>(() => other.GetRequiredService<IQueues>().ListAsync(0, default));
            Assert.That((error!.Remembered, error.Wanted), Is.EqualTo((Count, wrong)));
            var start = other.GetServices<Microsoft.Extensions.Hosting.IHostedService>().Single();
            Assert.ThrowsAsync<ShardsChangedException>(() => start.StartAsync(default));
        }

        await using var right = store.Provider(options => options with { Shards = Count });
        Assert.That(await right.GetRequiredService<IQueues>().ListAsync(0, default), Has.Count.EqualTo(1));
    }

    private static NewJob Job(string key, string? reason = null)
    {
        var job = Samples.Job(key, trigger: ExecutionTrigger.Manual);
        return job with { Event = job.Event with { Reason = reason } };
    }

    private Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(params string[] keys) => EnqueueAsync(keys.Select(key => Job(key)));

    private Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IEnumerable<NewJob> jobs) => services.GetRequiredService<IJobIntake>().EnqueueAsync([.. jobs], Samples.Now, default);
}
