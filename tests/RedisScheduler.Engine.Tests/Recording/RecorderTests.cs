using RedisScheduler.Audit;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Recording;
using RedisScheduler.Engine.Tests.Loops;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.TestKit;

namespace RedisScheduler.Engine.Tests.Recording;

public sealed class RecorderTests
{
    private readonly ManualTime time = new();
    private readonly FakeOutbox outbox = new();
    private readonly FakeHistory history = new();
    private readonly FakeAudit audit = new();
    private readonly Rush rush = new();
    private ListLogger<Recorder> log = null!;
    private Recorder recorder = null!;

    [SetUp]
    public void Make()
    {
        log = new ListLogger<Recorder>();
        recorder = Another("w1");
    }

    [TearDown]
    public void Dispose() => recorder.Wake.Dispose();

    [Test]
    public async Task Facts_leave_the_outbox_when_they_are_committed()
    {
        outbox.Add("a", "b");
        Assert.That(await recorder.RunOnceAsync(default), Is.EqualTo(new Round(2, Recorder.ShortestSleep)));
        Assert.That(history.Rows, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(outbox.Events, Is.Empty);
    }

    [Test]
    public async Task A_full_batch_is_followed_by_the_next_at_once()
    {
        outbox.Add("a", "b", "c", "d", "e");
        Assert.That(await recorder.RunOnceAsync(default), Is.EqualTo(Round.More(3)));
        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.EqualTo(2));
    }

    [Test]
    public async Task In_a_rush_it_holds_back_for_a_while()
    {
        outbox.Add("a");
        rush.Begin();
        Assert.That(await recorder.RunOnceAsync(default), Is.EqualTo(new Round(0, Recorder.ShortestSleep)));
        time.Advance(Recorder.RushWait - TimeSpan.FromMilliseconds(1));
        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.Zero);

        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.EqualTo(1));
    }

    [Test]
    public async Task After_a_rush_it_goes_on()
    {
        outbox.Add("a");
        rush.Begin();
        await recorder.RunOnceAsync(default);
        rush.End();
        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.EqualTo(1));
    }

    [Test]
    public async Task What_it_has_begun_it_brings_to_its_end_in_a_rush_too()
    {
        outbox.Add("a", "b", "c", "d");
        await recorder.RunOnceAsync(default);
        rush.Begin();
        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.EqualTo(1));
    }

    [Test]
    public async Task While_SQL_takes_a_full_batch_the_next_one_is_read()
    {
        outbox.Add("a", "b", "c", "d");
        await recorder.RunOnceAsync(default);
        outbox.Add("e");
        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.EqualTo(1), "what was there when the batch before was recorded");
        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.EqualTo(1));
        Assert.That(history.Rows, Is.EqualTo(new[] { "a", "b", "c", "d", "e" }));
        Assert.That(outbox.Events, Is.Empty);
    }

    [Test]
    public async Task While_SQL_takes_a_full_batch_the_next_one_is_folded()
    {
        outbox.Add("a", "b", "c", "d");
        history.Slow = new TaskCompletionSource();
        var first = recorder.RunOnceAsync(default);
        Assert.That(history.FoldedIds, Is.EquivalentTo(new[] { "a b c", "d" }));

        history.Slow.SetResult();
        await first;
        await recorder.RunOnceAsync(default);
        Assert.That(history.FoldedIds, Has.Count.EqualTo(2), "and not once more");
        Assert.That(history.Rows, Is.EqualTo(new[] { "a", "b", "c", "d" }));
    }

    [Test]
    public async Task A_fact_that_cannot_be_folded_does_not_hold_up_the_others()
    {
        outbox.Add("a", "b", "c", "d", "odd", "e");
        await recorder.RunOnceAsync(default);
        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.EqualTo(3));
        Assert.That(history.Rows, Is.EqualTo(new[] { "a", "b", "c", "d", "e" }));
        Assert.That(log.Lines, Has.Some.Contains("odd"));
    }

    [Test]
    public async Task Nothing_is_trimmed_while_the_next_batch_is_being_read()
    {
        outbox.Add("a", "b", "c", "d");
        outbox.Slow = new TaskCompletionSource();
        var round = recorder.RunOnceAsync(default);
        Assert.That(history.Rows, Has.Count.EqualTo(3));
        Assert.That(outbox.Events, Has.Count.EqualTo(4), "reading counts from the oldest entry");

        outbox.Slow.SetResult();
        await round;

        Assert.That(outbox.Events.Select(each => each.Id), Is.EqualTo(new[] { "d" }));
    }

    [Test]
    public async Task What_was_read_ahead_is_not_trusted_once_the_right_had_to_be_renewed()
    {
        outbox.Add("a", "b", "c", "d", "e");
        await recorder.RunOnceAsync(default);

        outbox.Events.RemoveRange(0, 1);
        time.Advance(TimeSpan.FromMinutes(1));
        outbox.Add("f");
        await recorder.RunOnceAsync(default);

        Assert.That(history.Rows, Is.EqualTo(new[] { "a", "b", "c", "e", "f" }), "another recorded d meanwhile");
        Assert.That(outbox.Events, Is.Empty);
    }

    [Test]
    public async Task A_batch_that_could_not_be_read_ahead_is_read_again()
    {
        outbox.Add("a", "b", "c", "d");
        outbox.AwayFor = 3;
        await recorder.RunOnceAsync(default);
        outbox.AwayFor = null;
        await recorder.RunOnceAsync(default);
        Assert.That(history.Rows, Is.EqualTo(new[] { "a", "b", "c", "d" }));
    }

    [Test]
    public async Task An_entry_that_is_no_fact_is_logged_and_holds_up_nothing()
    {
        outbox.Add("a");
        outbox.Unreadable.Add(new UnreadableEntry("<html>", "An event is an object."));

        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.EqualTo(2));

        Assert.That(history.Rows, Is.EqualTo(new[] { "a" }));
        Assert.That((outbox.Events.Count, outbox.Unreadable.Count), Is.EqualTo((0, 0)));
        Assert.That(log.Lines.Single(), Does.StartWith("Critical: ").And.Contains("An event is an object.").And.Contains("<html>"));
    }

    [Test]
    public async Task While_nothing_comes_in_it_looks_less_often_but_ten_times_a_second()
    {
        var waits = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            waits.Add((await recorder.RunOnceAsync(default)).Wait.TotalMilliseconds);
        }

        Assert.That(waits, Is.EqualTo(new[] { 50, 100, 100, 100 }));
    }

    [Test]
    public async Task A_crash_between_commit_and_trim_neither_loses_nor_doubles_a_row()
    {
        outbox.Add("a", "b");
        outbox.Away = true;
        outbox.AwayOnlyForTrim = true;
        Assert.ThrowsAsync<StoreUnavailableException>(() => recorder.RunOnceAsync(default));
        Assert.That(outbox.Events, Has.Count.EqualTo(2));

        outbox.Away = false;
        time.Advance(TimeSpan.FromSeconds(10));
        outbox.Holder = null;
        var next = Another("w2");
        outbox.Add("c");
        await next.RunOnceAsync(default);
        next.Wake.Dispose();

        Assert.That(history.Rows, Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(outbox.Events, Is.Empty);
    }

    [Test]
    public async Task While_SQL_is_away_the_outbox_grows_and_then_empties_with_nothing_lost()
    {
        history.Error = new StoreUnavailableException("database");
        for (var i = 0; i < 20; i++)
        {
            outbox.Add($"e{i:00}");
            Assert.ThrowsAsync<StoreUnavailableException>(() => recorder.RunOnceAsync(default));
        }

        Assert.That(outbox.Events, Has.Count.EqualTo(20));
        history.Error = null;
        while ((await recorder.RunOnceAsync(default)).Done > 0)
        {
        }

        Assert.That(history.Rows, Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"e{i:00}")));
    }

    [Test]
    public async Task Only_the_holder_of_the_right_records_and_it_renews_it_in_time()
    {
        outbox.Holder = "other";
        outbox.Add("a");
        Assert.That(await recorder.RunOnceAsync(default), Is.EqualTo(new Round(0, TimeSpan.FromSeconds(2.5))));

        outbox.Holder = null;
        await recorder.RunOnceAsync(default);
        await recorder.RunOnceAsync(default);
        Assert.That(outbox.Holds, Is.EqualTo(2));
        time.Advance(TimeSpan.FromSeconds(4));
        await recorder.RunOnceAsync(default);
        Assert.That(outbox.Holds, Is.EqualTo(3));
    }

    [Test]
    public async Task Who_lost_the_right_trims_nothing_and_asks_again()
    {
        outbox.Add("a");
        await recorder.RunOnceAsync(default);
        outbox.Add("b");
        outbox.Holder = "other";
        await recorder.RunOnceAsync(default);
        Assert.That(outbox.Events, Has.Count.EqualTo(1));
        Assert.That((await recorder.RunOnceAsync(default)).Done, Is.Zero);
    }

    [Test]
    public async Task One_fact_that_SQL_refuses_does_not_hold_up_the_others()
    {
        outbox.Add("a", "bad", "c");
        await recorder.RunOnceAsync(default);
        Assert.That(history.Rows, Is.EqualTo(new[] { "a", "c" }));
        Assert.That(outbox.Events, Is.Empty);
    }

    [Test]
    public void When_SQL_refuses_all_of_them_they_stay()
    {
        history.Error = new InvalidOperationException("no such table");
        outbox.Add("a", "b");
        Assert.ThrowsAsync<InvalidOperationException>(() => recorder.RunOnceAsync(default));
        Assert.That(outbox.Events, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task At_stop_it_records_what_is_left_and_gives_the_right_back()
    {
        outbox.Add("a", "b", "c", "d");
        await recorder.DrainAsync(default);
        Assert.That((outbox.Events.Count, history.Rows.Count, outbox.Holder), Is.EqualTo((0, 4, (string?)null)));
    }

    [Test]
    public async Task What_ended_badly_is_remembered_before_it_leaves_the_outbox()
    {
        outbox.Events.Add(new JobEvent { Id = "s@1", Status = ExecutionStatus.Failed, Scope = "default", ScheduleId = "s", Token = 1, Attempt = 1 });
        audit.Error = new StoreUnavailableException("database");
        Assert.ThrowsAsync<StoreUnavailableException>(() => recorder.RunOnceAsync(default));
        Assert.That(outbox.Events, Has.Count.EqualTo(1));
        audit.Error = null;
        await recorder.RunOnceAsync(default);
        Assert.That(audit.Entries.Single().Action, Is.EqualTo(AuditAction.DispatchFailure));
        Assert.That(outbox.Events, Is.Empty);
    }

    [Test]
    public async Task What_the_audit_log_refuses_does_not_hold_up_the_history()
    {
        outbox.Events.Add(new JobEvent { Id = "s@1", Status = ExecutionStatus.Missed, Scope = "default", ScheduleId = "s" });
        audit.Error = new InvalidOperationException("too strange");
        await recorder.RunOnceAsync(default);
        Assert.That((history.Rows.Count, outbox.Events.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Runs_that_go_well_are_no_matter_for_the_audit_log()
    {
        outbox.Add("a", "b");
        await recorder.RunOnceAsync(default);
        Assert.That(audit.Calls, Is.Zero);
    }

    private Recorder Another(string worker) => new(
        outbox, history, audit, rush, new EngineOptions { WorkerId = worker, RecordBatch = 3 }, time, log);

    private sealed class FakeAudit : IAuditLog
    {
        internal List<AuditEntry> Entries { get; } = [];

        internal int Calls { get; private set; }

        internal Exception? Error { get; set; }

        public Task AppendAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
        {
            Calls++;
            Entries.AddRange(Error is null ? entries : throw Error);
            return Task.CompletedTask;
        }

        public Task<RedisScheduler.Storage.Page<AuditRecord>> ListAsync(AuditQuery query, CancellationToken cancel) => throw new NotSupportedException();

        public Task<AuditVerification> VerifyAsync(string? scope, CancellationToken cancel) => throw new NotSupportedException();

        public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class FakeHistory : IHistory
    {
        internal List<string> Rows { get; } = [];

        internal Exception? Error { get; set; }

        internal List<string> FoldedIds { get; } = [];

        /// <summary>Batches are applied once it is set.</summary>
        internal TaskCompletionSource? Slow { get; set; }

        public FoldedEvents Fold(IReadOnlyList<JobEvent> events)
        {
            FoldedIds.Add(string.Join(' ', events.Select(each => each.Id)));
            return events.Any(each => each.Id == "odd") ? throw new FormatException("odd") : new Folded(events);
        }

        public async Task ApplyAsync(FoldedEvents folded, CancellationToken cancel)
        {
            await (Slow?.Task ?? Task.CompletedTask);
            var events = folded.Events;
            if (Error is not null)
            {
                throw Error;
            }

            if (events.Any(each => each.Id == "bad"))
            {
                throw new InvalidOperationException("refused");
            }

            Rows.AddRange(events.Select(each => each.Id).Except(Rows));
        }

        public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class Folded(IReadOnlyList<JobEvent> events) : FoldedEvents(events);

    private sealed class FakeOutbox : IOutbox
    {
        internal List<JobEvent> Events { get; } = [];

        /// <summary>They stand before the events.</summary>
        internal List<UnreadableEntry> Unreadable { get; } = [];

        /// <summary>Reads that skip so many fail.</summary>
        internal int? AwayFor { get; set; }

        /// <summary>Reads that skip some take until it is set.</summary>
        internal TaskCompletionSource? Slow { get; set; }

        internal string? Holder { get; set; }

        internal int Holds { get; private set; }

        internal bool Away { get; set; }

        internal bool AwayOnlyForTrim { get; set; }

        internal void Add(params string[] ids) => Events.AddRange(ids.Select(id => new JobEvent { Id = id, Status = ExecutionStatus.Succeeded }));

        public Task<bool> TryHoldAsync(string owner, TimeSpan lease, CancellationToken cancel)
        {
            Holds++;
            Holder ??= owner;
            return Task.FromResult(Holder == owner);
        }

        public Task ReleaseAsync(string owner, CancellationToken cancel)
        {
            Holder = Holder == owner ? null : Holder;
            return Task.CompletedTask;
        }

        public Task<OutboxBatch> ReadAsync(int skip, int limit, CancellationToken cancel) =>
            (Away && !AwayOnlyForTrim) || skip == AwayFor
                ? Task.FromException<OutboxBatch>(new StoreUnavailableException("redis"))
                : ReadAsync(Read([.. Events.Skip(skip).Take(limit)], more: Events.Count > skip + limit), skip > 0 ? Slow : null);

        private static async Task<OutboxBatch> ReadAsync(OutboxBatch batch, TaskCompletionSource? until)
        {
            await (until?.Task ?? Task.CompletedTask);
            return batch;
        }

        private OutboxBatch Read(JobEvent[] events, bool more) => new(events, [.. Unreadable], events.Length + Unreadable.Count, more);

        public Task<bool> TrimAsync(string owner, int count, CancellationToken cancel)
        {
            if (Away)
            {
                throw new StoreUnavailableException("redis");
            }

            if (Holder == owner)
            {
                Events.RemoveRange(0, count - Unreadable.Count);
                Unreadable.Clear();
            }

            return Task.FromResult(Holder == owner);
        }

        public Task<long> LengthAsync(CancellationToken cancel) => Task.FromResult((long)Events.Count);
    }
}
