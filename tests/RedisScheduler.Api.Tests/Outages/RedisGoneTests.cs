using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Outages;

/// <summary>Redis goes, and comes back.</summary>
[TestFixture]
internal sealed class RedisGoneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private TestServer redis = null!;
    private RunningApi api = null!;

    [SetUp]
    public async Task StartAsync()
    {
        redis = await SharedApi.OwnRedisAsync();
        api = await RunningApi.StartAsync(redis.Url);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await api.DisposeAsync();
        await redis.DisposeAsync();
    }

    [Test]
    public async Task Definitions_are_saved_as_pending_and_applied_when_it_is_back_and_reads_still_answer_and_readyz_says_it()
    {
        (await api.Admin.PutAsync("/workflows/before", Workflow("1h"))).Expect(201);
        redis.Kill();

        var saved = (await api.Admin.PutAsync("/workflows/during", Workflow("1h"))).Expect(201);
        Assert.That((saved.Value("sync"), saved["schedules"][0].GetProperty("sync").GetString()), Is.EqualTo(("pending", "pending")));
        Assert.That((await api.Admin.PutAsync("/workflows/before", Workflow("2h"))).Expect(200).Value("sync"), Is.EqualTo("pending"));
        Assert.That((await api.Admin.PostAsync("/schedules/during.a/pause")).Expect(200).Value("status"), Is.EqualTo("paused"));
        Assert.That((await api.Admin.PostAsync("/schedules/during.a/resume")).Expect(200)["nextRunAt"].GetDateTimeOffset(), Is.GreaterThan(DateTimeOffset.UnixEpoch));

        Assert.That((await api.Admin.GetAsync("/schedules")).Expect(200).Ids(), Is.EqualTo(new[] { "before.a", "during.a" }));
        (await api.Admin.GetAsync("/workflows/before")).Expect(200);
        (await api.Admin.GetAsync("/executions")).Expect(200);
        (await api.Admin.GetAsync("/stats")).Expect(200);
        (await api.Admin.GetAsync("/schedules/before.a/upcoming")).Expect(200);

        var ready = (await api.Admin.GetAsync("//readyz")).Expect(503);
        Assert.That((ready.Value("status"), ready.Value("database")), Is.EqualTo(("notReady", "ok")));
        Assert.That(ready.Value("redis"), Does.Contain("does not answer"));
        (await api.Admin.GetAsync("//livez")).Expect(200);

        var run = (await api.Admin.PostAsync("/schedules/before.a/run")).Expect(503);
        Assert.That((run.Headers["Retry-After"], run.Value("title")), Is.EqualTo(("5", "A store does not answer")));
        (await api.Admin.GetAsync("/workers")).Expect(503);

        await redis.RestartAsync();
        await Eventually.AsyncThat(async () => (await api.Admin.GetAsync("/workflows/during")).Value("sync"), Is.EqualTo("applied"), Patience);
        await Eventually.AsyncThat(async () => (await api.Admin.GetAsync("/workflows/before")).Value("sync"), Is.EqualTo("applied"), Patience);
        (await api.Admin.GetAsync("//readyz")).Expect(200);
        var registered = await api.Services.GetRequiredService<IScheduleRegistry>().ReadAsync(["before.a", "during.a"], CancellationToken.None);
        Assert.That(registered, Has.All.Not.Null);
        var before = await api.Admin.GetAsync("/schedules/before.a");
        Assert.That(before["nextRunAt"].GetDateTimeOffset().ToUnixTimeMilliseconds(), Is.EqualTo(registered[0]!.NextDueMs));
        Assert.That(before.Value("interval"), Is.EqualTo("2h"));
    }

    [Test]
    public async Task What_is_deleted_meanwhile_is_removed_when_it_is_back()
    {
        (await api.Admin.PutAsync("/workflows/gone", Workflow("1h"))).Expect(201);
        redis.Kill();
        (await api.Admin.DeleteAsync("/workflows/gone")).Expect(204);
        await redis.RestartAsync();
        var registry = api.Services.GetRequiredService<IScheduleRegistry>();
        await Eventually.AsyncThat(async () => (await registry.ReadAsync(["gone.a"], CancellationToken.None))[0], Is.Null, Patience);
    }

    [Test]
    public async Task A_frozen_Redis_keeps_nobody_waiting_for_long()
    {
        (await api.Admin.PutAsync("/workflows/frozen", Workflow("1h"))).Expect(201);
        redis.Freeze();
        var started = TimeProvider.System.GetTimestamp();
        Assert.That((await api.Admin.PutAsync("/workflows/frozen", Workflow("2h"))).Expect(200).Value("sync"), Is.EqualTo("pending"));
        (await api.Admin.GetAsync("/schedules")).Expect(200);
        (await api.Admin.GetAsync("//readyz")).Expect(503);
        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(20)));
        redis.Thaw();
        await Eventually.AsyncThat(async () => (await api.Admin.GetAsync("/workflows/frozen")).Value("sync"), Is.EqualTo("applied"), TimeSpan.FromSeconds(90));
    }

    private static string Workflow(string interval) =>
        $$"""{"name": "x", "status": "active", "handlerConfig": {"producers": {"a": {"interval": "{{interval}}", "target": {"type": "handler", "name": "demo.echo"} } } } }""";
}
