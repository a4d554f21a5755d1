using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Targets;
using RedisScheduler.TestKit;
using RedisScheduler.Worker.Hosting;
using RedisScheduler.Worker.Targets.Http;

namespace RedisScheduler.Worker.Tests.Targets.Http;

[TestFixture]
public sealed class WebhookAnswerTests
{
    private readonly ManualTime time = new();
    private LocalHttpServer server;

    [SetUp]
    public async Task StartAsync() => server = await LocalHttpServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await server.DisposeAsync();

    [TestCase(200, TargetOutcome.Succeeded)]
    [TestCase(204, TargetOutcome.Succeeded)]
    [TestCase(299, TargetOutcome.Succeeded)]
    [TestCase(301, TargetOutcome.Final)]
    [TestCase(304, TargetOutcome.Final)]
    [TestCase(400, TargetOutcome.Final)]
    [TestCase(401, TargetOutcome.Final)]
    [TestCase(404, TargetOutcome.Final)]
    [TestCase(408, TargetOutcome.Retryable)]
    [TestCase(409, TargetOutcome.Final)]
    [TestCase(425, TargetOutcome.Retryable)]
    [TestCase(429, TargetOutcome.Retryable)]
    [TestCase(500, TargetOutcome.Retryable)]
    [TestCase(503, TargetOutcome.Retryable)]
    [TestCase(599, TargetOutcome.Retryable)]
    public async Task The_status_says_what_follows(int status, TargetOutcome outcome)
    {
        var result = await RunAsync(new HttpAnswer(status));
        Assert.That((result.Outcome, result.HttpStatus), Is.EqualTo((outcome, status)));
        Assert.That(result.Error?.Type, Is.EqualTo(outcome == TargetOutcome.Succeeded ? null : "http.status"));
    }

    [TestCase(404, TargetOutcome.Succeeded)]
    [TestCase(503, TargetOutcome.Succeeded)]
    [TestCase(200, TargetOutcome.Final)]
    public async Task Expected_statuses_replace_the_rule_for_success(int status, TargetOutcome outcome) =>
        Assert.That((await RunAsync(new HttpAnswer(status), 404, 503)).Outcome, Is.EqualTo(outcome));

    [Test]
    public async Task The_body_is_the_output_of_success_and_failure_alike()
    {
        Assert.That((await RunAsync(new HttpAnswer(200, """{"rows": 3}"""))).Output, Is.EqualTo("""{"rows": 3}"""));
        Assert.That((await RunAsync(new HttpAnswer(404, "no such hook"))).Output, Is.EqualTo("no such hook"));
        Assert.That((await RunAsync(new HttpAnswer(204))).Output, Is.Null);
    }

    [Test]
    public async Task Of_a_long_body_the_first_64_KiB_are_kept_and_no_character_is_cut_in_half()
    {
        var result = await RunAsync(new HttpAnswer(200, "x" + new string('é', 1_000_000)));
        Assert.That(result.Output, Is.EqualTo("x" + new string('é', 32 * 1024 - 1)));
    }

    [Test]
    public async Task Redirects_are_not_followed()
    {
        var result = await RunAsync(new HttpAnswer(302, Headers: Header("Location", server.Url + "/elsewhere")));
        Assert.That(result.Outcome, Is.EqualTo(TargetOutcome.Final));
        Assert.That(result.Error!.Message, Does.EndWith("redirects are not followed."));
        Assert.That(server.Requests, Has.One.Items);
    }

    [TestCase("120", 120)]
    [TestCase("Thu, 01 Jan 2026 00:01:00 GMT", 60)]
    [TestCase("999999999", 86_400)]
    [TestCase("0", null)]
    [TestCase("Wed, 31 Dec 2025 00:00:00 GMT", null)]
    [TestCase("soon", null)]
    public async Task Retry_After_is_kept_up_to_a_day(string value, int? seconds)
    {
        var result = await RunAsync(new HttpAnswer(503, Headers: Header("Retry-After", value)));
        Assert.That(result.RetryAfter?.TotalSeconds, Is.EqualTo(seconds));
    }

    private async Task<TargetResult> RunAsync(HttpAnswer answer, params int[] expect)
    {
        server.Answer(answer);
        var settings = new Settings
        {
            DataDir = "unused",
            InternalApiSecret = "secret",
            AllowPrivateTargets = true,
        };
        var secrets = new SigningSecrets(settings, new ConfigurationBuilder().Build(), NullLogger<SigningSecrets>.Instance);
        using var runner = new HttpRunner(secrets, settings, time);
        return await runner.RunAsync(Taken.Job(new HttpTarget(server.Url) { Expect = expect }), CancellationToken.None);
    }

    private static Dictionary<string, string> Header(string name, string value) => new() { [name] = value };
}
