using RedisScheduler.Api.Tests.Hosting;

namespace RedisScheduler.Api.Tests.Access;

/// <summary>Scopes, and the keys of one and of all.</summary>
internal sealed class ScopeTests : ApiFixture
{
    [Test]
    public async Task A_scope_is_made_once_and_listed_with_the_default_one()
    {
        var id = NewId("acme");
        var made = (await Client.PostAsync("/scopes", $$"""{"id": "{{id}}", "name": "Acme"}""")).Expect(201);
        Assert.That((made.Value("id"), made.Value("name"), made.Value("pause")), Is.EqualTo((id, "Acme", "null")));
        Assert.That((await Client.PostAsync("/scopes", $$"""{"id": "{{id}}"}""")).Expect(409).Value("detail"), Does.Contain(id));
        Assert.That((await Client.GetAsync("/scopes?limit=500")).Expect(200).Ids(), Does.Contain("default").And.Contain(id));

        var page = (await Client.GetAsync("/scopes?limit=1")).Expect(200);
        var next = (await Client.GetAsync($"/scopes?limit=1&cursor={page.Value("nextCursor")}")).Expect(200);
        Assert.That(next.Ids().Single(), Is.Not.EqualTo(page.Ids().Single()));
    }

    [TestCase("""{"name": "x"}""", "id")]
    [TestCase("""{"id": "a~b"}""", "id")]
    [TestCase("""{"id": "a", "role": "x"}""", "role")]
    public async Task A_bad_scope_is_refused(string body, string field) => (await Client.PostAsync("/scopes", body)).ErrorOf(field);

    [Test]
    public async Task A_key_of_all_scopes_works_in_the_one_that_its_header_names_and_in_the_default_one_without()
    {
        var (scope, id) = (await MakeAsync(), NewId("s"));
        var header = ("X-Scope", scope);
        Assert.That((await Client.PostAsync("/schedules", Schedule(id), header)).Expect(201).Value("scope"), Is.EqualTo(scope));
        Assert.That((await Client.PostAsync("/schedules", Schedule(id))).Expect(201).Value("scope"), Is.EqualTo("default"), "the same id is free in every scope");
        (await Client.DeleteAsync($"/schedules/{id}")).Expect(204);
        Assert.That((await Client.SendAsync(HttpMethod.Get, $"/schedules/{id}", null, [header])).Expect(200).Value("scope"), Is.EqualTo(scope));
        (await Client.GetAsync($"/schedules/{id}")).Expect(404);
        (await Client.SendAsync(HttpMethod.Get, "/schedules", null, [("X-Scope", NewId("nowhere"))])).Expect(404);
    }

    [Test]
    public async Task An_admin_of_a_scope_manages_its_keys_and_no_others()
    {
        var scope = await MakeAsync();
        using var admin = await Api.ClientAsync("admin", scope);
        var made = (await admin.PostAsync("/api-keys", """{"name": "ours", "role": "admin"}""")).Expect(201);
        Assert.That(made.Value("scope"), Is.EqualTo(scope), "only a key of all scopes makes keys of all scopes");
        Assert.That((await admin.GetAsync("/api-keys")).Expect(200)["items"].EnumerateArray().Select(key => key.GetProperty("scope").GetString()), Is.All.EqualTo(scope));
        (await admin.PostAsync("/api-keys", """{"name": "x", "role": "viewer", "scope": "default"}""")).ErrorOf("scope");
        (await admin.DeleteAsync("/api-keys/admin")).Expect(404);
        (await admin.DeleteAsync($"/api-keys/{made.Value("id")}")).Expect(204);

        var narrowed = (await Client.SendAsync(HttpMethod.Get, "/api-keys", null, [("X-Scope", scope)])).Expect(200);
        Assert.That(narrowed["items"].EnumerateArray().Select(key => key.GetProperty("scope").GetString()), Is.All.EqualTo(scope));
    }

    [Test]
    public async Task What_all_scopes_share_does_not_exist_for_a_key_of_one()
    {
        using var admin = await Api.ClientAsync("admin", "default");
        foreach (var path in new[] { "/scopes", "/queues", "/workers" })
        {
            Assert.That((await admin.GetAsync(path)).Expect(404).Value("detail"), Does.Contain("all scopes"), path);
        }

        (await admin.PostAsync("/queues/default/pause")).Expect(404);
        (await admin.PostAsync("/scopes", $$"""{"id": "{{NewId("x")}}"}""")).Expect(404);
    }

    [Test]
    public async Task The_same_idempotency_key_means_different_requests_in_different_scopes()
    {
        var (scope, id, key) = (await MakeAsync(), NewId("s"), ("Idempotency-Key", NewId("key")));
        (await Client.PostAsync("/schedules", Schedule(id), key)).Expect(201);
        var other = (await Client.PostAsync("/schedules", Schedule(id), key, ("X-Scope", scope))).Expect(201);
        Assert.That((other.Value("scope"), other.Headers.ContainsKey("Idempotency-Replayed")), Is.EqualTo((scope, false)));
    }

    private async Task<string> MakeAsync()
    {
        var id = NewId("scope");
        (await Client.PostAsync("/scopes", $$"""{"id": "{{id}}"}""")).Expect(201);
        return id;
    }

    private static string Schedule(string id) => $$"""{"id": "{{id}}", "name": "x", "interval": "1h", "target": {"type": "handler", "name": "demo.echo"} }""";
}
