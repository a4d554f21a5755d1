using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Tests.History;
using RedisScheduler.Targets;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.Definitions.Samples;

namespace RedisScheduler.Storage.Tests.Definitions;

/// <summary>What comes back is what was saved, whatever it holds.</summary>
public sealed class RoundTripTests(string databaseName) : StoreFixture(databaseName)
{
    private const string Hostile = "'; DROP TABLE schedules; -- \" % _ \\ {rows} @Id $1 \r\n\t 日本語 🚀 \u202e";

    private IDefinitionStore Store => Get<IDefinitionStore>();

    [Test]
    public async Task Every_field_of_a_schedule_and_its_workflow_comes_back_as_it_was()
    {
        var bundle = new WorkflowBundle(
            Workflow() with
            {
                Name = Hostile,
                Description = Hostile,
                Status = WorkflowStatus.Paused,
                Pause = new Pause(Hostile, Now.AddDays(1), Now, Hostile),
                Target = "{\"type\":\"handler\"}",
                Payload = "{ \"spaced\" : 1 }",
                TimeZone = "Europe/Berlin",
                Tags = ["a b", "ü", "'"],
            },
            [
                Full("etl", "x", new ScheduleTiming { Cron = "0 0 * * 1", TimeZone = "Etc/GMT+5", DstGap = DstGap.Shift, DstFold = DstFold.Both, Jitter = TimeSpan.FromMilliseconds(1_234) }),
                Full("etl", "y", new ScheduleTiming { Interval = TimeSpan.FromMilliseconds(100), StartAt = Now, EndAt = Now.AddYears(9), MaxRuns = 3, RunImmediately = true }),
                Full("etl", "z", new ScheduleTiming { At = Now.AddMilliseconds(7) }),
            ]
        );

        var answered = (await Store.ChangeWorkflowAsync(Scopes.Default, "etl", _ => bundle, None)).After!;
        var saved = (await Store.FindWorkflowAsync(Scopes.Default, "etl", None))!;

        Assert.That(Text(answered), Is.EqualTo(Text(saved)), "a save answers what a read finds");
        Assert.That(Text(saved.Workflow), Is.EqualTo(Text(bundle.Workflow with { Revision = saved.Workflow.Revision })));
        foreach (var (actual, expected) in saved.Schedules.Zip(bundle.Schedules))
        {
            Assert.That(Text(actual.Schedule), Is.EqualTo(Text(expected.Schedule with { Revision = actual.Schedule.Revision })));
            Assert.That(actual.State, Is.EqualTo(expected.State));
        }
    }

    [Test]
    public async Task A_payload_of_256_KiB_comes_back_byte_for_byte()
    {
        const string Part = "\\\"\\u00e9é/日🚀";
        var parts = ((256 * 1024) - 16) / System.Text.Encoding.UTF8.GetByteCount(Part);
        var payload = $"{{ \"quotes\":\"{string.Concat(Enumerable.Repeat(Part, parts))}\" }}";
        Assert.That(System.Text.Encoding.UTF8.GetByteCount(payload), Is.InRange(255 * 1024, 256 * 1024));

        var view = Standalone("big");
        await Store.ChangeScheduleAsync(Scopes.Default, "big", _ => view with { Schedule = view.Schedule with { Spec = Spec with { Payload = payload } } }, None);

        Assert.That((await Store.FindScheduleAsync(Scopes.Default, "big", None))!.Schedule.Spec.Payload, Is.EqualTo(payload));
    }

    [Test]
    public async Task Schedules_are_found_by_their_keys()
    {
        foreach (var id in new[] { "a", "b", "c" })
            await Store.ChangeScheduleAsync(Scopes.Default, id, _ => Standalone(id), None);

        var found = await Store.FindSchedulesAsync([ScheduleKey.Of(Scopes.Default, "a"), ScheduleKey.Of(Scopes.Default, "c"), ScheduleKey.Of("other", "b")], None);

        Assert.That(found.Select(view => view.Schedule.Id), Is.EquivalentTo(new[] { "a", "c" }));
        Assert.That(await Store.FindSchedulesAsync([], None), Is.Empty);
    }

    [Test]
    public async Task Texts_of_a_run_come_back_and_what_no_database_keeps_is_replaced()
    {
        var broken = $"{Hostile}\0 and half of a pair: \ud800";
        await Get<IHistory>()
            .ApplyAsync(
                [
                    Facts.Ended(ExecutionStatus.Failed) with
                    {
                        Output = Hostile,
                        Reason = Hostile,
                        Worker = Hostile,
                        Payload = new string('x', 256 * 1024),
                        Error = new ExecutionError(Hostile, broken, broken),
                    },
                ],
                None
            );

        var run = (await Get<IExecutionReader>().FindAsync(Scopes.Default, Facts.Id(), None))!;
        Assert.That(new[] { run.Output, run.Reason, run.Worker, run.Error!.Type }, Is.All.EqualTo(Hostile));
        Assert.That(run.Error.Message, Is.EqualTo($"{Hostile}\ufffd and half of a pair: \ufffd"));
        Assert.That(run.Payload, Has.Length.EqualTo(256 * 1024));
    }

    private static ScheduleView Full(string workflowId, string producer, ScheduleTiming timing)
    {
        var view = Producer(workflowId, producer);
        var spec = new ScheduleSpec
        {
            Timing = timing,
            Target = new HttpTarget("https://example.com/a?b=c&d=%27")
            {
                Method = "PUT",
                Headers = new Dictionary<string, string> { ["X-One"] = "ä'\"" },
                Secret = "other",
                Expect = [200, 409],
            },
            Payload = "{\"a\":1.50,\"b\":\"\\u0000\\u00e9é\",\"n\":12345678901234567890}",
            Queue = "slow",
            Priority = 0,
            Timeout = TimeSpan.FromMilliseconds(1_500),
            Retry = new RetryPolicy { MaxAttempts = 7, Delay = TimeSpan.FromMilliseconds(50), Factor = 1.5, MaxDelay = TimeSpan.FromHours(2), Jitter = RetryJitter.Equal },
            Overlap = OverlapPolicy.Allow,
            Misfire = new MisfirePolicy { Action = MisfireAction.CatchUp, Threshold = TimeSpan.FromSeconds(5), CatchUpWindow = TimeSpan.FromDays(3), MaxCatchUp = 9 },
            Tags = ["t1", "t 2"],
            Enabled = false,
        };
        return new ScheduleView(
            view.Schedule with
            {
                Name = Hostile,
                Description = Hostile,
                Spec = spec,
                Pause = new Pause(null, null, Now, "rule"),
                WorkflowRunnable = false,
            },
            new ScheduleState { NextRunAt = null, Completed = true, Tzdb = "2026a" }
        );
    }

    /// <summary>Records with lists in them compare by reference; their JSON compares by value.</summary>
    private static string Text<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, ByValue);

    private static readonly System.Text.Json.JsonSerializerOptions ByValue = new()
    {
        Converters = { new TargetAsItsType() },
    };

    private sealed class TargetAsItsType : System.Text.Json.Serialization.JsonConverter<Target>
    {
        public override Target Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(System.Text.Json.Utf8JsonWriter writer, Target value, System.Text.Json.JsonSerializerOptions options) =>
            System.Text.Json.JsonSerializer.Serialize(writer, value, value.GetType());
    }
}
