namespace RedisScheduler.Alerts;

/// <summary>Something about a schedule that its people are to hear of. Kind, schedule and moment make it the same one, however often it is found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Scope">The tenant.</param>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="AtMs">The due time that was not kept, or when the first of the failed runs ended; unix milliseconds.</param>
/// <param name="RaisedMs">When it was found.</param>
/// <param name="Detail">What is told of it: a JSON object with a <c>text</c> for people.</param>
/// <param name="SentBefore">Whether somebody may have begun to send it before.</param>
public sealed record Alert(AlertKind Kind, string Scope, string ScheduleId, long AtMs, long RaisedMs, string Detail, bool SentBefore = false);

/// <summary>What an alert is about.</summary>
public enum AlertKind
{
    /// <summary>An occurrence has not started in the time that is allowed.</summary>
    Overdue,

    /// <summary>As many runs in a row have failed as are allowed.</summary>
    Failures,
}
