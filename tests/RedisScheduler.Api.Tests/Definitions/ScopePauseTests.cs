using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Api.Tests.Definitions;

/// <summary>Pause and resume of a whole scope.</summary>
internal sealed class ScopePauseTests : ApiFixture
{
    private string scope = "";
    private ApiClient admin = null!;

    [SetUp]
    public async Task MakeScopeAsync()
    {
        scope = NewId("scope");
        (await Client.PostAsync("/scopes", $$"""{"id": "{{scope}}"}""")).Expect(201);
        admin = await Api.ClientAsync("admin", scope);
    }

    [TearDown]
    public void Close() => admin.Dispose();

    [Test]
    public async Task All_its_schedules_stop_being_due_say_who_and_why_and_resume_at_the_first_due_time_after_now()
    {
        var (old, wanted) = (await ScheduleAsync("200ms"), NewId("later"));
        await Eventually.AsyncThat(async () => (await RunsAsync(old)).Count, Is.GreaterThan(0));
        var paused = (await admin.PostAsync($"/scopes/{scope}/pause", """{"reason": "moving"}""")).Expect(200);
        Assert.That((paused["pause"].GetProperty("reason").GetString(), paused.Value("sync")), Is.EqualTo(("moving", "applied")));
        (await admin.PostAsync("/schedules", Schedule(wanted, "200ms"))).Expect(201);
        foreach (var id in new[] { old, wanted })
        {
            var schedule = (await admin.GetAsync($"/schedules/{id}")).Expect(200);
            var pause = schedule["pause"];
            Assert.That((schedule.Value("status"), schedule.Value("nextRunAt"), schedule.Value("sync")), Is.EqualTo(("paused", "null", "applied")), id);
            Assert.That((pause.GetProperty("by").GetString(), pause.GetProperty("reason").GetString(), pause.GetProperty("wholeScope").GetBoolean()), Is.EqualTo(("a admin", "moving", true)));
        }

        Assert.That((await admin.GetAsync("/schedules?status=paused")).Ids(), Is.EquivalentTo(new[] { old, wanted }));
        Assert.That((await admin.GetAsync("/schedules?status=active")).Ids(), Is.Empty);
        await Eventually.AsyncThat(async () => (await RunsAsync(old)).All(run => run.GetProperty("status").GetString() == "succeeded"));
        var before = (await RunsAsync(old)).Count;
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        Assert.That(await RunsAsync(old), Has.Count.EqualTo(before), "nothing is due while the scope is paused");

        var resumed = (await admin.PostAsync($"/scopes/{scope}/resume")).Expect(200);
        Assert.That(resumed.Value("pause"), Is.EqualTo("null"));
        await Eventually.AsyncThat(async () => (await RunsAsync(old)).Count, Is.GreaterThan(before));
        await Eventually.AsyncThat(async () => (await RunsAsync(wanted)).Count, Is.GreaterThan(0));
        var first = (await RunsAsync(old)).OrderBy(run => run.GetProperty("scheduledAt").GetDateTimeOffset()).ElementAt(before);
        Assert.That(first.GetProperty("scheduledAt").GetDateTimeOffset(), Is.GreaterThan(resumed["updatedAt"].GetDateTimeOffset()), "resuming is not a misfire");
        Assert.That((await RunsAsync(old)).Select(run => run.GetProperty("trigger").GetString()), Has.All.EqualTo("schedule"));
    }

    [Test]
    public async Task Pauses_of_schedules_and_workflows_stay_beside_it()
    {
        var (own, free) = (await ScheduleAsync("1h"), await ScheduleAsync("1h"));
        (await admin.PostAsync($"/schedules/{own}/pause", """{"reason": "own"}""")).Expect(200);
        (await admin.PostAsync($"/scopes/{scope}/pause", """{"reason": "all"}""")).Expect(200);
        Assert.That((await admin.PostAsync($"/schedules/{free}/resume")).Expect(409).Value("detail"), Does.Contain(scope));
        (await admin.PostAsync($"/scopes/{scope}/resume")).Expect(200);
        Assert.That((await admin.GetAsync($"/schedules/{free}")).Value("status"), Is.EqualTo("active"));
        var still = (await admin.GetAsync($"/schedules/{own}")).Expect(200);
        Assert.That((still.Value("status"), still["pause"].GetProperty("reason").GetString()), Is.EqualTo(("paused", "own")));
        Assert.That((await admin.PostAsync($"/schedules/{own}/resume")).Expect(200).Value("status"), Is.EqualTo("active"));
    }

    [Test]
    public async Task A_pause_with_an_end_ends_by_itself_and_one_in_the_past_is_refused()
    {
        var id = await ScheduleAsync("1h");
        (await admin.PostAsync($"/scopes/{scope}/pause", """{"until": "2020-01-01T00:00:00Z"}""")).ErrorOf("until");
        var until = TimeProvider.System.GetUtcNow().AddHours(5);
        (await admin.PostAsync($"/scopes/{scope}/pause", $$"""{"until": "{{until:yyyy-MM-ddTHH:mm:ss.fffZ}}"}""")).Expect(200);
        var next = (await admin.GetAsync($"/schedules/{id}"))["nextRunAt"].GetDateTimeOffset();
        Assert.That(next, Is.GreaterThan(until.AddSeconds(-1)).And.LessThan(until.AddHours(1)));
    }

    [Test]
    public async Task Other_scopes_go_on_and_a_run_now_is_still_possible()
    {
        var other = NewId("other");
        (await Client.PostAsync("/schedules", Schedule(other, "1h"))).Expect(201);
        var id = await ScheduleAsync("1h");
        (await admin.PostAsync($"/scopes/{scope}/pause")).Expect(200);
        Assert.That((await Client.GetAsync($"/schedules/{other}")).Value("status"), Is.EqualTo("active"));
        (await admin.PostAsync($"/schedules/{id}/run")).Expect(202);
        await Eventually.AsyncThat(async () => (await RunsAsync(id)).Count, Is.EqualTo(1));
    }

    [Test]
    public async Task With_cancelPending_what_waits_is_cancelled()
    {
        var id = await ScheduleAsync("1h", "nobody-takes-from-it");
        (await admin.PostAsync($"/schedules/{id}/run")).Expect(202);
        await Eventually.AsyncThat(async () => (await RunsAsync(id)).Count, Is.EqualTo(1));
        (await admin.PostAsync($"/scopes/{scope}/pause", """{"cancelPending": true}""")).Expect(200);
        await Eventually.AsyncThat(async () => (await RunsAsync(id)).Single().GetProperty("status").GetString(), Is.EqualTo("cancelled"));
    }

    [Test]
    public async Task It_survives_a_restart_and_an_emptied_Redis()
    {
        await using var redis = await SharedApi.OwnRedisAsync();
        await using var database = await Databases.CreateAsync(Databases.Sqlite);
        var prefix = RedisServers.NewPrefix();
        await using (var first = await StartAsync())
        {
            (await first.Admin.PostAsync("/schedules", Schedule("s", "1h"))).Expect(201);
            (await first.Admin.PostAsync("/scopes/default/pause", """{"reason": "moving"}""")).Expect(200);
        }

        await redis.FlushAsync();
        await using var again = await StartAsync();
        await Eventually.AsyncThat(async () => (await DueAsync(again)).Registered, Is.True, TimeSpan.FromSeconds(30));
        Assert.That((await DueAsync(again)).Next, Is.Null);
        await redis.FlushAsync();
        await Eventually.AsyncThat(async () => (await DueAsync(again)).Registered, Is.True, TimeSpan.FromSeconds(30));
        Assert.That((await DueAsync(again)).Next, Is.Null);
        Assert.That((await again.Admin.GetAsync("/schedules/s"))["pause"].GetProperty("reason").GetString(), Is.EqualTo("moving"));
        (await again.Admin.PostAsync("/scopes/default/resume")).Expect(200);
        Assert.That((await DueAsync(again)).Next, Is.GreaterThan(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));

        Task<RunningApi> StartAsync() =>
            RunningApi.StartAsync(redis.Url, Roles.All, settings => (settings[Settings.Names.DatabaseUrl], settings[Settings.Names.RedisPrefix]) = (database.Url, prefix));

        static async Task<(bool Registered, long? Next)> DueAsync(RunningApi api)
        {
            var there = (await api.Services.GetRequiredService<RedisScheduler.Schedules.IScheduleRegistry>().ReadAsync(["s"], CancellationToken.None))[0];
            return (there is not null, there?.NextDueMs);
        }
    }

    private async Task<string> ScheduleAsync(string interval, string queue = "default")
    {
        var id = NewId("s");
        (await admin.PostAsync("/schedules", Schedule(id, interval, queue))).Expect(201);
        return id;
    }

    private async Task<IReadOnlyList<JsonElement>> RunsAsync(string id) =>
        [.. (await admin.GetAsync($"/executions?scheduleId={id}&limit=500")).Expect(200)["items"].EnumerateArray()];

    private static string Schedule(string id, string interval, string queue = "default") =>
        $$"""{"id": "{{id}}", "name": "x", "interval": "{{interval}}", "queue": "{{queue}}", "target": {"type": "handler", "name": "demo.echo"} }""";
}
