using RedisScheduler.Executions;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.History;

public sealed class ApplyTests(string databaseName) : HistoryFixture(databaseName)
{
    private static readonly JobEvent[] Life = [Fired(), Started(), FailedAttempt(1), Started(2, worker: "w2"), Ended(attempt: 2)];

    [Test]
    public async Task A_run_that_is_fired_started_and_ended_in_one_batch_is_one_row()
    {
        await ApplyAsync(Fired(), Started(), Ended());

        var run = await RunAsync();
        Assert.That(run.Status, Is.EqualTo(ExecutionStatus.Succeeded));
        Assert.That(run.ScheduledAt.ToUnixTimeMilliseconds(), Is.EqualTo(Due));
        Assert.That(run.EnqueuedAt?.ToUnixTimeMilliseconds(), Is.EqualTo(Due + 5));
        Assert.That(run.StartedAt?.ToUnixTimeMilliseconds(), Is.EqualTo(Due + 1_000));
        Assert.That(run.FinishedAt?.ToUnixTimeMilliseconds(), Is.EqualTo(Due + 1_200));
        Assert.That((run.LatenessMs, run.DurationMs), Is.EqualTo((1_000L, 200L)));
        Assert.That((run.WorkflowId, run.Producer, run.Trigger), Is.EqualTo(("etl", "fetch", ExecutionTrigger.Schedule)));
        Assert.That((run.Attempts, run.Worker, run.Output), Is.EqualTo((1, "w1", "done")));
    }

    [Test]
    public async Task The_one_attempt_of_a_run_is_shown_with_its_error()
    {
        await ApplyAsync(Fired(), Ended(ExecutionStatus.Failed));

        var attempt = (await AttemptsAsync()).Single();
        Assert.That((attempt.Number, attempt.Status, attempt.DurationMs, attempt.Worker), Is.EqualTo((1, ExecutionStatus.Failed, 200L, "w1")));
        Assert.That(attempt.Error?.Message, Is.EqualTo("ended as Failed"));
    }

    [Test]
    public async Task A_running_attempt_is_shown()
    {
        await ApplyAsync(Fired(), Started());

        var attempt = (await AttemptsAsync()).Single();
        Assert.That((attempt.Status, attempt.FinishedAt, attempt.Worker), Is.EqualTo((ExecutionStatus.Running, (DateTimeOffset?)null, "w1")));
    }

    [Test]
    public async Task Each_attempt_of_a_retried_run_is_shown_as_it_ended()
    {
        await ApplyAsync(Life);

        var run = await RunAsync();
        Assert.That(run.Status, Is.EqualTo(ExecutionStatus.Succeeded));
        Assert.That(run.Error, Is.Null, "it succeeded in the end");
        Assert.That(run.StartedAt?.ToUnixTimeMilliseconds(), Is.EqualTo(StartOf(Due, 1)), "from the first attempt's start");
        Assert.That((run.DurationMs, run.LatenessMs), Is.EqualTo((1_200L, 1_000L)));
        var attempts = await AttemptsAsync();
        Assert.That(attempts.Select(attempt => attempt.Status), Is.EqualTo(new[] { ExecutionStatus.Failed, ExecutionStatus.Succeeded }));
        Assert.That(attempts[0].Error?.Message, Is.EqualTo("attempt 1 failed"));
    }

    [Test]
    public async Task A_run_that_waits_for_its_next_attempt_shows_the_last_error_and_no_end()
    {
        await ApplyAsync(Fired(), Started());
        await ApplyAsync(FailedAttempt(1));

        var run = await RunAsync();
        Assert.That((run.Status, run.FinishedAt, run.Error?.Message), Is.EqualTo((ExecutionStatus.Retrying, (DateTimeOffset?)null, "attempt 1 failed")));
        Assert.That((await AttemptsAsync()).Single().Status, Is.EqualTo(ExecutionStatus.Failed));

        await ApplyAsync(Started(2));
        Assert.That((await RunAsync()).Error?.Message, Is.EqualTo("attempt 1 failed"), "until the next attempt says otherwise");
    }

    [Test]
    public async Task A_replayed_batch_changes_nothing_and_counts_nothing_twice()
    {
        await ApplyAsync(Life);
        var (run, attempts, state) = (await RunAsync(), await AttemptsAsync(), await StateAsync());

        await ApplyAsync(Life);
        await ApplyAsync(Life[..3]);

        Assert.That(await RunAsync(), Is.EqualTo(run));
        Assert.That(await AttemptsAsync(), Is.EqualTo(attempts));
        Assert.That(await StateAsync(), Is.EqualTo(state));
        Assert.That(state.RunCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Skipped_and_missed_occurrences_say_why_and_have_no_attempts()
    {
        await ApplyAsync(
            NotRun(ExecutionStatus.Skipped, Due, "etl.fetch@1 was running"),
            NotRun(ExecutionStatus.Missed, Due + 1, "120 s late") with
            {
                Count = 7,
                ScheduledToMs = Due + 600,
            }
        );

        Assert.That((await RunAsync()).Reason, Is.EqualTo("etl.fetch@1 was running"));
        var missed = await RunAsync(Id(Due + 1));
        Assert.That((missed.Status, missed.Count, missed.ScheduledTo?.ToUnixTimeMilliseconds()), Is.EqualTo((ExecutionStatus.Missed, 7, Due + 600)));
        Assert.That(await AttemptsAsync(), Is.Empty);
        Assert.That((await StateAsync()).RunCount, Is.Zero);
    }

    [Test]
    public async Task An_event_that_knows_no_more_than_its_id_is_not_dropped()
    {
        await ApplyAsync(
            new JobEvent
            {
                Id = $"acme~nightly@{Due}",
                Status = ExecutionStatus.Lost,
                Attempt = 2,
                Token = 2,
                FinishedMs = Due + 9,
            }
        );

        var run = (await Reader.FindAsync("acme", $"acme~nightly@{Due}", None))!;
        Assert.That((run.ScheduleId, run.Status, run.ScheduledAt.ToUnixTimeMilliseconds()), Is.EqualTo(("nightly", ExecutionStatus.Lost, Due)));
        Assert.That(run.Trigger, Is.EqualTo(ExecutionTrigger.Schedule));
    }

    [Test]
    public async Task What_only_the_id_told_is_replaced_by_what_a_later_event_knows()
    {
        await ApplyAsync(new JobEvent { Id = Id(), Status = ExecutionStatus.Lost, Attempt = 1, Token = 1 });

        await ApplyAsync(Fired() with { Trigger = ExecutionTrigger.CatchUp, Payload = "{}" });

        var run = await RunAsync();
        Assert.That((run.Trigger, run.WorkflowId, run.Payload, run.Status), Is.EqualTo((ExecutionTrigger.CatchUp, "etl", "{}", ExecutionStatus.Lost)));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task A_run_whose_id_names_no_due_time_is_one_row_too(int split)
    {
        JobEvent[] life = [.. Life.Select(fact => fact with { Id = "0b1c9a4e-foreign", Scope = fact.Attempt == 0 ? "acme" : null, ScheduledMs = fact.Attempt == 0 ? Due : null })];

        await ApplyAsync(life[..split]);
        await ApplyAsync(life[split..]);
        await ApplyAsync(life);

        var run = (await Reader.FindAsync("acme", "0b1c9a4e-foreign", None))!;
        Assert.That((run.Status, run.Attempts, run.ScheduledAt.ToUnixTimeMilliseconds()), Is.EqualTo((ExecutionStatus.Succeeded, 2, Due)));
        Assert.That(await Reader.AttemptsAsync("acme", run.Id, None), Has.Count.EqualTo(2));
        Assert.That((await Reader.ListAsync(new ExecutionQuery("acme"), None)).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_run_of_another_scope_is_not_found()
    {
        await ApplyAsync(Fired(), Ended());

        Assert.That(await Reader.FindAsync("acme", Id(), None), Is.Null);
        Assert.That(await Reader.AttemptsAsync("acme", Id(), None), Is.Empty);
    }

    [Test]
    public async Task A_requeued_run_keeps_the_attempt_that_had_ended_it()
    {
        await ApplyAsync(Fired(), Ended(ExecutionStatus.Failed));

        await ApplyAsync(new JobEvent { Id = Id(), Status = ExecutionStatus.Queued, Attempt = 2, Token = 2 }, Started(2), Ended(attempt: 2));

        Assert.That((await AttemptsAsync()).Select(attempt => attempt.Status), Is.EqualTo(new[] { ExecutionStatus.Failed, ExecutionStatus.Succeeded }));
        var state = await StateAsync();
        Assert.That((state.RunCount, state.ErrorCount, state.FailuresInARow), Is.EqualTo((2, 1, 0)));
    }

    [Test]
    public async Task A_run_that_is_cancelled_between_attempts_keeps_its_failed_attempt()
    {
        await ApplyAsync(Fired(), FailedAttempt(1));

        await ApplyAsync(
            new JobEvent
            {
                Id = Id(),
                Status = ExecutionStatus.Cancelled,
                Attempt = 1,
                Token = 1,
                FinishedMs = Due + 5_000,
                Reason = "by ann",
            }
        );

        Assert.That((await RunAsync()).Status, Is.EqualTo(ExecutionStatus.Cancelled));
        Assert.That((await AttemptsAsync()).Single().Status, Is.EqualTo(ExecutionStatus.Failed));
    }

    [Test]
    public async Task A_run_that_was_handed_back_waits_again_and_its_attempt_did_not_happen()
    {
        await ApplyAsync(Fired(), Started(), Started() with { Status = ExecutionStatus.Queued, StartedMs = null });

        var run = await RunAsync();
        Assert.That((run.Status, run.Attempts, run.Worker), Is.EqualTo((ExecutionStatus.Queued, 0, (string?)null)));
        Assert.That(await AttemptsAsync(), Is.Empty);

        await ApplyAsync(Started(worker: "w2") with { Token = 2 });
        run = await RunAsync();
        Assert.That((run.Status, run.Attempts, run.Worker), Is.EqualTo((ExecutionStatus.Running, 1, "w2")));
        Assert.That((await AttemptsAsync()).Single().Worker, Is.EqualTo("w2"));
    }

    [Test]
    public async Task A_run_that_is_cancelled_after_its_worker_died_ends_the_attempt_that_ran()
    {
        await ApplyAsync(Fired(), Started());

        await ApplyAsync(Started() with { Status = ExecutionStatus.Cancelled, Token = 2, StartedMs = null, Worker = null, FinishedMs = Due + 9_000 });

        var attempt = (await AttemptsAsync()).Single();
        Assert.That((attempt.Status, attempt.DurationMs, attempt.Worker), Is.EqualTo((ExecutionStatus.Cancelled, 8_000L, "w1")));
    }
}
