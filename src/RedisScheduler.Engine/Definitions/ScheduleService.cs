using System.Text.Json;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Makes, shows, changes, pauses and deletes schedules. What is shown carries the next due time that Redis knows, where it answers soon enough.</summary>
public sealed class ScheduleService
{
    /// <summary>Makes a schedule without a producer, from the request's JSON.</summary>
    /// <exception cref="Errors.InvalidInputException">Something in it is not valid.</exception>
    /// <exception cref="Errors.ConflictException">Its id is taken.</exception>
    public Task<ScheduleView> CreateAsync(string scope, JsonElement body, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Changes a schedule by a JSON merge patch (RFC 7396).</summary>
    /// <exception cref="Errors.MissingException">There is none.</exception>
    /// <exception cref="Errors.InvalidInputException">What it would become is not valid.</exception>
    /// <exception cref="Errors.StaleException">Its revision is not the one given.</exception>
    public Task<ScheduleView> PatchAsync(string scope, string id, JsonElement mergePatch, long? ifRevision, CancellationToken cancel) =>
        throw new NotSupportedException();

    /// <summary>Deletes a schedule; a producer's leaves its workflow. The history stays.</summary>
    /// <exception cref="Errors.MissingException">There is none.</exception>
    /// <exception cref="Errors.StaleException">Its revision is not the one given.</exception>
    public Task DeleteAsync(string scope, string id, long? ifRevision, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>A schedule with its state; <c>null</c> when there is none.</summary>
    public Task<ScheduleView?> FindAsync(string scope, string id, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Schedules by filter.</summary>
    public Task<Page<ScheduleView>> ListAsync(ScheduleQuery query, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Pauses a schedule; one that is paused takes the new reason and end.</summary>
    /// <exception cref="Errors.MissingException">There is none.</exception>
    /// <exception cref="Errors.ConflictException">It is inactive or completed.</exception>
    public Task<ScheduleView> PauseAsync(string scope, string id, PauseRequest request, string by, CancellationToken cancel) =>
        throw new NotSupportedException();

    /// <summary>Resumes a schedule; it is next due at its first due time after now. One that is not paused stays as it is.</summary>
    /// <exception cref="Errors.MissingException">There is none.</exception>
    /// <exception cref="Errors.ConflictException">Its whole workflow is paused.</exception>
    public Task<ScheduleView> ResumeAsync(string scope, string id, string by, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>The next due times of a schedule by its timing, strictly after a moment (default: now), whether it is paused or not.</summary>
    /// <exception cref="Errors.MissingException">There is none.</exception>
    public Task<IReadOnlyList<UpcomingRun>> UpcomingAsync(string scope, string id, int count, DateTimeOffset? from, CancellationToken cancel) =>
        throw new NotSupportedException();

    /// <summary>What a timing would mean; saves nothing.</summary>
    public TimingPreview Preview(ScheduleTiming timing, int count, DateTimeOffset? from) => throw new NotSupportedException();
}
