using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Errors;
using RedisScheduler.TestKit;

namespace RedisScheduler.Redis.Tests;

[TestFixture(RedisServers.Redis)]
[TestFixture(RedisServers.Garnet)]
internal sealed class RedisClockTests(string name)
{
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);

    [TestCase(-3600)]
    [TestCase(3600)]
    public async Task The_clock_follows_redis_however_wrong_the_machine_is(int secondsOff)
    {
        await using var store = await Store.OpenAsync(name);
        var machine = new ManualTime(TimeProvider.System.GetUtcNow().AddSeconds(secondsOff));
        await using var services = store.Provider(options => options with { BaseTime = machine });
        var clock = services.GetRequiredService<RedisClock>();
        Assert.That(clock.GetUtcNow(), Is.EqualTo(machine.GetUtcNow()));

        await clock.MeasureAsync(default);

        Assert.That(services.GetRequiredService<TimeProvider>(), Is.SameAs(clock));
        Assert.That(clock.GetUtcNow(), Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(Near));
        Assert.That(clock.Skew, Is.EqualTo(TimeSpan.FromSeconds(-secondsOff)).Within(Near));
    }

    [Test]
    public async Task A_measured_clock_never_goes_backwards()
    {
        await using var store = await Store.OpenAsync(name);
        var machine = new ManualTime(TimeProvider.System.GetUtcNow());
        await using var services = store.Provider(options => options with { BaseTime = machine });
        var clock = services.GetRequiredService<RedisClock>();
        await clock.MeasureAsync(default);
        var before = clock.GetUtcNow();

        machine.ShiftWallClock(TimeSpan.FromMinutes(-10));

        Assert.That(clock.GetUtcNow(), Is.EqualTo(before));
        await clock.MeasureAsync(default);
        Assert.That(clock.GetUtcNow(), Is.GreaterThanOrEqualTo(before).And.EqualTo(TimeProvider.System.GetUtcNow()).Within(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task While_redis_is_away_the_clock_goes_on_with_the_last_skew()
    {
        await using var server = await RedisServers.StartAsync(name);
        await using var store = await Store.OpenAsync(server);
        var machine = new ManualTime(TimeProvider.System.GetUtcNow().AddHours(-5));
        await using var services = store.Provider(options => options with { BaseTime = machine, CommandTimeout = TimeSpan.FromSeconds(2) });
        var clock = services.GetRequiredService<RedisClock>();
        await clock.MeasureAsync(default);
        var before = clock.GetUtcNow();

        server.Kill();
        Assert.That(() => clock.MeasureAsync(default), Throws.TypeOf<StoreUnavailableException>());
        machine.Advance(TimeSpan.FromMinutes(1));

        Assert.That(clock.GetUtcNow(), Is.EqualTo(before.AddMinutes(1)));
    }
}
