using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched scopes</c>.</summary>
internal static class ScopeCommands
{
    private static readonly Column[] Columns = [Column.Id, Column.Of("Name", "name"), new("Paused", Paused), Column.Of("Created", "createdAt")];

    public static Command Of(Shell shell) => new("scopes", "Scopes, the tenants that everything belongs to") { List(shell), Add(shell), Pause(shell), Resume(shell) };

    private static Command List(Shell shell)
    {
        var paging = new Paging();
        return shell.Verb("list", "List scopes", [.. paging.Options], (session, cancel) =>
            session.ReadAsync(paging.AddTo(ApiPath.Of("scopes"), session), (screen, page) => screen.Page(page, Columns), cancel));
    }

    private static Command Add(Shell shell)
    {
        var id = Inputs.Id();
        var name = Inputs.Text("--name", "A name for people; the id unless said");
        return shell.Verb("add", "Make a scope", [id, name], (session, cancel) =>
        {
            var body = new JsonObject { ["id"] = session.Required(id) };
            if (session.Value(name) is { } text)
            {
                body["name"] = text;
            }

            return session.AskAsync(HttpMethod.Post, ApiPath.Of("scopes"), body.ToJsonString(), Show, cancel);
        });
    }

    private static Command Pause(Shell shell)
    {
        var id = Inputs.Id();
        var pause = new PauseInputs();
        return shell.Verb("pause", "Pause all schedules of a scope", [id, .. pause.Options], (session, cancel) =>
            session.AskAsync(HttpMethod.Post, ApiPath.Of("scopes", session.Required(id), "pause"), pause.Body(session), Show, cancel));
    }

    private static Command Resume(Shell shell)
    {
        var id = Inputs.Id();
        return shell.Verb("resume", "Resume all schedules of a scope that have no pause of their own", [id], (session, cancel) =>
            session.AskAsync(HttpMethod.Post, ApiPath.Of("scopes", session.Required(id), "resume"), null, Show, cancel));
    }

    private static string? Paused(JsonElement scope) =>
        !scope.TryGetProperty("pause", out var pause) || pause.Text("by") is not { } by ? null
        : $"by {by}{(pause.Text("until") is { } until ? $" until {until}" : "")}{(pause.Text("reason") is { } reason ? $": {reason}" : "")}";

    private static void Show(Screen screen, JsonElement scope) => screen.Fields(scope);
}
