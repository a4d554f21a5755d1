using RedisScheduler.Engine.Processing;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Processing;

public sealed class AttemptOutcomeTests
{
    private const long Finished = 1_767_225_700_000;
    private static readonly TargetResult Good = new() { Outcome = TargetOutcome.Succeeded, Output = "ok", HttpStatus = 200 };
    private static readonly TargetResult Bad = new() { Outcome = TargetOutcome.Retryable, Error = new("http.status", "503"), HttpStatus = 503 };
    private static readonly TargetResult Hopeless = Bad with { Outcome = TargetOutcome.Final, HttpStatus = 404 };

    private static readonly object?[][] Table =
    [
        ["succeeded", StopCause.None, Good, 0, FinishKind.Succeeded, ExecutionStatus.Succeeded, null],
        ["failed, attempts left", StopCause.None, Bad, 0, FinishKind.Retry, ExecutionStatus.Retrying, ExecutionStatus.Failed],
        ["failed, last attempt", StopCause.None, Bad, 2, FinishKind.Failed, ExecutionStatus.Failed, null],
        ["final", StopCause.None, Hopeless, 0, FinishKind.Failed, ExecutionStatus.Failed, null],
        ["gave up unasked", StopCause.None, null, 0, FinishKind.Retry, ExecutionStatus.Retrying, ExecutionStatus.Failed],
        ["timed out, attempts left", StopCause.TimedOut, null, 0, FinishKind.Retry, ExecutionStatus.Retrying, ExecutionStatus.TimedOut],
        ["timed out, last attempt", StopCause.TimedOut, null, 2, FinishKind.Failed, ExecutionStatus.TimedOut, null],
        ["timed out, and failed by it", StopCause.TimedOut, Hopeless, 2, FinishKind.Failed, ExecutionStatus.TimedOut, null],
        ["cancelled", StopCause.Cancelled, null, 0, FinishKind.Cancelled, ExecutionStatus.Cancelled, null],
        ["cancelled, and failed by it", StopCause.Cancelled, Bad, 0, FinishKind.Cancelled, ExecutionStatus.Cancelled, null],
        ["cancelled too late", StopCause.Cancelled, Good, 0, FinishKind.Succeeded, ExecutionStatus.Succeeded, null],
        ["succeeded at the time-out", StopCause.TimedOut, Good, 0, FinishKind.Succeeded, ExecutionStatus.Succeeded, null],
        ["shutdown", StopCause.Shutdown, null, 0, FinishKind.HandBack, ExecutionStatus.Queued, null],
        ["succeeded during shutdown", StopCause.Shutdown, Good, 0, FinishKind.Succeeded, ExecutionStatus.Succeeded, null],
        ["failed during shutdown", StopCause.Shutdown, Bad, 0, FinishKind.Retry, ExecutionStatus.Retrying, ExecutionStatus.Failed],
    ];

    [TestCaseSource(nameof(Table))]
    public void The_outcome_follows_from_cause_and_result(
        string name, object cause, TargetResult? result, int failures, FinishKind kind, ExecutionStatus status, ExecutionStatus? attempt)
    {
        var finish = Of(Job(failures: failures), (StopCause)cause, result)!;
        Assert.That((finish.Kind, finish.Event.Status, finish.Event.AttemptStatus), Is.EqualTo((kind, status, attempt)), name);
        Assert.That(finish.RetryAtMs is not null, Is.EqualTo(kind == FinishKind.Retry));
    }

    [Test]
    public void A_lost_lease_leaves_nothing_to_report([Values] bool answered) =>
        Assert.That(Of(Job(), StopCause.LeaseLost, answered ? Good : null), Is.Null);

    [Test]
    public void The_event_has_the_full_identity_of_the_run()
    {
        var finish = Of(Job("s@1", token: 7), StopCause.None, Good)!;

        Assert.That((finish.Id, finish.Token), Is.EqualTo(("s@1", 7)));
        Assert.That(finish.Event, Is.EqualTo(new JobEvent
        {
            Id = "s@1",
            Status = ExecutionStatus.Succeeded,
            Attempt = 1,
            Token = 7,
            Scope = "default",
            ScheduleId = "s",
            Trigger = ExecutionTrigger.Schedule,
            ScheduledMs = Start.Ms(),
            EnqueuedMs = Start.Ms() + 5,
            StartedMs = Finished - 40,
            FinishedMs = Finished,
            Worker = "w",
            Output = "ok",
            HttpStatus = 200,
        }));
    }

    [Test]
    public void A_retry_is_due_after_the_backoff_or_what_the_target_asked_for()
    {
        Assert.That(Of(Job(failures: 1), StopCause.None, Bad)!.RetryAtMs, Is.EqualTo(Finished + 2_000));
        Assert.That(Of(Job(failures: 1), StopCause.None, Bad with { RetryAfter = TimeSpan.FromSeconds(90) })!.RetryAtMs, Is.EqualTo(Finished + 90_000));
    }

    [Test]
    public void A_time_out_says_how_long_was_allowed()
    {
        var error = Of(Job(timeout: TimeSpan.FromSeconds(90)), StopCause.TimedOut, null)!.Event.Error!;
        Assert.That((error.Type, error.Message), Is.EqualTo(("timeout", "The attempt ran longer than its time-out of 1m30s.")));
    }

    [Test]
    public void Output_and_details_are_cut_to_size_between_characters()
    {
        var result = Bad with { Output = new string('a', 65_535) + "🙂", Error = new("x", "y", string.Concat(Enumerable.Repeat("é", 20_000))) };
        var told = Of(Job(), StopCause.None, result)!.Event;
        Assert.That(told.Output, Is.EqualTo(new string('a', 65_535)));
        Assert.That(System.Text.Encoding.UTF8.GetByteCount(told.Error!.Details!), Is.EqualTo(AttemptOutcome.MostDetails));
    }

    private static Finish? Of(TakenJob job, StopCause cause, TargetResult? result) =>
        AttemptOutcome.Of(job, JobEvents.Of(job, Finished - 40, "w"), Finished, cause, result, random: 0.5);
}
