using RedisScheduler.TestKit;

namespace RedisScheduler.Cli.Tests;

/// <summary>What each command sends.</summary>
public sealed class RequestTests : CliFixture
{
    private const string Anything = """{"id":"a","executionId":"r1","items":[],"nextCursor":null,"ok":true,"findings":[],"facts":[],"count":0,"executionIds":[]}""";

    [TestCase("workflows list --limit 5 --cursor x=", "GET", "/api/v1/workflows?limit=5&cursor=x%3D", "")]
    [TestCase("workflows show shop", "GET", "/api/v1/workflows/shop", "")]
    [TestCase("workflows delete shop", "DELETE", "/api/v1/workflows/shop", "")]
    [TestCase("schedules list", "GET", "/api/v1/schedules", "")]
    [TestCase("schedules list --status paused --workflow shop --q f&g", "GET", "/api/v1/schedules?status=paused&workflowId=shop&q=f%26g", "")]
    [TestCase("schedules show shop.fetch", "GET", "/api/v1/schedules/shop.fetch", "")]
    [TestCase("schedules pause shop.fetch", "POST", "/api/v1/schedules/shop.fetch/pause", "")]
    [TestCase("schedules pause shop.fetch --reason it\"breaks", "POST", "/api/v1/schedules/shop.fetch/pause", """{"reason":"it\u0022breaks"}""")]
    [TestCase("schedules pause shop.fetch --until 2030-01-01T00:00:00Z --cancel-pending", "POST", "/api/v1/schedules/shop.fetch/pause", """{"until":"2030-01-01T00:00:00Z","cancelPending":true}""")]
    [TestCase("schedules resume shop.fetch", "POST", "/api/v1/schedules/shop.fetch/resume", "")]
    [TestCase("schedules run shop.fetch", "POST", "/api/v1/schedules/shop.fetch/run", "")]
    [TestCase("schedules run shop.fetch --payload {\"n\":1.00}", "POST", "/api/v1/schedules/shop.fetch/run", """{"payload":{"n":1.00}}""")]
    [TestCase("schedules upcoming shop.fetch --count 3", "GET", "/api/v1/schedules/shop.fetch/upcoming?count=3", "")]
    [TestCase("runs list --schedule s --workflow w --status failed --limit 2", "GET", "/api/v1/executions?scheduleId=s&workflowId=w&status=failed&limit=2", "")]
    [TestCase("runs show r1", "GET", "/api/v1/executions/r1", "")]
    [TestCase("runs cancel r1", "POST", "/api/v1/executions/r1/cancel", "")]
    [TestCase("runs retry r1", "POST", "/api/v1/executions/r1/retry", "")]
    [TestCase("runs retry a/b", "POST", "/api/v1/executions/a%2Fb/retry", "")]
    [TestCase("backfill s --from 2026-01-01T00:00:00Z --to 2026-01-02T00:00:00Z", "POST", "/api/v1/schedules/s/backfill", """{"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z"}""")]
    [TestCase("backfill s --from a --to b --max 5 --overlap skip --dry-run", "POST", "/api/v1/schedules/s/backfill", """{"from":"a","to":"b","overlap":"skip","max":5,"dryRun":true}""")]
    [TestCase("explain s --at 2026-01-01T00:00:00Z", "GET", "/api/v1/schedules/s/explain?at=2026-01-01T00%3A00%3A00Z", "")]
    [TestCase("verify", "GET", "/api/v1/verify", "")]
    [TestCase("verify --schedule s --from a --to b", "GET", "/api/v1/verify?scheduleId=s&from=a&to=b", "")]
    [TestCase("workers", "GET", "/api/v1/workers", "")]
    [TestCase("queues", "GET", "/api/v1/queues", "")]
    [TestCase("audit", "GET", "/api/v1/audit", "")]
    [TestCase("audit --action update --subject schedule/a --from 2030-01-01T00:00:00Z --limit 2", "GET", "/api/v1/audit?action=update&subject=schedule%2Fa&from=2030-01-01T00%3A00%3A00Z&limit=2", "")]
    [TestCase("audit --verify", "GET", "/api/v1/audit?verify=true", "")]
    [TestCase("scopes list --limit 5", "GET", "/api/v1/scopes?limit=5", "")]
    [TestCase("scopes add acme", "POST", "/api/v1/scopes", """{"id":"acme"}""")]
    [TestCase("scopes add acme --name Acme", "POST", "/api/v1/scopes", """{"id":"acme","name":"Acme"}""")]
    [TestCase("scopes pause acme --reason moving", "POST", "/api/v1/scopes/acme/pause", """{"reason":"moving"}""")]
    [TestCase("scopes resume acme", "POST", "/api/v1/scopes/acme/resume", "")]
    [TestCase("subscriptions list", "GET", "/api/v1/subscriptions", "")]
    [TestCase("subscriptions add hook --pattern shop* --url http://a/b", "POST", "/api/v1/subscriptions", """{"name":"hook","match":{"namePattern":"shop*"},"target":{"type":"http","url":"http://a/b"}}""")]
    [TestCase("subscriptions add pager --id p --schedule s --topic alert --handler page", "POST", "/api/v1/subscriptions", """{"name":"pager","match":{"scheduleId":"s","topic":"alert"},"target":{"type":"handler","name":"page"},"id":"p"}""")]
    [TestCase("subscriptions delete p", "DELETE", "/api/v1/subscriptions/p", "")]
    public async Task A_command_is_one_request_with_the_key(string line, string method, string path, string body)
    {
        Server.AnswerWith(_ => new(200, Anything));

        var ended = await RunAsync(line.Split(' '));

        Assert.That((ended.Code, ended.Error), Is.EqualTo((ExitCode.Ok, "")));
        Assert.That(Server.Requests, Has.Count.EqualTo(1));
        var request = Server.Requests[0];
        Assert.That((request.Method, request.Path, request.Body), Is.EqualTo((method, path, body)));
        Assert.That(request.Header("Authorization"), Is.EqualTo($"Bearer {Key}"));
        Assert.That(request.Header("Content-Type"), body.Length > 0 ? Is.EqualTo("application/json; charset=utf-8") : Is.Null);
    }

    [Test]
    public async Task The_options_override_the_environment()
    {
        Server.AnswerWith(_ => new(200, Anything));

        var ended = await RunAsync(["queues", "--url", $"{Server.Url}/", "--key", Key], "", "another", "http://127.0.0.1:1");

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Ok));
        Assert.That(Server.Requests.Single().Header("Authorization"), Is.EqualTo($"Bearer {Key}"));
    }

    [TestCase("true", "[]", ExitCode.Ok, "none is missing")]
    [TestCase("false", """[{"scope":null,"seq":7,"what":"The row was changed."}]""", ExitCode.Refused, "The row was changed.")]
    public async Task A_log_that_was_tampered_with_ends_with_another_exit_code(string ok, string faults, int code, string said)
    {
        Server.AnswerWith(_ => new(200, $$"""{"items":[],"nextCursor":null,"verification":{"ok":{{ok}},"chains":[],"faults":{{faults}} } }"""));
        var ended = await RunAsync("audit", "--verify");
        Assert.That((ended.Code, ended.Error), Is.EqualTo((code, "")));
        Assert.That(ended.Out, Does.Contain(said));
    }

    [TestCase("acme", null, "acme"), TestCase(null, "acme", "acme"), TestCase("acme", "other", "acme"), TestCase(null, null, null)]
    public async Task The_scope_goes_with_every_request(string? option, string? variable, string? sent)
    {
        Server.AnswerWith(_ => new(200, Anything));

        string[] args = option is null ? ["schedules", "list"] : ["schedules", "list", "--scope", option];
        var ended = await RunAsync(args, "", Key, Server.Url, variable);

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Ok));
        Assert.That(Server.Requests.Single().Header("X-Scope"), Is.EqualTo(sent));
    }

    [Test]
    public async Task Apply_sends_a_file_without_its_id_and_each_value_as_it_is_written()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "shop.json");
        await File.WriteAllTextAsync(file, """{ "id": "shop", "name": "Shöp", "payload": { "id": 7, "n": 1.00 } }""");
        Server.AnswerWith(_ => new(201, Anything));

        var ended = await RunAsync("workflows", "apply", file);

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Ok));
        var request = Server.Requests.Single();
        Assert.That((request.Method, request.Path), Is.EqualTo(("PUT", "/api/v1/workflows/shop")));
        Assert.That(request.Body.Replace("\\u00F6", "ö", StringComparison.Ordinal), Is.EqualTo("""{"name":"Shöp","payload":{ "id": 7, "n": 1.00 }}"""));
    }

    [Test]
    public async Task Apply_reads_standard_input_and_takes_the_id_of_the_command_line()
    {
        Server.AnswerWith(_ => new(200, Anything));

        var ended = await RunAsync(["workflows", "apply", "-", "--id", "other"], """{"id":"shop","name":"Shop"}""", Key, Server.Url);

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Ok));
        Assert.That(Server.Requests.Select(request => (request.Path, request.Body)), Is.EqualTo(new[] { ("/api/v1/workflows/other", """{"name":"Shop"}""") }));
    }
}
