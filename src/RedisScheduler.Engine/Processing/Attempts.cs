using Microsoft.Extensions.Logging;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;

namespace RedisScheduler.Engine.Processing;

/// <summary>Starts the jobs that the Processors of a shard take, and keeps how they ended until a Processor reports it.</summary>
internal sealed class Attempts
{
    private readonly TargetRunners targets;
    private readonly RunningJobs running;
    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly Random random;
    private readonly ILogger<Attempts> log;
    private readonly Action<RunningJob> run;
    private readonly Lock gate = new();
    private List<Finish> ended = [];
    private List<Finish> spare = [];

    /// <summary>Makes one.</summary>
    public Attempts(TargetRunners targets, RunningJobs running, EngineOptions options, TimeProvider time, Random random, ILogger<Attempts> log)
    {
        (this.targets, this.running, this.options, this.time, this.random, this.log) = (targets, running, options, time, random, log);
        run = job => _ = RunAsync(job);
        running.Overdue = Abandon;
    }

    /// <summary>Told after each end of how many wait to be reported.</summary>
    internal Action<int>? Ended { get; set; }

    /// <summary>How many ends no Processor has collected yet.</summary>
    internal int Uncollected
    {
        get
        {
            lock (gate)
            {
                return ended.Count;
            }
        }
    }

    /// <summary>Starts jobs, the first one first.</summary>
    internal void StartAll(IReadOnlyList<TakenJob> taken, long leaseUntilMs)
    {
        // This thread goes on with what it was handed last, so the first one comes last.
        for (var i = taken.Count - 1; i >= 0; i--)
        {
            var (nowMs, stamp) = (time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
            Add(taken[i], nowMs, stamp, leaseUntilMs).Start(nowMs, stamp);
        }
    }

    /// <summary>Makes attempts that somebody else starts, when their jobs are due.</summary>
    internal RunningJob[] HoldAll(List<TakenJob> taken, long leaseUntilMs)
    {
        var (now, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        return [.. taken.Select(job => Add(job, job.DueMs, stamp + StampsUntil(job.DueMs), leaseUntilMs))];

        long StampsUntil(long ms) => (long)((DateTimeOffset.FromUnixTimeMilliseconds(ms) - now).TotalSeconds * time.TimestampFrequency);
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

    /// <summary>Hands the ends over that wait to be reported. One collector at a time.</summary>
    internal void CollectInto(List<Finish> finishes)
    {
        lock (gate)
        {
            (ended, spare) = (spare, ended);
            finishes.AddRange(spare);
            spare.Clear();
        }
    }

    /// <summary>Takes ends back that could not be reported.</summary>
    internal void PutBack(List<Finish> finishes)
    {
        lock (gate)
        {
            ended.AddRange(finishes);
        }
    }

    private RunningJob Add(TakenJob taken, long startsMs, long stamp, long leaseUntilMs)
    {
        var job = new RunningJob(taken, startsMs, stamp, leaseUntilMs, run);
        running.Add(job);
        return job;
    }

    private async Task RunAsync(RunningJob job)
    {
        var result = job.Token.IsCancellationRequested ? null : await targets.RunAsync(job.Job, job.Token);
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
        int waiting;
        lock (gate)
        {
            if (finish is not null)
            {
                ended.Add(finish);
            }

            // In one step, so that no one sees a job neither running nor ended.
            running.Remove(job);
            waiting = ended.Count;
        }

        Ended?.Invoke(waiting);
    }
}
