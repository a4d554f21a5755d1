using System.CommandLine;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched queues</c>.</summary>
internal static class QueueCommands
{
    private static readonly Column[] Columns =
    [
        Column.Of("Name", "name"), Column.Of("Depth", "depth"), Column.Of("Running", "running"),
        Column.Of("Paused", "paused"), Column.Of("Oldest wait", "oldestWaitMs"),
    ];

    public static Command Of(Shell shell) =>
        shell.Verb("queues", "List the queues", [], (session, cancel) =>
            session.ReadAsync(ApiPath.Of("queues"), (screen, page) => screen.Page(page, Columns), cancel));
}
