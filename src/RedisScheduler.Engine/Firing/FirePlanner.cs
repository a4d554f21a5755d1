using System.Globalization;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Firing;

/// <summary>
/// Decides what becomes of a schedule that is due. Due times that passed within the misfire threshold are each run. Earlier ones are missed: the policy runs the newest one, none,
/// or each one inside its window, and the others become one row with a count and a range. The next due time is the first after now. Pure: the same input gives the same answer.
/// </summary>
internal sealed class FirePlanner(OccurrenceCache occurrences)
{
    /// <summary>At most so many due times within the threshold are fired at once; the others follow in the next round.</summary>
    internal const int MostOnTime = 1_000;

    /// <summary>What to do about a schedule that is due, or will be: it is planned as at its fire time then.</summary>
    /// <exception cref="TimingException">Its timing cannot be read.</exception>
    internal Fire Plan(DueSchedule schedule, long nowMs)
    {
        var misfire = schedule.Plan.Misfire;
        var dueUntilMs = Math.Max(nowMs, schedule.FireMs);
        var times = new DueTimes(schedule, occurrences.Of(schedule.Plan));
        var left = RunsLeft(schedule);
        var run = new List<(long DueMs, ExecutionTrigger Trigger)>();
        var missed = new List<JobEvent>();
        var last = times.First - 1;
        if (left > 0 && times.NewestBefore(nowMs - Ms(misfire.Threshold), Math.Max(1, Kept(misfire))) is [.., var lastMissed] newest)
        {
            MakeUp(schedule, times, newest, nowMs, run, missed);
            last = lastMissed;
        }

        var next = times.After(last);
        for (var onTime = 0; onTime < MostOnTime && run.Count < left && next is { } due && (due == times.First || times.FireAt(due) <= dueUntilMs); onTime++)
        {
            run.Add((due, ExecutionTrigger.Schedule));
            next = times.After(due);
        }

        if (run.Count >= left)
        {
            run.RemoveRange((int)left, run.Count - (int)left);
            next = null;
        }

        return Assemble(schedule, run, missed, next, next is { } ms ? times.FireAt(ms) : null, nowMs);
    }

    // What has ended may be due once more where a client of Hangfire, which knows no end, has worked out a next due time.
    private static long RunsLeft(DueSchedule schedule) => schedule.Plan.Timing switch
    {
        { EndAt: { } end } when schedule.DueMs > end.ToUnixTimeMilliseconds() => 0,
        { MaxRuns: { } max } => Math.Max(0, max - schedule.Runs),
        _ => long.MaxValue,
    };

    private static void MakeUp(
        DueSchedule schedule, DueTimes times, List<long> newest, long nowMs, List<(long DueMs, ExecutionTrigger Trigger)> run, List<JobEvent> missed)
    {
        var misfire = schedule.Plan.Misfire;
        var earliest = misfire.Action == MisfireAction.CatchUp ? nowMs - Ms(misfire.CatchUpWindow) : long.MinValue;
        var kept = Kept(misfire) == 0 ? [] : newest.FindAll(due => due >= earliest);
        foreach (var due in kept)
        {
            run.Add((due, ExecutionTrigger.CatchUp));
        }

        if (kept.Count > 0 && kept[0] == times.First)
        {
            return;
        }

        var to = kept.Count == 0 ? newest[^1] : LastBefore(times, newest, kept[0]);
        var (count, exact) = times.Count(times.First, to);
        missed.Add(JobEvents.Of(schedule, times.First) with
        {
            Status = ExecutionStatus.Missed,
            FinishedMs = nowMs,
            Count = count,
            ScheduledToMs = count > 1 ? to : null,
            Reason = Reason(misfire, nowMs - times.FireAt(times.First), count, exact),
        });
    }

    private static long LastBefore(DueTimes times, List<long> newest, long dueMs)
    {
        var at = newest.IndexOf(dueMs);
        return at > 0 ? newest[at - 1] : times.NewestBefore(dueMs, 1)[0];
    }

    private static Fire Assemble(
        DueSchedule schedule, List<(long DueMs, ExecutionTrigger Trigger)> run, List<JobEvent> missed, long? nextDueMs, long? nextFireMs, long nowMs)
    {
        var jobs = new NewJob[run.Count];
        for (var i = 0; i < jobs.Length; i++)
        {
            var (due, trigger) = run[i];
            var queued = JobEvents.Of(schedule, due) with { Trigger = trigger, EnqueuedMs = nowMs, RunNumber = schedule.Runs + i + 1 };
            if (i == jobs.Length - 1)
            {
                queued = queued with { SetsNextDue = true, NextDueMs = nextDueMs };
            }

            jobs[i] = new NewJob(queued.Id, schedule.Key, schedule.Spec, due, trigger, queued);
        }

        if (jobs.Length == 0 && missed.Count > 0)
        {
            missed[^1] = missed[^1] with { SetsNextDue = true, NextDueMs = nextDueMs };
        }

        return new Fire(schedule.Key, schedule.FireMs, schedule.Revision, nextDueMs, nextFireMs, schedule.Plan.Overlap, jobs, missed);
    }

    private static int Kept(MisfirePolicy misfire) => misfire.Action switch
    {
        MisfireAction.Skip => 0,
        MisfireAction.CatchUp => Math.Max(0, misfire.MaxCatchUp),
        _ => 1,
    };

    private static string Reason(MisfirePolicy misfire, long lateMs, int count, bool exact)
    {
        var policy = misfire.Action switch
        {
            MisfireAction.Skip => "the misfire policy is skip",
            MisfireAction.CatchUp => "outside the catch-up window, or more than maxCatchUp",
            _ => "the misfire policy runs only the newest one",
        };
        var many = count == 1 ? "" : exact ? $"{count} due times, " : $"at least {count} due times, ";
        return string.Create(CultureInfo.InvariantCulture, $"misfire: {many}late by {DurationText.Format(TimeSpan.FromSeconds(lateMs / 1_000))}; {policy}.");
    }

    private static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;
}
