using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;

namespace RedisScheduler.Redis.Tests;

internal sealed class OutboxTests(string server) : Conformance(server)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Events_stay_in_order_until_they_are_trimmed()
    {
        for (var i = 0; i < 10; i++)
            await EnqueueAsync(Samples.Manual($"m{i}"));
        await Outbox.TryHoldAsync("a", Long, default);

        Assert.That((await Outbox.ReadAsync(0, 4, default)).Events.Select(e => e.Id), Is.EqualTo(new[] { "m0", "m1", "m2", "m3" }));
        Assert.That((await Outbox.ReadAsync(4, 2, default)).Events.Select(e => e.Id), Is.EqualTo(new[] { "m4", "m5" }));
        Assert.That(await Outbox.TrimAsync("a", 4, default), Is.True);
        Assert.That((await Outbox.ReadAsync(0, 2, default)).Events.Select(e => e.Id), Is.EqualTo(new[] { "m4", "m5" }));
        Assert.That(await Outbox.LengthAsync(default), Is.EqualTo(6));
    }

    [Test]
    public async Task What_one_call_did_is_one_entry_and_stays_whole()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 10).Select(i => Samples.Manual($"m{i}"))]);
        await EnqueueAsync(Samples.Manual("m10"));

        var first = await Outbox.ReadAsync(0, 1, default);
        Assert.That((first.Events.Count, first.Length, first.More), Is.EqualTo((10, 1, true)));
        var all = await Outbox.ReadAsync(0, 100, default);
        Assert.That(all.Events.Select(e => e.Id), Is.EqualTo(Enumerable.Range(0, 11).Select(i => $"m{i}")));
        Assert.That((all.Length, all.More), Is.EqualTo((2, false)));
    }

    [Test]
    public async Task An_event_survives_the_way_through_the_outbox()
    {
        var full = new JobEvent
        {
            Id = "m1", Status = ExecutionStatus.TimedOut, Attempt = 3, Scope = "s", ScheduleId = "i", WorkflowId = "w", Producer = "p", Trigger = ExecutionTrigger.CatchUp,
            ScheduledMs = 1, EnqueuedMs = 2, StartedMs = 3, FinishedMs = 4, AttemptStatus = ExecutionStatus.Lost, Reason = "ä \"b\"\n", Worker = "w:1:x",
            Error = new ExecutionError("T", "m", "d"), Output = "{\"x\":1}", HttpStatus = 503, Count = 7, ScheduledToMs = 5, Payload = "[1]", NextDueMs = 6, SetsNextDue = true,
            RunNumber = 8, Token = 9, AskedBy = "ops", AskedByKey = "k1",
        };
        var blank = new JobEvent { Id = "", Status = default };
        Assert.That(typeof(JobEvent).GetProperties().Where(member => Equals(member.GetValue(full), member.GetValue(blank))), Is.Empty, "every member is tried");
        await EnqueueAsync(Samples.Manual("m1") with { Event = full });

        Assert.That(await EventsAsync(), Is.EqualTo(new[] { full }));
    }

    [TestCaseSource(nameof(Odd))]
    public async Task So_does_one_whose_parts_are_no_words_of_a_line(JobEvent odd)
    {
        await EnqueueAsync([Samples.Manual("m0"), Samples.Manual("m1") with { Event = odd }, Samples.Manual("m2")]);

        var read = await EventsAsync();

        Assert.That((read[0].Id, read[1], read[2].Id), Is.EqualTo(("m0", odd, "m2")));
    }

    private static readonly JobEvent Plain = new() { Id = "s@1", Status = ExecutionStatus.Queued, Scope = "default", ScheduleId = "s", ScheduledMs = 1, EnqueuedMs = 1 };

    private static readonly JobEvent[] Odd =
    [
        Plain,
        Plain with { Id = "two words@1\n" },
        Plain with { Id = "-" },
        Plain with { Id = "#1" },
        Plain with { Id = "{1}" },
        Plain with { Id = "" },
        Plain with { Id = "t~s@1", Scope = "t" },
        Plain with { Id = "other@1" },
        Plain with { Id = "s@1", Scope = null, ScheduleId = null },
        Plain with { WorkflowId = "-", Producer = "a b" },
        Plain with { Producer = "p" },
        Plain with { ScheduledMs = null },
        Plain with { ScheduledMs = 5, EnqueuedMs = 4, StartedMs = 5, FinishedMs = 6, Worker = "w" },
        Plain with { ScheduledMs = -5, EnqueuedMs = -6, StartedMs = long.MaxValue },
        Plain with { SetsNextDue = true },
        Plain with { SetsNextDue = true, NextDueMs = 0, RunNumber = 1 },
        Plain with { Trigger = ExecutionTrigger.Backfill, Output = "" },
    ];

    [TestCase("no JSON at all")]
    [TestCase("s@1 queued")]
    [TestCase("s@1 queued one 0")]
    [TestCase("s@1 nowhere 1 0")]
    [TestCase("s@1 queued 1 0 never")]
    [TestCase("s@1 queued 1 0 manual {\"count\":}")]
    [TestCase("- queued 1 0")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{\"id\":\"x\",\"status\":\"nowhere\"}")]
    [TestCase("{\"id\":\"x\",\"status\":\"queued\",\"attempt\":\"one\"}")]
    [TestCase("{\"id\":\"x\",\"status\":\"queued\"} and more")]
    [TestCase("{\"status\":\"queued\"}")]
    [TestCase("{\"id\":\"x\",\"status\":\"que")]
    [TestCase("")]
    public async Task An_entry_that_is_no_fact_is_told_from_those_around_it(string entry)
    {
        await EnqueueAsync(Samples.Manual("m0"));
        await Store.Raw.ListRightPushAsync(Store.Keys.Outbox, entry);
        await EnqueueAsync(Samples.Manual("m1"));

        var batch = await Outbox.ReadAsync(0, 10, default);

        Assert.That(batch.Events.Select(e => e.Id), Is.EqualTo(new[] { "m0", "m1" }));
        Assert.That(batch.Unreadable.Select(each => each.Text), Is.EqualTo(new[] { entry }));
        Assert.That(batch.Unreadable[0].Reason, Is.Not.Empty);
        Assert.That(batch.Length, Is.EqualTo(3));
    }

    [Test]
    public async Task Only_one_process_may_read_and_it_may_give_its_right_back()
    {
        Assert.That(await Outbox.TryHoldAsync("a", Long, default), Is.True);
        Assert.That(await Outbox.TryHoldAsync("b", Long, default), Is.False);
        Assert.That(await Outbox.TryHoldAsync("a", Long, default), Is.True);
        await Outbox.ReleaseAsync("b", default);
        Assert.That(await Outbox.TrimAsync("b", 1, default), Is.False);
        await Outbox.ReleaseAsync("a", default);
        Assert.That(await Outbox.TryHoldAsync("b", Long, default), Is.True);
        Assert.That(await Outbox.TrimAsync("a", 1, default), Is.False);
    }

    [Test]
    public async Task Whoever_works_on_an_answer_holds_up_no_other_answer()
    {
        using var gate = new ManualResetEventSlim();
        var worked = Outbox.LengthAsync(default).ContinueWith(_ => gate.Wait(TimeSpan.FromSeconds(30)), TaskContinuationOptions.ExecuteSynchronously);

        await Outbox.LengthAsync(default);

        gate.Set();
        Assert.That(await worked, Is.True);
    }

    [Test]
    public async Task The_right_runs_out()
    {
        await Outbox.TryHoldAsync("a", TimeSpan.FromMilliseconds(50), default);
        await TestKit.Eventually.AsyncThat(() => Outbox.TryHoldAsync("b", Long, default));
    }

    [Test]
    public async Task Events_are_read_once_by_readers_that_take_turns()
    {
        foreach (var few in Enumerable.Range(0, 300).Chunk(3))
            await EnqueueAsync([.. few.Select(i => Samples.Manual($"m{i}"))]);

        var read = await Store.FromConnectionsAsync(Connections, async (services, index) =>
        {
            var outbox = services.GetRequiredService<IOutbox>();
            var owner = $"reader-{index}";
            List<string> mine = [];
            while (await outbox.LengthAsync(default) > 0)
            {
                if (!await outbox.TryHoldAsync(owner, Long, default))
                    continue;
                var batch = await outbox.ReadAsync(0, 10, default);
                if (await outbox.TrimAsync(owner, batch.Length, default))
                    mine.AddRange(batch.Events.Select(e => e.Id));
                await outbox.ReleaseAsync(owner, default);
            }
            return mine;
        });

        Assert.That(read.SelectMany(mine => mine).ToList(), Is.Unique.And.Count.EqualTo(300));
    }
}
