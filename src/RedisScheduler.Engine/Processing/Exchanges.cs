using RedisScheduler.Engine.Loops;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Who of the Processors of a shard calls Redis when. While no exchange is under way anything that ended, and any free slot, is worth one at once. While one is, a second goes along when
/// a quarter of its part of the slots would be in it: Redis and this process then work at the same time, and batches stay large. What is less goes with the exchange that comes back first.
/// </summary>
internal sealed class Exchanges
{
    private readonly List<WakeUp> wakes = [];
    private readonly Attempts attempts;
    private readonly RunningJobs running;
    private readonly Slots slots;
    private int underWay;
    private int asked;
    private bool taking = true;

    /// <summary>Makes one.</summary>
    public Exchanges(Attempts attempts, RunningJobs running, Slots slots)
    {
        (this.attempts, this.running, this.slots) = (attempts, running, slots);
        attempts.Ended = OnEnded;
        slots.Join(this);
    }

    /// <summary>Slots in use or reserved.</summary>
    internal int Used => running.Count + asked;

    /// <summary>Since which turn it has been without a slot that it could use; see <see cref="Slots.Note"/>.</summary>
    internal long? WaitsSince { get; set; }

    /// <summary>Whether a slot would be used at once.</summary>
    internal bool Waits => WaitsSince is not null && underWay == 0;

    /// <summary>Whether Redis did not answer the last call.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>Adds a Processor, by what wakes it; answers whether it is the first.</summary>
    internal bool Join(WakeUp wake)
    {
        wakes.Add(wake);
        return wakes.Count == 1;
    }

    /// <summary>Asks for no jobs any more.</summary>
    internal void StopTaking()
    {
        lock (slots.Gate)
        {
            taking = false;
            WaitsSince = null;
        }
    }

    /// <summary>
    /// Whether to call Redis now: with what is in <paramref name="finishes"/>, to which all other ends are added, and for <paramref name="free"/> jobs. What began has to end.
    /// </summary>
    internal bool TryBegin(List<Finish> finishes, out int free)
    {
        lock (slots.Gate)
        {
            free = taking ? slots.FreeFor(this) : 0;
            var size = free + finishes.Count + attempts.Uncollected;
            var begins = size > 0 && (underWay == 0 || size >= slots.Worth);
            slots.Note(this, served: !taking || (begins && free > 0));
            if (!begins)
            {
                return false;
            }

            attempts.CollectInto(finishes);
            underWay++;
            asked += free;
            slots.WakeNext();
            return true;
        }
    }

    /// <summary>The call has been answered, or failed; the jobs that it brought are running.</summary>
    internal void End(int free, bool answered)
    {
        lock (slots.Gate)
        {
            underWay--;
            asked -= free;
            HasFailed = !answered;
            WaitsSince = answered ? WaitsSince : null;
            slots.WakeNext();
        }
    }

    /// <summary>Wakes its Processors.</summary>
    internal void Wake()
    {
        foreach (var wake in wakes)
        {
            wake.Set();
        }
    }

    private void OnEnded(int waiting)
    {
        var calls = Volatile.Read(ref underWay);
        if (calls == 0 || waiting == slots.Worth)
        {
            Wake();
        }

        slots.Freed();
    }
}
