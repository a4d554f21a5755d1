using System.CommandLine;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched workers</c>.</summary>
internal static class WorkerCommands
{
    private static readonly Column[] Columns =
    [
        Column.Id, Column.Of("Host", "host"), Column.Of("Started", "startedAt"), Column.Of("Heartbeat", "heartbeatAt"),
        Column.Of("Queues", "queues"), Column.Of("Slots", "concurrency"), Column.Of("Running", "running"),
    ];

    public static Command Of(Shell shell) =>
        shell.Verb("workers", "List the worker processes that are alive", [], (session, cancel) =>
            session.ReadAsync(ApiPath.Of("workers"), (screen, page) => screen.Page(page, Columns), cancel));
}
