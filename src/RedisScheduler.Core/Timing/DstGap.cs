namespace RedisScheduler.Timing;

/// <summary>What becomes of a wall-clock time that does not exist, because clocks were put forward over it.</summary>
public enum DstGap
{
    /// <summary>Due at the first moment after the gap, once, however many times fall into the gap. As Cronos does.</summary>
    Next,

    /// <summary>Not due at all.</summary>
    Skip,

    /// <summary>Due later by the length of the gap: 02:30 becomes 03:30 when clocks go from 02:00 to 03:00.</summary>
    Shift,
}
