namespace RedisScheduler.Schedules;

/// <summary>What is done about due times that passed while nothing fired them. In every case the next due time is the first one after now.</summary>
public sealed record MisfirePolicy
{
    /// <summary>What to do; default <see cref="MisfireAction.FireOnce"/>.</summary>
    public MisfireAction Action { get; init; } = MisfireAction.FireOnce;

    /// <summary>How late an occurrence may be fired before it counts as missed. Default 60 seconds.</summary>
    public TimeSpan Threshold { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How far back <see cref="MisfireAction.CatchUp"/> looks. Default one day.</summary>
    public TimeSpan CatchUpWindow { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many missed occurrences <see cref="MisfireAction.CatchUp"/> runs at most, the newest ones. Default 100.</summary>
    public int MaxCatchUp { get; init; } = 100;
}

/// <summary>What is done about missed occurrences.</summary>
public enum MisfireAction
{
    /// <summary>One run for all that were missed, at once.</summary>
    FireOnce,

    /// <summary>None is run.</summary>
    Skip,

    /// <summary>Each one inside the window is run, at most so many.</summary>
    CatchUp,
}
