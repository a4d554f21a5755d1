using Moq;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.TestKit;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Tests.Definitions;

public sealed class RunServiceTests
{
    private readonly Mock<IDefinitionStore> definitions = new();
    private readonly Mock<IJobQueue> queue = new();
    private readonly List<NewJob> asked = [];
    private ScheduleView? defined;
    private long registered;

    [SetUp]
    public void Prepare()
    {
        asked.Clear();
        definitions.Reset();
        definitions.Setup(store => store.FindScheduleAsync(Scopes.Default, "a", default)).ReturnsAsync(() => defined);
        queue.Setup(each => each.EnqueueAsync(It.IsAny<IReadOnlyList<NewJob>>(), It.IsAny<long>(), default)).ReturnsAsync((IReadOnlyList<NewJob> jobs, long _, CancellationToken _) =>
        {
            asked.AddRange(jobs);
            return [new EnqueueResult(jobs[0].Revision is { } revision && revision != registered ? EnqueueOutcome.Changed : EnqueueOutcome.Queued)];
        });
        Define(1, "h1");
    }

    [Test]
    public async Task The_second_run_of_a_schedule_asks_no_database()
    {
        var runs = Service();
        await RunAsync(runs);
        await RunAsync(runs);

        definitions.Verify(store => store.FindScheduleAsync(Scopes.Default, "a", default), Times.Once);
        Assert.That(asked.Select(job => job.Revision), Is.EqualTo(new long?[] { null, 1 }));
    }

    [Test]
    public async Task A_definition_that_changed_since_is_read_again_and_run_as_it_is_now()
    {
        var runs = Service();
        await RunAsync(runs);
        Define(2, "h2");

        var id = await RunAsync(runs);
        await RunAsync(runs);

        var ran = asked.Single(job => job.Id == id);
        Assert.That(((HandlerTarget)ran.Spec.Target).Name, Is.EqualTo("h2"));
        Assert.That(asked[^1].Revision, Is.EqualTo(2));
        definitions.Verify(store => store.FindScheduleAsync(Scopes.Default, "a", default), Times.Exactly(2));
    }

    [Test]
    public async Task A_schedule_that_was_deleted_since_is_missing()
    {
        var runs = Service();
        await RunAsync(runs);
        (defined, registered) = (null, 0);

        Assert.ThrowsAsync<MissingException>(() => RunAsync(runs));
    }

    private RunService Service() =>
        new(definitions.Object, Mock.Of<IExecutionReader>(), queue.Object, Mock.Of<IJobControl>(), null!, Mock.Of<Subscriptions.ISubscriptionStore>(), Mock.Of<IAuditLog>(), new ManualTime());

    private static Task<string> RunAsync(RunService runs) => runs.RunNowAsync(Scopes.Default, "a", new RunRequest(), new Actor("k", "ann"), default);

    private void Define(long revision, string handler)
    {
        var at = Samples.Start;
        registered = revision;
        defined = new ScheduleView(
            new Schedule
            {
                Scope = Scopes.Default,
                Id = "a",
                Name = "a",
                Spec = new ScheduleSpec { Timing = Samples.EveryMinute, Target = new HandlerTarget(handler) },
                AnchorMs = 0,
                Revision = revision,
                CreatedAt = at,
                UpdatedAt = at,
            },
            new ScheduleState { NextRunAt = at });
    }
}
