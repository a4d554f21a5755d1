using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Facade;

/// <summary>The routes that earlier clients call.</summary>
internal sealed class FacadeTests : ApiFixture
{
    [Test]
    public async Task A_registered_trigger_runs_the_target_of_its_workflow_and_has_a_history()
    {
        var (workflow, trigger) = (await WorkflowAsync(), NewId("trigger"));
        var registered = (await RegisterAsync(trigger, workflow, "* * * * * *")).Expect(200);
        Assert.That(registered["nextRunAt"].GetDateTimeOffset(), Is.GreaterThan(TimeProvider.System.GetUtcNow().AddSeconds(-5)));
        var schedule = (await Client.GetAsync($"/schedules/{trigger}")).Expect(200);
        Assert.That(schedule["target"].GetProperty("name").GetString(), Is.EqualTo("demo.echo"));
        Assert.That(schedule.Value("workflowId"), Is.EqualTo(workflow));

        var path = $"/api/scheduler/history?triggerId={trigger}&limit=1";
        await Eventually.AsyncThat(async () => (await Client.GetAsync(path))["stats"].GetProperty("successRate").ToString(), Is.EqualTo("1"));
        var history = await Client.GetAsync(path);
        var run = history["executions"][0];
        Assert.That(history["executions"].GetArrayLength(), Is.EqualTo(1));
        Assert.That((run.GetProperty("triggerId").GetString(), run.GetProperty("workflowId").GetString()), Is.EqualTo((trigger, workflow)));
        Assert.That(history["stats"].GetProperty("total").GetInt64(), Is.GreaterThanOrEqualTo(1));
        (await Client.PostAsync("/api/scheduler/unregister", $$"""{"triggerId": "{{trigger}}"}""")).Expect(204);
        (await Client.GetAsync($"/schedules/{trigger}")).Expect(404);
    }

    [Test]
    public async Task Registering_again_changes_the_timing_and_keeps_everything_else()
    {
        var (workflow, trigger) = (await WorkflowAsync(), NewId("trigger"));
        (await RegisterAsync(trigger, workflow, "0 0 1 1 *")).Expect(200);
        await Client.PatchAsync($"/schedules/{trigger}", """{"retry": {"maxAttempts": 9}}""");
        var again = (await RegisterAsync(trigger, workflow, "0 0 2 1 *", """, "timezone": "Asia/Tokyo", "enabled": false""")).Expect(200);
        Assert.That((again.Value("cronExpression"), again.Value("timezone"), again["enabled"].GetBoolean(), again.Value("status")), Is.EqualTo(("0 0 2 1 *", "Asia/Tokyo", false, "inactive")));
        Assert.That((await Client.GetAsync($"/schedules/{trigger}"))["retry"].GetProperty("maxAttempts").GetInt32(), Is.EqualTo(9));
    }

    [Test]
    public async Task Registering_at_the_same_moment_makes_one_trigger()
    {
        var (workflow, trigger) = (await WorkflowAsync(), NewId("trigger"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RegisterAsync(trigger, workflow, "0 0 1 1 *")));
        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(200));
    }

    [Test]
    public async Task A_trigger_survives_that_its_workflow_is_saved_and_follows_its_target_and_status()
    {
        var (workflow, trigger) = (await WorkflowAsync(), NewId("trigger"));
        (await RegisterAsync(trigger, workflow, "0 0 1 1 *")).Expect(200);
        await WorkflowAsync(workflow, "demo.sleep");
        Assert.That((await Client.GetAsync($"/schedules/{trigger}"))["target"].GetProperty("name").GetString(), Is.EqualTo("demo.sleep"));
        await WorkflowAsync(workflow, "demo.sleep", "archived");
        Assert.That((await Client.GetAsync($"/schedules/{trigger}")).Value("status"), Is.EqualTo("inactive"));
    }

    [Test]
    public async Task A_trigger_is_paused_and_resumed()
    {
        var (workflow, trigger) = (await WorkflowAsync(), NewId("trigger"));
        (await RegisterAsync(trigger, workflow, "0 0 1 1 *")).Expect(200);
        Assert.That((await Client.PostAsync("/api/scheduler/pause", $$"""{"triggerId": "{{trigger}}"}""")).Expect(200).Value("status"), Is.EqualTo("paused"));
        Assert.That((await Client.PostAsync("/api/scheduler/resume", $$"""{"triggerId": "{{trigger}}"}""")).Expect(200).Value("status"), Is.EqualTo("active"));
    }

    [Test]
    public async Task A_bad_trigger_is_refused_in_the_facades_own_words()
    {
        var workflow = await WorkflowAsync();
        Assert.That((await RegisterAsync(NewId("t"), workflow, "every day")).ErrorOf("cronExpression"), Is.Not.Empty);
        Assert.That((await RegisterAsync(NewId("t"), workflow, "* * * * *", """, "timezone": "Nowhere" """)).ErrorOf("timezone"), Does.Contain("Nowhere"));
        Assert.That((await RegisterAsync(NewId("t"), "nobody", "* * * * *")).ErrorOf("workflowId"), Does.Contain("nobody"));
        (await Client.PostAsync("/api/scheduler/register", "{}")).ErrorOf("triggerId");
        (await Client.PostAsync("/api/scheduler/pause", """{"triggerId": "nobody"}""")).Expect(404);

        var bare = NewId("bare");
        (await Client.PutAsync($"/workflows/{bare}", """{"name": "x", "status": "active"}""")).Expect(201);
        Assert.That((await RegisterAsync(NewId("t"), bare, "* * * * *")).ErrorOf("workflowId"), Does.Contain("target"));
    }

    private Task<Answer> RegisterAsync(string trigger, string workflow, string cron, string more = "") =>
        Client.PostAsync("/api/scheduler/register", $$"""{"triggerId": "{{trigger}}", "workflowId": "{{workflow}}", "cronExpression": "{{cron}}"{{more}}}""");

    private async Task<string> WorkflowAsync(string? id = null, string handler = "demo.echo", string status = "active")
    {
        id ??= NewId("facade");
        var answer = await Client.PutAsync($"/workflows/{id}", $$"""{"name": "x", "status": "{{status}}", "target": {"type": "handler", "name": "{{handler}}"} }""");
        Assert.That(answer.Status, Is.AnyOf(200, 201), answer.Text);
        return id;
    }
}
