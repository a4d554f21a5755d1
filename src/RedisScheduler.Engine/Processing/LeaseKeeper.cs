using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Extends the leases of all that this process runs on one shard in one call, at a third of their duration and at least every second, and tells jobs to stop that were cancelled or that belong to somebody
/// else. While Redis is away a job whose lease has run out by our own clock is stopped too. That is a courtesy to what it works on; what keeps an end from counting twice is the token.
/// </summary>
internal sealed class LeaseKeeper(ILeases leases, RunningJobs running, EngineOptions options, TimeProvider time, ILogger<LeaseKeeper> log) : IService
{
    private readonly TimeSpan cadence = TimeSpan.FromTicks(Math.Min(options.LeaseDuration.Ticks / 3, TimeSpan.TicksPerSecond));
    private bool all;

    /// <inheritdoc/>
    public string Name => nameof(LeaseKeeper);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> WokenBy { get; } = [SignalKind.Cancel];

    /// <inheritdoc/>
    public void OnSignal()
    {
        // A job that is not due yet may be the one; else such jobs have nothing to extend.
        Volatile.Write(ref all, true);
        Wake.Set();
    }

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var jobs = Volatile.Read(ref all) ? running.All() : Array.FindAll(running.All(), job => job.HasStarted);
        Volatile.Write(ref all, false);
        if (jobs.Length == 0)
        {
            return new Round(0, cadence);
        }

        var held = Array.ConvertAll(jobs, Held);
        var nowMs = NowMs();
        var untilMs = nowMs + (long)options.LeaseDuration.TotalMilliseconds;
        IReadOnlyList<LeaseState> states;
        try
        {
            states = await leases.ExtendAsync(options.WorkerId, held, nowMs, untilMs, cancel);
        }
        catch
        {
            StopExpired(jobs);
            throw;
        }

        for (var i = 0; i < jobs.Length; i++)
        {
            Apply(jobs[i], held[i], states[i], untilMs);
        }

        return new Round(jobs.Length, cadence);
    }

    private HeldLease Held(RunningJob job) =>
        new(job.Job.Id, job.Job.Token, job.StartReported || !job.HasStarted ? null : JobEvents.Of(job.Job, job.Started.Ms, options.WorkerId));

    private void Apply(RunningJob job, HeldLease held, LeaseState state, long untilMs)
    {
        if (state == LeaseState.Lost)
        {
            StopLost(job);
            return;
        }

        job.StartReported |= held.Started is not null;
        job.LeaseUntilMs = untilMs;
        if (state == LeaseState.CancelRequested)
        {
            running.Stop(job, StopCause.Cancelled);
        }
    }

    private void StopExpired(RunningJob[] jobs)
    {
        var nowMs = NowMs();
        foreach (var job in jobs)
        {
            if (job.LeaseUntilMs <= nowMs)
            {
                StopLost(job);
            }
        }
    }

    private void StopLost(RunningJob job)
    {
        if (running.Stop(job, StopCause.LeaseLost))
        {
            log.LeaseLost(job.Job.Id);
        }
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
