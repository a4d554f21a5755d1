using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Events;

/// <summary>What is logged of subscriptions and alerts. Event ids 1090 to 1099.</summary>
internal static partial class EventLog
{
    [LoggerMessage(1090, LogLevel.Information, "The subscription {Id} of the scope {Scope} is saved.")]
    internal static partial void SubscriptionSaved(this ILogger log, string id, string scope);

    [LoggerMessage(1091, LogLevel.Information, "The subscription {Id} of the scope {Scope} is deleted.")]
    internal static partial void SubscriptionDeleted(this ILogger log, string id, string scope);

    [LoggerMessage(1092, LogLevel.Warning, "Alert in the scope {Scope}, overdue: {Text}")]
    internal static partial void Overdue(this ILogger log, string scope, string text);

    [LoggerMessage(1093, LogLevel.Warning, "Alert in the scope {Scope}, failing: {Text}")]
    internal static partial void KeepsFailing(this ILogger log, string scope, string text);

    [LoggerMessage(1094, LogLevel.Information, "The alert {Id} is sent to {Count} subscriptions.")]
    internal static partial void AlertSent(this ILogger log, string id, int count);
}
