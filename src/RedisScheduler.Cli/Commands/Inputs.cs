using System.CommandLine;
using RedisScheduler.Cli.Http;

namespace RedisScheduler.Cli.Commands;

/// <summary>Arguments and options that several verbs have.</summary>
internal static class Inputs
{
    /// <summary>The id of a thing. What would make another path of it is refused; the rest is for the API to judge.</summary>
    public static Argument<string> Id()
    {
        var id = new Argument<string>("ID") { Description = "Its id" };
        id.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && text.All(letter => letter == '.'))
            {
                result.AddError("ID must not be empty, and not of dots alone.");
            }
        });
        return id;
    }

    public static Option<string?> Text(string name, string description) => new(name) { Description = description };
}

/// <summary>The part of a list that is asked for.</summary>
internal sealed class Paging
{
    private readonly Option<int?> limit = new("--limit") { Description = "At most so many, 1 to 500; 50 unless said" };
    private readonly Option<string?> cursor = Inputs.Text("--cursor", "Go on where the page before ended");

    public IEnumerable<Option> Options => [limit, cursor];

    public ApiPath AddTo(ApiPath path, Session session) => path.With("limit", session.Value(limit)).With("cursor", session.Value(cursor));
}
