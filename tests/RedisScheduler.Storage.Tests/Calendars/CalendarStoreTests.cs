using RedisScheduler.Calendars;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Tests.Definitions;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Tests.Calendars;

public sealed class CalendarStoreTests(string databaseName) : StoreFixture(databaseName)
{
    private static readonly DateRange Christmas = new(new(2026, 12, 24), new(2026, 12, 26));
    private static readonly DateRange NewYear = new(new(2027, 1, 1), new(2027, 1, 1));

    private ICalendarStore Store => Get<ICalendarStore>();

    [Test]
    public async Task What_is_saved_is_found_as_it_was_in_its_scope_alone()
    {
        var saved = (await Store.ChangeAsync("acme", "de", _ => Of("acme", "de", Christmas, NewYear) with { Name = "Feiertage", TimeZone = "Europe/Berlin" }, None)).After!;

        var found = (await Store.FindAsync("acme", ["de", "none"], None)).Single();
        Assert.That(found with { Dates = [] }, Is.EqualTo(saved with { Dates = [] }));
        Assert.That(found.Dates, Is.EqualTo(new[] { Christmas, NewYear }));
        Assert.That(await Store.FindAsync(Scopes.Default, ["de"], None), Is.Empty);
    }

    [Test]
    public async Task A_change_that_keeps_the_revision_writes_nothing_and_one_that_answers_nothing_deletes()
    {
        var first = await Store.ChangeAsync(Scopes.Default, "de", _ => Of(Scopes.Default, "de", Christmas), None);
        Assert.That((await Store.ChangeAsync(Scopes.Default, "de", before => before, None)).Revision, Is.EqualTo(first.Revision));
        var second = await Store.ChangeAsync(Scopes.Default, "de", before => before! with { Dates = [], Revision = 0 }, None);
        Assert.That((second.Revision > first.Revision, second.After!.Dates.Count), Is.EqualTo((true, 0)));

        await Store.ChangeAsync(Scopes.Default, "de", _ => null, None);
        Assert.That(await Store.FindAsync(Scopes.Default, ["de"], None), Is.Empty);
    }

    [Test]
    public async Task They_are_listed_page_by_page()
    {
        foreach (var id in new[] { "c", "a", "b" })
            await Store.ChangeAsync(Scopes.Default, id, _ => Of(Scopes.Default, id), None);

        var first = await Store.ListAsync(Scopes.Default, 2, null, None);
        var second = await Store.ListAsync(Scopes.Default, 2, first.NextCursor, None);
        Assert.That(first.Items.Concat(second.Items).Select(calendar => calendar.Id), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(second.NextCursor, Is.Null);
    }

    [Test]
    public async Task Schedules_keep_the_dates_that_they_were_computed_with_and_are_found_by_their_calendars()
    {
        var definitions = Get<IDefinitionStore>();
        var timing = new ScheduleTiming { Cron = "0 * * * *", Exclusions = new() { Crons = ["* 12 * * *"], Calendars = [Of("", "de", Christmas).ForTimings(), Of("", "De").ForTimings()] } };
        foreach (var id in new[] { "with", "without" })
        {
            var view = Samples.Standalone(id);
            var spec = id == "with" ? view.Schedule.Spec with { Timing = timing } : view.Schedule.Spec;
            await definitions.ChangeScheduleAsync(Scopes.Default, id, _ => view with { Schedule = view.Schedule with { Spec = spec } }, None);
        }

        var query = new ScheduleQuery(Scopes.Default) { Now = Samples.Now };
        var found = (await definitions.ListSchedulesAsync(query with { Calendar = "de" }, None)).Items.Single();
        Assert.That((found.Schedule.Id, found.Schedule.Spec.Timing), Is.EqualTo(("with", timing)));
        Assert.That((await definitions.ListSchedulesAsync(query with { Calendar = "DE" }, None)).Items, Is.Empty);
    }

    private static Calendar Of(string scope, string id, params DateRange[] dates) =>
        new() { Scope = scope, Id = id, Dates = dates, CreatedAt = Samples.Now, UpdatedAt = Samples.Now };
}
