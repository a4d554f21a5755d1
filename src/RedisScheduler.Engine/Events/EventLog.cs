using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Events;

/// <summary>What is logged of subscriptions and alerts. Event ids 1090 to 1099.</summary>
internal static partial class EventLog
{
    [LoggerMessage(1090, LogLevel.Information, "The subscription {Id} of the scope {Scope} is saved.")]
    internal static partial void SubscriptionSaved(this ILogger log, string id, string scope);

    [LoggerMessage(1091, LogLevel.Information, "The subscription {Id} of the scope {Scope} is deleted.")]
    internal static partial void SubscriptionDeleted(this ILogger log, string id, string scope);
}
