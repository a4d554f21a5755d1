using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Tests;

/// <summary>A worker with so many slots, in which nothing ends.</summary>
internal sealed class FakeTaker : IJobTaker
{
    private readonly Lock gate = new();
    private int reserved;

    public int Slots { get; set; }

    public IReadOnlyList<string> Queues { get; set; } = [QueueNames.Default];

    public List<TakenJob> Taken { get; } = [];

    /// <summary>How many reservations have not ended.</summary>
    public int Open { get; private set; }

    public TakeRequest? Reserve(int jobs, long nowMs)
    {
        lock (gate)
        {
            var free = Math.Min(jobs, Slots - Taken.Count - reserved);
            if (free <= 0)
                return null;
            Open++;
            reserved += free;
            return new TakeRequest(Samples.Worker, Queues, free, nowMs + 15_000);
        }
    }

    public void End(TakeRequest take, IReadOnlyList<TakenJob> taken, long nowMs)
    {
        lock (gate)
        {
            Open--;
            reserved -= take.Take;
            Taken.AddRange(taken);
        }
    }
}
