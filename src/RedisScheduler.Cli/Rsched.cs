using System.CommandLine;
using System.CommandLine.Invocation;
using RedisScheduler.Cli.Commands;

namespace RedisScheduler.Cli;

/// <summary>The command line as a whole.</summary>
internal static class Rsched
{
    private const string Description = """
        The command line of RedisScheduler.

        The API key is read from RSCHED_KEY, the server's address from RSCHED_URL, the scope from RSCHED_SCOPE.
        Exit codes: 0 ok, 1 refused or not succeeded, 2 wrong usage, 3 server not reachable.
        """;

    /// <summary>Runs one command and returns its exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings around)
    {
        // An argument that begins with @ is an argument: payloads and keys are never file names in disguise.
        var parsed = Root(new Shell(around)).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                await around.Error.WriteLineAsync(error.Message);
            }

            await around.Error.WriteLineAsync("Add --help to see what is known.");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration { Output = around.Out, Error = around.Error, EnableDefaultExceptionHandler = false }
        );
    }

    private static RootCommand Root(Shell shell)
    {
        var root = new RootCommand(Description)
        {
            StatusCommand.Of(shell),
            WorkflowCommands.Of(shell),
            ScheduleCommands.Of(shell),
            RunCommands.Of(shell),
            BackfillCommand.Of(shell),
            ExplainCommand.Of(shell),
            VerifyCommand.Of(shell),
            SubscriptionCommands.Of(shell),
            WorkerCommands.Of(shell),
            QueueCommands.Of(shell),
            ScopeCommands.Of(shell),
            AuditCommand.Of(shell),
        };
        shell.AddOptions(root);
        return root;
    }
}
