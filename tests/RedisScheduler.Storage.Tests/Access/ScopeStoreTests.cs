using RedisScheduler.Access;
using RedisScheduler.Schedules;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.Definitions.Samples;

namespace RedisScheduler.Storage.Tests.Access;

public sealed class ScopeStoreTests(string databaseName) : StoreFixture(databaseName)
{
    private static readonly Scope Acme = new() { Id = "acme", Name = "Acme", CreatedAt = Now, UpdatedAt = Now };
    private static readonly Pause Moving = new("moving", null, Now, "ops");

    private IScopeStore Scopes => Get<IScopeStore>();

    private IDefinitionStore Definitions => Get<IDefinitionStore>();

    [Test]
    public async Task The_default_scope_is_there_from_the_beginning() =>
        Assert.That((await Scopes.FindAsync(Schedules.Scopes.Default, None))!.CreatedAt, Is.GreaterThan(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    [Test]
    public async Task A_scope_comes_back_as_it_was_saved_and_scopes_are_listed_by_id()
    {
        await Scopes.ChangeAsync("acme", _ => Acme with { Pause = Moving }, None);
        await Scopes.ChangeAsync("beta", _ => Acme with { Id = "beta" }, None);

        Assert.That(await Scopes.FindAsync("acme", None), Is.EqualTo(Acme with { Pause = Moving }));
        Assert.That(await Scopes.FindAsync("Acme", None), Is.Null);
        var first = await Scopes.ListAsync(2, null, None);
        var second = await Scopes.ListAsync(2, first.NextCursor, None);
        Assert.That(first.Items.Concat(second.Items).Select(scope => scope.Id), Is.EqualTo(new[] { "acme", "beta", "default" }));
        Assert.That(second.NextCursor, Is.Null);
    }

    [Test]
    public async Task Of_many_that_make_a_scope_at_once_one_is_the_first()
    {
        var changes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Scopes.ChangeAsync("acme", before => before ?? Acme, None))));
        Assert.That(changes.Count(change => change.Before is null), Is.EqualTo(1));
    }

    [Test]
    public async Task A_pause_is_read_with_every_schedule_of_its_scope_and_gives_each_a_new_revision()
    {
        await Scopes.ChangeAsync("acme", _ => Acme, None);
        var mine = (await Definitions.ChangeScheduleAsync("acme", "s", _ => Standalone("s", "acme"), None)).After!;
        var other = (await Definitions.ChangeScheduleAsync("default", "s", _ => Standalone("s"), None)).After!;

        var paused = await Scopes.ChangeAsync("acme", scope => scope! with { Pause = Moving }, None);

        var found = (await Definitions.FindScheduleAsync("acme", "s", None))!;
        Assert.That((found.Schedule.ScopePause, found.Schedule.Pause, found.Schedule.Revision), Is.EqualTo((Moving, (Pause?)null, paused.Revision)));
        Assert.That(found.Schedule.Revision, Is.GreaterThan(mine.Schedule.Revision));
        Assert.That(found.StatusAt(Now), Is.EqualTo(ScheduleStatus.Paused));
        var others = (await Definitions.FindScheduleAsync("default", "s", None))!.Schedule;
        Assert.That((others.ScopePause, others.Revision), Is.EqualTo(((Pause?)null, other.Schedule.Revision)));
        Assert.That(await IdsAsync(ScheduleStatus.Paused), Is.EqualTo(new[] { "s" }));
        Assert.That(await IdsAsync(ScheduleStatus.Active), Is.Empty);

        var late = (await Definitions.ChangeScheduleAsync("acme", "late", _ => Standalone("late", "acme"), None)).After!;
        Assert.That(late.Schedule.ScopePause, Is.EqualTo(Moving), "of one that is new");

        var again = await Scopes.ChangeAsync("acme", scope => scope! with { Name = "Acme Ltd" }, None);
        Assert.That(again.Revision, Is.Zero, "only a pause concerns the schedules");
    }

    [Test]
    public async Task A_schedule_that_is_saved_while_its_scope_is_paused_sees_the_pause_or_gets_a_revision_from_it()
    {
        await Scopes.ChangeAsync("acme", _ => Acme, None);
        var saves = Enumerable.Range(0, 30).Select(i => Task.Run(() => Definitions.ChangeScheduleAsync("acme", $"s{i}", _ => Standalone($"s{i}", "acme"), None))).ToList();
        await Scopes.ChangeAsync("acme", scope => scope! with { Pause = Moving }, None);
        foreach (var saved in (await Task.WhenAll(saves)).Select(change => change.After!.Schedule))
        {
            var now = (await Definitions.FindScheduleAsync("acme", saved.Id, None))!.Schedule;
            Assert.That(now.ScopePause, Is.EqualTo(Moving));
            Assert.That(saved.ScopePause == Moving || now.Revision > saved.Revision, Is.True, saved.Id);
        }
    }

    private async Task<IEnumerable<string>> IdsAsync(ScheduleStatus status) =>
        (await Definitions.ListSchedulesAsync(new ScheduleQuery("acme") { Now = Now, Status = status }, None)).Items.Select(view => view.Schedule.Id);
}
