using System.CommandLine;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched explain</c>: why a schedule did, or did not, run at a moment.</summary>
internal static class ExplainCommand
{
    private static readonly Column[] Facts = [Column.Of("Fact", "kind"), Column.Of("In words", "text")];

    public static Command Of(Shell shell)
    {
        var id = Inputs.Id();
        var at = Inputs.Text("--at", "The moment, such as 2026-01-01T00:00:00Z; now unless said");
        return shell.Verb("explain", "Say why a schedule did or did not run at a moment", [id, at], (session, cancel) =>
            session.ReadAsync(ApiPath.Of("schedules", session.Required(id), "explain").With("at", session.Value(at)), Show, cancel));
    }

    private static void Show(Screen screen, JsonElement answer)
    {
        screen.Fields(answer, "facts", "entries", "words");
        screen.Rows(answer.GetProperty("facts"), Facts);
    }
}
