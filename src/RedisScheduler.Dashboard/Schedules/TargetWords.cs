using RedisScheduler.Targets;

namespace RedisScheduler.Dashboard.Schedules;

/// <summary>What a schedule does, in words.</summary>
internal static class TargetWords
{
    /// <summary><c>POST https://example.com/hook</c>, <c>handler demo.echo</c>.</summary>
    public static string Of(Target target) => target switch
    {
        HandlerTarget handler => $"handler {handler.Name}",
        HttpTarget http => $"{http.Method} {http.Url}",
        CommandTarget { Args.Count: > 0 } command => $"command {command.Name} {string.Join(' ', command.Args)}",
        CommandTarget command => $"command {command.Name}",
        EventTarget { Topic: { } topic } => $"event {topic}",
        _ => target.Type,
    };
}
