using RedisScheduler.Errors;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Tests.Processing;

/// <summary>A queue in memory that checks tokens as the seam says, and can be away, or lose an answer after it did its work.</summary>
internal sealed class FakeQueue : IJobQueue, ILeases
{
    private readonly Dictionary<string, long> leases = new(StringComparer.Ordinal);

    internal Queue<TakenJob> Waiting { get; } = new();

    internal List<Finish> Accepted { get; } = [];

    internal List<(int Take, int Finishes)> Calls { get; } = [];

    internal List<IReadOnlyList<HeldLease>> Extended { get; } = [];

    internal Dictionary<string, LeaseState> States { get; } = new(StringComparer.Ordinal);

    internal IJobTaker? Taker { get; private set; }

    internal bool Away { get; set; }

    internal bool LosesAnswer { get; set; }

    /// <summary>Awaited inside each exchange, so that things can happen while it is under way.</summary>
    internal Task Under { get; set; } = Task.CompletedTask;

    internal void Grant(TakenJob job) => leases[job.Id] = job.Token;

    internal void Forget(string id) => leases.Remove(id);

    public async Task<Exchange> ExchangeAsync(ExchangeRequest request, CancellationToken cancel)
    {
        Calls.Add((request.Take, request.Finishes.Count));
        if (Away)
        {
            throw new StoreUnavailableException("redis");
        }

        await Under;
        var results = request.Finishes.Select(Take).ToList();
        var jobs = new List<TakenJob>();
        while (jobs.Count < request.Take && Waiting.TryDequeue(out var job))
        {
            leases[job.Id] = job.Token;
            jobs.Add(job);
        }

        return LosesAnswer ? throw new StoreUnavailableException("redis") : new Exchange(results, jobs);
    }

    public Task<IReadOnlyList<LeaseState>> ExtendAsync(string worker, IReadOnlyList<HeldLease> leases, long nowMs, long leaseUntilMs, CancellationToken cancel)
    {
        if (Away)
        {
            throw new StoreUnavailableException("redis");
        }

        Extended.Add(leases);
        return Task.FromResult<IReadOnlyList<LeaseState>>([.. leases.Select(lease => States.GetValueOrDefault(lease.Id, LeaseState.Held))]);
    }

    public Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, long nowMs, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Recovery> RecoverAsync(long nowMs, int maxStalls, int limit, CancellationToken cancel) => throw new NotSupportedException();

    public void TakeWith(IJobTaker taker) => Taker = taker;

    private FinishResult Take(Finish finish)
    {
        if (!leases.TryGetValue(finish.Id, out var token) || token != finish.Token)
        {
            return FinishResult.Lost;
        }

        leases.Remove(finish.Id);
        Accepted.Add(finish);
        return FinishResult.Accepted;
    }
}
