namespace RedisScheduler.Worker.Targets.Handlers;

/// <summary>A handler and the name that targets know it by.</summary>
internal sealed record HandlerRegistration(string Name, Type Handler);
