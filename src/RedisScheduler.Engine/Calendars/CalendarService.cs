using Microsoft.Extensions.Logging;
using RedisScheduler.Access;
using RedisScheduler.Calendars;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Calendars;

/// <summary>Saves, shows and deletes calendars. A change reaches the schedules that name it at once; what a crash leaves undone, the Reconciler makes up.</summary>
public sealed class CalendarService
{
    private const string Kind = "calendar";
    private const int PageSize = 200;

    private readonly ICalendarStore store;
    private readonly IDefinitionStore definitions;
    private readonly ScheduleSync sync;
    private readonly TimeProvider time;
    private readonly ILogger log;

    internal CalendarService(ICalendarStore store, IDefinitionStore definitions, ScheduleSync sync, TimeProvider time, ILogger<CalendarService> log) =>
        (this.store, this.definitions, this.sync, this.time, this.log) = (store, definitions, sync, time, log);

    /// <summary>Saves a calendar and computes the next due times of all schedules that name it anew; one that is the same already stays as it is.</summary>
    /// <param name="scope">The tenant.</param>
    /// <param name="id">Its id.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="ifRevision">The revision that it must have, see <see cref="Revisions"/>; <c>null</c> saves over any.</param>
    /// <param name="by">Who saves it.</param>
    /// <param name="cancel">Gives up before anything is saved.</param>
    /// <exception cref="InvalidInputException">The id is not valid.</exception>
    /// <exception cref="StaleException">Its revision is not the one given.</exception>
    public async Task<SavedCalendar> SaveAsync(string scope, string id, CalendarDraft draft, long? ifRevision, Actor by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Ids.Check("id", id);
        var now = Revisions.Milliseconds(time.GetUtcNow());
        var done = await store.ChangeAsync(
            scope,
            id,
            before =>
            {
                Revisions.Check(Kind, id, before?.Revision, ifRevision);
                return before is not null && (before.Name, before.TimeZone) == (draft.Name, draft.TimeZone) && before.Dates.SequenceEqual(draft.Dates) ? before
                    : new Calendar
                    {
                        Scope = scope,
                        Id = id,
                        Name = draft.Name,
                        TimeZone = draft.TimeZone,
                        Dates = draft.Dates,
                        CreatedAt = before?.CreatedAt ?? now,
                        UpdatedAt = now,
                    };
            },
            new Audits(by, now).Calendar(scope, id),
            cancel
        );
        var changed = await RenewAsync(done.After!, now);
        log.CalendarSaved(id, changed);
        return new SavedCalendar(done.After!, changed, Created: done.Before is null);
    }

    /// <summary>A calendar; <c>null</c> when there is none.</summary>
    public async Task<Calendar?> FindAsync(string scope, string id, CancellationToken cancel) => (await store.FindAsync(scope, [id], cancel)) is [var found] ? found : null;

    /// <summary>All calendars by id.</summary>
    public Task<Page<Calendar>> ListAsync(string scope, int limit, string? cursor, CancellationToken cancel) => store.ListAsync(scope, limit, cursor, cancel);

    /// <summary>Deletes a calendar that no schedule names.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="StaleException">Its revision is not the one given.</exception>
    /// <exception cref="ConflictException">A schedule names it.</exception>
    public async Task DeleteAsync(string scope, string id, long? ifRevision, Actor by, CancellationToken cancel)
    {
        var users = await definitions.ListSchedulesAsync(Users(scope, id) with { Limit = 1 }, cancel);
        await store.ChangeAsync(
            scope,
            id,
            before =>
            {
                Revisions.Check(Kind, id, (before ?? throw new MissingException(Kind, id)).Revision, ifRevision);
                return users.Items is [var user, ..] ? throw new ConflictException($"The schedule '{user.Schedule.Id}' names the calendar '{id}'.") : null;
            },
            new Audits(by, Revisions.Milliseconds(time.GetUtcNow())).Calendar(scope, id),
            cancel
        );
    }

    private ScheduleQuery Users(string scope, string id) => new(scope) { Calendar = id, Now = time.GetUtcNow(), Limit = PageSize };

    // Runs to its end whether or not the caller still waits, because the calendar is saved already.
    private async Task<int> RenewAsync(Calendar calendar, DateTimeOffset now)
    {
        var (current, changed) = (new CurrentCalendars(calendar), 0);
        var query = Users(calendar.Scope, calendar.Id);
        do
        {
            var page = await definitions.ListSchedulesAsync(query, CancellationToken.None);
            var (before, after, revision) = (new List<ScheduleView>(), new List<ScheduleView>(), 0L);
            foreach (var view in page.Items.Where(view => CalendarUpdate.Of(view, current, now) is not null))
            {
                var done = await definitions.ChangeScheduleAsync(
                    calendar.Scope, view.Schedule.Id, there => there is null ? null : CalendarUpdate.Of(there, current, now) ?? there, CancellationToken.None);
                if (done is { Before: { } was, After: { } became } && was.Schedule.Revision != became.Schedule.Revision)
                {
                    before.Add(was);
                    after.Add(became);
                    revision = Math.Max(revision, done.Revision);
                }
            }

            await sync.ApplyAsync(before, after, revision);
            changed += after.Count;
            query = query with { Cursor = page.NextCursor };
        } while (query.Cursor is not null);

        return changed;
    }
}

/// <summary>What a save of a calendar made.</summary>
/// <param name="Calendar">The calendar as it is now.</param>
/// <param name="Changed">How many schedules it changed.</param>
/// <param name="Created">Whether there was none before.</param>
public sealed record SavedCalendar(Calendar Calendar, int Changed, bool Created);
