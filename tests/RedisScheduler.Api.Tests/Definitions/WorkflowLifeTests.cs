using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Definitions;

/// <summary>From a saved workflow to its schedules in Redis, and every change of it.</summary>
internal sealed class WorkflowLifeTests : ApiFixture
{
    private const string Two = """
        "fetch": {"interval": "1h", "target": {"type": "handler", "name": "demo.echo"}},
        "report": {"cron": "30 9 * * 1-5", "timeZone": "Europe/Berlin", "target": {"type": "http", "url": "http://127.0.0.1:1/"}}
        """;

    [Test]
    public async Task A_saved_workflow_has_its_schedules_at_once()
    {
        var id = NewId("saved");
        var saved = (await Client.PutAsync($"/workflows/{id}", Workflow(Two))).Expect(201);
        Assert.That(saved.Ids("schedules"), Is.EqualTo(new[] { $"{id}.fetch", $"{id}.report" }));
        Assert.That(saved.Headers["Location"], Is.EqualTo($"/api/v1/workflows/{id}"));
        Assert.That(saved["schedules"].EnumerateArray().Select(schedule => schedule.GetProperty("sync").GetString()), Has.All.EqualTo("applied"));

        var fetch = (await Client.GetAsync($"/schedules/{id}.fetch")).Expect(200);
        Assert.That(fetch.Value("status"), Is.EqualTo("active"));
        var registered = (await RegisteredAsync($"{id}.fetch"))!;
        Assert.That(fetch["nextRunAt"].GetDateTimeOffset().ToUnixTimeMilliseconds(), Is.EqualTo(registered.NextDueMs));
        Assert.That(fetch["revision"].GetInt64(), Is.EqualTo(registered.Revision));
    }

    [Test]
    public async Task Changing_it_changes_adds_and_removes_schedules()
    {
        var id = NewId("changed");
        await Client.PutAsync($"/workflows/{id}", Workflow(Two));
        var before = await Client.GetAsync($"/schedules/{id}.fetch");
        var saved = (await Client.PutAsync(
            $"/workflows/{id}",
            Workflow("""
                "fetch": {"interval": "2h", "target": {"type": "handler", "name": "demo.echo"}},
                "clean": {"interval": "1d", "target": {"type": "handler", "name": "demo.echo"}}
                """)
        )).Expect(200);
        Assert.That(saved.Ids("schedules"), Is.EqualTo(new[] { $"{id}.clean", $"{id}.fetch" }));
        Assert.That(await RegisteredAsync($"{id}.report"), Is.Null);
        Assert.That(await RegisteredAsync($"{id}.clean"), Is.Not.Null);
        (await Client.GetAsync($"/schedules/{id}.report")).Expect(404);

        var after = await Client.GetAsync($"/schedules/{id}.fetch");
        Assert.That(after["createdAt"].GetDateTimeOffset(), Is.EqualTo(before["createdAt"].GetDateTimeOffset()));
        Assert.That(after["nextRunAt"].GetDateTimeOffset() - after["updatedAt"].GetDateTimeOffset(), Is.EqualTo(TimeSpan.FromHours(2)), "a new timing counts from now");
    }

    [Test]
    public async Task A_second_save_changes_nothing()
    {
        var id = NewId("same");
        var first = await Client.PutAsync($"/workflows/{id}", Workflow(Two));
        var second = (await Client.PutAsync($"/workflows/{id}", Workflow(Two))).Expect(200);
        Assert.That(second.Text, Is.EqualTo(first.Text));
    }

    [Test]
    public async Task A_change_of_the_payload_keeps_the_next_due_time()
    {
        var id = NewId("payload");
        var first = await Client.PutAsync($"/workflows/{id}", Workflow(""" "a": {"interval": "1h", "target": {"type": "handler", "name": "demo.echo"}} """));
        var second = await Client.PutAsync($"/workflows/{id}", Workflow(""" "a": {"interval": "1h", "target": {"type": "handler", "name": "demo.echo"}, "payload": 1} """));
        Assert.That(second["revision"].GetInt64(), Is.GreaterThan(first["revision"].GetInt64()));
        Assert.That(NextRunAt(second), Is.EqualTo(NextRunAt(first)));
    }

    [TestCase("draft")]
    [TestCase("archived")]
    public async Task Deactivating_removes_its_schedules_from_Redis_and_reactivating_restores_them(string status)
    {
        var id = NewId(status);
        await Client.PutAsync($"/workflows/{id}", Workflow(Two));
        var inactive = (await Client.PutAsync($"/workflows/{id}", Workflow(Two, status))).Expect(200);
        Assert.That(inactive["schedules"].EnumerateArray().Select(schedule => schedule.GetProperty("status").GetString()), Has.All.EqualTo("inactive"));
        Assert.That(await RegisteredAsync($"{id}.fetch"), Is.Null);
        Assert.That((await Client.GetAsync($"/schedules/{id}.fetch"))["nextRunAt"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await Client.PostAsync($"/schedules/{id}.fetch/run")).Expect(409).Value("detail"), Does.Contain("inactive"));

        var active = (await Client.PutAsync($"/workflows/{id}", Workflow(Two))).Expect(200);
        Assert.That(active["schedules"].EnumerateArray().Select(schedule => schedule.GetProperty("status").GetString()), Has.All.EqualTo("active"));
        Assert.That((await RegisteredAsync($"{id}.fetch"))!.NextDueMs, Is.Not.Null);
    }

    [Test]
    public async Task Deleting_it_deletes_its_schedules()
    {
        var id = NewId("deleted");
        await Client.PutAsync($"/workflows/{id}", Workflow(Two));
        (await Client.DeleteAsync($"/workflows/{id}")).Expect(204);
        (await Client.GetAsync($"/workflows/{id}")).Expect(404);
        (await Client.GetAsync($"/schedules/{id}.fetch")).Expect(404);
        Assert.That(await RegisteredAsync($"{id}.fetch"), Is.Null);
        (await Client.PutAsync($"/workflows/{id}", Workflow(Two))).Expect(201);
        Assert.That((await RegisteredAsync($"{id}.fetch"))!.NextDueMs, Is.Not.Null, "the same id may be used again");
    }

    [Test]
    public async Task A_legacy_workflow_with_its_own_cron_still_runs_and_when_it_is_saved_with_producers_its_own_schedule_goes()
    {
        var id = NewId("legacy");
        var legacy = (await Client.PutAsync(
            $"/workflows/{id}",
            """{"name": "Legacy", "status": "active", "cron": "0 3 * * *", "timeZone": "America/New_York", "target": {"type": "handler", "name": "demo.echo"}, "payload": {"a":  1}}"""
        )).Expect(201);
        Assert.That(legacy.Ids("schedules"), Is.EqualTo(new[] { id }));
        Assert.That(legacy.Value("cron"), Is.EqualTo("0 3 * * *"));
        Assert.That(legacy["schedules"][0].GetProperty("timeZone").GetString(), Is.EqualTo("America/New_York"));
        Assert.That(legacy["schedules"][0].GetProperty("payload").GetRawText(), Is.EqualTo("""{"a":  1}"""));
        Assert.That(await RegisteredAsync(id), Is.Not.Null);

        var producers = (await Client.PutAsync($"/workflows/{id}", Workflow(Two))).Expect(200);
        Assert.That(producers.Ids("schedules"), Is.EqualTo(new[] { $"{id}.fetch", $"{id}.report" }));
        Assert.That(await RegisteredAsync(id), Is.Null);
        (await Client.GetAsync($"/schedules/{id}")).Expect(404);
    }

    [Test]
    public async Task The_cron_of_a_workflow_with_producers_overwrites_none_of_theirs()
    {
        var id = NewId("both");
        var saved = (await Client.PutAsync(
            $"/workflows/{id}",
            $$"""{"name": "Both", "status": "active", "cron": "* * * * *", "target": {"type": "handler", "name": "demo.echo"}, "handlerConfig": {"producers": { {{Two}} } } }"""
        )).Expect(201);
        Assert.That(saved.Ids("schedules"), Is.EqualTo(new[] { $"{id}.fetch", $"{id}.report" }));
        Assert.That(saved["schedules"][0].GetProperty("interval").GetString(), Is.EqualTo("1h"));
    }

    [Test]
    public async Task Producers_that_name_no_target_and_no_zone_take_their_workflows()
    {
        var saved = (await Client.PutAsync(
            $"/workflows/{NewId("taken")}",
            """{"name": "x", "status": "active", "timeZone": "Asia/Tokyo", "target": {"type": "handler", "name": "shared"}, "handlerConfig": {"producers": {"a": {"cron": "0 9 * * *"}}}}"""
        )).Expect(201);
        var schedule = saved["schedules"][0];
        Assert.That(schedule.GetProperty("timeZone").GetString(), Is.EqualTo("Asia/Tokyo"));
        Assert.That(schedule.GetProperty("target").GetProperty("name").GetString(), Is.EqualTo("shared"));
    }

    [Test]
    public async Task Two_saves_at_the_same_moment_make_neither_an_error_nor_a_duplicate()
    {
        var id = NewId("race");
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Client.PutAsync($"/workflows/{id}", Workflow(Two.Replace("1h", $"{(i % 2) + 1}h", StringComparison.Ordinal)))));
        Assert.That(answers.Select(answer => answer.Status), Has.Exactly(1).EqualTo(201).And.Exactly(15).EqualTo(200));
        var now = await Client.GetAsync($"/workflows/{id}");
        Assert.That(now.Ids("schedules"), Is.EqualTo(new[] { $"{id}.fetch", $"{id}.report" }));
        Assert.That((await RegisteredAsync($"{id}.fetch"))!.Revision, Is.EqualTo(now["schedules"][0].GetProperty("revision").GetInt64()));
    }

    [Test]
    public async Task A_workflow_that_was_answered_can_be_saved_again_as_it_is()
    {
        var id = NewId("again");
        var first = await Client.PutAsync($"/workflows/{id}", Workflow(Two));
        var body = $$"""{"name": "Test", "status": "active", "handlerConfig": {{first["handlerConfig"].GetRawText()}} }""";
        Assert.That((await Client.PutAsync($"/workflows/{id}", body)).Expect(200)["revision"].GetInt64(), Is.EqualTo(first["revision"].GetInt64()));
    }

    [Test]
    public async Task A_producer_that_ran_its_one_moment_may_be_saved_again()
    {
        var id = NewId("once");
        var at = TimeProvider.System.GetUtcNow().AddSeconds(1.5).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
        string Once(string name) => Workflow($$""" "a": {"at": "{{at}}", "target": {"type": "handler", "name": "demo.echo"} } """).Replace("Test", name, StringComparison.Ordinal);
        (await Client.PutAsync($"/workflows/{id}", Once("Before"))).Expect(201);
        await Eventually.AsyncThat(async () => (await Client.GetAsync($"/schedules/{id}.a")).Value("status"), Is.EqualTo("completed"));
        var again = (await Client.PutAsync($"/workflows/{id}", Once("After"))).Expect(200);
        Assert.That(again["schedules"][0].GetProperty("status").GetString(), Is.EqualTo("completed"));
        Assert.That(again["schedules"][0].GetProperty("nextRunAt").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static string Workflow(string producers, string status = "active") =>
        $$"""{"name": "Test", "status": "{{status}}", "handlerConfig": {"producers": { {{producers}} } } }""";

    private static DateTimeOffset NextRunAt(Answer workflow) => workflow["schedules"][0].GetProperty("nextRunAt").GetDateTimeOffset();

    private async Task<RegisteredSchedule?> RegisteredAsync(string key) =>
        (await Api.Services.GetRequiredService<IScheduleRegistry>().ReadAsync([key], CancellationToken.None))[0];
}
