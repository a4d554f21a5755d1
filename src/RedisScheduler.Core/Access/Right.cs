namespace RedisScheduler.Access;

/// <summary>What may be done. Which key may do it is said by <see cref="Rights"/>, and nowhere else.</summary>
public enum Right
{
    /// <summary>See workflows, schedules, runs and statistics of the scope.</summary>
    Read,

    /// <summary>Run, cancel and retry; pause and resume schedules and workflows.</summary>
    Operate,

    /// <summary>Save and delete workflows and schedules.</summary>
    Define,

    /// <summary>Read and verify the audit log.</summary>
    Audit,

    /// <summary>See, make and delete keys.</summary>
    ManageKeys,

    /// <summary>Pause and resume a whole scope.</summary>
    PauseScope,

    /// <summary>See and make scopes.</summary>
    ManageScopes,

    /// <summary>See workers; see, pause and resume queues: what all scopes share.</summary>
    Infrastructure,
}

/// <summary>The one place that says which keys have which right; docs/security.md shows it as a table.</summary>
public static class Rights
{
    /// <summary>The least role that has a right; higher ones have it too.</summary>
    public static Role LeastRole(this Right right) =>
        right switch
        {
            Right.Read => Role.Viewer,
            Right.Operate or Right.Define => Role.Operator,
            _ => Role.Admin,
        };

    /// <summary>Whether a right concerns the installation as a whole, so that only keys of all scopes have it.</summary>
    public static bool IsOfAllScopes(this Right right) => right is Right.ManageScopes or Right.Infrastructure;

    /// <summary>Whether a key has a right.</summary>
    /// <param name="right">The right.</param>
    /// <param name="role">The key's role.</param>
    /// <param name="scope">The key's scope; <c>null</c> for all.</param>
    public static bool IsHeldBy(this Right right, Role role, string? scope) => role >= right.LeastRole() && (scope is null || !right.IsOfAllScopes());
}
