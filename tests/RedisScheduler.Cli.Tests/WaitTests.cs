using RedisScheduler.TestKit;

namespace RedisScheduler.Cli.Tests;

/// <summary><c>rsched schedules run --wait</c>.</summary>
public sealed class WaitTests : CliFixture
{
    private static readonly HttpAnswer Queued = new(202, """{"executionId":"r1"}""");
    private static readonly HttpAnswer Absent = new(404, """{"title":"Not found","status":404}""");

    [Test]
    public async Task It_polls_a_run_that_is_not_in_the_history_yet_until_it_succeeded()
    {
        Server.Answer(Queued, Absent, Run("queued"), Run("running"), Run("retrying"), Run("succeeded"));

        var ended = await RunAsync("schedules", "run", "s", "--wait", "--json");

        Assert.That((ended.Code, ended.Out.Trim()), Is.EqualTo((ExitCode.Ok, Run("succeeded").Body)));
        Assert.That(Server.Requests.Skip(1).Select(request => request.Path), Is.EqualTo(Enumerable.Repeat("/api/v1/executions/r1", 5)));
    }

    [TestCase("failed")]
    [TestCase("timedOut")]
    [TestCase("cancelled")]
    [TestCase("skipped")]
    [TestCase("lost")]
    public async Task It_is_1_when_the_run_did_not_succeed(string status)
    {
        Server.Answer(Queued, Run(status));

        var ended = await RunAsync("schedules", "run", "s", "--wait");

        Assert.That(ended.Code, Is.EqualTo(ExitCode.Refused));
        Assert.That(ended.Out, Does.Contain(status));
    }

    [Test]
    public async Task It_is_1_when_the_run_may_not_be_read()
    {
        Server.Answer(Queued, new HttpAnswer(403, """{"title":"The API key does not allow this","status":403}"""));

        var ended = await RunAsync("schedules", "run", "s", "--wait");

        Assert.That((ended.Code, ended.Out), Is.EqualTo((ExitCode.Refused, "")));
    }

    [Test]
    public async Task Without_it_the_run_is_only_queued()
    {
        Server.Answer(Queued);

        var ended = await RunAsync("schedules", "run", "s");

        Assert.That((ended.Code, ended.Out.Trim()), Is.EqualTo((ExitCode.Ok, "Queued run r1.")));
    }

    private static HttpAnswer Run(string status) => new(200, $$"""{"id":"r1","status":"{{status}}","attempts":[]}""");
}
