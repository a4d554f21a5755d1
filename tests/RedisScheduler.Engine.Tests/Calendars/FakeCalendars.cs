using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Storage;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Tests.Calendars;

/// <summary>Calendars in memory.</summary>
internal sealed class FakeCalendars : ICalendarStore
{
    private long revision;

    internal Dictionary<string, Calendar> Saved { get; } = new(StringComparer.Ordinal);

    internal static Calendar Of(string id, params string[] dates) =>
        new()
        {
            Scope = "default",
            Id = id,
            Dates = [.. dates.Select(text => DateRange.TryParse(text, out var range, out _) ? range : default)],
            CreatedAt = Samples.Start,
            UpdatedAt = Samples.Start,
        };

    public Task<Change<Calendar>> ChangeAsync(string scope, string id, Func<Calendar?, Calendar?> decide, AuditOf<Calendar>? audit, CancellationToken cancel)
    {
        var before = Saved.GetValueOrDefault(id);
        var after = decide(before);
        Saved.Remove(id);
        if (after is not null)
        {
            Saved[id] = after.Revision == 0 ? after with { Revision = ++revision } : after;
        }

        return Task.FromResult(new Change<Calendar>(before, Saved.GetValueOrDefault(id), revision));
    }

    public Task<IReadOnlyList<Calendar>> FindAsync(string scope, IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Calendar>>([.. Saved.Values.Where(calendar => calendar.Scope == scope && ids.Contains(calendar.Id))]);

    public Task<Page<Calendar>> ListAsync(string scope, int limit, string? cursor, CancellationToken cancel) => Task.FromResult(new Page<Calendar>([.. Saved.Values], null));
}
