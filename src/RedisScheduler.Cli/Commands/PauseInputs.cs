using System.CommandLine;
using System.Text.Json.Nodes;

namespace RedisScheduler.Cli.Commands;

/// <summary>How a pause is wished: why, until when, and whether what waits is cancelled.</summary>
internal sealed class PauseInputs
{
    private readonly Option<string?> reason = Inputs.Text("--reason", "Why, for people");
    private readonly Option<string?> until = Inputs.Text("--until", "When it ends by itself, as 2030-01-31T09:30:00Z");
    private readonly Option<bool> cancelPending = new("--cancel-pending") { Description = "Cancel the runs that wait" };

    public IEnumerable<Option> Options => [reason, until, cancelPending];

    /// <summary>The request's body; none where nothing was said.</summary>
    public string? Body(Session session)
    {
        var body = new JsonObject();
        Add("reason", session.Value(reason));
        Add("until", session.Value(until));
        if (session.Value(cancelPending))
        {
            body["cancelPending"] = true;
        }

        return body.Count == 0 ? null : body.ToJsonString();

        void Add(string name, string? text)
        {
            if (text is not null)
            {
                body[name] = text;
            }
        }
    }
}
