using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Targets;
using RedisScheduler.TestKit;
using RedisScheduler.Worker.Hosting;
using RedisScheduler.Worker.Targets.Handlers;

namespace RedisScheduler.Worker.Tests.Targets;

[TestFixture]
public sealed class DemoHandlersTests
{
    private readonly ManualTime time = new();

    [TestCase("""{ "a":  [1.50, "\u00e9"] }""")]
    [TestCase("null")]
    public async Task Echo_answers_with_the_payload_unchanged(string payload) =>
        Assert.That((await RunAsync("demo.echo", payload)).Output, Is.EqualTo(payload));

    [TestCase("""{"failures": 2}""", 1, TargetOutcome.Retryable)]
    [TestCase("""{"failures": 2}""", 2, TargetOutcome.Retryable)]
    [TestCase("""{"failures": 2}""", 3, TargetOutcome.Succeeded)]
    [TestCase("""{"failures": 0}""", 1, TargetOutcome.Succeeded)]
    [TestCase(null, 1, TargetOutcome.Retryable)]
    [TestCase(null, 2, TargetOutcome.Succeeded)]
    [TestCase("""{"failures": "two"}""", 1, TargetOutcome.Final)]
    public async Task Flaky_fails_as_often_as_its_payload_says(string? payload, int attempt, TargetOutcome outcome) =>
        Assert.That((await RunAsync("demo.flaky", payload, attempt)).Outcome, Is.EqualTo(outcome));

    [TestCase("""{"ms": 3000}""")]
    [TestCase("""{"duration": "3s"}""")]
    public async Task Sleep_takes_as_long_as_its_payload_says(string payload)
    {
        var run = RunAsync("demo.sleep", payload);
        await Eventually.AsyncThat(() => time.WaitingTimers == 1);
        time.Advance(TimeSpan.FromMilliseconds(2999));
        Assert.That(run.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That((await run).Output, Is.EqualTo("""{"sleptMs":3000}"""));
    }

    [Test]
    public async Task Sleep_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync("demo.sleep", """{"ms": 60000}""", cancel: stop.Token);
        await Eventually.AsyncThat(() => time.WaitingTimers == 1);
        await stop.CancelAsync();
        Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(null)]
    [TestCase("""{"ms": -1}""")]
    [TestCase("""{"duration": "soon"}""")]
    public async Task Sleep_without_a_duration_is_final(string? payload) =>
        Assert.That((await RunAsync("demo.sleep", payload)).Outcome, Is.EqualTo(TargetOutcome.Final));

    private async Task<TargetResult> RunAsync(string name, string? payload, int attempt = 1, CancellationToken cancel = default)
    {
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddDemoHandlers().BuildServiceProvider();
        var runner = ActivatorUtilities.CreateInstance<HandlerRunner>(services);
        return await runner.RunAsync(Taken.Job(new HandlerTarget(name), payload, attempt), cancel);
    }
}
