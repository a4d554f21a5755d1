using System.Text.Json;
using RedisScheduler.Api.Tests.Hosting;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Access;

/// <summary>Walks every route of the OpenAPI document with keys that have no business there.</summary>
internal sealed class ScopeWalkTests : ApiFixture
{
    // They make something of the caller's own, which may have the same id in its scope.
    private static readonly string[] Making = ["PUT /api/v1/workflows/{id}", "PUT /api/v1/calendars/{id}", "POST /api/v1/schedules", "POST /api/v1/subscriptions", "POST /api/v1/api-keys"];

    // They change nothing, though they are no GET.
    private static readonly string[] Harmless = ["POST /api/v1/schedules/preview"];

    private readonly string marker = Guid.NewGuid().ToString("N")[..8];
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    private IReadOnlyList<Route> routes = [];
    private string owner = "";
    private string foreign = "";
    private ApiClient mine = null!;

    [OneTimeSetUp]
    public async Task FillTheScopeOfSomebodyAsync()
    {
        (owner, foreign) = (await ScopeAsync("owner"), await ScopeAsync("foreign"));
        mine = await Api.ClientAsync("admin", owner);
        ids["scopes"] = owner;
        ids["workflows"] = $"w-{marker}";
        ids["schedules"] = $"s-{marker}";
        ids["calendars"] = $"c-{marker}";
        (await mine.PutAsync($"/workflows/{ids["workflows"]}", Workflow)).Expect(201);
        (await mine.PutAsync($"/calendars/{ids["calendars"]}", Routes.Calendar)).Expect(201);
        (await mine.PostAsync("/schedules", Schedule(ids["schedules"]))).Expect(201);
        ids["subscriptions"] = $"e-{marker}";
        (await mine.PostAsync("/subscriptions", $$"""{"id": "e-{{marker}}", "name": "n-{{marker}}", "match": {"scheduleId": "none"}, "target": {"type": "handler", "name": "demo.echo"} }""")).Expect(201);
        ids["executions"] = (await mine.PostAsync($"/schedules/{ids["schedules"]}/run")).Expect(202).Value("executionId")!;
        ids["api-keys"] = (await mine.PostAsync("/api-keys", $$"""{"name": "key-{{marker}}", "role": "viewer"}""")).Expect(201).Value("id")!;
        await Eventually.AsyncThat(async () => (await mine.GetAsync($"/executions/{Uri.EscapeDataString(ids["executions"])}")).Value("status"), Is.EqualTo("succeeded"));
        routes = await new Routes(ids).ReadAsync(Client);
    }

    [OneTimeTearDown]
    public void Close() => mine?.Dispose();

    [Test]
    public async Task A_key_of_another_scope_finds_nothing_by_any_route_and_changes_nothing()
    {
        using var stranger = await Api.ClientAsync("admin", foreign);
        var before = await StateAsync();
        foreach (var route in routes.OrderBy(route => Making.Contains(route.Name)))
        {
            var answer = await route.SendAsync(stranger);
            if (Making.Contains(route.Name))
            {
                Assert.That((route.Name, answer.Status, answer.Value("scope")), Is.EqualTo((route.Name, 201, foreign)), answer.Text);
            }
            else if (answer.Status != 404 && !(answer.Status == 400 && answer.Text.Contains("There is no workflow", StringComparison.Ordinal)))
            {
                AssertEmpty(route, answer);
            }
        }

        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_key_of_another_scope_that_asks_for_this_one_by_name_gets_404_by_every_route()
    {
        using var stranger = await Api.ClientAsync("admin", foreign);
        foreach (var route in routes)
        {
            Assert.That((route.Name, (await route.SendAsync(stranger, ("X-Scope", owner))).Status), Is.EqualTo((route.Name, 404)));
        }
    }

    [Test]
    public async Task A_viewer_of_the_scope_gets_403_by_every_route_that_changes_something()
    {
        using var viewer = await Api.ClientAsync("viewer", owner);
        var before = await StateAsync();
        foreach (var route in routes.Where(route => route.Method != HttpMethod.Get && !Harmless.Contains(route.Name)))
        {
            Assert.That((route.Name, (await route.SendAsync(viewer)).Status), Is.EqualTo((route.Name, 403)));
        }

        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Nobody_gets_401_by_every_route()
    {
        using var nobody = Api.Client(null);
        foreach (var route in routes)
        {
            Assert.That((route.Name, (await route.SendAsync(nobody)).Status), Is.EqualTo((route.Name, 401)));
        }
    }

    [Test]
    public async Task Its_own_key_finds_everything_so_that_the_walks_ask_for_what_is_there()
    {
        foreach (var route in routes.Where(route => route.Method == HttpMethod.Get))
        {
            var shared = route.Name is "GET /api/v1/scopes" or "GET /api/v1/queues" or "GET /api/v1/workers";
            Assert.That((route.Name, (await route.SendAsync(mine)).Status), Is.EqualTo((route.Name, shared ? 404 : 200)));
        }
    }

    // A list of what is one's own, a number of things: whatever it is, nothing of the other scope may be in it.
    private void AssertEmpty(Route route, Answer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(200).Or.EqualTo(202), $"{route.Name}: {answer.Text}");
        if (route.Name == "GET /api/v1/audit")
        {
            // What was asked for in vain above is the stranger's own.
            Assert.That(answer["items"].EnumerateArray().Select(row => row.GetProperty("scope").GetString()), Is.All.EqualTo(foreign));
            return;
        }

        Assert.That(answer.Text, Does.Not.Contain(marker).And.Not.Contain(owner), route.Name);
        foreach (var (name, empty) in new[] { ("items", 0), ("total", 0), ("count", 0), ("executions", 0) })
        {
            if (route.Name is "GET /api/v1/events" or "GET /api/v1/api-keys" or "POST /api/v1/schedules/preview" || !answer.Json.TryGetProperty(name, out var value))
            {
                continue;
            }

            Assert.That(value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : value.GetInt32(), Is.EqualTo(empty), $"{route.Name}: {answer.Text}");
        }
    }

    // Everything that somebody could have changed, as its owner sees it.
    private async Task<string> StateAsync()
    {
        var paths = new[] { $"/workflows/{ids["workflows"]}", "/workflows", "/schedules", "/calendars", "/subscriptions", "/executions", "/api-keys" };
        var answers = new List<string>();
        foreach (var path in paths)
        {
            answers.Add((await mine.GetAsync(path)).Expect(200).Text);
        }

        var queue = (await Client.GetAsync("/queues")).Expect(200)["items"].EnumerateArray().Single(queue => queue.GetProperty("name").GetString() == "default");
        var scope = (await Client.GetAsync("/scopes?limit=500")).Expect(200)["items"].EnumerateArray().Single(scope => scope.GetProperty("id").GetString() == owner);
        return string.Join('\n', [.. answers, queue.GetProperty("paused").GetRawText(), scope.GetRawText()]);
    }

    private async Task<string> ScopeAsync(string name)
    {
        var id = NewId(name);
        (await Client.PostAsync("/scopes", $$"""{"id": "{{id}}"}""")).Expect(201);
        return id;
    }

    private static string Schedule(string id) => $$"""{"id": "{{id}}", "name": "n-{{id}}", "interval": "1h", "target": {"type": "handler", "name": "demo.echo"} }""";

    private const string Workflow =
        """{"name": "x", "status": "active", "handlerConfig": {"producers": {"p": {"interval": "1h", "target": {"type": "handler", "name": "demo.echo"} } } } }""";
}
