using RedisScheduler.Schedules;
using RedisScheduler.Storage.Tests.Definitions;
using RedisScheduler.Subscriptions;
using RedisScheduler.Targets;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Tests.Subscriptions;

public sealed class SubscriptionStoreTests(string databaseName) : StoreFixture(databaseName)
{
    private ISubscriptionStore Store => Get<ISubscriptionStore>();

    [Test]
    public async Task What_is_saved_is_found_as_it_was_in_its_scope_alone()
    {
        var saved = await SaveAsync(Of("a", new("shop", "Shop*", "orders")) with { Scope = "acme" });

        Assert.That(await Store.FindAsync("acme", "a", None), Is.EqualTo(saved));
        Assert.That(await Store.FindAsync("nobody", "a", None), Is.Null);
        Assert.That(await Store.OfScheduleAsync("nobody", "shop", None), Is.Empty);
    }

    [Test]
    public async Task A_change_that_keeps_the_revision_writes_nothing_and_one_that_answers_nothing_deletes()
    {
        var first = await SaveAsync(Of("a", new(null, "*", null)));
        Assert.That((await Store.ChangeAsync(Scopes.Default, "a", before => before, None)).Revision, Is.EqualTo(first.Revision));
        var second = (await Store.ChangeAsync(Scopes.Default, "a", before => before! with { Match = new("s", null, null), Revision = 0 }, None)).After!;
        Assert.That(second.Revision, Is.GreaterThan(first.Revision));
        Assert.That((await Store.FindAsync(Scopes.Default, "a", None))!.Match, Is.EqualTo(new SubscriptionMatch("s", null, null)));

        await Store.ChangeAsync(Scopes.Default, "a", _ => null, None);
        Assert.That(await Store.FindAsync(Scopes.Default, "a", None), Is.Null);
    }

    [Test]
    public async Task They_are_listed_page_by_page_and_found_by_the_schedule_that_they_name_or_do_not_name()
    {
        await SaveAsync(Of("c", new("s1", null, null)));
        await SaveAsync(Of("a", new(null, "x*", null)));
        await SaveAsync(Of("b", new("s2", "x*", null)));

        var first = await Store.ListAsync(Scopes.Default, 2, null, None);
        var second = await Store.ListAsync(Scopes.Default, 2, first.NextCursor, None);
        Assert.That(first.Items.Concat(second.Items).Select(each => each.Id), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(second.NextCursor, Is.Null);
        Assert.That((await Store.OfScheduleAsync(Scopes.Default, "s1", None)).Select(each => each.Id), Is.EqualTo(new[] { "a", "c" }));
    }

    private async Task<Subscription> SaveAsync(Subscription subscription) => (await Store.ChangeAsync(subscription.Scope, subscription.Id, _ => subscription, None)).After!;

    private static Subscription Of(string id, SubscriptionMatch match) =>
        new() { Scope = Scopes.Default, Id = id, Name = $"Subscription {id}", Match = match, Target = new HandlerTarget("h"), CreatedAt = Samples.Now, UpdatedAt = Samples.Now };
}
