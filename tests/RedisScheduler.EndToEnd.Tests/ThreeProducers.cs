using System.Text.Json;
using RedisScheduler.EndToEnd.Tests.Hosts;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests;

/// <summary>
/// What a new user does first: a workflow with a signed request every two seconds to a server that fails twice and then answers, a handler every second, and a cron with seconds;
/// then a look at what became of it.
/// </summary>
internal sealed class ThreeProducers(ApiClient api, LocalHttpServer server)
{
    public const string Hook = "first-steps.hook";
    public const string Echo = "first-steps.echo";
    public const string Tick = "first-steps.tick";
    public static readonly TimeSpan EchoInterval = TimeSpan.FromSeconds(1);

    /// <summary>With spaces, an escape and a number that a careless parser would change.</summary>
    private const string Payload = """{ "rows": [1.50, 12345678901234567890],  "text": "\u00e9 é" }""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task SaveAsync()
    {
        server.Answer(new HttpAnswer(500, "first"), new HttpAnswer(503, "second"));
        var saved = await api.PutAsync(
            "/workflows/first-steps",
            $$$"""
            {
              "name": "First steps", "status": "active",
              "handlerConfig": { "producers": {
                "hook": { "interval": "2s", "target": { "type": "http", "url": "{{{server.Url}}}/hook" }, "payload": {{{Payload}}},
                          "retry": { "maxAttempts": 3, "delay": "100ms", "jitter": "none" } },
                "echo": { "interval": "1s", "target": { "type": "handler", "name": "demo.echo" }, "payload": {{{Payload}}} },
                "tick": { "cron": "*/2 * * * * *", "target": { "type": "handler", "name": "demo.echo" } }
              } }
            }
            """
        );
        var schedules = saved.GetProperty("schedules").EnumerateArray().Select(schedule => schedule.GetProperty("id").GetString());
        Assert.That(schedules, Is.EquivalentTo(new[] { Hook, Echo, Tick }), "a saved workflow has its schedules at once");
    }

    public async Task CheckAsync()
    {
        await CheckHookAsync();
        await CheckEchoAsync();
        await CheckTickAsync();
    }

    /// <summary>Waits until a schedule has so many ended runs, and returns them, oldest first.</summary>
    public Task<IReadOnlyList<Run>> EndedRunsAsync(string scheduleId, int count) =>
        Eventually.AsyncThat(
            async () => (IReadOnlyList<Run>)(await api.RunsAsync(scheduleId)).Where(run => run.HasEnded).ToArray(),
            Has.Count.AtLeast(count),
            Patience
        );

    private async Task CheckHookAsync()
    {
        var runs = await EndedRunsAsync(Hook, 2);
        var first = await api.RunAsync(runs[0].Id);
        Assert.Multiple(() =>
        {
            Assert.That(first.Status, Is.EqualTo("succeeded"));
            Assert.That(
                first.Attempts.Select(attempt => (attempt.Number, attempt.Status, attempt.ErrorType)),
                Is.EqualTo(new[] { (1, "failed", "http.status"), (2, "failed", "http.status"), (3, "succeeded", (string?)null) })
            );
            Assert.That(first.Attempts.Select(attempt => attempt.DurationMs), Has.All.GreaterThanOrEqualTo(0));
            Assert.That(first.Json.GetProperty("httpStatus").GetInt32(), Is.EqualTo(200));
            Assert.That(
                first.Json.GetProperty("durationMs").GetInt64(),
                Is.GreaterThanOrEqualTo(300),
                "100 ms and 200 ms lie between the attempts"
            );
            Assert.That(first.Json.GetProperty("latenessMs").GetInt64(), Is.GreaterThanOrEqualTo(0));
            Assert.That(first.Json.GetProperty("error").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(first.Output, Is.EqualTo("ok"));
            Assert.That(first.FinishedAt, Is.GreaterThan(first.StartedAt!.Value));
            Assert.That(first.Json.GetProperty("workflowId").GetString(), Is.EqualTo("first-steps"));
            Assert.That(first.Json.GetProperty("producer").GetString(), Is.EqualTo("hook"));
        });
        Assert.That(runs[1].Status, Is.EqualTo("succeeded"));
        Assert.That(runs[1].AttemptCount, Is.EqualTo(1));

        var attempts = server.Requests.Where(request => request.Header("webhook-id") == first.Id).ToArray();
        Assert.That(attempts, Has.Length.EqualTo(3));
        Assert.That(
            attempts.Select(request => request.Body),
            Has.All.EndsWith($"\"payload\":{Payload}}}"),
            "the payload arrives unchanged"
        );
        Assert.That(attempts.Select(request => request.Header("webhook-signature")), Has.All.StartsWith("v1,"));
    }

    private async Task CheckEchoAsync()
    {
        var before = await NextRunAtAsync();
        var runs = await EndedRunsAsync(Echo, 3);
        Assert.That(runs.Select(run => run.Status), Has.All.EqualTo("succeeded"));
        Assert.That((await api.RunAsync(runs[0].Id)).Output, Is.EqualTo(Payload));
        LedgerCheck.HasEveryDueTimeOnce(runs, EchoInterval);
        await Eventually.AsyncThat(NextRunAtAsync, Is.GreaterThan(before), Patience);

        var stats = await api.GetAsync($"/schedules/{Echo}/stats");
        Assert.That(stats.GetProperty("total").GetInt64(), Is.GreaterThanOrEqualTo(3));
        Assert.That(stats.GetProperty("succeeded").GetInt64(), Is.GreaterThanOrEqualTo(3));
        Assert.That(stats.GetProperty("successRate").GetDouble(), Is.EqualTo(1));
        Assert.That(stats.GetProperty("avgDurationMs").GetDouble(), Is.GreaterThanOrEqualTo(0));
        Assert.That(stats.GetProperty("p95DurationMs").GetDouble(), Is.GreaterThanOrEqualTo(0));
    }

    private async Task CheckTickAsync()
    {
        var runs = await EndedRunsAsync(Tick, 2);
        Assert.That(runs.Select(run => run.ScheduledAt.ToUnixTimeMilliseconds() % 2000), Has.All.Zero);
        Assert.That(runs.Select(run => run.Status), Has.All.EqualTo("succeeded"));
    }

    private async Task<DateTimeOffset> NextRunAtAsync() =>
        (await api.GetAsync($"/schedules/{Echo}")).GetProperty("nextRunAt").GetDateTimeOffset();
}
