using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Storage.History;

namespace RedisScheduler.Storage.Tests.History;

public sealed class HistoryHalvesTests
{
    [Test]
    public void Few_events_are_not_split() => Assert.That(HistoryHalves.Of([.. Runs("a", 499).Concat(Runs("b", 500))]), Is.Null);

    [Test]
    public void Schedules_stay_together_and_the_halves_are_about_as_large()
    {
        var events = Enumerable.Range(0, 40).SelectMany(number => Runs($"s{number}", 20 + number)).ToList();
        var (first, second) = HistoryHalves.Of(events)!.Value;

        Assert.That(first.Concat(second), Is.EquivalentTo(events));
        Assert.That(first.Select(KeyOf).Intersect(second.Select(KeyOf)), Is.Empty);
        Assert.That(Math.Abs(first.Count - second.Count), Is.LessThanOrEqualTo(60));
    }

    [Test]
    public void The_runs_of_a_schedule_with_most_of_the_events_are_split_and_the_events_of_each_stay_together_in_their_order()
    {
        var events = Runs("large", 2_000).SelectMany(made => new[] { made, made with { Status = ExecutionStatus.Succeeded, Token = 1 } }).Concat(Runs("small", 10)).ToList();
        var (first, second) = HistoryHalves.Of(events)!.Value;

        Assert.That(first.Concat(second), Is.EquivalentTo(events));
        Assert.That(first.Select(fact => fact.Id).Intersect(second.Select(fact => fact.Id)), Is.Empty);
        Assert.That(first.Count(fact => KeyOf(fact) == "large"), Is.EqualTo(2_000).Within(400));
        foreach (var run in first.Concat(second).Where(fact => KeyOf(fact) == "large").GroupBy(fact => fact.Id))
            Assert.That(run.Select(fact => fact.Token), Is.EqualTo(new[] { 0, 1 }));
    }

    [TestCase(ExecutionStatus.Failed)]
    [TestCase(ExecutionStatus.TimedOut)]
    [TestCase(ExecutionStatus.Lost)]
    public void A_schedule_of_which_a_run_failed_stays_together_however_large(ExecutionStatus failure)
    {
        var failing = Runs("failing", 2_000).ToList();
        failing[700] = failing[700] with { Status = failure };
        var (first, second) = HistoryHalves.Of([.. failing, .. Runs("b", 300), .. Runs("c", 300)])!.Value;

        Assert.That(first, Is.EqualTo(failing));
        Assert.That(second, Has.Count.EqualTo(600));
    }

    [Test]
    public void What_leaves_too_little_for_a_second_transaction_is_not_split()
    {
        var failing = Runs("failing", 2_000).ToList();
        failing[0] = failing[0] with { Status = ExecutionStatus.Failed };
        Assert.That(HistoryHalves.Of([.. failing, .. Runs("b", 300)]), Is.Null);
    }

    [Test]
    public void Where_a_run_does_not_tell_its_schedule_and_one_failed_nothing_is_split()
    {
        var foreign = new JobEvent { Id = "3f2504e0-4f89-11d3-9a0c-0305e82c3301", Status = ExecutionStatus.Succeeded };
        List<JobEvent> events = [.. Runs("a", 600), .. Runs("b", 600), foreign];
        Assert.That(HistoryHalves.Of(events), Is.Not.Null);
        Assert.That(HistoryHalves.Of([.. events, foreign with { Status = ExecutionStatus.Failed }]), Is.Null);
        Assert.That(HistoryHalves.Of([.. events, events[0] with { Status = ExecutionStatus.Failed }]), Is.Null, "the one that does not tell may be of the schedule that failed");
    }

    private static IEnumerable<JobEvent> Runs(string key, int count) =>
        Enumerable.Range(0, count).Select(number => new JobEvent { Id = JobId.Occurrence(key, Facts.Due + number), Status = ExecutionStatus.Queued });

    private static string KeyOf(JobEvent fact) => fact.Id[..fact.Id.IndexOf('@', StringComparison.Ordinal)];
}
