using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;
using RedisScheduler.Worker.Hosting;
using RedisScheduler.Worker.Targets.Handlers;

namespace RedisScheduler.Worker.Tests.Targets.Handlers;

[TestFixture]
public sealed class HandlerRunnerTests
{
    [Test]
    public async Task What_a_handler_returns_becomes_JSON()
    {
        var result = await RunAsync((_, _) => Task.FromResult<object?>(new { RowsRead = 3 }));
        Assert.That(result, Is.EqualTo(new TargetResult { Outcome = TargetOutcome.Succeeded, Output = """{"rowsRead":3}""" }));
    }

    [Test]
    public async Task A_handler_learns_all_of_its_run()
    {
        JobContext? seen = null;
        await RunAsync(
            (context, _) =>
            {
                seen = context;
                return Task.FromResult<object?>(null);
            },
            """{"a": [1.50, "\u00e9"]}"""
        );
        Assert.That(seen!.ExecutionId, Is.EqualTo(Taken.Id));
        Assert.That((seen.ScheduleId, seen.WorkflowId, seen.Producer, seen.Attempt), Is.EqualTo(("nightly.fetch", "nightly", "fetch", 1)));
        Assert.That(seen.ScheduledAt, Is.EqualTo(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.That(seen.Payload.GetRawText(), Is.EqualTo("""{"a": [1.50, "\u00e9"]}"""));
    }

    [Test]
    public async Task An_exception_may_be_tried_again_and_keeps_its_stack()
    {
        var result = await RunAsync((_, _) => throw new TimeoutException("no rows today"));
        Assert.That(result.Outcome, Is.EqualTo(TargetOutcome.Retryable));
        Assert.That((result.Error!.Type, result.Error.Message), Is.EqualTo(("System.TimeoutException", "no rows today")));
        Assert.That(result.Error.Details, Does.Contain(nameof(HandlerRunnerTests)));
    }

    [Test]
    public async Task A_final_exception_is_final()
    {
        var result = await RunAsync((_, _) => throw new FinalJobException("the file is gone"));
        Assert.That((result.Outcome, result.Error!.Message), Is.EqualTo((TargetOutcome.Final, "the file is gone")));
    }

    [Test]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure()
    {
        var result = await RunAsync((_, _) => throw new OperationCanceledException("mine"));
        Assert.That(result.Outcome, Is.EqualTo(TargetOutcome.Retryable));
    }

    [Test]
    public void A_cancellation_that_was_asked_for_is_thrown()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(
            async (_, cancel) =>
            {
                await stop.CancelAsync();
                cancel.ThrowIfCancellationRequested();
                return null;
            },
            cancel: stop.Token
        );
        Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task An_unknown_handler_is_final_and_the_error_names_it_and_the_ones_there_are()
    {
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddDemoHandlers().BuildServiceProvider();
        var result = await Runner(services).RunAsync(Taken.Job(new HandlerTarget("report")), CancellationToken.None);
        Assert.That(result.Outcome, Is.EqualTo(TargetOutcome.Final));
        Assert.That(result.Error!.Type, Is.EqualTo("handler.unknown"));
        Assert.That(result.Error.Message, Is.EqualTo("This worker has no handler 'report'; it has demo.echo, demo.flaky, demo.sleep."));
    }

    [Test]
    public async Task What_cannot_be_written_as_JSON_is_a_final_error_that_says_so()
    {
        var result = await RunAsync((_, _) => Task.FromResult<object?>(typeof(string)));
        Assert.That((result.Outcome, result.Error!.Type), Is.EqualTo((TargetOutcome.Final, "handler.output")));
    }

    [Test]
    public async Task A_long_output_is_cut_at_64_KiB()
    {
        var result = await RunAsync((_, _) => Task.FromResult<object?>(new string('x', 70_000)));
        Assert.That(result.Output, Has.Length.EqualTo(64 * 1024));
    }

    [Test]
    public async Task Each_run_has_an_instance_of_its_own_which_is_disposed_after_it()
    {
        await using var services = new ServiceCollection().AddSingleton<List<string>>().AddHandler<Disposed>("x").BuildServiceProvider();
        var runner = Runner(services);
        await runner.RunAsync(Taken.Job(new HandlerTarget("x")), CancellationToken.None);
        await runner.RunAsync(Taken.Job(new HandlerTarget("x")), CancellationToken.None);
        Assert.That(services.GetRequiredService<List<string>>(), Is.EqualTo(new[] { "run", "disposed", "run", "disposed" }));
    }

    private static async Task<TargetResult> RunAsync(
        Func<JobContext, CancellationToken, Task<object?>> body,
        string? payload = null,
        CancellationToken cancel = default
    )
    {
        await using var services = new ServiceCollection().AddSingleton(body).AddHandler<Lambda>("x").BuildServiceProvider();
        return await Runner(services).RunAsync(Taken.Job(new HandlerTarget("x"), payload), cancel);
    }

    private static HandlerRunner Runner(ServiceProvider services) => ActivatorUtilities.CreateInstance<HandlerRunner>(services);

    public sealed class Lambda(Func<JobContext, CancellationToken, Task<object?>> body) : IJobHandler
    {
        public Task<object?> RunAsync(JobContext context, CancellationToken cancel) => body(context, cancel);
    }

    public sealed class Disposed(List<string> seen) : IJobHandler, IDisposable
    {
        public Task<object?> RunAsync(JobContext context, CancellationToken cancel)
        {
            seen.Add("run");
            return Task.FromResult<object?>(null);
        }

        public void Dispose() => seen.Add("disposed");
    }
}
