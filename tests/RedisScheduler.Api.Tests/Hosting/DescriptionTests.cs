using System.Text.Json;

namespace RedisScheduler.Api.Tests.Hosting;

/// <summary>The description at <c>/openapi/v1.json</c>, and what a new user sees.</summary>
internal sealed class DescriptionTests : ApiFixture
{
    private static readonly string[] Routes =
    [
        "get /api/v1/workflows", "get /api/v1/workflows/{id}", "put /api/v1/workflows/{id}", "delete /api/v1/workflows/{id}", "post /api/v1/workflows/{id}/pause",
        "post /api/v1/workflows/{id}/resume", "get /api/v1/schedules", "post /api/v1/schedules", "get /api/v1/schedules/{id}", "patch /api/v1/schedules/{id}",
        "delete /api/v1/schedules/{id}", "post /api/v1/schedules/{id}/pause", "post /api/v1/schedules/{id}/resume", "post /api/v1/schedules/{id}/run",
        "get /api/v1/schedules/{id}/upcoming", "post /api/v1/schedules/preview", "post /api/v1/schedules/{id}/backfill", "get /api/v1/schedules/{id}/backfill", "get /api/v1/schedules/{id}/explain", "get /api/v1/verify",
        "get /api/v1/calendars", "get /api/v1/calendars/{id}", "put /api/v1/calendars/{id}", "delete /api/v1/calendars/{id}",
        "get /api/v1/events", "get /api/v1/subscriptions", "post /api/v1/subscriptions", "get /api/v1/subscriptions/{id}", "patch /api/v1/subscriptions/{id}", "delete /api/v1/subscriptions/{id}",
        "get /api/v1/schedules/{id}/stats", "get /api/v1/stats", "get /api/v1/executions",
        "get /api/v1/executions/{id}", "post /api/v1/executions/{id}/cancel", "post /api/v1/executions/{id}/retry", "post /api/v1/executions/retry", "get /api/v1/queues",
        "post /api/v1/queues/{name}/pause", "post /api/v1/queues/{name}/resume", "get /api/v1/workers", "get /api/v1/audit", "get /api/v1/scopes", "post /api/v1/scopes",
        "post /api/v1/scopes/{id}/pause", "post /api/v1/scopes/{id}/resume", "get /api/v1/api-keys", "post /api/v1/api-keys",
        "delete /api/v1/api-keys/{id}", "post /api/scheduler/register", "post /api/scheduler/unregister", "post /api/scheduler/pause", "post /api/scheduler/resume",
        "get /api/scheduler/history", "get /livez", "get /readyz",
    ];

    private JsonElement document;

    [OneTimeSetUp]
    public async Task ReadAsync() => document = (await Client.GetAsync("//openapi/v1.json")).Expect(200).Json;

    [Test]
    public void It_has_every_route_and_no_other() =>
        Assert.That(Operations().Select(operation => operation.Name), Is.EquivalentTo(Routes));

    [Test]
    public void Every_operation_has_a_summary_an_answer_and_asks_for_a_key_where_one_is_needed()
    {
        foreach (var (name, operation) in Operations())
        {
            Assert.That(operation.GetProperty("summary").GetString(), Is.Not.Empty, name);
            Assert.That(operation.GetProperty("responses").EnumerateObject().Any(response => response.Name.StartsWith('2')), Is.True, name);
            Assert.That(operation.TryGetProperty("security", out _), Is.EqualTo(name.Contains("/api/", StringComparison.Ordinal)), name);
        }

        Assert.That(document.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey").GetProperty("scheme").GetString(), Is.EqualTo("bearer"));
    }

    [Test]
    public void Requests_and_answers_have_real_schemas()
    {
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var put = document.GetProperty("paths").GetProperty("/api/v1/workflows/{id}").GetProperty("put");
        Assert.That(put.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString(), Does.EndWith("/WorkflowBody"));
        var schedule = schemas.GetProperty("ScheduleAnswer").GetProperty("properties");
        Assert.That(schedule.GetProperty("nextRunAt").GetProperty("format").GetString(), Is.EqualTo("date-time"));
        Assert.That(schemas.GetProperty("ScheduleStatus").GetProperty("enum").EnumerateArray().Select(word => word.GetString()), Is.EqualTo(new[] { "active", "paused", "inactive", "completed" }));
        Assert.That(schemas.GetProperty("TargetBody").TryGetProperty("anyOf", out _) || schemas.GetProperty("TargetBody").TryGetProperty("oneOf", out _), Is.True);
        Assert.That(put.GetProperty("responses").GetProperty("412").GetProperty("content").TryGetProperty("application/problem+json", out _), Is.True);
    }

    [Test]
    public void The_console_says_where_everything_is_and_keeps_a_chosen_key_to_itself()
    {
        var text = Api.Console.ToString();
        Assert.That(text, Does.Contain(Api.Url).And.Contain("/openapi/v1.json").And.Contain("Ctrl-C"));
        Assert.That(text, Does.Not.Contain(RunningApi.AdminKey));
    }

    [Test]
    public async Task The_dashboard_is_served_to_who_signs_in()
    {
        using var nobody = Api.Client(null);
        Assert.That((await nobody.GetAsync("//sign-in")).Expect(200).Text, Does.Contain("<form"));
    }

    private IEnumerable<(string Name, JsonElement Operation)> Operations() =>
        document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => ($"{method.Name} {path.Name}", method.Value)));
}
