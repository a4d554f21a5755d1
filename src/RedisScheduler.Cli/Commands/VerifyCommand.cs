using System.CommandLine;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched verify</c>: checks the ledger; exit code 1 where something is wrong with it.</summary>
internal static class VerifyCommand
{
    private static readonly Column[] Findings =
        [Column.Of("Wrong", "kind"), Column.Of("Schedule", "scheduleId"), Column.Of("Scheduled", "scheduledAt"), Column.Of("Run", "executionId")];

    public static Command Of(Shell shell)
    {
        var schedule = Inputs.Text("--schedule", "One schedule; all unless said");
        var from = Inputs.Text("--from", "Due at or after; a day before the end unless said");
        var to = Inputs.Text("--to", "Due before; now unless said");
        return shell.Verb("verify", "Check the ledger against the timing rules; exit code 1 where it is not in order", [schedule, from, to], async (session, cancel) =>
        {
            var path = ApiPath.Of("verify").With("scheduleId", session.Value(schedule)).With("from", session.Value(from)).With("to", session.Value(to));
            var answer = await session.Api.SendAsync(HttpMethod.Get, path, null, cancel);
            session.Print(answer, Show);
            return answer.Json.GetProperty("ok").GetBoolean() ? ExitCode.Ok : ExitCode.Refused;
        });
    }

    private static void Show(Screen screen, JsonElement report)
    {
        screen.Fields(report, "findings");
        if (report.GetProperty("findings").GetArrayLength() > 0)
        {
            screen.Rows(report.GetProperty("findings"), Findings);
        }
    }
}
