using System.Text.Json;
using Moq;
using RedisScheduler.Engine.Events;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.TestKit;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Tests.Events;

/// <summary>What a run of an event target does.</summary>
public sealed class EventRunnerTests
{
    private readonly ManualTime time = new(Samples.Start.AddMinutes(1));
    private readonly Mock<IDefinitionStore> definitions = new();
    private FakeEvents stores = null!;
    private EventRunner runner = null!;

    [SetUp]
    public void Make()
    {
        stores = new FakeEvents(time);
        runner = new EventRunner(definitions.Object, stores.FanOut);
        var schedule = Samples.Schedule() with { Name = "Orders", WorkflowId = "shop" };
        definitions.Setup(sql => sql.FindScheduleAsync("default", "s", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ScheduleView(schedule with { Spec = schedule.Spec with { Tags = ["eu"] } }, new ScheduleState()));
    }

    [Test]
    public async Task Each_subscription_that_matches_gets_a_job_of_its_own_with_the_schedules_retries_and_the_event_as_payload()
    {
        stores.Subscriptions.AddRange([FakeEvents.To("a"), FakeEvents.To("b", topic: "orders"), FakeEvents.To("c", topic: "alert")]);
        var job = Event();

        var result = await runner.RunAsync(job, default);

        Assert.That(stores.Made.Select(made => ((HttpTarget)made.Spec.Target).Url), Is.EqualTo(new[] { "http://a", "http://b" }));
        var first = stores.Made[0];
        Assert.That((first.Trigger, first.ScheduleKey, first.DueMs, first.Spec.Retry, first.Spec.WorkflowId), Is.EqualTo((ExecutionTrigger.Event, "s", job.DueMs, job.Spec.Retry, "shop")));
        Assert.That(first.Event.Reason, Is.EqualTo("event s@1 for the subscription a (Subscription a)"));
        var payload = JsonDocument.Parse(first.Spec.Payload!).RootElement;
        Assert.That(payload.GetProperty("name").GetString(), Is.EqualTo("Orders"));
        Assert.That(payload.GetProperty("tags")[0].GetString(), Is.EqualTo("eu"));
        Assert.That(payload.GetProperty("payload").GetProperty("a").GetInt32(), Is.EqualTo(1));
        var output = JsonDocument.Parse(result.Output!).RootElement;
        Assert.That((result.Outcome, output.GetProperty("deliveries").GetInt32()), Is.EqualTo((TargetOutcome.Succeeded, 2)));
        Assert.That(output.GetProperty("executions").EnumerateArray().Select(each => each.GetProperty("id").GetString()), Is.EqualTo(stores.Made.Select(made => made.Id)));
    }

    [Test]
    public async Task Without_a_subscription_that_matches_it_succeeds_and_says_that_nobody_got_it()
    {
        var result = await runner.RunAsync(Event(), default);
        Assert.That((result.Outcome, result.Output), Is.EqualTo((TargetOutcome.Succeeded, """{"deliveries":0,"executions":[]}""")));
    }

    [Test]
    public async Task The_same_run_once_more_makes_no_second_delivery_while_the_first_waits_or_runs()
    {
        stores.Subscriptions.Add(FakeEvents.To("a"));
        await runner.RunAsync(Event(), default);
        await runner.RunAsync(Event(attempt: 2), default);
        Assert.That(stores.Made, Has.Count.EqualTo(1));
    }

    [TestCase(true, TestName = "Nor_when_the_first_has_ended_and_stands_in_the_history")]
    [TestCase(false, TestName = "Nor_when_the_first_has_ended_and_waits_in_the_outbox_to_be_recorded")]
    public async Task It_makes_no_second_delivery_when_the_first_has_ended_and_left_Redis(bool recorded)
    {
        stores.Subscriptions.Add(FakeEvents.To("a"));
        await runner.RunAsync(Event(), default);
        stores.EndAll();
        if (recorded)
        {
            stores.Record();
        }

        stores.Subscriptions.Add(FakeEvents.To("late"));
        var again = await runner.RunAsync(Event(attempt: 2), default);

        Assert.That(stores.Made.Select(made => made.Spec.Target), Is.EqualTo(new[] { new HttpTarget("http://a"), new HttpTarget("http://late") }).Using<Target>((one, other) => ((HttpTarget)one).Url == ((HttpTarget)other).Url));
        Assert.That(again.Output, Does.Contain("\"deliveries\":2"));
    }

    [Test]
    public async Task What_it_cannot_tell_it_does_not_do_again()
    {
        stores.Subscriptions.Add(FakeEvents.To("a"));
        await runner.RunAsync(Event(), default);
        stores.EndAll();
        stores.Outbox.InsertRange(0, Enumerable.Range(0, Unrecorded.Most + 1).Select(n => stores.Outbox[0] with { Id = $"other@{n}" }));

        Assert.ThrowsAsync<HistoryBehindException>(() => runner.RunAsync(Event(attempt: 2), default));
        Assert.That(stores.Made, Has.Count.EqualTo(1));
    }

    private static TakenJob Event(int attempt = 1)
    {
        var job = Samples.Job();
        return job with { Attempt = attempt, Spec = job.Spec with { Target = new EventTarget("orders"), WorkflowId = "shop" } };
    }
}
