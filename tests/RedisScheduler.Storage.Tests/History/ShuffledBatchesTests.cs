using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;
using RedisScheduler.TestKit;

namespace RedisScheduler.Storage.Tests.History;

public sealed class ShuffledBatchesTests(string databaseName) : HistoryFixture(databaseName)
{
    [Test]
    public async Task Events_out_of_order_and_repeated_leave_the_rows_that_events_in_order_leave()
    {
        var random = new Random(7);
        var lives = Enumerable.Range(0, 60).Select(i => Lives.Of(random, Facts.Due + (i * 60_000))).ToList();
        var mixed = lives.SelectMany(life => life.Concat(life)).ToArray();
        random.Shuffle(mixed);

        foreach (var batch in mixed.Chunk(40))
            await ApplyAsync(batch);
        var shuffled = await TellAsync(lives);
        await Rollups.CheckAsync(Get<Database>());

        await using var database = await Databases.CreateAsync(DatabaseName);
        await using var other = Services(database.Url);
        await other.GetRequiredService<IMigrations>().ApplyAsync(None);
        await other.GetRequiredService<IHistory>().ApplyAsync([.. lives.SelectMany(life => life)], None);
        Assert.That(shuffled, Is.EqualTo(await TellAsync(lives, other.GetRequiredService<IExecutionReader>())));
    }

    [Test]
    public async Task What_was_folded_before_another_batch_was_written_is_counted_once_however_often_it_is_applied()
    {
        var history = Get<IHistory>();
        var (fired, ended) = (history.Fold([.. Dues(0, 150).Select(due => Facts.Fired(due))]), history.Fold([.. Dues(0, 150).Select(due => Facts.Ended(due: due))]));

        await history.ApplyAsync(fired, None);
        await history.ApplyAsync(ended, None);
        await history.ApplyAsync(fired, None);
        await history.ApplyAsync(ended, None);

        Assert.That((await StateAsync()).RunCount, Is.EqualTo(150));
        Assert.That((await RunAsync()).Status, Is.EqualTo(ExecutionStatus.Succeeded));
        await Rollups.CheckAsync(Get<Database>());
    }

    [Test]
    public async Task What_one_transaction_read_is_no_matter_for_the_next_with_the_same_batch()
    {
        var history = Get<IHistory>();
        var ended = history.Fold([Facts.Ended(attempt: 2)]);
        await ApplyAsync(Facts.Fired(), Facts.Ended(ExecutionStatus.Failed));
        await history.ApplyAsync(ended, None);

        await EmptyTablesAsync();
        await SaveScheduleAsync();
        await ApplyAsync(Facts.Fired());
        await history.ApplyAsync(ended, None);

        Assert.That((await RunAsync()).Status, Is.EqualTo(ExecutionStatus.Succeeded));
        await Rollups.CheckAsync(Get<Database>());
    }

    [Test]
    public async Task Recorders_that_overlap_count_each_run_once()
    {
        var lives = Enumerable.Range(0, 50).Select(i => new[] { Facts.Fired(Facts.Due + i), Facts.Ended(due: Facts.Due + i) }).SelectMany(life => life).ToList();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Get<IHistory>().ApplyAsync(lives, None))));

        Assert.That((await StateAsync()).RunCount, Is.EqualTo(50));
    }

    [Test]
    public async Task In_a_large_batch_what_is_there_already_or_not_yet_is_told_apart_from_the_rest()
    {
        await ApplyAsync([.. Dues(0, 150).Select(due => Facts.Fired(due))]);
        await ApplyAsync([.. Dues(100, 300).Select(due => Facts.Fired(due))]);
        await Rollups.CheckAsync(Get<Database>());

        await ApplyAsync([.. Dues(50, 350).Select(due => Facts.Started(due: due))]);
        await Rollups.CheckAsync(Get<Database>());
        Assert.That(await CountAsync(ExecutionStatus.Queued), Is.EqualTo(50));
        Assert.That(await CountAsync(ExecutionStatus.Running), Is.EqualTo(300));

        await ApplyAsync([.. Dues(0, 400).Select(due => Facts.Ended(due: due))]);
        await ApplyAsync([.. Dues(300, 400).Select(due => Facts.Fired(due))]);
        await Rollups.CheckAsync(Get<Database>());
        Assert.That(await CountAsync(ExecutionStatus.Running), Is.Zero);
        Assert.That(await CountAsync(ExecutionStatus.Succeeded), Is.EqualTo(400));
        Assert.That((await StateAsync()).RunCount, Is.EqualTo(400));
        Assert.That((await RunAsync(Facts.Id(Dues(399, 400).Single()))).EnqueuedAt, Is.Not.Null);
        async Task<int> CountAsync(ExecutionStatus status) => (await Reader.ListAsync(new ExecutionQuery(Scopes.Default) { Status = status, Limit = 1_000 }, None)).Items.Count;
    }

    private async Task<List<string>> TellAsync(List<List<JobEvent>> lives, IExecutionReader? reader = null)
    {
        var told = new List<string>();
        foreach (var id in lives.Select(life => life[0].Id))
        {
            var attempts = await (reader ?? Reader).AttemptsAsync(Scopes.Default, id, None);
            told.Add($"{await (reader ?? Reader).FindAsync(Scopes.Default, id, None)} {string.Join(' ', attempts)}");
        }

        return told;
    }

    private static IEnumerable<long> Dues(int from, int to) => Enumerable.Range(from, to - from).Select(number => Facts.Due + (number * 400L));
}
