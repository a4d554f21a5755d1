using RedisScheduler.Definitions;

namespace RedisScheduler.Dashboard.Ledger;

/// <summary>Where the ledger of a schedule is shown.</summary>
internal static class LedgerUrl
{
    /// <summary>The page, at a moment; now where there is none.</summary>
    public static string Of(string scheduleId, DateTimeOffset? at = null) =>
        $"/schedules/{Uri.EscapeDataString(scheduleId)}/ledger{(at is { } moment ? $"?at={Uri.EscapeDataString(TimeText.Format(moment))}" : "")}";
}
