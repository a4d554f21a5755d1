using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Audit;

/// <summary>Who did what, over the whole way from a request to a row.</summary>
internal sealed class AuditTests : ApiFixture
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
    public async Task Each_thing_that_somebody_does_is_a_row_with_who_and_what()
    {
        (await admin.PutAsync("/workflows/w", """{"name": "W", "status": "active", "handlerConfig": {"producers": {"p": {"interval": "1h", "target": {"type": "handler", "name": "demo.echo"} } } } }""")).Expect(201);
        (await admin.PostAsync("/workflows/w/pause")).Expect(200);
        (await admin.PostAsync("/workflows/w/resume")).Expect(200);
        (await admin.PostAsync("/schedules", Schedule("s"))).Expect(201);
        (await admin.PatchAsync("/schedules/s", """{"interval": "2h"}""")).Expect(200);
        (await admin.PatchAsync("/schedules/s", """{"interval": "2h"}""")).Expect(200);
        (await admin.PostAsync("/schedules/s/pause", """{"reason": "moving"}""")).Expect(200);
        (await admin.PostAsync("/schedules/s/resume")).Expect(200);
        var run = (await admin.PostAsync("/schedules/s/run")).Expect(202).Value("executionId")!;
        await Eventually.AsyncThat(async () => (await admin.GetAsync($"/executions/{Uri.EscapeDataString(run)}")).Value("status"), Is.EqualTo("succeeded"));
        (await admin.PostAsync($"/executions/{Uri.EscapeDataString(run)}/retry")).Expect(202);
        (await admin.PostAsync($"/executions/{Uri.EscapeDataString(run)}/cancel")).Expect(409);
        (await admin.DeleteAsync("/schedules/s")).Expect(204);
        (await admin.PutAsync("/calendars/c", """{"dates": ["2030-12-24"]}""")).Expect(201);
        (await admin.PostAsync($"/scopes/{scope}/pause")).Expect(200);
        (await admin.PostAsync($"/scopes/{scope}/resume")).Expect(200);
        var key = (await admin.PostAsync("/api-keys", """{"name": "ci", "role": "viewer"}""")).Expect(201).Value("id");
        (await admin.DeleteAsync($"/api-keys/{key}")).Expect(204);

        await Eventually.AsyncThat(async () => (await RowsAsync(admin, "/audit?action=runNow")).Count, Is.EqualTo(1));
        var rows = await RowsAsync(admin, "/audit");
        rows.Reverse();
        Assert.That(
            rows.Skip(2).Select(row => $"{Text(row, "action")} {Text(row, "subject")} {Text(row, "by")}"),
            Is.EqualTo(
                new[]
                {
                    "create workflow/w", "pause workflow/w", "resume workflow/w", "create schedule/s", "update schedule/s", "pause schedule/s", "resume schedule/s", "runNow schedule/s",
                    $"retry execution/{run}", $"cancel execution/{run}", "delete schedule/s", "create calendar/c", $"pause scope/{scope}", $"resume scope/{scope}", $"create key/{key}", $"delete key/{key}",
                }.Select(what => $"{what} a admin")));
        Assert.That(rows.Take(2).Select(row => (Text(row, "action"), Text(row, "by"))), Is.EqualTo(new[] { ("create", "admin"), ("create", "admin") }), "the scope and its first key");
        var update = rows.Single(row => Text(row, "action") == "update");
        Assert.That((update.GetProperty("before").GetRawText(), update.GetProperty("after").GetRawText()), Is.EqualTo(("""{"interval":"1h"}""", """{"interval":"2h"}""")));
        Assert.That(rows.Select(row => Text(row, "keyId")), Has.None.Null);
    }

    [Test]
    public async Task What_the_engine_does_is_a_row_and_runs_that_go_well_are_none()
    {
        (await admin.PostAsync("/schedules", Schedule("good"))).Expect(201);
        (await admin.PostAsync("/schedules", Schedule("bad", "nobody.knows"))).Expect(201);
        (await admin.PostAsync("/schedules", Schedule("slow", "demo.sleep", "300ms", """{"ms": 3000}"""))).Expect(201);
        (await admin.PostAsync("/schedules/good/run")).Expect(202);
        (await admin.PostAsync("/schedules/bad/run")).Expect(202);
        await Eventually.AsyncThat(async () => (await RowsAsync(admin, "/audit?action=dispatchFailure")).Count, Is.EqualTo(1));
        await Eventually.AsyncThat(async () => (await RowsAsync(admin, "/audit?action=overlapSkip&subject=schedule/slow")).Count, Is.GreaterThan(0));
        await admin.DeleteAsync("/schedules/slow");

        var failure = (await RowsAsync(admin, "/audit?action=dispatchFailure")).Single();
        Assert.That((Text(failure, "subject"), Text(failure, "by"), Text(failure, "keyId")), Is.EqualTo(("schedule/bad", "engine", (string?)null)));
        Assert.That(failure.GetProperty("after").GetRawText(), Does.Contain("nobody.knows").And.Contain("executionId"));
        Assert.That((await RowsAsync(admin, "/audit?subject=schedule/good")).Select(row => Text(row, "action")), Is.EqualTo(new[] { "runNow", "create" }));
    }

    [Test]
    public async Task Secrets_are_masked()
    {
        const string Target = """{"type": "http", "url": "https://ann:pa55@example.com/?token=t0ken", "headers": {"Authorization": "Bearer s3cret"}}""";
        (await admin.PostAsync("/schedules", $$"""{"id": "s", "name": "s", "interval": "1h", "payload": {"password": "hunter2"}, "target": {{Target}} }""")).Expect(201);
        var text = (await admin.GetAsync("/audit?subject=schedule/s")).Expect(200).Text;
        Assert.That(text, Does.Contain("***").And.Not.Contain("pa55").And.Not.Contain("t0ken").And.Not.Contain("s3cret").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task A_sign_in_that_was_refused_is_seen_by_keys_of_all_scopes_alone()
    {
        var id = NewId("k").Replace('-', 'x');
        using var stranger = Api.Client($"rs_{id}_not-the-secret");
        (await stranger.GetAsync("/schedules")).Expect(401);
        var row = (await RowsAsync(Client, $"/audit?action=signInRefused&subject=key/{id}")).Single();
        Assert.That((Text(row, "by"), Text(row, "scope")), Is.EqualTo(("nobody", (string?)null)));
        Assert.That(row.GetRawText(), Does.Contain("127.0.0.1").And.Not.Contain("not-the-secret"));
        Assert.That(await RowsAsync(admin, "/audit?action=signInRefused"), Is.Empty);
        Assert.That(await RowsAsync(Client, "/audit?action=signInRefused", scope), Is.Empty);
    }

    [Test]
    public async Task A_scope_sees_its_own_rows_and_a_key_of_all_scopes_sees_all_or_those_of_the_one_it_chose()
    {
        (await admin.PostAsync("/schedules", Schedule("s"))).Expect(201);
        Assert.That((await RowsAsync(admin, "/audit")).Select(row => Text(row, "scope")), Is.All.EqualTo(scope));
        Assert.That((await RowsAsync(Client, "/audit", scope)).Select(row => Text(row, "scope")), Is.All.EqualTo(scope));
        Assert.That((await RowsAsync(Client, "/audit?limit=500")).Select(row => Text(row, "scope")).Distinct().Count(), Is.GreaterThan(1));
        using var operator_ = await Api.ClientAsync("operator", scope);
        (await operator_.GetAsync("/audit")).Expect(403);
    }

    [Test]
    public async Task Verify_finds_a_row_that_was_changed_by_hand()
    {
        (await admin.PostAsync("/schedules", Schedule("s"))).Expect(201);
        (await admin.DeleteAsync("/schedules/s")).Expect(204);
        var good = (await admin.GetAsync("/audit?verify=true&limit=1")).Expect(200)["verification"];
        Assert.That((good.GetProperty("ok").GetBoolean(), good.GetProperty("chains")[0].GetProperty("rows").GetInt64()), Is.EqualTo((true, 4)));
        Assert.That(good.GetProperty("chains")[0].GetProperty("headHash").GetString(), Is.EqualTo((await admin.GetAsync("/audit?limit=1"))["items"][0].GetProperty("hash").GetString()));

        await Api.ExecuteSqlAsync($"UPDATE audit SET actor_name = 'somebody else' WHERE scope = '{scope}' AND seq = 3");
        var bad = (await admin.GetAsync("/audit?verify=true")).Expect(200)["verification"];
        Assert.That((bad.GetProperty("ok").GetBoolean(), bad.GetProperty("faults")[0].GetProperty("seq").GetInt64()), Is.EqualTo((false, 3)));
        (await admin.GetAsync("/audit?verify=maybe")).ErrorOf("verify");
    }

    private static async Task<List<JsonElement>> RowsAsync(ApiClient client, string path, string? chosen = null) =>
        [.. (await client.SendAsync(HttpMethod.Get, path, null, chosen is null ? [] : [("X-Scope", chosen)])).Expect(200)["items"].EnumerateArray()];

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static string Schedule(string id, string handler = "demo.echo", string interval = "1h", string payload = "null") =>
        $$"""{"id": "{{id}}", "name": "x", "interval": "{{interval}}", "payload": {{payload}}, "target": {"type": "handler", "name": "{{handler}}"} }""";
}
