using RedisScheduler.TestKit;

namespace RedisScheduler.Cli.Tests;

/// <summary>What people and scripts read.</summary>
public sealed class OutputTests : CliFixture
{
    private const string Queues = """{"items": [{"name":"default","depth":3,"running":1,"paused":false,"oldestWaitMs":1500}], "nextCursor": "c1"}""";

    [Test]
    public async Task People_get_a_table_and_are_told_when_there_is_more()
    {
        Server.Answer(new HttpAnswer(200, Queues));

        var ended = await RunAsync("queues");

        var row = ended.Out.Split('\n').Single(line => line.Contains("default", StringComparison.Ordinal));
        Assert.That(row.Split('│', StringSplitOptions.TrimEntries), Is.EqualTo(new[] { "", "default", "3", "1", "no", "1.5 s", "" }));
        Assert.That(ended.Out, Does.Contain("--cursor c1"));
    }

    [Test]
    public async Task Scripts_get_the_answer_unchanged()
    {
        Server.Answer(new HttpAnswer(200, Queues));
        Assert.That((await RunAsync("queues", "--json")).Out, Is.EqualTo(Queues + Environment.NewLine));
    }

    [Test]
    public async Task An_empty_list_says_so()
    {
        Server.Answer(new HttpAnswer(200, """{"items":[],"nextCursor":null}"""));
        Assert.That((await RunAsync("workers")).Out, Is.EqualTo("None." + Environment.NewLine));
    }

    [Test]
    public async Task A_workflow_is_shown_with_its_schedules()
    {
        Server.Answer(new HttpAnswer(200, """
            {"id":"shop","name":"Shop [x]","status":"active","pause":null,"schedules":[{"id":"shop.fetch","interval":"30s","cron":null,"timeZone":"UTC","status":"paused"}]}
            """));

        var ended = await RunAsync("workflows", "show", "shop");

        Assert.That(ended.Out, Does.Contain("Shop [x]").And.Contain("shop.fetch").And.Contain("30s").And.Contain("paused").And.Not.Contain("pause "));
    }

    [Test]
    public async Task A_run_is_shown_with_its_attempts()
    {
        Server.Answer(new HttpAnswer(200, """
            {"id":"r1","status":"failed","attempts":[{"number":1,"status":"failed","durationMs":12,"error":{"type":"T","message":"no luck"},"worker":"w1"}]}
            """));
        Assert.That((await RunAsync("runs", "show", "r1")).Out, Does.Contain("no luck").And.Contain("12 ms").And.Contain("w1"));
    }

    [Test]
    public async Task What_others_wrote_cannot_command_the_terminal()
    {
        Server.Answer(new HttpAnswer(200, """{"id":"r1","output":"\u001b[2Jgone"}"""));
        Assert.That((await RunAsync("runs", "show", "r1")).Out, Does.Contain("\uFFFD[2Jgone").And.Not.Contain("\u001b"));
    }

    [Test]
    public async Task Status_is_whether_it_is_ready_and_what_ran()
    {
        Server.AnswerWith(request => request.Path == "/readyz"
            ? new(200, """{"status":"ready","redis":"ok","database":"ok"}""")
            : new(200, """{"total":42,"successRate":0.5,"buckets":[{"total":42}]}"""));

        var forPeople = await RunAsync("status");
        var forScripts = await RunAsync("status", "--json");

        Assert.That(Server.Requests.Select(request => request.Path).Distinct(), Is.EqualTo(new[] { "/readyz", "/api/v1/stats" }));
        Assert.That(forPeople.Out, Does.Contain("ready").And.Contain("42").And.Not.Contain("buckets"));
        Assert.That(forScripts.Out.Trim(), Is.EqualTo(
            """{"ready":{"status":"ready","redis":"ok","database":"ok"},"stats":{"total":42,"successRate":0.5,"buckets":[{"total":42}]}}"""));
    }

    [Test]
    public async Task A_server_without_its_stores_is_not_ready_and_says_what_is_missing()
    {
        Server.Answer(new HttpAnswer(503, """{"status":"notReady","redis":"Redis does not answer.","database":"ok"}"""));

        var ended = await RunAsync("status");

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Refused));
        Assert.That(ended.Out, Does.Contain("Redis does not answer."));
    }

    [Test]
    public async Task Help_names_the_commands_and_not_the_key()
    {
        var ended = await RunAsync("--help");

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Ok));
        Assert.That(ended.Out, Does.Contain("workflows").And.Contain("RSCHED_KEY").And.Contain("--json"));
    }
}
