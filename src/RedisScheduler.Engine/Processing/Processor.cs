using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Takes jobs, and reports the ends of those that it or another Processor of its shard took. A round is one exchange with Redis: it reports whatever has ended and takes as many
/// jobs as there are free slots. A shard has several Processors, so that Redis works on one exchange while the jobs of another run; see <see cref="Exchanges"/>. What ended is
/// kept until Redis answered, and sent again where it did not.
/// </summary>
internal sealed class Processor : IService
{
    private readonly IJobQueue queue;
    private readonly Attempts attempts;
    private readonly Exchanges exchanges;
    private readonly RunningJobs running;
    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<Processor> log;
    private readonly List<Finish> reporting = [];
    private readonly bool isFirst;
    private int sentBefore;

    /// <summary>Makes one; the first of a shard drains for all.</summary>
    public Processor(
        IJobQueue queue, Attempts attempts, Exchanges exchanges, RunningJobs running, EngineOptions options, TimeProvider time, ILogger<Processor> log)
    {
        (this.queue, this.attempts, this.exchanges, this.running, this.options, this.time, this.log) = (queue, attempts, exchanges, running, options, time, log);
        Wake = new WakeUp(time);
        isFirst = exchanges.Join(Wake);
        WokenBy = isFirst ? [SignalKind.Queued] : [];
    }

    /// <inheritdoc/>
    public string Name => nameof(Processor);

    /// <inheritdoc/>
    public WakeUp Wake { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> WokenBy { get; }

    /// <inheritdoc/>
    public void OnSignal()
    {
        exchanges.Signal();
        Wake.Set();
    }

    /// <summary>How many ends Redis has not answered yet.</summary>
    internal int Unreported => attempts.Uncollected + reporting.Count;

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        if (!exchanges.TryBegin(reporting, out var ask))
        {
            return new Round(0, Exchanges.Poll);
        }

        int? taken = null;
        try
        {
            taken = await ExchangeAsync(ask.Jobs);
        }
        finally
        {
            exchanges.End(ask, taken);
        }

        return new Round(taken.Value, (taken == ask.Jobs && ask.Jobs > 0) || Unreported > 0 ? TimeSpan.Zero : Exchanges.Poll);
    }

    /// <inheritdoc/>
    public Task DrainAsync(CancellationToken cancel)
    {
        if (isFirst)
        {
            exchanges.StopTaking();
            return new Drain(this, attempts, running, options, time, log).RunAsync(cancel);
        }

        attempts.PutBack(reporting);
        reporting.Clear();
        return Task.CompletedTask;
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

        reporting.Clear();
        sentBefore = 0;
        attempts.StartAll(answer.Jobs, leaseUntilMs);
        return answer.Jobs.Count;
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
