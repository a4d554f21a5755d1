using RedisScheduler.Targets;
using RedisScheduler.Worker.Targets.Commands;
using RedisScheduler.Worker.Targets.Handlers;
using RedisScheduler.Worker.Targets.Http;

namespace RedisScheduler.Worker.Targets;

/// <summary>The kinds of targets that a worker can run.</summary>
internal static class TargetServices
{
    public static IServiceCollection AddTargets(this IServiceCollection services) =>
        services.AddSingleton<SigningSecrets>().AddSingleton<ITargetRunner, HandlerRunner>().AddSingleton<ITargetRunner, HttpRunner>().AddSingleton<ITargetRunner, CommandRunner>();
}
