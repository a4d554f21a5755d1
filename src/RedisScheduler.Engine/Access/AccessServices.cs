using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RedisScheduler.Access;

namespace RedisScheduler.Engine.Access;

/// <summary>Puts the checks of API keys into a host.</summary>
public static class AccessServices
{
    /// <summary>Adds <see cref="IKeyCheck"/> and <see cref="ApiKeys"/>. The host brings <see cref="IApiKeyStore"/>.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KeyCheck>();
        services.TryAddSingleton<IKeyCheck>(host => host.GetRequiredService<KeyCheck>());
        services.TryAddSingleton(host => new ApiKeys(
            host.GetRequiredService<IApiKeyStore>(), host.GetRequiredService<KeyCheck>(), host.GetRequiredService<TimeProvider>()));
        return services;
    }
}
