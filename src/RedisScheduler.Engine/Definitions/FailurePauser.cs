using Microsoft.Extensions.Logging;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>
/// Pauses schedules whose runs failed as often in a row as <see cref="ScheduleSpec.PauseOnFailure"/> allows, from the counts that the Recorder writes. It acts after the fact: an
/// occurrence that comes due before the failures are recorded is still run. Any number of processes may do it at once, because each pause is decided on what is there.
/// </summary>
internal sealed class FailurePauser(IDefinitionStore definitions, ScheduleSync sync, TimeProvider time, ILogger<FailurePauser> log) : IService
{
    /// <summary>Who such a pause is by.</summary>
    internal const string By = "pauseOnFailure";

    /// <summary>The wait between two looks.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const int Batch = 100;

    /// <inheritdoc/>
    public string Name => nameof(FailurePauser);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var now = Revisions.Milliseconds(time.GetUtcNow());
        var failing = await definitions.ListFailingAsync(now, Batch, cancel);
        foreach (var view in failing)
        {
            var (scope, id) = (view.Schedule.Scope, view.Schedule.Id);
            var audit = new Audits(new Actor(null, By), now, AuditAction.Pause).Schedule(scope, id);
            var done = await definitions.ChangeScheduleAsync(scope, id, there => Decide(there, now), audit, cancel);
            if (done is { Before: { } before, After: { } after } && before.Schedule.Revision != after.Schedule.Revision)
            {
                log.PausedOnFailure(after.Schedule.Key, after.State.FailuresInARow);
                await sync.ApplyAsync([before], [after], done.Revision);
            }
        }

        return failing.Count == Batch ? Round.More(failing.Count) : new Round(failing.Count, Interval);
    }

    /// <summary>The schedule with its pause; the one that is there where it is no longer failing, or not active.</summary>
    internal static ScheduleView? Decide(ScheduleView? there, DateTimeOffset now)
    {
        if (there?.Schedule.Spec.PauseOnFailure is not { } most || there.State.FailuresInARow < most || there.StatusAt(now) != ScheduleStatus.Active)
        {
            return there;
        }

        var (failures, error) = (there.State.FailuresInARow, there.State.LastError);
        var reason = $"{(failures == 1 ? "A run failed" : $"{failures} runs failed in a row")}{(error is null ? "." : $"; the last error: {error}")}";
        return new ScheduleChange(there.Schedule.Scope, now, new FieldErrors()).Pause(there, new Pause(reason, null, now, By));
    }
}
