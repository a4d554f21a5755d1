using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched subscriptions</c>.</summary>
internal static class SubscriptionCommands
{
    private static readonly Column[] Columns =
    [
        Column.Id, Column.Of("Name", "name"), new("Schedule", item => Part(item, "match", "scheduleId")), new("Pattern", item => Part(item, "match", "namePattern")),
        new("Topic", item => Part(item, "match", "topic")), new("Target", Target),
    ];

    public static Command Of(Shell shell) => new("subscriptions", "Subscriptions: who gets which events of schedules, alerts among them") { List(shell), Add(shell), Delete(shell) };

    private static Command List(Shell shell)
    {
        var paging = new Paging();
        return shell.Verb("list", "List subscriptions", [.. paging.Options], (session, cancel) =>
            session.ReadAsync(paging.AddTo(ApiPath.Of("subscriptions"), session), (screen, page) => screen.Page(page, Columns), cancel));
    }

    private static Command Add(Shell shell)
    {
        var name = new Argument<string>("NAME") { Description = "A name for people" };
        var id = Inputs.Text("--id", "Its id; one is made unless given");
        var schedule = Inputs.Text("--schedule", "Events of the schedule of this id");
        var pattern = Inputs.Text("--pattern", "Events of schedules whose name is of this pattern: * is any text, ? one character");
        var topic = Inputs.Text("--topic", "Events of this topic alone; alert for alerts");
        var url = Inputs.Text("--url", "Send a signed request there");
        var handler = Inputs.Text("--handler", "Run the .NET class of this name");
        var command = Inputs.Text("--command", "Run the command of this name");
        return shell.Verb("add", "Make a subscription", [name, id, schedule, pattern, topic, url, handler, command], (session, cancel) =>
        {
            var targets = new[] { ("http", "url", session.Value(url)), ("handler", "name", session.Value(handler)), ("command", "name", session.Value(command)) };
            var body = new JsonObject
            {
                ["name"] = session.Required(name),
                ["match"] = Fields(("scheduleId", session.Value(schedule)), ("namePattern", session.Value(pattern)), ("topic", session.Value(topic))),
                ["target"] = Target([.. targets.Where(target => target.Item3 is not null)]),
            };
            if (session.Value(id) is { } wanted)
            {
                body["id"] = wanted;
            }

            return session.AskAsync(HttpMethod.Post, ApiPath.Of("subscriptions"), body.ToJsonString(), (screen, made) => screen.Fields(made), cancel);
        });
    }

    private static Command Delete(Shell shell)
    {
        var id = Inputs.Id();
        return shell.Verb("delete", "Delete a subscription", [id], (session, cancel) =>
        {
            var name = session.Required(id);
            return session.AskAsync(HttpMethod.Delete, ApiPath.Of("subscriptions", name), null, (screen, _) => screen.Line($"Deleted {name}."), cancel);
        });
    }

    private static JsonObject Target((string Type, string Field, string? Value)[] given) =>
        given is [var one] ? Fields(("type", one.Type), (one.Field, one.Value)) : throw new UsageException("Give exactly one of --url, --handler and --command.");

    private static JsonObject Fields(params (string Name, string? Value)[] fields)
    {
        var json = new JsonObject();
        foreach (var (name, value) in fields.Where(field => field.Value is not null))
        {
            json[name] = value;
        }

        return json;
    }

    private static string? Target(JsonElement item) =>
        $"{Part(item, "target", "type")} {Part(item, "target", "url") ?? Part(item, "target", "name")}";

    private static string? Part(JsonElement item, string part, string field) => item.TryGetProperty(part, out var value) ? value.Text(field) : null;
}
