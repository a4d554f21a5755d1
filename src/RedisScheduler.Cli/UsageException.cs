namespace RedisScheduler.Cli;

/// <summary>The command line, or a file that it names, is wrong.</summary>
internal sealed class UsageException(string message) : Exception(message);
