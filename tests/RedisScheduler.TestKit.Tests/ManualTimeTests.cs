namespace RedisScheduler.TestKit.Tests;

public sealed class ManualTimeTests
{
    private readonly ManualTime time = new();

    [Test]
    public void Time_stands_still_until_it_is_advanced()
    {
        var (before, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(90));

        Assert.That(time.GetUtcNow() - before, Is.EqualTo(TimeSpan.FromSeconds(90)));
        Assert.That(time.GetElapsedTime(stamp), Is.EqualTo(TimeSpan.FromSeconds(90)));
    }

    [Test]
    public void Timers_fire_in_order_each_at_its_own_due_time()
    {
        var start = time.GetUtcNow();
        List<(string Name, double Second)> fired = [];
        void Note(object? name) => fired.Add(((string)name!, (time.GetUtcNow() - start).TotalSeconds));
        using var late = time.CreateTimer(Note, "late", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var periodic = time.CreateTimer(Note, "periodic", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        time.Advance(TimeSpan.FromSeconds(6));

        Assert.That(fired, Is.EqualTo(new[] { ("periodic", 2.0), ("periodic", 4.0), ("late", 5.0), ("periodic", 6.0) }));
        Assert.That(time.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(6)));
    }

    [Test]
    public void A_timer_that_a_timer_makes_fires_within_the_same_advance()
    {
        var fired = false;
        ITimer? second = null;
        using var first = time.CreateTimer(
            _ => second = time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan
        );

        time.Advance(TimeSpan.FromSeconds(2));
        second!.Dispose();

        Assert.That(fired, Is.True);
    }

    [Test]
    public void A_disposed_or_changed_timer_does_not_fire_at_its_old_time()
    {
        var fired = 0;
        var disposed = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        disposed.Dispose();
        using var changed = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        changed.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(fired, Is.Zero);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(fired, Is.EqualTo(1));
        Assert.That(disposed.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), Is.False);
    }

    [Test]
    public async Task Delays_and_time_outs_follow_it()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), time);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1), time);
        Assert.That(time.WaitingTimers, Is.EqualTo(2));

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(timeout.IsCancellationRequested, Is.True);
        Assert.That(delay.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromMinutes(59));
        await delay.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public void Setting_the_wall_clock_back_leaves_timers_and_timestamps_alone()
    {
        var fired = false;
        var (now, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        using var timer = time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        time.ShiftWallClock(TimeSpan.FromHours(-1));
        Assert.That(time.GetUtcNow(), Is.EqualTo(now.AddHours(-1)));
        Assert.That(time.GetTimestamp(), Is.EqualTo(stamp));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(fired, Is.True);
    }
}
