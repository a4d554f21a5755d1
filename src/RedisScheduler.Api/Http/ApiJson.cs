using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Calendars;
using RedisScheduler.Api.Audit;
using RedisScheduler.Api.Executions;
using RedisScheduler.Api.Facade;
using RedisScheduler.Api.Hosting;
using RedisScheduler.Api.Ledger;
using RedisScheduler.Api.Operations;
using RedisScheduler.Api.Schedules;
using RedisScheduler.Api.Subscriptions;
using RedisScheduler.Api.Workflows;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Engine.Ledger;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Api.Http;

/// <summary>Everything that goes over the wire.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(WorkflowBody))]
[JsonSerializable(typeof(WorkflowAnswer))]
[JsonSerializable(typeof(Items<WorkflowSummary>))]
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(PauseBody))]
[JsonSerializable(typeof(RunBody))]
[JsonSerializable(typeof(PreviewBody))]
[JsonSerializable(typeof(Items<ScheduleAnswer>))]
[JsonSerializable(typeof(UpcomingAnswer))]
[JsonSerializable(typeof(CalendarBody))]
[JsonSerializable(typeof(BackfillBody))]
[JsonSerializable(typeof(BackfillAnswer))]
[JsonSerializable(typeof(BackfillProgressAnswer))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(Items<CalendarAnswer>))]
[JsonSerializable(typeof(SubscriptionBody))]
[JsonSerializable(typeof(Items<SubscriptionAnswer>))]
[JsonSerializable(typeof(TimingPreview))]
[JsonSerializable(typeof(Items<ExecutionAnswer>))]
[JsonSerializable(typeof(ExecutionDetail))]
[JsonSerializable(typeof(StartedAnswer))]
[JsonSerializable(typeof(StartedManyAnswer))]
[JsonSerializable(typeof(RetryManyBody))]
[JsonSerializable(typeof(StatsAnswer))]
[JsonSerializable(typeof(Items<QueueInfo>))]
[JsonSerializable(typeof(Items<WorkerAnswer>))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(ScopeBody))]
[JsonSerializable(typeof(Items<ScopeAnswer>))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(NewKeyAnswer))]
[JsonSerializable(typeof(Items<KeyAnswer>))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(TriggerBody))]
[JsonSerializable(typeof(TriggerAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Makes the serializer speak as the contract says: camelCase, also for enums, times with milliseconds, numbers only as numbers.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.NumberHandling = JsonNumberHandling.Strict;

        // The letters of all languages stay readable: what is answered is never put into HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new TimeConverter());
        options.Converters.Add(Enum<AuditAction>());
        options.Converters.Add(Enum<Role>());
        options.Converters.Add(Enum<WorkflowStatus>());
        options.Converters.Add(Enum<ScheduleStatus>());
        options.Converters.Add(Enum<SyncState>());
        options.Converters.Add(Enum<OverlapPolicy>());
        options.Converters.Add(Enum<MisfireAction>());
        options.Converters.Add(Enum<RetryJitter>());
        options.Converters.Add(Enum<ExecutionStatus>());
        options.Converters.Add(Enum<ExecutionTrigger>());
        options.Converters.Add(Enum<DstGap>());
        options.Converters.Add(Enum<VerifyFault>());
        options.Converters.Add(Enum<ExplainKind>());
        options.Converters.Add(Enum<DstFold>());
    }

    private static JsonStringEnumConverter<T> Enum<T>() where T : struct, System.Enum => new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
}
