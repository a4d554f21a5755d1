namespace RedisScheduler.Api.Embedded;

/// <summary>The embedded server cannot be used; the message says why and what to do, for a person at a console.</summary>
internal sealed class EmbeddedServerException(string message, Exception? inner = null) : Exception(message, inner);
