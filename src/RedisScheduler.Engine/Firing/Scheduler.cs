using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Firing;

/// <summary>
/// Fires schedules that are due. Reads them up to a second and a half before, and sleeps until the earliest fire time, or until an earlier one is registered. Where the process is a worker, with slots that are
/// free, it fires by so much earlier as that takes (<see cref="DueGroup"/>), and the runs start when they are due, as Quartz acquires triggers before their time. There is no leader: Redis
/// refuses whoever comes second, and whoever was refused reads nothing ahead and stands back a few milliseconds from then on, so that a batch is not computed twice; it fires again where
/// nobody else did in that time.
/// </summary>
internal sealed class Scheduler : IService
{
    /// <summary>How long it sleeps at most: signals may be lost.</summary>
    internal static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    /// <summary>How long a schedule that cannot be planned is left alone.</summary>
    internal static readonly TimeSpan FaultPause = TimeSpan.FromMinutes(1);

    // One call of the script: what it takes starts while the next one is fired.
    private const int MostJobsACall = 90;
    private readonly IFiring firing;
    private readonly FirePlanner planner;
    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly Random random;
    private readonly ILogger<Scheduler> log;
    private readonly Rush rush;
    private readonly IJobTaker? taker;
    private readonly Lookahead ahead;
    private bool standsBack;

    /// <summary>Makes one. Where the process is a worker too, it takes jobs with <paramref name="taker"/>.</summary>
    public Scheduler(
        IFiring firing, FirePlanner planner, Rush rush, EngineOptions options, TimeProvider time, Random random, ILogger<Scheduler> log, IJobTaker? taker = null)
    {
        (this.firing, this.planner, this.rush, this.options, this.time, this.random, this.log, this.taker) = (firing, planner, rush, options, time, random, log, taker);
        ahead = new Lookahead(firing, options.FireBatch, leads: taker is not null);
        Wake = new WakeUp(time);
    }

    /// <inheritdoc/>
    public string Name => nameof(Scheduler);

    /// <inheritdoc/>
    public WakeUp Wake { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> WokenBy { get; } = [SignalKind.Due];

    /// <inheritdoc/>
    public void OnSignal()
    {
        ahead.Invalidate();
        Wake.Set();
    }

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var nowMs = NowMs();
        if (ahead.IsOld(nowMs))
        {
            await ahead.ReadAsync(standsBack ? nowMs : nowMs + (long)Lookahead.Span.TotalMilliseconds, cancel);
            nowMs = NowMs();
        }

        var (fired, stale) = await FireInRushAsync(ahead.TakeDue(nowMs), cancel);
        if (fired + stale > 0)
        {
            standsBack = stale > fired;
        }

        return stale > 0 ? new Round(fired, StandBack()) : Sleep(fired);
    }

    private async Task<(int Fired, int Stale)> FireInRushAsync(List<DueSchedule> due, CancellationToken cancel)
    {
        if (due.Count <= MostJobsACall)
        {
            return await FireAsync(due, cancel);
        }

        rush.Begin();
        try
        {
            return await FireAsync(due, cancel);
        }
        finally
        {
            rush.End();
        }
    }

    // While Redis fires a batch the next one is planned and sent. Results are noted here, one batch after the other: what was read ahead is no place for two threads.
    private async Task<(int Fired, int Stale)> FireAsync(List<DueSchedule> due, CancellationToken cancel)
    {
        var (fired, stale, at) = (0, 0, 0);
        (int First, List<Fire> Fires, Task<IReadOnlyList<FireResult>?> Results)? under = null;
        try
        {
            while (at < due.Count || under is not null)
            {
                var before = under;
                under = null;
                if (at < due.Count)
                {
                    var count = 0;
                    var fires = PlanBatch(due, at, NowMs(), ref count);
                    under = (at, fires, FireAndTakeAsync(fires, cancel));
                    at += count;
                }

                if (before is { } sent)
                {
                    if (await sent.Results is not { } results)
                    {
                        due.GetRange(sent.First, sent.Fires.Count).ForEach(ahead.TakeBack);
                        due = WithoutEarly(due, at);
                        continue;
                    }

                    Note(due, sent.First, sent.Fires, results);
                    fired += results.Count(result => result == FireResult.Fired);
                    stale += results.Count(result => result == FireResult.Stale);
                }
            }
        }
        catch
        {
            ahead.Invalidate();
            throw;
        }

        return (fired, stale);
    }

    // What is not due yet waits until it is; all that is sent comes before it.
    private List<DueSchedule> WithoutEarly(List<DueSchedule> due, int sent)
    {
        var nowMs = NowMs();
        List<DueSchedule> left = [.. due.Take(sent)];
        foreach (var schedule in due.Skip(sent))
        {
            if (schedule.FireMs > nowMs)
            {
                ahead.TakeBack(schedule);
            }
            else
            {
                left.Add(schedule);
            }
        }

        return left;
    }

    // Null where nothing was asked: none is due yet, and no slot is free.
    private async Task<IReadOnlyList<FireResult>?> FireAndTakeAsync(List<Fire> fires, CancellationToken cancel)
    {
        var nowMs = NowMs();
        if (taker?.Reserve(fires.Sum(fire => fire.Jobs.Count), nowMs) is not { } take)
        {
            return fires.TrueForAll(fire => fire.ExpectedFireMs > nowMs)
                ? null
                : (await firing.FireAsync(fires, nowMs, null, cancel)).Results;
        }

        IReadOnlyList<TakenJob> taken = [];
        try
        {
            // Never cancelled: jobs in an answer that nobody waits for would be stuck until their leases run out.
            var answer = await firing.FireAsync(fires, nowMs, take, CancellationToken.None);
            taken = answer.Jobs;
            return answer.Results;
        }
        finally
        {
            taker.End(take, taken, nowMs);
        }
    }

    private List<Fire> PlanBatch(List<DueSchedule> due, int first, long nowMs, ref int count)
    {
        var (fires, planned) = (new List<Fire>(Math.Min(options.FireBatch, due.Count - first)), 0);
        for (; first + count < due.Count && count < options.FireBatch && planned < MostJobsACall; count++)
        {
            var fire = Plan(due[first + count], nowMs);
            fires.Add(fire);
            planned += fire.Jobs.Count;
        }

        return fires;
    }

    private void Note(List<DueSchedule> due, int first, List<Fire> fires, IReadOnlyList<FireResult> results)
    {
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i] == FireResult.Fired)
            {
                ahead.Fired(due[first + i], fires[i]);
            }
            else if (results[i] == FireResult.Early)
            {
                ahead.TakeBack(due[first + i]);
            }
            else
            {
                ahead.Invalidate();
            }
        }
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

    // Who stands back wakes when something is due, not before; the last one may have moved on meanwhile, so the wait is counted from now.
    private Round Sleep(int done)
    {
        var round = Round.At(done, standsBack ? ahead.NextFireMs : ahead.NextMs, NowMs(), LongestSleep);
        return round with { Wait = round.Wait + StandBack() };
    }

    private TimeSpan StandBack() => standsBack ? TimeSpan.FromMilliseconds(2 + random.Next(8)) : TimeSpan.Zero;

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
