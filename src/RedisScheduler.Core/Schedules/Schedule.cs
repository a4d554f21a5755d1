namespace RedisScheduler.Schedules;

/// <summary>The definition of a schedule as SQL keeps it: the timing, policies, target and payload of one producer, of a legacy workflow, or standing alone.</summary>
public sealed record Schedule
{
    /// <summary>The tenant that owns it.</summary>
    public required string Scope { get; init; }

    /// <summary>Unique in its scope: <c>{workflowId}.{producer}</c>, <c>{workflowId}</c> for a legacy workflow's, or chosen by the user.</summary>
    public required string Id { get; init; }

    /// <summary>The workflow that it belongs to or triggers; <c>null</c> when it stands alone.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The producer that it belongs to; <c>null</c> for a legacy workflow's and a standalone one.</summary>
    public string? Producer { get; init; }

    /// <summary>Whether it was saved as a part of its workflow's document, and is changed and deleted with it.</summary>
    public bool OwnedByWorkflow { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>A text for people.</summary>
    public string? Description { get; init; }

    /// <summary>When, what and how.</summary>
    public required ScheduleSpec Spec { get; init; }

    /// <summary>Its own pause, or its workflow's; <c>null</c> when it is not paused.</summary>
    public Pause? Pause { get; init; }

    /// <summary>The pause of its whole scope, which is kept with the scope; over or not. A new schedule has none until it was read again.</summary>
    public Pause? ScopePause { get; init; }

    /// <summary>The pause that counts: of the two the one that lasts longer.</summary>
    public Pause? LongestPause => Pause.Longer(Pause, ScopePause);

    /// <summary>Whether its workflow's status lets it run at all (active or paused, not draft or archived). True for a standalone one.</summary>
    public bool WorkflowRunnable { get; init; } = true;

    /// <summary>Unix milliseconds that intervals count from; moves only when the timing changes.</summary>
    public required long AnchorMs { get; init; }

    /// <summary>Grows with every change of the definition, over all schedules; 0 asks the store for a new one.</summary>
    public long Revision { get; init; }

    /// <summary>The last revision that is known to be applied in Redis.</summary>
    public long SyncedRevision { get; init; }

    /// <summary>Whether somebody changed it in the database since it was last saved; the Reconciler saves it then.</summary>
    public bool ChangedByHand { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its definition last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name that Redis knows it by.</summary>
    public string Key => ScheduleKey.Of(Scope, Id);
}
