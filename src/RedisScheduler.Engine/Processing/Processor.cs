using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Takes jobs, runs them, and reports their ends. A round is one exchange with Redis: it reports whatever ended while the last one was under way and takes as many jobs as
/// there are free slots. What ended is kept until Redis answered, and sent again where it did not.
/// </summary>
internal sealed class Processor : IService
{
    /// <summary>How long it waits at most while nothing ends and no signal comes: signals may be lost.</summary>
    internal static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly IJobQueue queue;
    private readonly TargetRunners targets;
    private readonly RunningJobs running;
    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly Random random;
    private readonly ILogger<Processor> log;
    private readonly Action<RunningJob> run;
    private readonly Lock gate = new();
    private readonly List<Finish> reporting = [];
    private List<Finish> ended = [];
    private List<Finish> spare = [];
    private int sentBefore;
    private bool draining;

    /// <summary>Makes one.</summary>
    public Processor(
        IJobQueue queue, TargetRunners targets, RunningJobs running, EngineOptions options, TimeProvider time, Random random, ILogger<Processor> log)
    {
        (this.queue, this.targets, this.running, this.options) = (queue, targets, running, options);
        (this.time, this.random, this.log) = (time, random, log);
        Wake = new WakeUp(time);
        run = job => _ = RunAsync(job);
        running.Overdue = Abandon;
    }

    /// <inheritdoc/>
    public string Name => nameof(Processor);

    /// <inheritdoc/>
    public WakeUp Wake { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> WokenBy { get; } = [SignalKind.Queued];

    /// <summary>How many ends Redis has not answered yet.</summary>
    internal int Unreported
    {
        get
        {
            lock (gate)
            {
                return ended.Count + reporting.Count;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var free = draining ? 0 : Math.Max(0, options.Concurrency - running.Count);
        Collect();
        if (free == 0 && reporting.Count == 0)
        {
            return new Round(0, Poll);
        }

        var taken = await ExchangeAsync(free);
        return taken == free || Unreported > 0 ? new Round(taken, free == 0 ? Poll : TimeSpan.Zero) : new Round(taken, Poll);
    }

    /// <inheritdoc/>
    public Task DrainAsync(CancellationToken cancel)
    {
        draining = true;
        return new Drain(this, running, options, time, log).RunAsync(cancel);
    }

    /// <summary>Ends a job whose target does not.</summary>
    internal void Abandon(RunningJob job)
    {
        if (job.TryEnd(out var cause))
        {
            log.Abandoned(job.Job.Id, options.StopGrace, cause);
            End(job, cause, null);
        }
    }

    private async Task<int> ExchangeAsync(int take)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var leaseUntilMs = nowMs + (long)options.LeaseDuration.TotalMilliseconds;
        var again = sentBefore;
        sentBefore = reporting.Count;
        // Never cancelled: jobs in an answer that nobody waits for would be stuck until their leases run out.
        var answer = await queue.ExchangeAsync(new(options.WorkerId, options.Queues, take, nowMs, leaseUntilMs, reporting), CancellationToken.None);
        for (var i = 0; i < answer.Results.Count; i++)
        {
            if (answer.Results[i] == FinishResult.Lost)
            {
                LogLost(reporting[i].Id, i < again);
            }
        }

        lock (gate)
        {
            reporting.Clear();
        }

        sentBefore = 0;
        for (var i = 0; i < answer.Jobs.Count; i++)
        {
            var job = new RunningJob(answer.Jobs[i], time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp(), leaseUntilMs, run);
            running.Add(job);
            job.Start();
        }

        return answer.Jobs.Count;
    }

    private void Collect()
    {
        lock (gate)
        {
            (ended, spare) = (spare, ended);
            reporting.AddRange(spare);
            spare.Clear();
        }
    }

    private async Task RunAsync(RunningJob job)
    {
        var result = await targets.RunAsync(job.Job, job.Token);
        if (job.TryEnd(out var cause))
        {
            End(job, cause, result);
        }

        try
        {
            await job.StoppedAsync();
        }
        catch (Exception error)
        {
            log.CancellationFailed(error, job.Job.Id);
        }

        job.Dispose();
    }

    private void End(RunningJob job, StopCause cause, TargetResult? result)
    {
        var (startedMs, stamp) = job.Started;
        var finishedMs = startedMs + (long)time.GetElapsedTime(stamp).TotalMilliseconds;
        var finish = AttemptOutcome.Of(job.Job, JobEvents.Of(job.Job, startedMs, options.WorkerId), finishedMs, cause, result, random.NextDouble());
        lock (gate)
        {
            if (finish is not null)
            {
                ended.Add(finish);
            }

            // In one step, so that no one sees a job neither running nor ended.
            running.Remove(job);
        }

        Wake.Set();
    }

    private void LogLost(string id, bool sentBefore)
    {
        if (sentBefore)
        {
            log.LostAgain(id);
        }
        else
        {
            log.Lost(id);
        }
    }
}
