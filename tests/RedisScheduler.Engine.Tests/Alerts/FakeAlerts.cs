using RedisScheduler.Alerts;

namespace RedisScheduler.Engine.Tests.Alerts;

/// <summary>Alerts in memory, one of a kind, schedule and moment; what is overdue is computed from the schedules at each look.</summary>
internal sealed class FakeAlerts : IAlertStore
{
    private readonly Dictionary<(AlertKind, string, long), (Alert Alert, DateTimeOffset ClaimedUntil, bool Sent)> rows = [];

    /// <summary>What calls for an alert, whether or not there is one.</summary>
    internal Func<DateTimeOffset, IEnumerable<AlertCause>> Causes { get; set; } = _ => [];

    internal IEnumerable<Alert> All => rows.Values.Select(row => row.Alert);

    internal bool AllSent => rows.Values.All(row => row.Sent);

    /// <summary>Thrown once when an alert is to be marked as sent, as if the process had died just before.</summary>
    internal Exception? DiesBeforeMark { get; set; }

    public Task<IReadOnlyList<AlertCause>> FindAsync(DateTimeOffset now, int limit, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<AlertCause>>([.. Causes(now).Where(cause => !rows.ContainsKey((cause.Kind, cause.View.Schedule.Id, cause.AtMs)))]);

    public Task<IReadOnlyList<AlertCause>> OverdueAsync(string scope, DateTimeOffset now, int limit, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<Alert>> RaiseAsync(IReadOnlyList<Alert> alerts, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Alert>>([.. alerts.Where(alert => rows.TryAdd(Key(alert), (alert, DateTimeOffset.MinValue, false)))]);

    public Task<IReadOnlyList<Alert>> ClaimAsync(DateTimeOffset now, TimeSpan claim, int limit, CancellationToken cancel)
    {
        var claimed = rows.Values.Where(row => !row.Sent && row.ClaimedUntil <= now).Take(limit).ToList();
        foreach (var (alert, _, _) in claimed)
        {
            rows[Key(alert)] = (alert, now + claim, false);
        }

        return Task.FromResult<IReadOnlyList<Alert>>([.. claimed.Select(row => row.Alert with { SentBefore = row.ClaimedUntil > DateTimeOffset.MinValue })]);
    }

    public Task MarkSentAsync(Alert alert, DateTimeOffset now, CancellationToken cancel)
    {
        if (DiesBeforeMark is { } death)
        {
            DiesBeforeMark = null;
            throw death;
        }

        rows[Key(alert)] = rows[Key(alert)] with { Sent = true };
        return Task.CompletedTask;
    }

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) => Task.FromResult(0);

    private static (AlertKind, string, long) Key(Alert alert) => (alert.Kind, alert.ScheduleId, alert.AtMs);
}
