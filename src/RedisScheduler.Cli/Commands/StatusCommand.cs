using System.CommandLine;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched status</c>: whether the server is ready, and what ran in the last day.</summary>
internal static class StatusCommand
{
    private static readonly ApiPath Ready = new("readyz");

    public static Command Of(Shell shell) =>
        shell.Verb("status", "Show whether the server is ready, and what ran in the last day", [], ShowAsync);

    private static async Task<int> ShowAsync(Session session, CancellationToken cancel)
    {
        var ready = await session.Api.TryAsync(HttpMethod.Get, Ready, null, cancel);
        if (ready.Json.Text("redis") is null)
        {
            session.Api.Demand(ready);
        }

        // Without its stores a server has no statistics to tell.
        var stats = ready.IsSuccess ? await session.Api.SendAsync(HttpMethod.Get, ApiPath.Of("stats"), null, cancel) : null;
        var both = $$"""{"ready":{{ready.Text}},"stats":{{stats?.Text ?? "null"}}}""";
        session.Print(new ApiAnswer(ready.Status, both, JsonElement.Parse(both)), Show);
        return ready.IsSuccess ? ExitCode.Ok : ExitCode.Refused;
    }

    private static void Show(Screen screen, JsonElement both)
    {
        screen.Fields(both.GetProperty("ready"));
        if (both.GetProperty("stats") is { ValueKind: JsonValueKind.Object } stats)
        {
            screen.Fields(stats, "buckets");
        }
    }
}
