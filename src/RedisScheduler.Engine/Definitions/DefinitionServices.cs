using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Engine.Backfill;
using RedisScheduler.Engine.Calendars;
using RedisScheduler.Engine.Events;
using RedisScheduler.Engine.Ledger;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Subscriptions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Puts the definition services into a host.</summary>
public static class DefinitionServices
{
    /// <summary>Adds what API and dashboard share. The host brings the seams of Redis and SQL, and the engine (<see cref="EngineServices"/>), of whatever roles.</summary>
    public static IServiceCollection AddDefinitions(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ScheduleSync>();
        services.TryAddSingleton<LiveDue>();
        services.TryAddSingleton<PendingRuns>();
        services.TryAddSingleton<ScheduleStore>();
        services.TryAddSingleton(host => new WorkflowService(
            host.GetRequiredService<IDefinitionStore>(),
            host.GetRequiredService<ScheduleSync>(),
            host.GetRequiredService<LiveDue>(),
            host.GetRequiredService<PendingRuns>(),
            host.GetRequiredService<ICalendarStore>(),
            host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(host => new ScheduleService(
            host.GetRequiredService<IDefinitionStore>(),
            host.GetRequiredService<ScheduleStore>(),
            host.GetRequiredService<LiveDue>(),
            host.GetRequiredService<PendingRuns>(),
            host.GetRequiredService<ICalendarStore>(),
            host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(host => new CalendarService(
            host.GetRequiredService<ICalendarStore>(),
            host.GetRequiredService<IDefinitionStore>(),
            host.GetRequiredService<ScheduleSync>(),
            host.GetRequiredService<TimeProvider>(),
            host.GetRequiredService<ILogger<CalendarService>>()));
        services.TryAddSingleton(host => new ScopeService(
            host.GetRequiredService<IScopeStore>(),
            host.GetRequiredService<IDefinitionStore>(),
            host.GetRequiredService<ScheduleSync>(),
            host.GetRequiredService<PendingRuns>(),
            host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(host => new QueueService(
            host.GetRequiredService<IQueues>(), host.GetRequiredService<IAuditLog>(), host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(host => new BackfillService(
            host.GetRequiredService<IDefinitionStore>(),
            host.GetRequiredService<IExecutionReader>(),
            host.GetRequiredService<IJobIntake>(),
            host.GetRequiredService<IAuditLog>(),
            host.GetRequiredService<TimeProvider>(),
            host.GetRequiredService<ILogger<BackfillService>>()));
        services.AddLedgerChecks();
        services.TryAddSingleton(host => new RunService(
            host.GetRequiredService<IDefinitionStore>(),
            host.GetRequiredService<IExecutionReader>(),
            host.GetRequiredService<IJobIntake>(),
            host.GetRequiredService<IJobControl>(),
            host.GetRequiredService<PendingRuns>(),
            host.GetRequiredService<ISubscriptionStore>(),
            host.GetRequiredService<IAuditLog>(),
            host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(host => new SubscriptionService(
            host.GetRequiredService<ISubscriptionStore>(),
            host.GetRequiredService<TimeProvider>(),
            host.GetRequiredService<ILogger<SubscriptionService>>()));
        return services;
    }
}
