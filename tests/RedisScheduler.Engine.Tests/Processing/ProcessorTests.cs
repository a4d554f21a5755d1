using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;
using RedisScheduler.TestKit;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Processing;

public sealed class ProcessorTests
{
    private readonly ManualTime time = new();
    private readonly FakeQueue queue = new();
    private readonly FakeTarget target = new();
    private readonly Rush rush = new();
    private readonly EngineOptions options = new() { Concurrency = 4, WorkerId = "w" };
    private RunningJobs running = null!;
    private Attempts attempts = null!;
    private Exchanges exchanges = null!;
    private Processor processor = null!;

    [SetUp]
    public void Make()
    {
        running = new RunningJobs(options, time);
        attempts = new Attempts(new TargetRunners([target]), running, options, time, new Random(1), NullLogger<Attempts>.Instance);
        exchanges = new Exchanges(attempts, running, new Slots(options), rush, time);
        processor = NewProcessor();
    }

    [TearDown]
    public void Dispose()
    {
        processor.Wake.Dispose();
        running.Dispose();
    }

    private Processor NewProcessor() => new(queue, attempts, exchanges, running, options, time, NullLogger<Processor>.Instance);

    [Test]
    public async Task It_takes_as_many_as_it_has_free_slots_and_comes_back_at_once_when_it_got_them()
    {
        Fill(6);

        var full = await processor.RunOnceAsync(default);
        Assert.That(full, Is.EqualTo(new Round(4, TimeSpan.Zero)));
        Assert.That(running.Count, Is.EqualTo(4));

        Assert.That(await processor.RunOnceAsync(default), Is.EqualTo(new Round(0, Exchanges.Poll)));
        Assert.That(queue.Calls, Is.EqualTo(new[] { (4, 0) }), "with no free slot and nothing to report it asks Redis nothing");
    }

    [Test]
    public async Task What_ended_while_a_call_was_under_way_goes_with_the_next()
    {
        Fill(6);
        await TakeAsync();
        await EndAsync("j0");
        var under = new TaskCompletionSource();
        queue.Under = under.Task;
        var first = processor.RunOnceAsync(default);
        await EndAsync("j1", "j2", "j3");
        under.SetResult();

        Assert.That((await first).Wait, Is.EqualTo(TimeSpan.Zero));
        await processor.RunOnceAsync(default);

        Assert.That(queue.Calls, Is.EqualTo(new[] { (4, 0), (1, 1), (3, 3) }));
        Assert.That(queue.Accepted.Select(finish => finish.Id), Is.EquivalentTo(new[] { "j0", "j1", "j2", "j3" }));
    }

    [Test]
    public async Task A_second_one_calls_Redis_while_the_first_waits_for_it_once_a_quarter_of_the_slots_is_worth_it()
    {
        var second = NewProcessor();
        using var alarm = second.Wake;
        Fill(6);
        await TakeAsync();
        var under = new TaskCompletionSource();
        queue.Under = under.Task;
        await EndAsync("j0");
        var first = processor.RunOnceAsync(default);

        Assert.That(await second.RunOnceAsync(default), Is.EqualTo(new Round(0, Exchanges.Poll)), "nothing has ended since");
        await EndAsync("j1");
        queue.Under = Task.CompletedTask;
        await second.RunOnceAsync(default);
        under.SetResult();
        await first;

        Assert.That(queue.Calls, Is.EqualTo(new[] { (4, 0), (1, 1), (1, 1) }));
        Assert.That(queue.Accepted.Select(finish => finish.Id), Is.EquivalentTo(new[] { "j0", "j1" }));
        Assert.That(running.Count, Is.EqualTo(4), "no slot is given twice");
    }

    [Test]
    public async Task What_one_could_not_report_the_first_reports_at_stop()
    {
        var second = NewProcessor();
        using var alarm = second.Wake;
        Fill(1);
        await TakeAsync();
        await EndAsync("j0");
        queue.Away = true;
        Assert.ThrowsAsync<StoreUnavailableException>(() => second.RunOnceAsync(default));
        queue.Away = false;

        await second.DrainAsync(default);
        await processor.DrainAsync(default);

        Assert.That(queue.Accepted.Select(finish => finish.Id), Is.EqualTo(new[] { "j0" }));
        Assert.That(queue.Calls[^1].Take, Is.Zero);
    }

    [Test]
    public async Task While_it_gets_as_many_jobs_as_it_asks_for_it_is_in_a_rush()
    {
        Fill(6);
        await TakeAsync();
        Assert.That(rush.IsOn);

        await EndAsync("j0", "j1", "j2", "j3");
        await processor.RunOnceAsync(default);
        Assert.That(rush.IsOn, Is.False, "4 were asked for, and 2 came");
    }

    [Test]
    public async Task A_rush_begins_with_many_jobs_and_goes_on_with_few()
    {
        Fill(3);
        await TakeAsync();
        Fill(9, first: 3);
        exchanges.Signal();
        await TakeAsync();
        Assert.That((queue.Calls[^1].Take, rush.IsOn), Is.EqualTo((1, false)));

        await EndAsync("j0", "j1", "j2");
        await processor.RunOnceAsync(default);
        Assert.That((queue.Calls[^1].Take, rush.IsOn), Is.EqualTo((3, true)));

        await EndAsync("j3");
        await processor.RunOnceAsync(default);
        Assert.That((queue.Calls[^1].Take, rush.IsOn), Is.EqualTo((1, true)));
    }

    [Test]
    public async Task One_that_stops_or_finds_Redis_away_is_in_no_rush()
    {
        Fill(12);
        await TakeAsync();
        await EndAsync("j0", "j1", "j2", "j3");
        queue.Away = true;
        Assert.ThrowsAsync<StoreUnavailableException>(() => processor.RunOnceAsync(default));
        Assert.That(rush.IsOn, Is.False);

        queue.Away = false;
        await processor.RunOnceAsync(default);
        Assert.That(rush.IsOn);
        exchanges.StopTaking();
        Assert.That(rush.IsOn, Is.False);
    }

    [Test]
    public async Task It_asks_for_jobs_while_there_may_be_some()
    {
        Fill(2);
        await TakeAsync();
        await EndAsync("j0");
        await processor.RunOnceAsync(default);
        Assert.That(queue.Calls, Is.EqualTo(new[] { (4, 0), (0, 1) }), "the answer before was not full, and nothing was signalled since");

        processor.OnSignal();
        await processor.RunOnceAsync(default);
        Assert.That(queue.Calls[^1], Is.EqualTo((3, 0)));
        await processor.RunOnceAsync(default);
        time.Advance(Exchanges.Poll);
        await processor.RunOnceAsync(default);
        Assert.That(queue.Calls, Has.Count.EqualTo(4));
        Assert.That(queue.Calls[^1], Is.EqualTo((3, 0)), "signals may be lost");
    }

    [Test]
    public async Task A_signal_that_comes_while_it_asks_makes_it_ask_again()
    {
        var under = new TaskCompletionSource();
        queue.Under = under.Task;
        var first = processor.RunOnceAsync(default);
        processor.OnSignal();
        queue.Under = Task.CompletedTask;
        under.SetResult();
        await first;

        await processor.RunOnceAsync(default);
        Assert.That(queue.Calls, Is.EqualTo(new[] { (4, 0), (4, 0) }));
    }

    [Test]
    public async Task A_signal_that_comes_while_another_one_asks_wakes_when_that_comes_back()
    {
        var second = NewProcessor();
        using var alarm = second.Wake;
        var under = new TaskCompletionSource();
        queue.Under = under.Task;
        var asking = second.RunOnceAsync(default);
        processor.OnSignal();
        var woken = processor.Wake.WaitAsync(TimeSpan.FromHours(1));
        Assert.That(woken.IsCompleted, Is.True);
        Assert.That(await processor.RunOnceAsync(default), Is.EqualTo(new Round(0, Exchanges.Poll)), "all slots are reserved");
        woken = processor.Wake.WaitAsync(TimeSpan.FromHours(1));

        under.SetResult();
        await asking;
        await woken.WaitAsync(TimeSpan.FromSeconds(10));
        await processor.RunOnceAsync(default);
        Assert.That(queue.Calls, Is.EqualTo(new[] { (4, 0), (4, 0) }));
    }

    [Test]
    public async Task What_Redis_did_not_answer_is_asked_again()
    {
        queue.Away = true;
        Assert.ThrowsAsync<StoreUnavailableException>(() => processor.RunOnceAsync(default));
        queue.Away = false;
        await processor.RunOnceAsync(default);
        Assert.That(queue.Calls, Is.EqualTo(new[] { (4, 0), (4, 0) }));
    }

    [Test]
    public async Task An_end_wakes_it()
    {
        Fill(1);
        await TakeAsync();
        var wait = processor.Wake.WaitAsync(TimeSpan.FromHours(1));
        Assert.That(wait.IsCompleted, Is.False);
        target.End("j0");
        await wait.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task A_job_that_runs_longer_than_its_time_out_is_stopped_and_tried_again()
    {
        queue.Waiting.Enqueue(Job("slow", timeout: TimeSpan.FromSeconds(30)));
        queue.Waiting.Enqueue(Job("slower", timeout: TimeSpan.FromSeconds(40)));
        await TakeAsync();
        time.Advance(TimeSpan.FromSeconds(29.999));
        Assert.That(target.Started["slow"].IsCancellationRequested, Is.False);

        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(target.Started["slow"].IsCancellationRequested, Is.True);
        Assert.That(target.Started["slower"].IsCancellationRequested, Is.False);
        var finish = await ReportAsync();
        Assert.That((finish.Kind, finish.Event.AttemptStatus), Is.EqualTo((FinishKind.Retry, (ExecutionStatus?)ExecutionStatus.TimedOut)));
        Assert.That((finish.Event.FinishedMs, finish.RetryAtMs), Is.EqualTo(((long?)Start.Ms() + 30_000, (long?)Start.Ms() + 31_000)));

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(target.Started["slower"].IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task A_handler_that_does_not_stop_is_given_up_after_the_grace_and_its_late_answer_counts_for_nothing()
    {
        target.Stubborn = true;
        queue.Waiting.Enqueue(Job("j", failures: 2, timeout: TimeSpan.FromSeconds(30)));
        await TakeAsync();
        time.Advance(TimeSpan.FromSeconds(30) + options.StopGrace);

        Assert.That((await ReportAsync()).Event.Status, Is.EqualTo(ExecutionStatus.TimedOut));
        Assert.That(running.Count, Is.Zero);
        target.End("j");
        await Eventually.AsyncThat(() => processor.Unreported == 0);
        Assert.That(queue.Accepted, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_cancelled_job_ends_as_cancelled()
    {
        Fill(1);
        await TakeAsync();
        running.Stop(running.All()[0], StopCause.Cancelled);
        Assert.That((await ReportAsync()).Kind, Is.EqualTo(FinishKind.Cancelled));
    }

    [Test]
    public async Task The_result_of_a_job_whose_lease_is_lost_is_dropped()
    {
        Fill(1);
        await TakeAsync();
        running.Stop(running.All()[0], StopCause.LeaseLost);
        await Eventually.AsyncThat(() => running.Count == 0);
        Assert.That(processor.Unreported, Is.Zero);
    }

    [Test]
    public async Task While_Redis_is_away_ends_are_kept_and_reported_once_when_it_is_back()
    {
        Fill(2);
        await TakeAsync();
        queue.Away = true;
        await EndAsync("j0");
        Assert.ThrowsAsync<StoreUnavailableException>(() => processor.RunOnceAsync(default));
        await EndAsync("j1");
        Assert.ThrowsAsync<StoreUnavailableException>(() => processor.RunOnceAsync(default));

        queue.Away = false;
        await processor.RunOnceAsync(default);
        await processor.RunOnceAsync(default);

        Assert.That(queue.Accepted.Select(finish => finish.Id), Is.EqualTo(new[] { "j0", "j1" }));
        Assert.That(queue.Calls, Is.EqualTo(new[] { (4, 0), (0, 1), (0, 2), (0, 2) }));
    }

    [Test]
    public async Task When_an_answer_is_lost_nothing_counts_twice_and_work_goes_on()
    {
        Fill(1);
        await TakeAsync();
        await EndAsync("j0");
        queue.LosesAnswer = true;
        Assert.ThrowsAsync<StoreUnavailableException>(() => processor.RunOnceAsync(default));

        queue.LosesAnswer = false;
        queue.Waiting.Enqueue(Job("j1"));
        processor.OnSignal();
        await processor.RunOnceAsync(default);

        Assert.That(queue.Accepted, Has.Count.EqualTo(1));
        Assert.That(processor.Unreported, Is.Zero);
        Assert.That(running.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task A_target_of_an_unknown_kind_fails_for_good_and_says_so()
    {
        queue.Waiting.Enqueue(Job("j") with { Spec = Spec() with { Target = new HttpTarget("http://x") } });
        await processor.RunOnceAsync(default);
        var finish = await ReportAsync();
        Assert.That((finish.Kind, finish.Event.Error?.Message), Is.EqualTo((FinishKind.Failed, "This worker runs no targets of the kind 'http'.")));
    }

    [Test]
    public async Task A_runner_that_throws_fails_the_attempt_only()
    {
        Fill(1);
        await TakeAsync();
        target.Throw("j0", new InvalidOperationException("broken"));
        var finish = await ReportAsync();
        Assert.That((finish.Kind, finish.Event.Error?.Type, finish.Event.Error?.Message), Is.EqualTo((FinishKind.Retry, "System.InvalidOperationException", "broken")));
    }

    [Test]
    public async Task Times_of_an_attempt_survive_a_clock_that_is_set_back()
    {
        Fill(1);
        await TakeAsync();
        time.Advance(TimeSpan.FromSeconds(3));
        time.ShiftWallClock(TimeSpan.FromHours(-1));
        target.End("j0");
        var told = (await ReportAsync()).Event;
        Assert.That(told.FinishedMs - told.StartedMs, Is.EqualTo(3_000));
    }

    private void Fill(int jobs, int first = 0)
    {
        for (var i = 0; i < jobs; i++)
        {
            queue.Waiting.Enqueue(Job($"j{first + i}"));
        }
    }

    private async Task TakeAsync()
    {
        await processor.RunOnceAsync(default);
        await Eventually.AsyncThat(() => target.Started.Count == running.Count);
    }

    private async Task EndAsync(params string[] ids)
    {
        var before = processor.Unreported + queue.Accepted.Count;
        foreach (var id in ids)
        {
            target.End(id);
        }

        await Eventually.AsyncThat(() => processor.Unreported + queue.Accepted.Count == before + ids.Length);
    }

    private async Task<Finish> ReportAsync()
    {
        await Eventually.AsyncThat(() => processor.Unreported > 0);
        await processor.RunOnceAsync(default);
        return queue.Accepted[^1];
    }
}
