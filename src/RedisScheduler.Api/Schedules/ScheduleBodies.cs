namespace RedisScheduler.Api.Schedules;

/// <summary>A schedule without a producer.</summary>
internal sealed record ScheduleBody : ProducerBody
{
    /// <summary>1 to 128 of A-Z, a-z, 0-9, dot, underscore and hyphen; one is made where it is absent.</summary>
    public string? Id { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>A text for people.</summary>
    public string? Description { get; init; }

    /// <summary>The workflow that it triggers.</summary>
    public string? WorkflowId { get; init; }
}

/// <summary>A pause.</summary>
internal sealed record PauseBody
{
    /// <summary>Why, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ends by itself; without it, when somebody resumes.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether runs that wait are cancelled; false by default.</summary>
    public bool? CancelPending { get; init; }
}

/// <summary>A run now.</summary>
internal sealed record RunBody
{
    /// <summary>A payload for this run alone; any JSON, at most 256 KiB.</summary>
    public Http.RawJson? Payload { get; init; }

    /// <summary>skip refuses while a run is active (409); allow by default.</summary>
    public RedisScheduler.Schedules.OverlapPolicy? Overlap { get; init; }
}

/// <summary>A timing to be tried out: the timing fields of a producer.</summary>
internal sealed record PreviewBody
{
    /// <summary>A cron expression.</summary>
    public string? Cron { get; init; }

    /// <summary>A duration.</summary>
    public string? Interval { get; init; }

    /// <summary>One moment.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>An IANA time zone; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Nothing is due before it.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Nothing is due after it.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>At most so many due times.</summary>
    public long? MaxRuns { get; init; }

    /// <summary>The longest delay of an occurrence, a duration.</summary>
    public string? Jitter { get; init; }

    /// <summary>Allowed, and of no meaning here.</summary>
    public bool? RunImmediately { get; init; }

    /// <summary>What becomes of a wall-clock time that does not exist.</summary>
    public Timing.DstGap? DstGap { get; init; }

    /// <summary>What becomes of a wall-clock time that exists twice.</summary>
    public Timing.DstFold? DstFold { get; init; }

    /// <summary>Cron expressions of times that are left out.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>Ids of calendars whose dates are left out.</summary>
    public IReadOnlyList<string>? Calendars { get; init; }

    /// <summary>Due times strictly after it; now by default.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>1 to 1000; 10 by default.</summary>
    public int? Count { get; init; }
}
