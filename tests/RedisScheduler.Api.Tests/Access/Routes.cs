using System.Text.Json;
using System.Text.RegularExpressions;
using RedisScheduler.Api.Tests.Hosting;

namespace RedisScheduler.Api.Tests.Access;

/// <summary>Every route of the OpenAPI document that asks for a key, as a request about things that exist. A route with something that is not known here fails the tests until it is.</summary>
internal sealed partial class Routes(IReadOnlyDictionary<string, string> ids)
{
    /// <summary>A calendar.</summary>
    public const string Calendar = """{"name": "taken", "dates": ["2030-12-24"]}""";

    // What only narrows or shapes a list, and names nothing.
    private static readonly string[] Shaping =
        ["status", "q", "tag", "sort", "limit", "cursor", "trigger", "from", "to", "bucket", "count", "at", "action", "subject", "verify", "Idempotency-Key", "If-Match"];

    /// <summary>Reads the routes.</summary>
    public async Task<IReadOnlyList<Route>> ReadAsync(ApiClient client)
    {
        var paths = (await client.GetAsync("//openapi/v1.json")).Expect(200)["paths"];
        return
        [
            .. paths.EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: method.Name.ToUpperInvariant(), Operation: method.Value)))
                .Where(route => route.Operation.TryGetProperty("security", out _))
                .Select(route => new Route(
                    $"{route.Method} {route.Path}", new HttpMethod(route.Method), Filled(route.Path) + Query(route.Path, route.Operation), Body(route.Method, route.Path, route.Operation))),
        ];
    }

    private string Filled(string path) => Parameter().Replace(path, match => Id($"{match.Groups["of"].Value}/{match.Groups["name"].Value}", path));

    private string Query(string path, JsonElement operation)
    {
        var names = operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() is "query" or "header").Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];
        var query = string.Join('&', names.Except(Shaping, StringComparer.Ordinal).Select(name => $"{name}={Id("?" + name, path)[1..]}"));
        return query.Length == 0 ? "" : $"?{query}";
    }

    private string? Body(string method, string path, JsonElement operation) =>
        !operation.TryGetProperty("requestBody", out _) ? null
        : $"{method} {path}" switch
        {
            "PUT /api/v1/workflows/{id}" => """{"name": "taken", "status": "draft"}""",
            "PUT /api/v1/calendars/{id}" => Calendar,
            "POST /api/v1/schedules" => $$"""{"id": "{{ids["schedules"]}}", "name": "taken", "interval": "1h", "target": {"type": "handler", "name": "demo.echo"} }""",
            "POST /api/v1/subscriptions" => $$"""{"id": "{{ids["subscriptions"]}}", "name": "taken", "match": {"namePattern": "*"}, "target": {"type": "handler", "name": "demo.echo"} }""",
            "PATCH /api/v1/subscriptions/{id}" => """{"name": "taken"}""",
            "PATCH /api/v1/schedules/{id}" => """{"name": "taken"}""",
            "POST /api/v1/schedules/preview" => """{"interval": "1h"}""",
            "POST /api/v1/schedules/{id}/backfill" => """{"from": "2026-01-01T00:00:00Z", "to": "2026-01-01T01:00:00Z"}""",
            "POST /api/v1/executions/retry" => $$"""{"status": "succeeded", "scheduleId": "{{ids["schedules"]}}"}""",
            "POST /api/v1/scopes" => $$"""{"id": "{{ids["scopes"]}}"}""",
            "POST /api/v1/api-keys" => """{"name": "taken", "role": "viewer"}""",
            "POST /api/scheduler/register" => $$"""{"triggerId": "{{ids["schedules"]}}", "workflowId": "{{ids["workflows"]}}", "cronExpression": "0 0 * * *"}""",
            _ when path.StartsWith("/api/scheduler/", StringComparison.Ordinal) => $$"""{"triggerId": "{{ids["schedules"]}}"}""",
            _ when path.EndsWith("/pause", StringComparison.Ordinal) || path.EndsWith("/run", StringComparison.Ordinal) => "{}",
            _ => throw new AssertionException($"Say in {nameof(Routes)} which body {method} {path} takes."),
        };

    private string Id(string parameter, string path) =>
        parameter switch
        {
            "workflows/id" or "?workflowId" => Slash(ids["workflows"]),
            "schedules/id" or "?scheduleId" or "?triggerId" => Slash(ids["schedules"]),
            "calendars/id" => Slash(ids["calendars"]),
            "subscriptions/id" => Slash(ids["subscriptions"]),
            "executions/id" => Slash(Uri.EscapeDataString(ids["executions"])),
            "api-keys/id" => Slash(ids["api-keys"]),
            "scopes/id" => Slash(ids["scopes"]),
            "queues/name" => Slash("default"),
            "?seconds" => "=0",
            "?producer" => "=p",
            _ => throw new AssertionException($"Say in {nameof(Routes)} what to fill in for {parameter} of {path}."),
        };

    private static string Slash(string id) => $"/{id}";

    // A parameter with the name of the list that it is an id in.
    [GeneratedRegex(@"(?<=/(?<of>[a-z-]+))/\{(?<name>[A-Za-z]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}

/// <summary>A request.</summary>
/// <param name="Name">The method and the path of the document.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, filled in.</param>
/// <param name="Body">The body, if it takes one.</param>
internal sealed record Route(string Name, HttpMethod Method, string Path, string? Body)
{
    /// <summary>Sends it.</summary>
    public Task<Answer> SendAsync(ApiClient client, params (string Name, string Value)[] headers) =>
        client.SendAsync(Method, Path, Body, headers, Method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
}
