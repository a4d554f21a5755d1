using System.CommandLine;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched schedules</c>.</summary>
internal static class ScheduleCommands
{
    private static readonly Column[] Times = [Column.Of("Scheduled", "scheduledAt"), Column.Of("Local", "local"), Column.Of("Effective", "effectiveAt")];

    /// <summary>What tables show of a schedule.</summary>
    public static Column[] Columns { get; } =
    [
        Column.Id, Column.Of("Name", "name"), Column.Of("Timing", "cron", "interval", "at"), Column.Of("Zone", "timeZone"),
        Column.Of("Status", "status"), Column.Of("Next run", "nextRunAt"), Column.Of("Last", "lastStatus"),
    ];

    public static Command Of(Shell shell) =>
        new("schedules", "Schedules")
        {
            List(shell), Show(shell), Pause(shell), Resume(shell), RunNowCommand.Of(shell), Upcoming(shell),
        };

    private static Command List(Shell shell)
    {
        var status = Inputs.Text("--status", "active, paused, inactive or completed");
        var workflow = Inputs.Text("--workflow", "Those of a workflow");
        var text = Inputs.Text("--q", "Those with a text in id or name");
        var paging = new Paging();
        return shell.Verb("list", "List schedules", [status, workflow, text, .. paging.Options], (session, cancel) =>
        {
            var path = ApiPath.Of("schedules").With("status", session.Value(status)).With("workflowId", session.Value(workflow)).With("q", session.Value(text));
            return session.ReadAsync(paging.AddTo(path, session), (screen, page) => screen.Page(page, Columns), cancel);
        });
    }

    private static Command Show(Shell shell)
    {
        var id = Inputs.Id();
        return shell.Verb("show", "Show a schedule", [id], (session, cancel) =>
            session.ReadAsync(ApiPath.Of("schedules", session.Required(id)), Show, cancel));
    }

    private static Command Pause(Shell shell)
    {
        var id = Inputs.Id();
        var pause = new PauseInputs();
        return shell.Verb("pause", "Pause a schedule", [id, .. pause.Options], (session, cancel) =>
            session.AskAsync(HttpMethod.Post, ApiPath.Of("schedules", session.Required(id), "pause"), pause.Body(session), Show, cancel));
    }

    private static Command Resume(Shell shell)
    {
        var id = Inputs.Id();
        return shell.Verb("resume", "Resume a schedule", [id], (session, cancel) =>
            session.AskAsync(HttpMethod.Post, ApiPath.Of("schedules", session.Required(id), "resume"), null, Show, cancel));
    }

    private static Command Upcoming(Shell shell)
    {
        var id = Inputs.Id();
        var count = new Option<int?>("--count") { Description = "How many, 1 to 1000; 10 unless said" };
        return shell.Verb("upcoming", "Show the next due times of a schedule", [id, count], (session, cancel) =>
        {
            var path = ApiPath.Of("schedules", session.Required(id), "upcoming").With("count", session.Value(count));
            return session.ReadAsync(path, (screen, page) => screen.Page(page, Times), cancel);
        });
    }

    private static void Show(Screen screen, JsonElement schedule) => screen.Fields(schedule);
}
