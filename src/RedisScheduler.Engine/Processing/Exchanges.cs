using RedisScheduler.Engine.Loops;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Who of a process' Processors calls Redis when. While no exchange is under way anything that ended, and any free slot, is worth one at once. While one is, a second goes along when
/// a quarter of all slots would be in it: Redis and this process then work at the same time, and batches stay large. What is less goes with the exchange that comes back first.
/// </summary>
internal sealed class Exchanges
{
    private readonly Lock gate = new();
    private readonly List<WakeUp> wakes = [];
    private readonly Attempts attempts;
    private readonly RunningJobs running;
    private readonly int slots;
    private readonly int worth;
    private int underWay;
    private int asked;
    private bool taking = true;

    /// <summary>Makes one.</summary>
    public Exchanges(Attempts attempts, RunningJobs running, EngineOptions options)
    {
        (this.attempts, this.running, slots) = (attempts, running, options.Concurrency);
        worth = Math.Max(2, slots / 4);
        attempts.Ended = OnEnded;
    }

    /// <summary>Adds a Processor, by what wakes it; answers whether it is the first.</summary>
    internal bool Join(WakeUp wake)
    {
        wakes.Add(wake);
        return wakes.Count == 1;
    }

    /// <summary>Asks for no jobs any more.</summary>
    internal void StopTaking()
    {
        lock (gate)
        {
            taking = false;
        }
    }

    /// <summary>
    /// Whether to call Redis now: with what is in <paramref name="finishes"/>, to which all other ends are added, and for <paramref name="free"/> jobs. What began has to end.
    /// </summary>
    internal bool TryBegin(List<Finish> finishes, out int free)
    {
        lock (gate)
        {
            free = taking ? Math.Max(0, slots - running.Count - asked) : 0;
            var size = free + finishes.Count + attempts.Uncollected;
            if (size == 0 || (underWay > 0 && size < worth))
            {
                return false;
            }

            attempts.CollectInto(finishes);
            underWay++;
            asked += free;
            return true;
        }
    }

    /// <summary>The call has been answered, or failed; the jobs that it brought are running.</summary>
    internal void End(int free)
    {
        lock (gate)
        {
            underWay--;
            asked -= free;
        }
    }

    private void OnEnded(int waiting)
    {
        var calls = Volatile.Read(ref underWay);
        if (calls == 0 || waiting == worth)
        {
            foreach (var wake in wakes)
            {
                wake.Set();
            }
        }
    }
}
