using System.CommandLine;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched audit</c>: who did what, and whether a row of it was changed.</summary>
internal static class AuditCommand
{
    private static readonly Column[] Columns =
    [
        Column.Of("At", "at"), Column.Of("Action", "action"), Column.Of("Subject", "subject"), Column.Of("By", "by"), Column.Of("Scope", "scope"),
        Column.Of("Before", "before"), Column.Of("After", "after"),
    ];

    private static readonly Column[] FaultColumns = [Column.Of("Scope", "scope"), Column.Of("Row", "seq"), Column.Of("What", "what")];

    public static Command Of(Shell shell)
    {
        var action = Inputs.Text("--action", "Those of an action: create, update, delete, pause, runNow, signInRefused, …");
        var subject = Inputs.Text("--subject", "Those about a thing, as schedule/shop.fetch");
        var from = Inputs.Text("--from", "Not before a moment, as 2030-01-31T09:30:00Z");
        var to = Inputs.Text("--to", "Before a moment");
        var verify = new Option<bool>("--verify") { Description = "Compute all hashes anew; exit code 1 where a row was changed or removed" };
        var paging = new Paging();
        return shell.Verb("audit", "List who did what, newest first", [action, subject, from, to, verify, .. paging.Options], async (session, cancel) =>
        {
            var path = ApiPath.Of("audit").With("action", session.Value(action)).With("subject", session.Value(subject))
                .With("from", session.Value(from)).With("to", session.Value(to)).With("verify", session.Value(verify) ? "true" : null);
            var answer = await session.Api.SendAsync(HttpMethod.Get, paging.AddTo(path, session), null, cancel);
            session.Print(answer, Show);
            return IsSound(answer.Json) ? ExitCode.Ok : ExitCode.Refused;
        });
    }

    private static void Show(Screen screen, JsonElement page)
    {
        screen.Page(page, Columns);
        if (!page.TryGetProperty("verification", out var verification) || verification.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (IsSound(page))
        {
            screen.Line("Every row is as it was written, and none is missing.");
        }
        else
        {
            screen.Line("Rows were changed, moved or removed:");
            screen.Rows(verification.GetProperty("faults"), FaultColumns);
        }
    }

    private static bool IsSound(JsonElement page) =>
        !page.TryGetProperty("verification", out var verification) || verification.ValueKind != JsonValueKind.Object || verification.GetProperty("ok").GetBoolean();
}
