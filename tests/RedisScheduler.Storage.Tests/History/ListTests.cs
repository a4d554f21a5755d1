using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.History;

public sealed class ListTests(string databaseName) : HistoryFixture(databaseName)
{
    private static readonly ExecutionQuery All = new(Scopes.Default);

    [Test]
    public async Task Pages_show_each_row_exactly_once_newest_first_while_rows_are_added()
    {
        await ApplyAsync([.. Enumerable.Range(0, 25).Select(i => Ended(due: Due + (i / 2)) with { Id = $"{ScheduleId}@{Due + (i / 2)}-{i:D2}" })]);
        var seen = new List<Execution>();

        string? cursor = null;
        do
        {
            var page = await Reader.ListAsync(All with { Limit = 4, Cursor = cursor }, None);
            Assert.That(page.Items, Has.Count.LessThanOrEqualTo(4));
            seen.AddRange(page.Items);
            await ApplyAsync(Ended(due: Due + 1_000 + seen.Count));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(seen.Select(run => run.Id), Is.Unique);
        Assert.That(seen, Has.Count.EqualTo(25));
        Assert.That(seen.Select(run => run.ScheduledAt), Is.Ordered.Descending);
    }

    [Test]
    public async Task Every_filter_leaves_what_it_asks_for()
    {
        await ApplyAsync(
            Ended(),
            Ended(ExecutionStatus.Failed, due: Due + 1),
            Ended(due: Due + 2) with
            {
                Trigger = ExecutionTrigger.Manual,
            },
            Ended(due: Due + 3) with
            {
                Id = $"other@{Due + 3}",
                ScheduleId = "other",
                WorkflowId = "else",
                Producer = "clean",
            },
            Ended(due: Due + 4) with
            {
                Id = $"acme~x@{Due + 4}",
                Scope = "acme",
            }
        );

        Assert.That(await DueAsync(All), Is.EqualTo(new[] { 3, 2, 1, 0 }));
        Assert.That(await DueAsync(All with { ScheduleId = "other" }), Is.EqualTo(new[] { 3 }));
        Assert.That(await DueAsync(All with { WorkflowId = "etl" }), Is.EqualTo(new[] { 2, 1, 0 }));
        Assert.That(await DueAsync(All with { Producer = "clean" }), Is.EqualTo(new[] { 3 }));
        Assert.That(await DueAsync(All with { Status = ExecutionStatus.Failed }), Is.EqualTo(new[] { 1 }));
        Assert.That(await DueAsync(All with { Status = ExecutionStatus.Succeeded }), Is.EqualTo(new[] { 3, 2, 0 }));
        Assert.That(await DueAsync(All with { Trigger = ExecutionTrigger.Manual }), Is.EqualTo(new[] { 2 }));
        Assert.That(await DueAsync(All with { From = At(Due + 1), To = At(Due + 3) }), Is.EqualTo(new[] { 2, 1 }), "from is in, to is out");
        Assert.That(await DueAsync(new ExecutionQuery("acme")), Is.EqualTo(new[] { 4 }));
    }

    [TestCase("nonsense")]
    [TestCase("!!!")]
    [TestCase("WyJvdGhlciIsIjEiLCJ4Il0", Description = "a cursor of another list")]
    [TestCase("WyJleGVjdXRpb25zIiwieCIsIngiXQ", Description = "no number in it")]
    public void A_cursor_that_the_list_did_not_answer_is_refused(string cursor)
    {
        Assert.That(
            () => Reader.ListAsync(All with { Cursor = cursor }, None),
            Throws.TypeOf<InvalidInputException>().With.Property(nameof(InvalidInputException.Errors)).ContainKey("cursor")
        );
    }

    [Test]
    public async Task Retention_deletes_ended_runs_oldest_first_so_many_at_a_time_with_their_attempts()
    {
        await ApplyAsync(Fired(), FailedAttempt(1), Ended(attempt: 2));
        await ApplyAsync([.. Enumerable.Range(1, 4).Select(i => Ended(due: Due + i))]);
        await ApplyAsync(Started(due: Due + 5), NotRun(ExecutionStatus.Skipped, Due + 6, "overlap"));
        await ApplyAsync(Ended(due: Due + 7) with { Id = $"acme~x@{Due + 7}", Scope = "acme" });
        var history = Get<IHistory>();

        Assert.That(await history.DeleteBeforeAsync(At(Due), 100, None), Is.Zero);
        Assert.That(await history.DeleteBeforeAsync(At(Due + 60_000), 4, None), Is.EqualTo(4));
        Assert.That(await history.DeleteBeforeAsync(At(Due + 60_000), 4, None), Is.EqualTo(3), "in every scope");
        Assert.That(await DueAsync(All), Is.EqualTo(new[] { 5 }), "what still runs stays");
        Assert.That(await AttemptsAsync(), Is.Empty);
        await Rollups.CheckAsync(Get<Database>());
    }

    private async Task<long[]> DueAsync(ExecutionQuery query) =>
        [.. (await Reader.ListAsync(query, None)).Items.Select(run => run.ScheduledAt.ToUnixTimeMilliseconds() - Due)];

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
