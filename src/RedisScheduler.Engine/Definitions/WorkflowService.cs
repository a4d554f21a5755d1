using RedisScheduler.Definitions;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Saves, shows, pauses and deletes workflows: SQL first, then Redis; where Redis does not answer, the Reconciler applies it later.</summary>
public sealed class WorkflowService
{
    /// <summary>Saves a workflow with its producers; what is unchanged keeps its revision.</summary>
    /// <exception cref="Errors.InvalidInputException">Something in it is not valid.</exception>
    /// <exception cref="Errors.StaleException">The workflow's revision is not the one given, or there is none.</exception>
    /// <exception cref="Errors.ConflictException">An id of its schedules is taken.</exception>
    public Task<SavedWorkflow> SaveAsync(string scope, string id, WorkflowDraft draft, string by, long? ifRevision, CancellationToken cancel) =>
        throw new NotSupportedException();

    /// <summary>A workflow with its schedules; <c>null</c> when there is none.</summary>
    public Task<WorkflowBundle?> FindAsync(string scope, string id, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Workflows by filter.</summary>
    public Task<Page<Workflow>> ListAsync(WorkflowQuery query, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Deletes a workflow and all schedules that name it; the history stays.</summary>
    /// <exception cref="Errors.MissingException">There is none.</exception>
    /// <exception cref="Errors.StaleException">Its revision is not the one given.</exception>
    public Task DeleteAsync(string scope, string id, long? ifRevision, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Pauses all its schedules.</summary>
    /// <exception cref="Errors.MissingException">There is none.</exception>
    /// <exception cref="Errors.ConflictException">It is a draft or archived.</exception>
    public Task<WorkflowBundle> PauseAsync(string scope, string id, PauseRequest request, string by, CancellationToken cancel) =>
        throw new NotSupportedException();

    /// <summary>Resumes all its schedules but those that have a pause of their own; each is next due at its first due time after now.</summary>
    /// <exception cref="Errors.MissingException">There is none.</exception>
    /// <exception cref="Errors.ConflictException">It is a draft or archived.</exception>
    public Task<WorkflowBundle> ResumeAsync(string scope, string id, string by, CancellationToken cancel) => throw new NotSupportedException();
}
