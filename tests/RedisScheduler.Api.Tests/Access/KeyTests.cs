using System.Text.Json;
using RedisScheduler.Access;
using RedisScheduler.Api.Tests.Hosting;

namespace RedisScheduler.Api.Tests.Access;

/// <summary>Who is let in, and to what.</summary>
internal sealed class KeyTests : ApiFixture
{
    [TestCase(null, "Bearer realm=\"RedisScheduler\"")]
    [TestCase("rs_admin_wrong", "Bearer realm=\"RedisScheduler\", error=\"invalid_token\"")]
    [TestCase("correct-horse-battery-stapl3", "Bearer realm=\"RedisScheduler\", error=\"invalid_token\"")]
    public async Task Without_a_valid_key_everything_under_api_is_401(string? key, string challenge)
    {
        using var client = Api.Client(key);
        foreach (var path in new[] { "/workflows", "/schedules", "/executions", "/stats", "/queues", "/workers", "/api-keys", "/api/scheduler/history" })
        {
            var answer = (await client.GetAsync(path)).Expect(401);
            Assert.That(answer.Headers["WWW-Authenticate"], Is.EqualTo(challenge), path);
            Assert.That(answer.Headers["Content-Type"], Does.StartWith("application/problem+json"));
        }
    }

    [TestCase("//livez")]
    [TestCase("//readyz")]
    [TestCase("//openapi/v1.json")]
    public async Task What_a_prober_needs_is_open(string path)
    {
        using var client = Api.Client(null);
        (await client.GetAsync(path)).Expect(200);
    }

    [Test]
    public async Task A_viewer_reads_and_changes_nothing()
    {
        using var viewer = await Api.ClientAsync("viewer");
        (await viewer.GetAsync("/schedules")).Expect(200);
        (await viewer.PostAsync("/schedules/preview", """{"interval": "5s"}""")).Expect(200);
        (await viewer.PutAsync($"/workflows/{NewId("w")}", "{}")).Expect(403);
        (await viewer.PostAsync("/schedules", "{}")).Expect(403);
        (await viewer.PostAsync("/schedules/x/run")).Expect(403);
        (await viewer.PostAsync("/queues/default/pause")).Expect(403);
        (await viewer.PostAsync("/api/scheduler/register", "{}")).Expect(403);
        Assert.That((await viewer.DeleteAsync("/workflows/x")).Expect(403).Value("detail"), Does.Contain("role"));
    }

    [Test]
    public async Task An_operator_changes_definitions_and_not_keys()
    {
        using var client = await Api.ClientAsync("operator");
        (await client.PutAsync($"/workflows/{NewId("w")}", """{"name": "x", "status": "draft"}""")).Expect(201);
        (await client.GetAsync("/api-keys")).Expect(403);
        (await client.PostAsync("/api-keys", """{"name": "x", "role": "admin"}""")).Expect(403);
    }

    [Test]
    public async Task A_key_is_shown_once_and_only_its_hash_is_kept()
    {
        var made = (await Client.PostAsync("/api-keys", """{"name": "ci", "role": "operator"}""")).Expect(201);
        var (id, key) = (made.Value("id")!, made.Value("key")!);
        Assert.That(key, Does.StartWith($"rs_{id}_"));
        Assert.That(key, Has.Length.GreaterThan(50));

        var listed = (await Client.GetAsync("/api-keys")).Expect(200);
        Assert.That(listed.Ids(), Does.Contain(id));
        Assert.That(listed.Text, Does.Not.Contain(key));
        var kept = await Api.Services.GetRequiredService<IApiKeyStore>().FindAsync(id, CancellationToken.None);
        Assert.That(JsonSerializer.Serialize(kept), Does.Not.Contain(key[^40..]));
    }

    [Test]
    public async Task A_deleted_key_is_refused_at_once()
    {
        var made = await Client.PostAsync("/api-keys", """{"name": "short-lived", "role": "viewer"}""");
        using var client = Api.Client(made.Value("key"));
        (await client.GetAsync("/schedules")).Expect(200);
        (await Client.DeleteAsync($"/api-keys/{made.Value("id")}")).Expect(204);
        (await client.GetAsync("/schedules")).Expect(401);
        (await Client.DeleteAsync($"/api-keys/{made.Value("id")}")).Expect(404);
    }

    [Test]
    public async Task A_key_of_a_scope_reaches_no_other()
    {
        using var client = await Api.ClientAsync("viewer");
        (await client.SendAsync(HttpMethod.Get, "/schedules", null, [("X-Scope", "other")])).Expect(404);
        (await client.SendAsync(HttpMethod.Get, "/schedules", null, [("X-Scope", "default")])).Expect(200);
        (await Client.SendAsync(HttpMethod.Get, "/schedules", null, [("X-Scope", "other")])).Expect(404);
    }

    [TestCase("""{"role": "viewer"}""", "name")]
    [TestCase("""{"name": "x"}""", "role")]
    [TestCase("""{"name": "x", "role": "root"}""", "role")]
    [TestCase("""{"name": "x", "role": "viewer", "scope": "other"}""", "scope")]
    [TestCase("""{"name": "x", "role": "viewer", "hash": "1"}""", "hash")]
    public async Task A_bad_key_is_refused(string body, string field) => (await Client.PostAsync("/api-keys", body)).ErrorOf(field);
}
