namespace RedisScheduler.TestKit;

/// <summary>How to start a server: the program, and its arguments for a port and a data folder.</summary>
internal sealed record ServerCommand(string Program, Func<int, string, string[]> Arguments);
