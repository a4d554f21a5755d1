using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Firing;

/// <summary>
/// Fires schedules that are due. Sleeps until the earliest fire time, or until an earlier one is registered. There is no leader: Redis refuses whoever comes second, and
/// whoever was refused stands back a few milliseconds from then on, so that a batch is not computed twice; it fires again where nobody else did in that time.
/// </summary>
internal sealed class Scheduler(
    IFiring firing, FirePlanner planner, EngineOptions options, TimeProvider time, Random random, ILogger<Scheduler> log) : IService
{
    /// <summary>How long it sleeps at most: signals may be lost.</summary>
    internal static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    /// <summary>How long a schedule that cannot be planned is left alone.</summary>
    internal static readonly TimeSpan FaultPause = TimeSpan.FromMinutes(1);

    private const int MostJobsACall = 1_000;
    private bool standsBack;

    /// <inheritdoc/>
    public string Name => nameof(Scheduler);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> WokenBy { get; } = [SignalKind.Due];

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var due = await firing.ReadDueAsync(NowMs(), options.FireBatch, cancel);
        if (due.Schedules.Count == 0)
        {
            return Sleep(0, due.NextFireMs);
        }

        var (fired, stale) = await FireAsync(due.Schedules, cancel);
        standsBack = stale > fired;
        return stale == 0 && due.NextFireMs > NowMs() ? Sleep(fired, due.NextFireMs) : new Round(fired, StandBack());
    }

    private async Task<(int Fired, int Stale)> FireAsync(IReadOnlyList<DueSchedule> schedules, CancellationToken cancel)
    {
        var (nowMs, fired, stale, jobs) = (NowMs(), 0, 0, 0);
        var batch = new List<Fire>(schedules.Count);
        for (var i = 0; i < schedules.Count; i++)
        {
            var fire = Plan(schedules[i], nowMs);
            batch.Add(fire);
            jobs += fire.Jobs.Count;
            if (jobs < MostJobsACall && i < schedules.Count - 1)
            {
                continue;
            }

            foreach (var result in await firing.FireAsync(batch, nowMs, cancel))
            {
                (fired, stale) = result == FireResult.Fired ? (fired + 1, stale) : (fired, stale + 1);
            }

            (batch, jobs) = ([], 0);
        }

        return (fired, stale);
    }

    private Fire Plan(DueSchedule schedule, long nowMs)
    {
        try
        {
            return planner.Plan(schedule, nowMs);
        }
        catch (Exception error)
        {
            // One schedule that cannot be read must not stop the others: it is recorded, and looked at again later.
            log.NotPlanned(error, schedule.Key);
            var missed = JobEvents.Of(schedule, schedule.DueMs) with
            {
                Status = ExecutionStatus.Missed,
                FinishedMs = nowMs,
                Reason = $"The schedule cannot be read: {error.Message}",
            };
            var againMs = nowMs + (long)FaultPause.TotalMilliseconds;
            return new Fire(schedule.Key, schedule.FireMs, schedule.Revision, schedule.DueMs, againMs, schedule.Plan.Overlap, [], [missed]);
        }
    }

    // The last one may have moved on meanwhile, so the wait is counted from now.
    private Round Sleep(int done, long? nextFireMs)
    {
        var round = Round.At(done, nextFireMs, NowMs(), LongestSleep);
        return round with { Wait = round.Wait + StandBack() };
    }

    private TimeSpan StandBack() => standsBack ? TimeSpan.FromMilliseconds(2 + random.Next(8)) : TimeSpan.Zero;

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
