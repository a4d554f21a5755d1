using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Errors;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Shards;
using RedisScheduler.Schedules;
using RedisScheduler.Shards;
using RedisScheduler.TestKit;

namespace RedisScheduler.Redis.Tests.Shards;

/// <summary>Three shards on a Redis Cluster of three nodes.</summary>
[TestFixture]
internal sealed class ClusterTests
{
    private const int Count = 3;
    private static readonly string[] Keys = [.. Enumerable.Range(0, 30).Select(number => $"s{number}")];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private RedisCluster cluster = null!;
    private Store store = null!;
    private ServiceProvider services = null!;

    private IReadOnlyList<Shard> All => services.GetRequiredService<IReadOnlyList<Shard>>();

    private IStoreHealth Health => services.GetRequiredService<IStoreHealth>();

    [OneTimeSetUp]
    public async Task Start() => cluster = await RedisCluster.StartAsync(3);

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    [SetUp]
    public async Task Open()
    {
        store = await Store.OpenAsync(cluster);
        services = store.Provider(options => options with { Shards = Count, CommandTimeout = Patience, ConnectTimeout = Patience, Prefix = SpreadPrefix() });
    }

    [TearDown]
    public async Task Close()
    {
        if (services is not null)
            await services.DisposeAsync();
        if (store is not null)
            await store.DisposeAsync();
    }

    // Any tag would do; with this one each node has one shard.
    private string SpreadPrefix()
    {
        for (var number = 0; ; number++)
        {
            var prefix = store.Keys.Prefix.Replace("}", $"-{number}}}", StringComparison.Ordinal);
            var nodes = ShardPrefixes.Of(prefix, Count).Select(shard => cluster.NodeOfAsync(shard).GetAwaiter().GetResult()).Distinct();
            if (nodes.Count() == Count)
                return prefix;
        }
    }

    [Test]
    public async Task What_is_defined_fired_and_run_is_spread_over_all_nodes_by_nodes_that_do_not_know_the_scripts()
    {
        foreach (var node in cluster.Nodes)
            await node.AskAsync("SCRIPT", "FLUSH");
        var before = await SizesAsync();
        await services.GetRequiredService<IScheduleRegistry>().ApplyAsync([.. Keys.Select(key => Samples.Entry(key))], default);
        Assert.That((await SizesAsync()).Zip(before, (after, was) => after > was), Is.All.True, "every node has some");

        foreach (var shard in All)
        {
            var due = await shard.Firing.ReadDueAsync(Samples.Now, 0, 100, default);
            var fires = due.Schedules.Select(each => Samples.Fire(each.Key, each.FireMs, Samples.Now + 30_000, Samples.Job(each.Key)));
            var fired = (await shard.Firing.FireAsync([.. fires], Samples.Now, null, default)).Results;
            Assert.That(fired, Is.Not.Empty.And.All.EqualTo(FireResult.Fired));
            var jobs = (await shard.Jobs.ExchangeAsync(Samples.Take(100), default)).Jobs;
            Assert.That(jobs, Has.Count.EqualTo(fired.Count));
            await shard.Jobs.ExchangeAsync(Samples.Give([.. jobs.Select(job => Samples.Succeeded(job))]), default);
        }

        Assert.That((await services.GetRequiredService<Executions.IOutboxReader>().ReadAsync(0, 1000, default)).Events, Has.Count.EqualTo(Keys.Length * 2));

        async Task<List<int>> SizesAsync()
        {
            var sizes = new List<int>();
            foreach (var node in cluster.Nodes)
                sizes.Add(int.Parse((await node.AskAsync("DBSIZE"))[1..], System.Globalization.CultureInfo.InvariantCulture));
            return sizes;
        }
    }

    [Test]
    public async Task A_signal_reaches_whoever_listens_whatever_node_has_the_shard()
    {
        foreach (var shard in All)
        {
            var heard = new TaskCompletionSource<string>();
            using var subscription = shard.Signals.Subscribe(SignalKind.Queued, name => heard.TrySetResult(name));
            await Eventually.AsyncThat(async () =>
            {
                await shard.Queues.SetPausedAsync("mail", false, default);
                return heard.Task.IsCompleted;
            });
            Assert.That(await heard.Task, Is.EqualTo("mail"));
        }
    }

    [Test]
    public async Task While_one_node_is_gone_the_shards_of_the_others_go_on_and_its_own_are_back_with_it()
    {
        await services.GetRequiredService<IScheduleRegistry>().ApplyAsync([.. Keys.Select(key => Samples.Entry(key))], default);
        await Health.PingAsync(default);
        var prefixes = ShardPrefixes.Of(services.GetRequiredService<RedisStoreOptions>().Prefix, Count);
        var killed = await cluster.NodeOfAsync(prefixes[1]);

        killed.Kill();
        await Eventually.AsyncThat(() => Answers(All[1]), Is.False, TimeSpan.FromSeconds(30));
        Assert.That(await Answers(All[0]) && await Answers(All[2]), Is.True);
        Assert.That(Assert.ThrowsAsync<StoreUnavailableException>(() => Health.PingAsync(default))!.Message, Is.EqualTo("redis (shard 1) does not answer."));
        var (there, gone) = (Keys.First(key => Map.OfSchedule(key) == 2), Keys.First(key => Map.OfSchedule(key) == 1));
        Assert.That(await ApplyAsync(there), Is.EqualTo(ApplyOutcome.Applied));
        Assert.ThrowsAsync<StoreUnavailableException>(() => ApplyAsync(gone));

        await killed.RestartAsync();
        await cluster.ReadyAsync();
        await Eventually.AsyncThat(() => Answers(All[1]), Is.True, TimeSpan.FromSeconds(30));
        await Health.PingAsync(default);
        var due = await All[1].Firing.ReadDueAsync(Samples.Now, 0, 100, default);
        Assert.That(due.Schedules.Select(each => each.Key), Is.EquivalentTo(Keys.Where(key => Map.OfSchedule(key) == 1)), "it has what it had");
    }

    [Test]
    public async Task Signals_go_on_whichever_node_is_gone()
    {
        var prefixes = ShardPrefixes.Of(services.GetRequiredService<RedisStoreOptions>().Prefix, Count);
        for (var shard = 0; shard < Count; shard++)
        {
            var other = All[(shard + 1) % Count];
            var heard = 0;
            using var subscription = other.Signals.Subscribe(SignalKind.Queued, _ => Interlocked.Increment(ref heard));
            await HeardAsync();
            var killed = await cluster.NodeOfAsync(prefixes[shard]);
            killed.Kill();
            await HeardAsync();
            await killed.RestartAsync();
            await cluster.ReadyAsync();
            await HeardAsync();

            Task HeardAsync()
            {
                heard = 0;
                return Eventually.AsyncThat(
                    async () =>
                    {
                        await other.Queues.SetPausedAsync("mail", false, default);
                        return heard > 0;
                    },
                    TimeSpan.FromSeconds(30));
            }
        }
    }

    private static ShardMap Map { get; } = new(Count);

    private async Task<ApplyOutcome> ApplyAsync(string key) =>
        (await services.GetRequiredService<IScheduleRegistry>().ApplyAsync([Samples.Entry(key, revision: 2)], default))[0];

    private static async Task<bool> Answers(Shard shard)
    {
        try
        {
            await shard.Queues.ListAsync(0, default);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
