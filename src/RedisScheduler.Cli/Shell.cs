using System.CommandLine;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli;

/// <summary>Makes verbs, and turns how they end into exit codes.</summary>
internal sealed class Shell(Surroundings around)
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    private readonly Option<string?> url = new("--url") { Description = $"The server; RSCHED_URL, else {DefaultUrl}", Recursive = true };
    private readonly Option<string?> key = new("--key") { Description = "The API key; rather set RSCHED_KEY, which no process list shows", Recursive = true };
    private readonly Option<string?> scope = new("--scope") { Description = "The scope, for a key of all scopes; RSCHED_SCOPE, else default", Recursive = true };
    private readonly Option<bool> json = new("--json") { Description = "Print the API's answer unchanged", Recursive = true };

    /// <summary>Adds the options that every verb has.</summary>
    public void AddOptions(Command root)
    {
        root.Add(url);
        root.Add(key);
        root.Add(scope);
        root.Add(json);
    }

    /// <summary>A command that does something.</summary>
    public Command Verb(string name, string description, IEnumerable<Symbol> inputs, Func<Session, CancellationToken, Task<int>> act)
    {
        var command = new Command(name, description);
        foreach (var input in inputs)
        {
            if (input is Option option)
            {
                command.Add(option);
            }
            else
            {
                command.Add((Argument)input);
            }
        }

        command.SetAction((given, cancel) => RunAsync(given, act, cancel));
        return command;
    }

    private async Task<int> RunAsync(ParseResult given, Func<Session, CancellationToken, Task<int>> act, CancellationToken cancel)
    {
        try
        {
            using var api = new ApiClient(Server(given), Key(given), Scope(given));
            return await act(new Session(given, api, around, given.GetValue(json)), cancel);
        }
        catch (UsageException error)
        {
            return Fail(ExitCode.Usage, error.Message);
        }
        catch (UnreachableException error)
        {
            return Fail(ExitCode.Unreachable, error.Message);
        }
        catch (RefusedException error)
        {
            return Fail(ExitCode.Refused, ProblemText.Of(error.Answer));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private int Fail(int code, string message)
    {
        around.Error.WriteLine(message);
        return code;
    }

    private Uri Server(ParseResult given)
    {
        var text = Filled(given.GetValue(url)) ?? Filled(around.Variable("RSCHED_URL")) ?? DefaultUrl;
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var server) && server.Scheme is "http" or "https"
            ? server
            : throw new UsageException("The server's address (--url or RSCHED_URL) has to be an absolute http or https URL.");
    }

    private string Key(ParseResult given)
    {
        var text = Filled(given.GetValue(key)) ?? Filled(around.Variable("RSCHED_KEY"));
        return text is null ? throw new UsageException("There is no API key: set RSCHED_KEY or give --key.")
            : text.All(letter => letter is > ' ' and <= '~') ? text
            : throw new UsageException("The API key (--key or RSCHED_KEY) has a character that no key has: a space, a line break or a non-ASCII letter.");
    }

    private string? Scope(ParseResult given)
    {
        var text = Filled(given.GetValue(scope)) ?? Filled(around.Variable("RSCHED_SCOPE"));
        return text is null || text.All(letter => letter is > ' ' and <= '~') ? text
            : throw new UsageException("The scope (--scope or RSCHED_SCOPE) has a character that no scope has: a space, a line break or a non-ASCII letter.");
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
