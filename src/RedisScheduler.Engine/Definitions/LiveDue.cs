using Microsoft.Extensions.Logging;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Definitions;

/// <summary>
/// Puts the next due times that Redis knows over those of SQL, which follow with a delay. Where Redis does not answer soon enough, SQL's stand, and Redis is left alone for a while,
/// so that lists stay quick while it is gone.
/// </summary>
internal sealed class LiveDue(IScheduleRegistry registry, TimeProvider time, ILogger<LiveDue> log)
{
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private long restUntilTicks;

    /// <summary>The same schedules with live next due times.</summary>
    public async Task<IReadOnlyList<ScheduleView>> OverlayAsync(IReadOnlyList<ScheduleView> views, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (views.Count == 0 || now.UtcTicks < Interlocked.Read(ref restUntilTicks))
        {
            return views;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            var live = await registry.ReadAsync([.. views.Select(view => view.Schedule.Key)], either.Token).WaitAsync(either.Token);
            return [.. views.Select((view, i) => Overlay(view, live[i], now))];
        }
        catch (Exception error) when (error is StoreUnavailableException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            Interlocked.Exchange(ref restUntilTicks, (now + Rest).UtcTicks);
            log.NotLive(error);
            return views;
        }
    }

    private static ScheduleView Overlay(ScheduleView view, RegisteredSchedule? live, DateTimeOffset now)
    {
        // A revision that is not applied yet has its due time in SQL alone.
        if (live is null || live.Revision < view.Schedule.Revision)
        {
            return view;
        }

        var next = live.NextDueMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : (DateTimeOffset?)null;
        var completed = view.State.Completed || (next is null && view.StatusAt(now) == ScheduleStatus.Active);
        return view with { State = view.State with { NextRunAt = next, Completed = completed } };
    }
}
