using RedisScheduler.Api.Tests.Hosting;

namespace RedisScheduler.Api.Tests.Refusals;

/// <summary>What else is refused: unknown ids, stale revisions, wrong queries, conflicts.</summary>
internal sealed class RequestRefusalTests : ApiFixture
{
    private const string Draft = """{"name": "x", "status": "draft"}""";

    [TestCase("GET", "/workflows/nobody")]
    [TestCase("DELETE", "/workflows/nobody")]
    [TestCase("POST", "/workflows/nobody/pause")]
    [TestCase("POST", "/workflows/nobody/resume")]
    [TestCase("GET", "/schedules/nobody")]
    [TestCase("PATCH", "/schedules/nobody")]
    [TestCase("DELETE", "/schedules/nobody")]
    [TestCase("POST", "/schedules/nobody/pause")]
    [TestCase("POST", "/schedules/nobody/resume")]
    [TestCase("POST", "/schedules/nobody/run")]
    [TestCase("GET", "/schedules/nobody/upcoming")]
    [TestCase("GET", "/schedules/nobody/stats")]
    [TestCase("GET", "/executions/nobody@1")]
    [TestCase("POST", "/executions/nobody@1/cancel")]
    [TestCase("POST", "/executions/nobody@1/retry")]
    [TestCase("POST", "/executions/other~nobody@1/cancel")]
    [TestCase("DELETE", "/api-keys/nobody")]
    [TestCase("GET", "/nothing")]
    [TestCase("GET", "/schedules/a/b/c")]
    public async Task What_is_not_there_is_404(string method, string path)
    {
        var answer = await Client.SendAsync(new HttpMethod(method), path, method == "PATCH" ? "{}" : null);
        answer.Expect(404);
        Assert.That(answer.Headers["Content-Type"], Does.StartWith("application/problem+json"));
        Assert.That(answer["status"].GetInt32(), Is.EqualTo(404));
    }

    [Test]
    public async Task Another_method_is_405() => (await Client.DeleteAsync("/workers")).Expect(405);

    [Test]
    public async Task A_stale_revision_is_refused_with_412_and_changes_nothing()
    {
        var id = NewId("stale");
        var first = (await Client.PutAsync($"/workflows/{id}", Draft)).Expect(201);
        var second = (await Client.PutAsync($"/workflows/{id}", """{"name": "y", "status": "draft"}""", ("If-Match", first.ETag))).Expect(200);
        (await Client.PutAsync($"/workflows/{id}", """{"name": "z", "status": "draft"}""", ("If-Match", first.ETag))).Expect(412);
        (await Client.DeleteAsync($"/workflows/{id}", ("If-Match", first.ETag))).Expect(412);
        (await Client.DeleteAsync($"/workflows/{id}", ("If-Match", "nonsense"))).Expect(412);
        Assert.That((await Client.GetAsync($"/workflows/{id}")).Value("name"), Is.EqualTo("y"));
        (await Client.DeleteAsync($"/workflows/{id}", ("If-Match", second.ETag))).Expect(204);
    }

    [Test]
    public async Task A_stale_revision_of_a_schedule_is_refused_with_412()
    {
        var made = (await Client.PostAsync("/schedules", Schedule(NewId("stale")))).Expect(201);
        var path = $"/schedules/{made.Value("id")}";
        (await Client.PatchAsync(path, """{"name": "new"}""", ("If-Match", made.ETag))).Expect(200);
        (await Client.PatchAsync(path, """{"name": "newer"}""", ("If-Match", made.ETag))).Expect(412);
        (await Client.DeleteAsync(path, ("If-Match", made.ETag))).Expect(412);
        (await Client.DeleteAsync(path, ("If-Match", "*"))).Expect(204);
    }

    [Test]
    public async Task If_Match_star_demands_one_and_If_None_Match_star_none()
    {
        var id = NewId("match");
        (await Client.PutAsync($"/workflows/{id}", Draft, ("If-Match", "*"))).Expect(412);
        (await Client.PutAsync($"/workflows/{id}", Draft, ("If-None-Match", "*"))).Expect(201);
        (await Client.PutAsync($"/workflows/{id}", Draft, ("If-None-Match", "*"))).Expect(412);
        (await Client.PutAsync($"/workflows/{id}", Draft, ("If-Match", "*"))).Expect(200);
    }

    [TestCase("/schedules?limit=0", "limit")]
    [TestCase("/schedules?limit=501", "limit")]
    [TestCase("/schedules?limit=many", "limit")]
    [TestCase("/schedules?status=asleep", "status")]
    [TestCase("/schedules?sort=size", "sort")]
    [TestCase("/schedules?workflowID=x", "workflowID")]
    [TestCase("/workflows?status=done", "status")]
    [TestCase("/executions?status=done", "status")]
    [TestCase("/executions?trigger=chance", "trigger")]
    [TestCase("/executions?from=yesterday", "from")]
    [TestCase("/executions?limit=1&limit=2", "limit")]
    [TestCase("/stats?bucket=week", "bucket")]
    [TestCase("/stats?from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z", "from")]
    [TestCase("/stats?from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z", "from")]
    public async Task A_wrong_query_is_refused_by_the_parameters_name(string path, string parameter) => (await Client.GetAsync(path)).ErrorOf(parameter);

    [TestCase("/schedules?cursor=nonsense")]
    [TestCase("/workflows?cursor=nonsense")]
    [TestCase("/executions?cursor=nonsense")]
    public async Task A_cursor_that_nobody_gave_out_is_refused(string path) => (await Client.GetAsync(path)).ErrorOf("cursor");

    [Test]
    public async Task An_id_that_is_taken_is_refused_with_409()
    {
        var id = NewId("taken");
        (await Client.PostAsync("/schedules", Schedule(id))).Expect(201);
        (await Client.PostAsync("/schedules", Schedule(id))).Expect(409);
        (await Client.PutAsync(
            $"/workflows/{id}",
            """{"name": "x", "status": "active", "cron": "0 0 1 1 *", "target": {"type": "handler", "name": "demo.echo"}}"""
        )).Expect(409);
    }

    [TestCase("""{"id": "other"}""", "id", "Cannot be changed")]
    [TestCase("""{"workflowId": "other"}""", "workflowId", "Cannot be changed")]
    [TestCase("""{"cron": "* * * * *"}""", "cron", "Only one of")]
    [TestCase("""{"interval": null}""", "cron", "required")]
    [TestCase("""{"target": null}""", "target", "Is required")]
    [TestCase("""{"colour": "red"}""", "colour", "not a known field")]
    [TestCase("[]", "$", "merge patch is an object")]
    public async Task A_patch_is_refused_where_what_it_makes_is_not_valid(string patch, string field, string because)
    {
        var id = NewId("patched");
        (await Client.PostAsync("/schedules", Schedule(id))).Expect(201);
        Assert.That((await Client.PatchAsync($"/schedules/{id}", patch)).ErrorOf(field), Does.Contain(because));
    }

    [Test]
    public async Task A_schedule_of_a_workflow_that_is_not_there_is_refused() =>
        Assert.That((await Client.PostAsync("/schedules", """{"name": "x", "workflowId": "nobody", "interval": "5s"}""")).ErrorOf("workflowId"), Does.Contain("no workflow 'nobody'"));

    [TestCase("""{"until": "2020-01-01T00:00:00Z"}""", "until")]
    [TestCase("""{"reason": 5}""", "reason")]
    [TestCase("""{"because": "x"}""", "because")]
    public async Task A_bad_pause_is_refused(string body, string field)
    {
        var id = NewId("paused");
        (await Client.PostAsync("/schedules", Schedule(id))).Expect(201);
        (await Client.PostAsync($"/schedules/{id}/pause", body)).ErrorOf(field);
    }

    [Test]
    public async Task A_payload_of_a_run_over_the_limit_is_refused_with_413()
    {
        var id = NewId("run");
        (await Client.PostAsync("/schedules", Schedule(id))).Expect(201);
        (await Client.PostAsync($"/schedules/{id}/run", $$"""{"payload": "{{new string('x', 256 * 1024)}}"}""")).Expect(413);
        (await Client.PostAsync($"/schedules/{id}/run", """{"overlap": "sometimes"}""")).ErrorOf("overlap");
    }

    private static string Schedule(string id) => $$"""{"id": "{{id}}", "name": "{{id}}", "interval": "1d", "target": {"type": "handler", "name": "demo.echo"} }""";
}
