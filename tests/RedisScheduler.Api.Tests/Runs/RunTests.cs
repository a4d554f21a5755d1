using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Runs;

/// <summary>Runs: now, again, and not at all; and what is told of them.</summary>
internal sealed class RunTests : ApiFixture
{
    [Test]
    public async Task A_run_now_is_a_run_with_its_own_payload()
    {
        var id = await ScheduleAsync("demo.echo");
        var started = (await Client.PostAsync($"/schedules/{id}/run", """{"payload": {"n":  1.0}}""")).Expect(202);
        var run = await EndAsync(started.Value("executionId")!);
        Assert.That(started.Headers["Location"], Is.EqualTo($"/api/v1/executions/{Uri.EscapeDataString(started.Value("executionId")!)}"));
        Assert.Multiple(() =>
        {
            Assert.That(run.Value("status"), Is.EqualTo("succeeded"));
            Assert.That(run.Value("trigger"), Is.EqualTo("manual"));
            Assert.That(run.Value("output"), Is.EqualTo("""{"n":  1.0}"""), "the payload arrives unchanged");
            Assert.That(run["payload"].GetRawText(), Is.EqualTo("""{"n":  1.0}"""));
            Assert.That(run["attempts"].GetArrayLength(), Is.EqualTo(1));
            Assert.That(run["attempts"][0].GetProperty("number").GetInt32(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_paused_schedule_may_be_run_now_and_stays_paused()
    {
        var id = await ScheduleAsync("demo.echo");
        await Client.PostAsync($"/schedules/{id}/pause");
        var started = (await Client.PostAsync($"/schedules/{id}/run")).Expect(202);
        Assert.That((await EndAsync(started.Value("executionId")!)).Value("status"), Is.EqualTo("succeeded"));
        Assert.That((await Client.GetAsync($"/schedules/{id}")).Value("status"), Is.EqualTo("paused"));
    }

    [Test]
    public async Task An_unknown_handler_is_accepted_and_its_run_fails_finally_with_a_clear_error()
    {
        var id = await ScheduleAsync("nobody.knows");
        var started = (await Client.PostAsync($"/schedules/{id}/run")).Expect(202);
        var run = await EndAsync(started.Value("executionId")!);
        Assert.That(run.Value("status"), Is.EqualTo("failed"));
        Assert.That(run["attempts"].GetArrayLength(), Is.EqualTo(1), "no further attempt could help");
        Assert.That(run["error"].GetProperty("message").GetString(), Does.Contain("nobody.knows"));
    }

    [Test]
    public async Task A_running_run_is_cancelled_and_an_ended_one_is_not()
    {
        var id = await ScheduleAsync("demo.sleep", """{"ms": 60000}""");
        var started = (await Client.PostAsync($"/schedules/{id}/run")).Expect(202);
        var path = started.Headers["Location"];
        await Eventually.AsyncThat(async () => (await Client.GetAsync(path)).Value("status"), Is.EqualTo("running"));
        (await Client.PostAsync($"/schedules/{id}/run", """{"overlap": "skip"}""")).Expect(409);
        (await Client.PostAsync($"{path}/cancel")).Expect(202);
        var run = await EndAsync(started.Value("executionId")!);
        Assert.That(run.Value("status"), Is.EqualTo("cancelled"));
        Assert.That((await Client.PostAsync($"{path}/cancel")).Expect(409).Value("detail"), Does.Contain("cancelled"));
    }

    [Test]
    public async Task A_run_that_waits_is_cancelled_at_once_and_with_the_pause_of_its_schedule()
    {
        var id = await ScheduleAsync("demo.echo", queue: NewId("nobody-works-here"));
        var first = (await Client.PostAsync($"/schedules/{id}/run")).Expect(202);
        (await Client.PostAsync($"{first.Headers["Location"]}/cancel")).Expect(202);
        Assert.That((await EndAsync(first.Value("executionId")!)).Value("status"), Is.EqualTo("cancelled"));

        var second = (await Client.PostAsync($"/schedules/{id}/run")).Expect(202);
        await Eventually.AsyncThat(async () => (await Client.GetAsync(second.Headers["Location"])).Status, Is.EqualTo(200));
        (await Client.PostAsync($"/schedules/{id}/pause", """{"cancelPending": true}""")).Expect(200);
        Assert.That((await EndAsync(second.Value("executionId")!)).Value("status"), Is.EqualTo("cancelled"));
    }

    [Test]
    public async Task An_ended_run_is_retried_as_a_new_one_with_its_own_payload()
    {
        var id = await ScheduleAsync("demo.echo");
        var first = await EndAsync((await Client.PostAsync($"/schedules/{id}/run", """{"payload": "own"}""")).Value("executionId")!);
        var again = (await Client.PostAsync($"/executions/{Uri.EscapeDataString(first.Value("id")!)}/retry")).Expect(202);
        var run = await EndAsync(again.Value("executionId")!);
        Assert.That(run.Value("id"), Is.Not.EqualTo(first.Value("id")));
        Assert.That((run.Value("trigger"), run.Value("output")), Is.EqualTo(("retry", "\"own\"")));
    }

    [Test]
    public async Task Many_ended_runs_are_retried_by_filter()
    {
        var id = await ScheduleAsync("nobody.knows");
        for (var i = 0; i < 3; i++)
        {
            await EndAsync((await Client.PostAsync($"/schedules/{id}/run")).Value("executionId")!);
        }

        var many = (await Client.PostAsync("/executions/retry", $$"""{"status": "failed", "scheduleId": "{{id}}"}""")).Expect(202);
        Assert.That(many["count"].GetInt32(), Is.EqualTo(3));
        await Eventually.AsyncThat(async () => (await Client.GetAsync($"/executions?scheduleId={id}&trigger=retry&status=failed")).Ids().Count(), Is.EqualTo(3));
        (await Client.PostAsync("/executions/retry", """{"status": "running"}""")).ErrorOf("status");
    }

    [Test]
    public async Task Two_producers_of_one_workflow_run_independently_and_the_next_due_time_moves_after_each_run()
    {
        var id = NewId("pair");
        var target = """ "target": {"type": "handler", "name": "demo.echo"} """;
        (await Client.PutAsync(
            $"/workflows/{id}",
            $$"""{"name": "x", "status": "active", "handlerConfig": {"producers": {"fast": {"interval": "2s", {{target}} }, "slow": {"interval": "5s", {{target}} } } } }"""
        )).Expect(201);
        var before = (await Client.GetAsync($"/schedules/{id}.fast"))["nextRunAt"].GetDateTimeOffset();
        await Eventually.AsyncThat(async () => (await Client.GetAsync($"/executions?scheduleId={id}.slow&status=succeeded")).Ids().Count(), Is.EqualTo(2), TimeSpan.FromSeconds(20));
        var fast = (await Client.GetAsync($"/executions?scheduleId={id}.fast&status=succeeded"))["items"].EnumerateArray().Select(run => run.GetProperty("scheduledAt").GetDateTimeOffset()).Reverse().ToArray();
        Assert.That(fast, Has.Length.InRange(4, 6));
        Assert.That(fast.Zip(fast.Skip(1), (one, next) => next - one), Has.All.EqualTo(TimeSpan.FromSeconds(2)));
        var after = (await Client.GetAsync($"/schedules/{id}.fast"))["nextRunAt"].GetDateTimeOffset();
        Assert.That(after, Is.GreaterThan(fast[^1]).And.GreaterThan(before));
        await Client.DeleteAsync($"/workflows/{id}");
    }

    [Test]
    public async Task Statistics_count_what_became_of_runs()
    {
        var (good, bad) = (await ScheduleAsync("demo.echo"), await ScheduleAsync("nobody.knows"));
        await EndAsync((await Client.PostAsync($"/schedules/{good}/run")).Value("executionId")!);
        await EndAsync((await Client.PostAsync($"/schedules/{bad}/run")).Value("executionId")!);
        var stats = (await Client.GetAsync($"/schedules/{good}/stats?bucket=day")).Expect(200);
        Assert.That((stats["total"].GetInt64(), stats["succeeded"].GetInt64(), stats["successRate"].GetDouble()), Is.EqualTo((1L, 1L, 1d)));
        Assert.That(stats["buckets"].GetArrayLength(), Is.EqualTo(1));
        Assert.That((await Client.GetAsync($"/schedules/{bad}/stats"))["failed"].GetInt64(), Is.EqualTo(1));
        Assert.That((await Client.GetAsync("/stats")).Expect(200)["total"].GetInt64(), Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task Workers_and_queues_are_shown_and_a_queue_may_be_paused()
    {
        var workers = (await Client.GetAsync("/workers")).Expect(200);
        Assert.That(workers["items"][0].GetProperty("queues")[0].GetString(), Is.EqualTo("default"));
        var queue = NewId("queue");
        Assert.That((await Client.PostAsync($"/queues/{queue}/pause")).Expect(200)["paused"].GetBoolean(), Is.True);
        Assert.That((await Client.PostAsync($"/queues/{queue}/resume")).Expect(200)["paused"].GetBoolean(), Is.False);
        (await Client.PostAsync("/queues/a%20b/pause")).ErrorOf("name");
        Assert.That((await Client.GetAsync("/queues")).Expect(200)["items"].ValueKind, Is.EqualTo(JsonValueKind.Array));
    }

    private async Task<Answer> EndAsync(string id)
    {
        var path = $"/executions/{Uri.EscapeDataString(id)}";
        await Eventually.AsyncThat(async () => (await Client.GetAsync(path)).Value("finishedAt"), Does.StartWith("2"));
        return await Client.GetAsync(path);
    }

    private async Task<string> ScheduleAsync(string handler, string payload = "null", string queue = "default")
    {
        var id = NewId("runs");
        (await Client.PostAsync(
            "/schedules",
            $$"""{"id": "{{id}}", "name": "x", "interval": "1d", "queue": "{{queue}}", "payload": {{payload}}, "target": {"type": "handler", "name": "{{handler}}"} }"""
        )).Expect(201);
        return id;
    }
}
