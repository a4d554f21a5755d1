namespace RedisScheduler.Timing;

/// <summary>What becomes of a wall-clock time that exists twice, because clocks were put back over it.</summary>
public enum DstFold
{
    /// <summary>
    /// Due at the first of both for fixed times; at both for interval-like expressions, which have a star, a range or a
    /// step in their second, minute or hour field. As Cronos does.
    /// </summary>
    Auto,

    /// <summary>Due at the first of both.</summary>
    First,

    /// <summary>Due at the second of both.</summary>
    Last,

    /// <summary>Due at both.</summary>
    Both,
}
