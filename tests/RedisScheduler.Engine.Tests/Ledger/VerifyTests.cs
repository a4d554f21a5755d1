using Moq;
using RedisScheduler.Engine.Ledger;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Ledger;

/// <summary>The ledger against the rules, recomputed.</summary>
public sealed class VerifyTests
{
    private static readonly DateTimeOffset End = Start.AddDays(85);
    private readonly Mock<IDefinitionStore> definitions = new();

    [Test]
    public async Task Months_of_changes_pauses_and_outages_are_in_order([Range(1, 30)] int seed)
    {
        var life = new SimulatedLife(seed);
        life.Live(End);

        var report = await VerifyAsync(life);

        Assert.That(report.Findings, Is.Empty);
        Assert.That((report.Ok, report.Lost, report.Duplicates, report.Unexpected), Is.EqualTo((true, 0, 0, 0)));
        var single = life.Ledger.Entries.Where(entry => entry.Status != ExecutionStatus.Missed).ToList();
        Assert.That((report.Ran, report.Skipped), Is.EqualTo(((long)single.Count(entry => entry.Status == ExecutionStatus.Succeeded), (long)single.Count(entry => entry.Status == ExecutionStatus.Skipped))));
    }

    [Test]
    public async Task An_entry_that_was_removed_and_one_that_was_doubled_are_found([Range(1, 30)] int seed)
    {
        var life = new SimulatedLife(seed);
        life.Live(End);
        var periods = new DuePeriods(life.Ledger.Revisions, []);
        var firm = periods.Between(Start.Ms(), End.Ms()).Where(due => !due.Dropped).Select(due => due.Ms).ToHashSet();
        var single = life.Ledger.Entries.FindAll(entry => entry.ScheduledToMs is null && firm.Contains(entry.ScheduledMs));
        var (removed, doubled) = (single[single.Count / 3], single[single.Count / 2]);
        life.Ledger.Entries.Remove(removed);
        life.Ledger.Entries.Add(doubled with { Id = "copy" });
        life.Ledger.Entries.Add(doubled with { Id = "stray", ScheduledMs = doubled.ScheduledMs + 1 });

        var report = await VerifyAsync(life);

        Assert.That((report.Ok, report.Lost, report.Duplicates, report.Unexpected), Is.EqualTo((false, 1, 1, 1)));
        Assert.That(
            report.Findings.Select(finding => (finding.Kind, finding.ScheduledAt.Ms())),
            Is.EquivalentTo(new[] { (VerifyFault.Lost, removed.ScheduledMs), (VerifyFault.Duplicate, doubled.ScheduledMs), (VerifyFault.Unexpected, doubled.ScheduledMs + 1) }));
    }

    [Test]
    public async Task What_is_not_fired_yet_is_pending_and_not_lost()
    {
        var life = Hourly();
        life.Entries.RemoveRange(20, 4);

        var report = await VerifyAsync(life, next: Start.AddHours(21), now: Start.AddHours(24.5));

        Assert.That((report.Ok, report.Ran, report.Pending), Is.EqualTo((true, 20, 4)));
    }

    [Test]
    public async Task Misses_in_a_row_stand_for_each_of_them_also_where_they_reach_into_the_range()
    {
        var life = Hourly();
        life.Entries.RemoveRange(2, 10);
        life.Entries.Add(new("missed", Start.AddHours(3).Ms(), Start.AddHours(12).Ms(), ExecutionStatus.Missed, null));

        var report = await VerifyAsync(life, Start.AddHours(25), Start.AddHours(24.5), from: Start.AddHours(5));

        Assert.That((report.Ok, report.Missed, report.Ran), Is.EqualTo((true, 8, 12)));
    }

    [Test]
    public async Task Late_starts_are_counted()
    {
        var life = Hourly();
        life.Entries[3] = life.Entries[3] with { StartedMs = life.Entries[3].ScheduledMs + 61_000 };

        Assert.That((await VerifyAsync(life, Start.AddHours(25), Start.AddHours(24.5))).Late, Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_is_expected_while_the_whole_scope_is_paused()
    {
        var life = Hourly();
        life.Entries.RemoveRange(4, 3);
        life.Pauses.Add(new(new(null, null, Start, "me"), Start.AddHours(4.5).Ms(), Start.AddHours(7.5).Ms()));

        Assert.That((await VerifyAsync(life, Start.AddHours(25), Start.AddHours(24.5))).Ok, Is.True);
    }

    [Test]
    public async Task After_the_last_run_that_is_allowed_nothing_is_expected()
    {
        var life = Hourly(maxRuns: 5);
        life.Entries.RemoveRange(5, 19);

        Assert.That((await VerifyAsync(life, null, Start.AddHours(24.5), completed: true)).Ok, Is.True);
    }

    [Test]
    public void A_range_that_is_empty_too_long_or_older_than_the_history_is_refused()
    {
        var life = Hourly();
        foreach (var from in new[] { Start.AddHours(25), Start.AddDays(-93), Start.AddDays(-31) })
        {
            Assert.ThrowsAsync<InvalidInputException>(() => VerifyAsync(life, null, Start.AddHours(24.5), from: from, retention: TimeSpan.FromDays(30)));
        }
    }

    private Task<VerifyReport> VerifyAsync(SimulatedLife life) => VerifyAsync(life.Ledger, life.View.State.NextRunAt, End, view: life.View);

    private async Task<VerifyReport> VerifyAsync(
        FakeLedger ledger, DateTimeOffset? next, DateTimeOffset now, bool completed = false, DateTimeOffset? from = null, TimeSpan? retention = null, ScheduleView? view = null)
    {
        view ??= new ScheduleView(Schedule(timing: ledger.Revisions[^1].Timing), new ScheduleState { NextRunAt = next, Completed = completed });
        definitions.Setup(sql => sql.FindScheduleAsync("default", "s", It.IsAny<CancellationToken>())).ReturnsAsync(view);
        var options = new EngineOptions { ExecutionRetention = retention ?? TimeSpan.FromDays(365) };
        return await new VerifyService(ledger, ledger, definitions.Object, options, new ManualTime(now)).VerifyAsync("default", null, from ?? Start, now, default);
    }

    private static FakeLedger Hourly(long? maxRuns = null)
    {
        var ledger = new FakeLedger();
        var timing = new ScheduleTiming { Cron = "0 * * * *", MaxRuns = maxRuns };
        ledger.Revisions.Add(new() { Revision = 1, AtMs = Start.Ms(), Timing = timing, AnchorMs = Start.Ms(), Runs = true, FirstDueMs = Start.AddHours(1).Ms() });
        for (var hour = 1; hour <= 24; hour++)
        {
            var due = Start.AddHours(hour).Ms();
            ledger.Entries.Add(new LedgerEntry($"s@{due}", due, null, ExecutionStatus.Succeeded, due + 5));
        }

        return ledger;
    }
}
