namespace RedisScheduler.Engine.Ledger;

/// <summary>What the comparison of due times and entries found.</summary>
public sealed record VerifyReport
{
    /// <summary>The most findings that are listed.</summary>
    public const int MostFindings = 100;

    /// <summary>Due at or after.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Due before.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Schedules that were looked at, deleted ones too.</summary>
    public long Schedules { get; set; }

    /// <summary>Due times that have an entry, or should have.</summary>
    public long Expected { get; set; }

    /// <summary>Those that were run.</summary>
    public long Ran { get; set; }

    /// <summary>Those that were skipped by the overlap policy.</summary>
    public long Skipped { get; set; }

    /// <summary>Those that were missed.</summary>
    public long Missed { get; set; }

    /// <summary>Entries beyond the first for a due time.</summary>
    public long Duplicates { get; set; }

    /// <summary>Due times without an entry.</summary>
    public long Lost { get; set; }

    /// <summary>Entries for what was not due.</summary>
    public long Unexpected { get; set; }

    /// <summary>Due times that are not fired, or not recorded, yet.</summary>
    public long Pending { get; set; }

    /// <summary>Due times that a change of the definition dropped before they were fired.</summary>
    public long Dropped { get; set; }

    /// <summary>Those of <see cref="Ran"/> that started later than the misfire threshold allows.</summary>
    public long Late { get; set; }

    /// <summary>Whether each due time has exactly one entry, and each entry a due time.</summary>
    public bool Ok => Lost + Duplicates + Unexpected == 0;

    /// <summary>What is wrong, the first <see cref="MostFindings"/>.</summary>
    public IReadOnlyList<VerifyFinding> Findings => findings;

    private readonly List<VerifyFinding> findings = [];

    internal void Add(VerifyFinding finding)
    {
        if (findings.Count < MostFindings)
        {
            findings.Add(finding);
        }
    }
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="ScheduledAt">The due time.</param>
/// <param name="ExecutionId">The entry that is too many; <c>null</c> where one is lost.</param>
public sealed record VerifyFinding(VerifyFault Kind, string ScheduleId, DateTimeOffset ScheduledAt, string? ExecutionId);

/// <summary>What may be wrong with the ledger.</summary>
public enum VerifyFault
{
    /// <summary>A due time has no entry.</summary>
    Lost,

    /// <summary>A due time has another entry already.</summary>
    Duplicate,

    /// <summary>An entry stands for what was not due.</summary>
    Unexpected,
}
