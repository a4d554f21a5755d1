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
        var before = Jobs.Count;
        List<FireResult> results = [.. fires.Select(One)];
        return new Fired(results, [.. Jobs.Skip(before).Take(take?.Take ?? 0).Select(id => Samples.Job(id))]);
    }

    private FireResult One(Fire fire)
    {
        if (Refuse || schedules[fire.Key].FireMs != fire.ExpectedFireMs)
        {
            return FireResult.Stale;
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
