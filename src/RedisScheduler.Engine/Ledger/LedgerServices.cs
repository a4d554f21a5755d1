using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Ledger;
using RedisScheduler.Workers;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Ledger;

/// <summary>Puts the checks of the ledger into a host.</summary>
internal static class LedgerServices
{
    internal static IServiceCollection AddLedgerChecks(this IServiceCollection services)
    {
        services.TryAddSingleton(host => new VerifyService(
            host.GetRequiredService<IScheduleHistory>(),
            host.GetRequiredService<ILedger>(),
            host.GetRequiredService<IDefinitionStore>(),
            host.GetService<EngineOptions>() ?? new EngineOptions(),
            host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(host => new ExplainService(
            host.GetRequiredService<IScheduleHistory>(),
            host.GetRequiredService<ILedger>(),
            host.GetRequiredService<IExecutionReader>(),
            host.GetRequiredService<IDefinitionStore>(),
            host.GetRequiredService<IQueues>(),
            host.GetRequiredService<IWorkerRegistry>(),
            host.GetRequiredService<TimeProvider>()));
        return services;
    }
}
