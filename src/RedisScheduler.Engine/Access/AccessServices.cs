using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using RedisScheduler.Access;
using RedisScheduler.Audit;

namespace RedisScheduler.Engine.Access;

/// <summary>Puts the checks of API keys into a host.</summary>
public static class AccessServices
{
    /// <summary>Adds <see cref="IKeyCheck"/>, <see cref="ApiKeys"/> and <see cref="RefusedSignIns"/>. The host brings <see cref="IApiKeyStore"/> and <see cref="IAuditLog"/>.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KeyCheck>();
        services.TryAddSingleton<IKeyCheck>(host => host.GetRequiredService<KeyCheck>());
        services.TryAddSingleton(host => new ApiKeys(
            host.GetRequiredService<IApiKeyStore>(), host.GetRequiredService<KeyCheck>(), host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(host => new RefusedSignIns(
            host.GetRequiredService<IAuditLog>(), host.GetRequiredService<TimeProvider>(), host.GetRequiredService<ILogger<RefusedSignIns>>()));
        return services;
    }
}
