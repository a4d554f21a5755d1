using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Tests.Firing;

/// <summary>Schedules in memory, fired by the rules of the seam.</summary>
internal sealed class FakeFiring : IFiring
{
    private readonly Dictionary<string, DueSchedule> schedules = new(StringComparer.Ordinal);

    internal List<string> Jobs { get; } = [];

    internal List<JobEvent> Missed { get; } = [];

    internal List<int> Calls { get; } = [];

    internal bool Refuse { get; set; }

    /// <summary>Whether nothing is fired before it is due.</summary>
    internal bool HoldsBack { get; set; }

    internal int Reads { get; private set; }

    internal bool Fails { get; set; }

    internal void Add(DueSchedule schedule) => schedules[schedule.Key] = schedule;

    internal void Delay(string key, long dueMs) => schedules[key] = schedules[key] with { DueMs = dueMs, FireMs = dueMs };

    internal (long DueMs, long FireMs) Find(string key) => (schedules[key].DueMs, schedules[key].FireMs);

    public Task<DueBatch> ReadDueAsync(long untilMs, int skip, int limit, CancellationToken cancel)
    {
        var ordered = schedules.Values.OrderBy(schedule => schedule.FireMs).ToList();
        var due = ordered.Where(schedule => schedule.FireMs <= untilMs).Skip(skip).Take(limit).ToList();
        Reads++;
        return Task.FromResult(new DueBatch(due, skip + due.Count < ordered.Count ? ordered[skip + due.Count].FireMs : null));
    }

    /// <summary>How many each call was to take.</summary>
    internal List<int> Takes { get; } = [];

    /// <summary>Awaited inside each call, so that things can happen while it is under way.</summary>
    internal Task Under { get; set; } = Task.CompletedTask;

    public async Task<Fired> FireAsync(IReadOnlyList<Fire> fires, long nowMs, TakeRequest? take, CancellationToken cancel)
    {
        Calls.Add(fires.Count);
        Takes.Add(take?.Take ?? 0);
        if (Fails)
        {
            throw new Errors.StoreUnavailableException("redis");
        }

        await Under;
        List<TakenJob> taken = [];
        List<FireResult> results = [];
        foreach (var fire in fires)
        {
            var result = One(fire, fire.ExpectedFireMs > nowMs && (HoldsBack || taken.Count == (take?.Take ?? 0)));
            results.Add(result);
            if (result == FireResult.Fired)
            {
                taken.AddRange(fire.Jobs.Take((take?.Take ?? 0) - taken.Count).Select(job => Samples.Job(job.Id) with { DueMs = job.DueMs, EnqueuedMs = nowMs }));
            }
        }

        return new Fired(results, taken);
    }

    private FireResult One(Fire fire, bool early)
    {
        if (Refuse || schedules[fire.Key].FireMs != fire.ExpectedFireMs)
        {
            return FireResult.Stale;
        }

        if (early)
        {
            return FireResult.Early;
        }

        Jobs.AddRange(fire.Jobs.Select(job => job.Id));
        Missed.AddRange(fire.Missed);
        if (fire.NextDueMs is { } due)
        {
            schedules[fire.Key] = schedules[fire.Key] with { DueMs = due, FireMs = fire.NextFireMs!.Value };
        }
        else
        {
            schedules.Remove(fire.Key);
        }

        return FireResult.Fired;
    }
}
