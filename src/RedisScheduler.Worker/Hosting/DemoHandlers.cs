using RedisScheduler.Worker.Targets.Demo;

namespace RedisScheduler.Worker.Hosting;

/// <summary>Handlers to try things with.</summary>
public static class DemoHandlers
{
    /// <summary>Registers <c>demo.echo</c>, <c>demo.flaky</c> and <c>demo.sleep</c>.</summary>
    public static IServiceCollection AddDemoHandlers(this IServiceCollection services) =>
        services.AddHandler<EchoHandler>("demo.echo").AddHandler<FlakyHandler>("demo.flaky").AddHandler<SleepHandler>("demo.sleep");
}
