using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Definitions;

/// <summary>Pause and resume, of a schedule and of a workflow.</summary>
internal sealed class PauseTests : ApiFixture
{
    [Test]
    public async Task A_paused_schedule_says_why_and_by_whom_and_is_not_due_until_it_is_resumed()
    {
        var id = await ScheduleAsync();
        var paused = (await Client.PostAsync($"/schedules/{id}/pause", """{"reason": "maintenance"}""")).Expect(200);
        Assert.That(paused.Value("status"), Is.EqualTo("paused"));
        Assert.That(paused["pause"].GetProperty("reason").GetString(), Is.EqualTo("maintenance"));
        Assert.That(paused["pause"].GetProperty("by").GetString(), Is.EqualTo("admin"));
        Assert.That(paused["nextRunAt"].ValueKind, Is.EqualTo(JsonValueKind.Null));

        var resumed = (await Client.PostAsync($"/schedules/{id}/resume")).Expect(200);
        Assert.That(resumed.Value("status"), Is.EqualTo("active"));
        Assert.That(resumed["pause"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(resumed["nextRunAt"].GetDateTimeOffset(), Is.GreaterThan(resumed["updatedAt"].GetDateTimeOffset()));
    }

    [Test]
    public async Task A_pause_with_an_end_leaves_what_is_due_after_it()
    {
        var id = await ScheduleAsync();
        var until = TimeProvider.System.GetUtcNow().AddHours(5);
        var paused = (await Client.PostAsync($"/schedules/{id}/pause", $$"""{"until": "{{until:yyyy-MM-ddTHH:mm:ss.fffZ}}"}""")).Expect(200);
        Assert.That(paused["nextRunAt"].GetDateTimeOffset(), Is.GreaterThan(until.AddSeconds(-1)).And.LessThan(until.AddHours(1)));
        var resumed = (await Client.PostAsync($"/schedules/{id}/resume")).Expect(200);
        Assert.That(resumed["nextRunAt"].GetDateTimeOffset(), Is.LessThan(until.AddHours(-3)));
    }

    [Test]
    public async Task Resuming_is_not_a_misfire_and_the_next_due_time_is_the_first_after_now()
    {
        var id = await ScheduleAsync("200ms");
        (await Client.PostAsync($"/schedules/{id}/pause")).Expect(200);
        await Eventually.AsyncThat(async () => (await RunsAsync(id)).All(run => run.GetProperty("status").GetString() == "succeeded"));
        var before = (await RunsAsync(id)).Count;
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        Assert.That(await RunsAsync(id), Has.Count.EqualTo(before), "nothing is due while it is paused");

        var resumed = (await Client.PostAsync($"/schedules/{id}/resume")).Expect(200);
        await Eventually.AsyncThat(async () => (await RunsAsync(id)).Count, Is.GreaterThan(before));
        await Client.PostAsync($"/schedules/{id}/pause");
        Assert.That((await RunsAsync(id)).Take(1).Select(run => run.GetProperty("scheduledAt").GetDateTimeOffset()), Has.All.GreaterThan(resumed["updatedAt"].GetDateTimeOffset()));
        Assert.That((await RunsAsync(id)).Select(run => run.GetProperty("trigger").GetString()), Has.All.EqualTo("schedule"));
    }

    [Test]
    public async Task Pausing_a_workflow_pauses_all_its_schedules_and_resuming_leaves_those_with_a_pause_of_their_own()
    {
        var id = await WorkflowAsync();
        await Client.PostAsync($"/schedules/{id}.b/pause", """{"reason": "own"}""");
        var paused = (await Client.PostAsync($"/workflows/{id}/pause", """{"reason": "all"}""")).Expect(200);
        Assert.That(paused.Value("status"), Is.EqualTo("paused"));
        Assert.That(Statuses(paused), Is.EqualTo(new[] { "paused", "paused" }));
        Assert.That((await Client.PostAsync($"/schedules/{id}.a/resume")).Expect(409).Value("detail"), Does.Contain("workflow"));

        var resumed = (await Client.PostAsync($"/workflows/{id}/resume")).Expect(200);
        Assert.That(resumed.Value("status"), Is.EqualTo("active"));
        Assert.That(Statuses(resumed), Is.EqualTo(new[] { "active", "paused" }));
        (await Client.PostAsync($"/schedules/{id}.b/resume")).Expect(200);
        Assert.That(Statuses(await Client.GetAsync($"/workflows/{id}")), Is.EqualTo(new[] { "active", "active" }));
    }

    [Test]
    public async Task A_pause_survives_that_the_workflow_is_saved_again()
    {
        var id = await WorkflowAsync();
        await Client.PostAsync($"/schedules/{id}.a/pause");
        await WorkflowAsync(id, "2h");
        Assert.That(Statuses(await Client.GetAsync($"/workflows/{id}")), Is.EqualTo(new[] { "paused", "active" }));
    }

    [Test]
    public async Task A_workflow_may_be_saved_as_paused()
    {
        var id = await WorkflowAsync(status: "paused");
        Assert.That(Statuses(await Client.GetAsync($"/workflows/{id}")), Is.EqualTo(new[] { "paused", "paused" }));
        await WorkflowAsync(id);
        Assert.That(Statuses(await Client.GetAsync($"/workflows/{id}")), Is.EqualTo(new[] { "active", "active" }));
    }

    [Test]
    public async Task A_draft_cannot_be_paused()
    {
        var id = await WorkflowAsync(status: "draft");
        (await Client.PostAsync($"/workflows/{id}/pause")).Expect(409);
        (await Client.PostAsync($"/schedules/{id}.a/pause")).Expect(409);
    }

    private static IEnumerable<string?> Statuses(Answer workflow) => workflow["schedules"].EnumerateArray().Select(schedule => schedule.GetProperty("status").GetString());

    private async Task<string> WorkflowAsync(string? id = null, string interval = "1h", string status = "active")
    {
        id ??= NewId("pausing");
        var target = """ "target": {"type": "handler", "name": "demo.echo"} """;
        var producers = $$""" "a": {"interval": "{{interval}}", {{target}} }, "b": {"interval": "{{interval}}", {{target}} } """;
        var saved = await Client.PutAsync($"/workflows/{id}", $$"""{"name": "x", "status": "{{status}}", "handlerConfig": {"producers": { {{producers}} } } }""");
        Assert.That(saved.Status, Is.AnyOf(200, 201), saved.Text);
        return id;
    }

    private async Task<string> ScheduleAsync(string interval = "1h")
    {
        var id = NewId("pausing");
        (await Client.PostAsync(
            "/schedules",
            $$"""{"id": "{{id}}", "name": "x", "interval": "{{interval}}", "overlap": "allow", "target": {"type": "handler", "name": "demo.echo"} }"""
        )).Expect(201);
        return id;
    }

    private async Task<IReadOnlyList<JsonElement>> RunsAsync(string id) => [.. (await Client.GetAsync($"/executions?scheduleId={id}&limit=500"))["items"].EnumerateArray()];
}
