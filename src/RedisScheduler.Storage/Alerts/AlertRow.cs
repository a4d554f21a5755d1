using RedisScheduler.Alerts;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.Alerts;

/// <summary>A row of <c>alerts</c>.</summary>
internal sealed record AlertRow
{
    public const string Add = """
        INSERT INTO alerts (key, kind, at, scope, schedule_id, raised_at, detail, claimed_until)
        VALUES (@Key, @Kind, @At, @Scope, @ScheduleId, @RaisedAt, @Detail, 0)
        ON CONFLICT (key, kind, at) DO NOTHING
        """;

    public string Key { get; init; } = "";
    public string Kind { get; init; } = "";
    public long At { get; init; }
    public string Scope { get; init; } = "";
    public string ScheduleId { get; init; } = "";
    public long RaisedAt { get; init; }
    public string Detail { get; init; } = "";
    public long ClaimedUntil { get; init; }

    public static AlertRow Of(Alert alert) =>
        new()
        {
            Key = ScheduleKey.Of(alert.Scope, alert.ScheduleId),
            Kind = Word.Of(alert.Kind),
            At = alert.AtMs,
            Scope = alert.Scope,
            ScheduleId = alert.ScheduleId,
            RaisedAt = alert.RaisedMs,
            Detail = StoredText.Clean(alert.Detail)!,
        };

    public Alert ToAlert() => new(Word.Read<AlertKind>(Kind), Scope, ScheduleId, At, RaisedAt, Detail, SentBefore: ClaimedUntil > 0);
}
