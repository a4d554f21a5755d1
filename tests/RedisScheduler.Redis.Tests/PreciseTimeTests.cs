using RedisScheduler.TestKit;

namespace RedisScheduler.Redis.Tests;

internal sealed class PreciseTimeTests
{
    private static readonly TimeProvider Time = PreciseTime.Machine;

    [Test]
    public async Task A_timer_fires_once_and_not_before_it_is_due()
    {
        var fired = new Fired();
        var begin = Time.GetTimestamp();
        await using var timer = Time.CreateTimer(fired.Add, "a", TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);

        await fired.CountAsync(1);

        Assert.That(Time.GetElapsedTime(begin, fired.All[0].Stamp), Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(20)));
        await WaitForOneAsync();
        Assert.That(fired.Names, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task One_that_is_due_sooner_than_those_that_were_set_before_need_not_wait_for_them()
    {
        var fired = new Fired();
        await using var late = Time.CreateTimer(fired.Add, "late", TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);
        await WaitForOneAsync();
        await using var soon = Time.CreateTimer(fired.Add, "soon", TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);

        await fired.CountAsync(1);

        Assert.That(fired.Names, Is.EqualTo(new[] { "soon" }));
    }

    [Test]
    public async Task One_that_was_set_anew_or_stopped_or_disposed_does_not_fire_for_what_it_was_set_to_before()
    {
        var fired = new Fired();
        var soon = TimeSpan.FromMilliseconds(5);
        await using var later = Time.CreateTimer(fired.Add, "later", TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);
        await using var stopped = Time.CreateTimer(fired.Add, "stopped", soon, Timeout.InfiniteTimeSpan);
        var disposed = Time.CreateTimer(fired.Add, "disposed", soon, Timeout.InfiniteTimeSpan);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await disposed.DisposeAsync();
        later.Change(soon, Timeout.InfiniteTimeSpan);

        await fired.CountAsync(1);
        await WaitForOneAsync();

        Assert.That(fired.Names, Is.EqualTo(new[] { "later" }));
        Assert.That(disposed.Change(soon, Timeout.InfiniteTimeSpan), Is.False);
    }

    [Test]
    public void One_that_is_to_fire_once_cannot_be_made_to_repeat()
    {
        using var timer = Time.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        Assert.Throws<NotSupportedException>(() => timer.Change(TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task One_that_repeats_from_the_begin_does()
    {
        var fired = new Fired();
        await using var timer = Time.CreateTimer(fired.Add, "again", TimeSpan.Zero, TimeSpan.FromMilliseconds(5));

        await fired.CountAsync(3);
    }

    // A timer that is due later has fired: whatever was due before has, too.
    private static async Task WaitForOneAsync()
    {
        var fired = new Fired();
        await using var timer = Time.CreateTimer(fired.Add, "", TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
        await fired.CountAsync(1);
    }

    private sealed class Fired
    {
        private readonly Lock gate = new();
        private readonly List<(string Name, long Stamp)> all = [];

        public IReadOnlyList<(string Name, long Stamp)> All
        {
            get
            {
                lock (gate)
                    return [.. all];
            }
        }

        public IEnumerable<string> Names => All.Select(each => each.Name);

        public void Add(object? name)
        {
            lock (gate)
                all.Add(((string)name!, Time.GetTimestamp()));
        }

        public Task CountAsync(int count) => Eventually.AsyncThat(() => All.Count >= count);
    }
}
