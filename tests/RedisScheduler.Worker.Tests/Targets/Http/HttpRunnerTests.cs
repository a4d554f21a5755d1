using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Targets;
using RedisScheduler.TestKit;
using RedisScheduler.Worker.Hosting;
using RedisScheduler.Worker.Targets.Http;

namespace RedisScheduler.Worker.Tests.Targets.Http;

[TestFixture]
public sealed class HttpRunnerTests
{
    private const string Internal = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly ManualTime time = new();
    private LocalHttpServer server;

    [SetUp]
    public async Task StartAsync() => server = await LocalHttpServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await server.DisposeAsync();

    [Test]
    public async Task The_body_tells_of_the_run_and_holds_the_payload_byte_for_byte()
    {
        const string Payload = """{ "a":  [1.50, "\u00e9 é"] }""";
        await RunAsync(new HttpTarget(server.Url + "/hook?x=1"), Payload, attempt: 2);
        var request = server.Requests.Single();
        Assert.That((request.Method, request.Path, request.Header("content-type")), Is.EqualTo(("POST", "/hook?x=1", "application/json")));
        Assert.That(
            request.Body,
            Is.EqualTo(
                $$"""
                {"executionId":"nightly.fetch@1767225600000","scheduleId":"nightly.fetch","workflowId":"nightly","producer":"fetch","scheduledAt":"2026-01-01T00:00:00.000Z","attempt":2,"trigger":"schedule","payload":{{Payload}}}
                """
            )
        );
    }

    [Test]
    public async Task The_headers_are_those_of_Standard_Webhooks()
    {
        await RunAsync(new HttpTarget(server.Url));
        var request = server.Requests.Single();
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        var expected = WebhookSignature.Of(WebhookSecret.Key(Internal), Taken.Id, seconds, Encoding.UTF8.GetBytes(request.Body));
        Assert.Multiple(() =>
        {
            Assert.That(request.Header("webhook-id"), Is.EqualTo(Taken.Id));
            Assert.That(request.Header("webhook-timestamp"), Is.EqualTo($"{seconds}"));
            Assert.That(request.Header("webhook-signature"), Is.EqualTo(expected));
            Assert.That(request.Header("traceparent"), Does.Match("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$"));
            Assert.That(request.Header("authorization"), Is.Null);
            Assert.That(request.Header("user-agent"), Does.StartWith("RedisScheduler/"));
        });
    }

    [Test]
    public async Task The_trace_of_the_run_goes_on_in_the_request()
    {
        using var trace = new Activity("run").Start();
        await RunAsync(new HttpTarget(server.Url));
        Assert.That(server.Requests.Single().Header("traceparent"), Does.StartWith($"00-{trace.TraceId}-"));
    }

    [Test]
    public async Task The_internal_secret_is_sent_only_where_the_target_asks_for_it()
    {
        await RunAsync(new HttpTarget(server.Url) { Secret = "INTERNAL_API_SECRET", Headers = Headers("Authorization", "Basic x") });
        Assert.That(server.Requests.Single().Header("authorization"), Is.EqualTo($"Bearer {Internal}"));
    }

    [TestCase("Secrets:SHOP")]
    [TestCase("SECRET_SHOP")]
    public async Task A_named_secret_signs_and_is_not_sent(string setting)
    {
        await RunAsync(new HttpTarget(server.Url) { Secret = "SHOP" }, settings: (setting, "plain words"));
        var request = server.Requests.Single();
        var key = Encoding.UTF8.GetBytes("plain words");
        var expected = WebhookSignature.Of(key, Taken.Id, time.GetUtcNow().ToUnixTimeSeconds(), Encoding.UTF8.GetBytes(request.Body));
        Assert.That(request.Header("webhook-signature"), Is.EqualTo(expected));
        Assert.That(request.Headers.Values, Has.None.Contains("plain words"));
    }

    [Test]
    public async Task An_unknown_secret_is_final_and_nothing_is_sent()
    {
        var result = await RunAsync(new HttpTarget(server.Url) { Secret = "SHOP" });
        Assert.That((result.Outcome, result.Error!.Type), Is.EqualTo((TargetOutcome.Final, "http.secret")));
        Assert.That(result.Error.Message, Does.Contain("SECRET_SHOP"));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task A_secret_that_is_not_base64_is_final()
    {
        var result = await RunAsync(new HttpTarget(server.Url) { Secret = "SHOP" }, settings: ("SECRET_SHOP", "whsec_?"));
        Assert.That((result.Outcome, result.Error!.Type), Is.EqualTo((TargetOutcome.Final, "http.request")));
        Assert.That(result.Error.Message, Does.Not.Contain("whsec_?"));
    }

    [Test]
    public async Task Headers_and_method_of_the_target_are_sent_but_cannot_forge_the_signature()
    {
        var headers = new Dictionary<string, string>
        {
            ["X-Team"] = "blue",
            ["Content-Type"] = "application/cloudevents+json",
            ["Webhook-Id"] = "forged",
        };
        await RunAsync(new HttpTarget(server.Url) { Method = "PUT", Headers = headers });
        var request = server.Requests.Single();
        Assert.That((request.Method, request.Header("x-team")), Is.EqualTo(("PUT", "blue")));
        Assert.That(request.Header("content-type"), Is.EqualTo("application/cloudevents+json"));
        Assert.That(request.Header("webhook-id"), Is.EqualTo(Taken.Id));
    }

    [TestCase("POST", "X-Bad Name", "x")]
    [TestCase("POST", "X-Split", "a\r\nHost: b")]
    [TestCase("POST", "Content-Length", "3")]
    [TestCase("POST", "transfer-encoding", "chunked")]
    [TestCase("BAD METHOD", "X-Fine", "x")]
    [TestCase("CONNECT", "X-Fine", "x")]
    public async Task What_cannot_be_sent_is_final(string method, string header, string value)
    {
        var result = await RunAsync(new HttpTarget(server.Url) { Method = method, Headers = Headers(header, value) });
        Assert.That((result.Outcome, result.Error!.Type), Is.EqualTo((TargetOutcome.Final, "http.request")));
        Assert.That(server.Requests, Is.Empty);
    }

    [TestCase("ftp://127.0.0.1/")]
    [TestCase("/relative")]
    [TestCase("http://")]
    public async Task A_URL_that_is_not_absolute_http_is_final(string url)
    {
        var result = await RunAsync(new HttpTarget(url));
        Assert.That((result.Outcome, result.Error!.Type), Is.EqualTo((TargetOutcome.Final, "http.url")));
    }

    [Test]
    public async Task No_listener_may_be_tried_again()
    {
        var result = await RunAsync(new HttpTarget($"http://127.0.0.1:{FreePort.Next()}/"));
        Assert.That(
            (result.Outcome, result.Error!.Type, result.HttpStatus),
            Is.EqualTo((TargetOutcome.Retryable, "http.connection", (int?)null))
        );
    }

    [Test]
    public async Task A_connection_that_breaks_may_be_tried_again()
    {
        server.Answer(HttpAnswer.Abort);
        var result = await RunAsync(new HttpTarget(server.Url));
        Assert.That((result.Outcome, result.Error!.Type), Is.EqualTo((TargetOutcome.Retryable, "http.connection")));
    }

    [Test]
    public async Task A_cancellation_is_thrown()
    {
        server.Answer(HttpAnswer.Hang);
        using var stop = new CancellationTokenSource();
        var run = RunAsync(new HttpTarget(server.Url), cancel: stop.Token);
        await server.WaitForRequestsAsync(1);
        await stop.CancelAsync();
        Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("127.0.0.1")]
    [TestCase("localhost")]
    [TestCase("[::ffff:127.0.0.1]")]
    public async Task Private_addresses_are_final_unless_they_are_allowed(string host)
    {
        var url = new UriBuilder(server.Url) { Host = host }.Uri.ToString();
        var refused = await RunAsync(new HttpTarget(url), allowPrivate: false);
        Assert.That((refused.Outcome, refused.Error!.Type), Is.EqualTo((TargetOutcome.Final, "http.address")));
        Assert.That(refused.Error.Message, Does.Contain("ALLOW_PRIVATE_TARGETS"));
        Assert.That(server.Requests, Is.Empty);
        Assert.That((await RunAsync(new HttpTarget(url))).Outcome, Is.EqualTo(TargetOutcome.Succeeded));
    }

    private async Task<TargetResult> RunAsync(
        HttpTarget target,
        string? payload = null,
        int attempt = 1,
        bool allowPrivate = true,
        (string Name, string Value)? settings = null,
        CancellationToken cancel = default
    )
    {
        var configuration = new ConfigurationBuilder();
        if (settings is { } pair)
        {
            configuration.AddInMemoryCollection([KeyValuePair.Create(pair.Name, (string?)pair.Value)]);
        }

        var told = new Settings
        {
            DataDir = "unused",
            InternalApiSecret = Internal,
            AllowPrivateTargets = allowPrivate,
        };
        var secrets = new SigningSecrets(told, configuration.Build(), NullLogger<SigningSecrets>.Instance);
        using var runner = new HttpRunner(secrets, told, time);
        return await runner.RunAsync(Taken.Job(target, payload, attempt), cancel);
    }

    private static Dictionary<string, string> Headers(string name, string value) => new() { [name] = value };
}
