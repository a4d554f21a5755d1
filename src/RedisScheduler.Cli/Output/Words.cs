using Spectre.Console;

namespace RedisScheduler.Cli.Output;

/// <summary>Colours of the words that statuses are.</summary>
internal static class Words
{
    public static Style Style(string? word) =>
        word switch
        {
            "active" or "succeeded" or "ready" or "ok" or "applied" => new Style(Color.Green),
            "failed" or "timedOut" or "lost" or "missed" or "notReady" => new Style(Color.Red),
            "paused" or "retrying" or "skipped" or "cancelled" or "pending" => new Style(Color.Yellow),
            "running" or "queued" => new Style(Color.Blue),
            _ => Spectre.Console.Style.Plain,
        };
}
