using RedisScheduler.TestKit;

namespace RedisScheduler.Cli.Tests;

/// <summary>How commands fail.</summary>
public sealed class ExitCodeTests : CliFixture
{
    [Test]
    public async Task A_refusal_is_1_and_names_each_field_on_standard_error()
    {
        Server.Answer(new HttpAnswer(400, """
            {"title":"The request is not valid","status":400,"detail":"See errors.",
             "errors":{"handlerConfig.producers.fetch.cron":["Position 3: no such day.","Too long."],"name":["Is required."]}}
            """));

        var ended = await RunAsync(["workflows", "apply", "-", "--json"], """{"id":"shop"}""", Key, Server.Url);

        Assert.That((ended.Code, ended.Out), Is.EqualTo((ExitCode.Refused, "")));
        Assert.That(ended.Error.TrimEnd().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "The request is not valid (HTTP 400)",
            "  See errors.",
            "  handlerConfig.producers.fetch.cron: Position 3: no such day.",
            "  handlerConfig.producers.fetch.cron: Too long.",
            "  name: Is required.",
        }));
    }

    [Test]
    public async Task A_wrong_key_is_1()
    {
        Server.Answer(new HttpAnswer(401, """{"title":"A valid API key is required","status":401,"detail":null}"""));

        var ended = await RunAsync("queues");

        Assert.That((ended.Code, ended.Error.Trim()), Is.EqualTo((ExitCode.Refused, "A valid API key is required (HTTP 401)")));
    }

    [Test]
    public async Task A_refusal_without_words_is_1()
    {
        Server.Answer(new HttpAnswer(502, "<html>"));

        var ended = await RunAsync("queues");

        Assert.That((ended.Code, ended.Error.Trim()), Is.EqualTo((ExitCode.Refused, "The server answered with HTTP 502 and said no more.")));
    }

    [Test]
    public async Task A_redirect_is_not_followed()
    {
        Server.Answer(new HttpAnswer(302, "", new Dictionary<string, string> { ["Location"] = $"{Server.Url}/elsewhere" }));

        Assert.That((await RunAsync("queues")).Code, Is.EqualTo(ExitCode.Refused));
        Assert.That(Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_refused_connection_is_3_and_names_the_address_without_its_password()
    {
        var ended = await RunAsync(["queues"], "", Key, $"http://user:hidden@127.0.0.1:{FreePort.Next()}");

        Assert.That((ended.Code, ended.Out), Is.EqualTo((ExitCode.Unreachable, "")));
        Assert.That(ended.Error, Does.StartWith("http://127.0.0.1:").And.Contain("is not reachable").And.Not.Contain("hidden"));
    }

    [Test]
    public async Task A_connection_that_is_cut_is_3()
    {
        Server.Answer(HttpAnswer.Abort);
        Assert.That((await RunAsync("queues")).Code, Is.EqualTo(ExitCode.Unreachable));
    }

    [TestCase("queues")]
    [TestCase("status")]
    public async Task A_server_that_is_no_RedisScheduler_is_3(string command)
    {
        Server.Answer(new HttpAnswer(200, "<html>"));

        var ended = await RunAsync(command);

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Unreachable));
        Assert.That(ended.Error, Does.Contain("no RedisScheduler"));
    }

    [TestCase("", "Required command")]
    [TestCase("jobs", "jobs")]
    [TestCase("runs show", "Required argument")]
    [TestCase("runs list --limit many", "many")]
    [TestCase("runs retry ..", "ID")]
    [TestCase("queues --nope", "--nope")]
    [TestCase("queues --url ftp://x", "--url")]
    [TestCase("schedules run s --payload {", "--payload")]
    [TestCase("workflows apply /no/such/file.json", "/no/such/file.json")]
    [TestCase("workflows apply -", "not valid JSON")]
    public async Task Wrong_usage_is_2_says_why_and_sends_nothing(string line, string why)
    {
        var ended = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That((ended.Code, ended.Out), Is.EqualTo((ExitCode.Usage, "")));
        Assert.That(ended.Error, Does.Contain(why));
        Assert.That(Server.Requests, Is.Empty);
    }

    [TestCase("[]", "object")]
    [TestCase("""{"name":"Shop"}""", "--id")]
    [TestCase("""{"id":".."}""", "--id")]
    public async Task A_workflow_that_names_no_place_is_2(string file, string why)
    {
        var ended = await RunAsync(["workflows", "apply", "-"], file, Key, Server.Url);

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(ended.Error, Does.Contain(why));
        Assert.That(Server.Requests, Is.Empty);
    }

    [TestCase(null)]
    [TestCase(" ")]
    [TestCase("two words")]
    public async Task A_key_that_is_none_is_2(string? key)
    {
        var ended = await RunAsync(["queues"], "", key, Server.Url);

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(ended.Error, Does.Contain("RSCHED_KEY").And.Not.Contain("two words"));
    }
}
