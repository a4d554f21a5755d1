namespace RedisScheduler.Timing;

/// <summary>Something that takes due times out.</summary>
internal interface IExclusion
{
    /// <summary>
    /// Where a due time is taken out: the last millisecond up to which everything else that could be due is taken out too, as far as this one looked; at least the due time itself.
    /// Null where it stays.
    /// </summary>
    long? ExcludedUntil(long dueMs);

    /// <summary>What takes a due time out, which <see cref="ExcludedUntil"/> said is taken out.</summary>
    ExcludedBy NameOf(long dueMs);
}

/// <summary>What takes a due time out.</summary>
/// <param name="Field">The field of the timing: <c>exclude[0]</c> or <c>calendars[0]</c>.</param>
/// <param name="Text">The expression, or the calendar's id and the date.</param>
public sealed record ExcludedBy(string Field, string Text);
