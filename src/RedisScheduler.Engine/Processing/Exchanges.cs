using System.Runtime.InteropServices;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Who of the Processors of a shard calls Redis when. While no call is under way anything that ended, and any free slot that may be used, is worth one at once. While one is, a second goes
/// along when a quarter of its part of the slots would be in it: Redis and this process then work at the same time, and batches stay large. What is less goes when that one comes back.
/// Jobs are asked for while there may be some: after a signal, after an answer that was full, and at the latest a second after it was asked before, since signals may be lost.
/// </summary>
internal sealed class Exchanges
{
    /// <summary>How long it does not ask at most.</summary>
    internal static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>How many jobs are asked for at most: a script that takes more keeps Redis busy for too long.</summary>
    internal const int MostAsked = 1_000;

    private readonly List<WakeUp> wakes = [];
    private readonly Attempts attempts;
    private readonly RunningJobs running;
    private readonly Slots slots;
    private readonly Rush rush;
    private readonly TimeProvider time;
    private bool rushes;
    private int underWay;
    private int asked;
    private bool taking = true;
    private bool someWait = true;
    private long askedStamp;
    private long signals;

    /// <summary>Makes one.</summary>
    public Exchanges(Attempts attempts, RunningJobs running, Slots slots, Rush rush, TimeProvider time)
    {
        (this.attempts, this.running, this.slots, this.rush, this.time) = (attempts, running, slots, rush, time);
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
            NoteRush(false);
        }
    }

    /// <summary>
    /// Whether to call Redis now: with what is in <paramref name="finishes"/>, to which all other ends are added, and for what <paramref name="ask"/> says. What began has to end.
    /// </summary>
    internal bool TryBegin(List<Finish> finishes, out Ask ask)
    {
        lock (slots.Gate)
        {
            ask = default;
            var asks = taking && (someWait || time.GetElapsedTime(askedStamp) >= Poll);
            var free = asks ? Math.Min(slots.FreeFor(this), MostAsked) : 0;
            var size = free + finishes.Count + attempts.Uncollected;
            var begins = size > 0 && (underWay == 0 || size >= slots.Worth);
            slots.Note(this, served: !asks || (begins && free > 0));
            if (!begins)
            {
                return false;
            }

            if (free > 0)
            {
                askedStamp = time.GetTimestamp();
            }

            ask = new Ask(free, signals);
            attempts.CollectInto(finishes);
            Begin(free);
            slots.WakeNext();
            return true;
        }
    }

    /// <summary>The call has been answered, and the jobs that it brought are running; or it failed.</summary>
    /// <param name="ask">What it asked for.</param>
    /// <param name="taken">How many jobs it brought; <c>null</c> where it failed.</param>
    internal void End(Ask ask, int? taken)
    {
        lock (slots.Gate)
        {
            if (ask.Jobs > 0)
            {
                someWait = (taken ?? ask.Jobs) >= ask.Jobs || ask.Signals != signals;
                // Until a call gets less: of calls that get all there are some that ask for few, and in between the recorder would begin.
                NoteRush(taking && taken >= ask.Jobs && (rushes || ask.Jobs >= slots.Worth));
            }

            HasFailed = taken is null;
            WaitsSince = taken is null ? null : WaitsSince;
            End(ask.Jobs);
            if (someWait && taken < ask.Jobs)
            {
                // Whoever was signalled meanwhile found its slots reserved by this call.
                Wake();
            }
        }
    }

    /// <summary>Jobs have been queued: they are asked for when a slot is free.</summary>
    internal void Signal()
    {
        lock (slots.Gate)
        {
            someWait = true;
            signals++;
        }
    }

    /// <summary>Reserves free slots, at most so many, for a call that is no exchange and brings jobs too; answers how many. One of none has not begun; others have to end.</summary>
    internal int Reserve(int most)
    {
        lock (slots.Gate)
        {
            var free = taking ? Math.Min(slots.FreeFor(this), most) : 0;
            if (free > 0)
            {
                Begin(free);
            }

            return free;
        }
    }

    /// <summary>That call has been answered, and the jobs that it brought are running; or it failed.</summary>
    internal void Release(int reserved)
    {
        lock (slots.Gate)
        {
            End(reserved);
            if (someWait || attempts.Uncollected > 0)
            {
                // What was to be asked and reported meanwhile was left to this call, which does neither.
                Wake();
            }
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

    private void NoteRush(bool isOne)
    {
        if (isOne == rushes)
        {
            return;
        }

        rushes = isOne;
        if (isOne)
        {
            rush.Begin();
        }
        else
        {
            rush.End();
        }
    }

    private void Begin(int free)
    {
        underWay++;
        asked += free;
    }

    private void End(int free)
    {
        underWay--;
        asked -= free;
        slots.WakeNext();
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

    /// <summary>What a call asks for.</summary>
    /// <param name="Jobs">How many jobs.</param>
    /// <param name="Signals">How many signals there had been: jobs that came with a later one may be missing in the answer.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Ask(int Jobs, long Signals);
}
