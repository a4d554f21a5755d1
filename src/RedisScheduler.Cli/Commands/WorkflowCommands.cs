using System.CommandLine;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched workflows</c>.</summary>
internal static class WorkflowCommands
{
    private static readonly Column[] Columns =
        [Column.Id, Column.Of("Name", "name"), Column.Of("Status", "status"), Column.Of("Tags", "tags"), Column.Of("Updated", "updatedAt")];

    public static Command Of(Shell shell) =>
        new("workflows", "Workflows and their producers") { List(shell), Show(shell), Apply(shell), Delete(shell) };

    private static Command List(Shell shell)
    {
        var paging = new Paging();
        return shell.Verb("list", "List workflows", paging.Options, (session, cancel) =>
            session.ReadAsync(paging.AddTo(ApiPath.Of("workflows"), session), (screen, page) => screen.Page(page, Columns), cancel));
    }

    private static Command Show(Shell shell)
    {
        var id = Inputs.Id();
        return shell.Verb("show", "Show a workflow with its schedules", [id], (session, cancel) =>
            session.ReadAsync(ApiPath.Of("workflows", session.Required(id)), Show, cancel));
    }

    private static Command Apply(Shell shell)
    {
        var file = new Argument<string>("FILE") { Description = "A JSON file; - reads standard input" };
        var id = Inputs.Text("--id", "The workflow's id; the file's \"id\" unless given");
        return shell.Verb("apply", "Save a workflow", [file, id], async (session, cancel) =>
        {
            var definition = await WorkflowFile.ReadAsync(session.Required(file), session.Value(id), session.Around.In, cancel);
            return await session.AskAsync(HttpMethod.Put, ApiPath.Of("workflows", definition.Id), definition.Body, Show, cancel);
        });
    }

    private static Command Delete(Shell shell)
    {
        var id = Inputs.Id();
        return shell.Verb("delete", "Delete a workflow and its schedules; their history stays", [id], (session, cancel) =>
        {
            var name = session.Required(id);
            return session.AskAsync(HttpMethod.Delete, ApiPath.Of("workflows", name), null, (screen, _) => screen.Line($"Deleted {name}."), cancel);
        });
    }

    private static void Show(Screen screen, JsonElement workflow)
    {
        screen.Fields(workflow, "schedules", "handlerConfig");
        if (workflow.TryGetProperty("schedules", out var schedules))
        {
            screen.Rows(schedules, ScheduleCommands.Columns);
        }
    }
}
