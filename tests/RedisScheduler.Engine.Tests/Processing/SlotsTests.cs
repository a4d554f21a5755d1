using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Jobs;
using RedisScheduler.TestKit;

namespace RedisScheduler.Engine.Tests.Processing;

/// <summary>What shards that share the slots of a process get of them.</summary>
public sealed class SlotsTests
{
    private readonly ManualTime time = new();
    private readonly List<Lane> lanes = [];

    [TearDown]
    public void Close() => lanes.ForEach(lane => lane.Dispose());

    [Test]
    public void One_shard_gets_all_slots_while_the_others_have_nothing()
    {
        Open(slots: 8, shards: 3);
        Assert.That(lanes[1].Begin(), Is.EqualTo(8));
        lanes[1].End(8, jobs: 8);
        Assert.That(lanes[1].Begin(), Is.Null, "all slots are in use");
    }

    [Test]
    public void No_more_run_than_there_are_slots_whoever_asks()
    {
        Open(slots: 4, shards: 2);
        Assert.That(lanes[0].Begin(), Is.EqualTo(4));
        Assert.That(lanes[1].Begin(), Is.Null, "all are reserved by a call that is under way");
        lanes[0].End(4, jobs: 3);
        Assert.That(lanes[1].Begin(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_shard_that_found_no_slot_free_is_woken_as_soon_as_one_is()
    {
        Open(slots: 2, shards: 2);
        lanes[0].Begin();
        Assert.That(lanes[1].Begin(), Is.Null);
        var woken = lanes[1].Wake.WaitAsync(TimeSpan.FromHours(1));
        lanes[0].End(2, jobs: 1);
        await woken.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(lanes[1].Begin(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_shard_that_waits_gets_the_slot_of_a_job_of_another_that_ends()
    {
        Open(slots: 2, shards: 2);
        lanes[0].Begin();
        lanes[0].End(2, jobs: 2);
        Assert.That(lanes[1].Begin(), Is.Null);
        var woken = lanes[1].Wake.WaitAsync(TimeSpan.FromHours(1));
        await lanes[0].EndOneAsync();
        await woken.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(lanes[0].Begin(), Is.Zero, "it reports what ended, and takes nothing: the other has none");
        Assert.That(lanes[1].Begin(), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_that_both_have_work_come_to_have_half_each()
    {
        Open(slots: 6, shards: 2);
        lanes[0].Begin();
        lanes[0].End(6, jobs: 6);
        for (var ended = 0; ended < 6; ended++)
        {
            _ = lanes[1].Begin() is { } first ? lanes[1].End(first, first) : 0;
            await lanes[0].EndOneAsync();
            _ = lanes[0].Begin() is { } own ? lanes[0].End(own, own) : 0;
            _ = lanes[1].Begin() is { } other ? lanes[1].End(other, other) : 0;
        }

        Assert.That((lanes[0].Running, lanes[1].Running), Is.EqualTo((3, 3)));
    }

    [Test]
    public async Task One_slot_goes_round()
    {
        Open(slots: 1, shards: 3);
        var ran = new List<int>();
        var at = 0;
        lanes[0].Begin();
        lanes[0].End(1, jobs: 1);
        for (var i = 0; i < 6; i++)
        {
            lanes.ForEach(lane => Assert.That(lane.Begin(), Is.Null));
            await lanes[at].EndOneAsync();
            var taken = lanes.ConvertAll(lane => (lane, Free: lane.Begin()));
            taken.ForEach(each => _ = each.Free is { } free ? each.lane.End(free, free) : 0);
            at = taken.FindIndex(each => each.Free == 1);
            ran.Add(at);
        }

        Assert.That(ran.GroupBy(lane => lane).Select(each => each.Count()), Is.EqualTo(new[] { 2, 2, 2 }));
    }

    [Test]
    public void A_shard_that_does_not_answer_reserves_one_slot_alone()
    {
        Open(slots: 8, shards: 2);
        lanes[0].Begin();
        lanes[0].Fail(8);
        Assert.That(lanes[0].Begin(), Is.EqualTo(1));
        Assert.That(lanes[1].Begin(), Is.EqualTo(7));
        lanes[0].End(1, jobs: 0);
        Assert.That(lanes[0].Begin(), Is.EqualTo(1), "seven are reserved by the other");
        lanes[0].End(1, jobs: 0);
        lanes[1].End(7, jobs: 0);
        Assert.That(lanes[0].Begin(), Is.EqualTo(8));
    }

    private void Open(int slots, int shards)
    {
        var options = new EngineOptions { Concurrency = slots };
        var shared = new Slots(options);
        for (var shard = 0; shard < shards; shard++)
        {
            lanes.Add(new Lane(shared, options, time));
        }
    }

    /// <summary>What works on one shard, without its Processors.</summary>
    private sealed class Lane : IDisposable
    {
        private readonly FakeTarget target = new();
        private readonly RunningJobs running;
        private readonly Attempts attempts;
        private readonly Exchanges exchanges;
        private readonly List<Finish> reporting = [];
        private Exchanges.Ask ask;
        private int made;
        private int ended;

        public Lane(Slots slots, EngineOptions options, ManualTime time)
        {
            running = new RunningJobs(options, time);
            attempts = new Attempts(new TargetRunners([target]), running, options, time, new Random(1), NullLogger<Attempts>.Instance);
            exchanges = new Exchanges(attempts, running, slots, new Rush(), time);
            Wake = new WakeUp(time);
            exchanges.Join(Wake);
        }

        public WakeUp Wake { get; }

        public int Running => running.Count;

        /// <summary>How many jobs it may ask for while some wait; null where it does not call Redis.</summary>
        public int? Begin()
        {
            exchanges.Signal();
            return exchanges.TryBegin(reporting, out ask) ? ask.Jobs : null;
        }

        /// <summary>Redis answered with so many jobs.</summary>
        public int End(int free, int jobs)
        {
            reporting.Clear();
            attempts.StartAll([.. Enumerable.Range(0, jobs).Select(_ => Samples.Job($"j{++made}"))], long.MaxValue);
            exchanges.End(ask with { Jobs = free }, taken: jobs);
            return jobs;
        }

        public void Fail(int free) => exchanges.End(ask with { Jobs = free }, taken: null);

        public async Task EndOneAsync()
        {
            var before = running.Count;
            await Eventually.AsyncThat(() => target.Started.ContainsKey($"j{ended + 1}"));
            target.End($"j{++ended}");
            await Eventually.AsyncThat(() => running.Count, Is.EqualTo(before - 1));
        }

        public void Dispose()
        {
            running.Dispose();
            Wake.Dispose();
        }
    }
}
