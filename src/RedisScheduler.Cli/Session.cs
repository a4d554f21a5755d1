using System.CommandLine;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli;

/// <summary>One verb while it runs: what was given, the API, and where its answers go.</summary>
internal sealed class Session(ParseResult given, ApiClient api, Surroundings around, bool json)
{
    private readonly Screen screen = new(around.Out);

    public ApiClient Api => api;

    public Surroundings Around => around;

    /// <summary>Whether a program reads the output.</summary>
    public bool Json => json;

    public T Required<T>(Argument<T> argument) => given.GetRequiredValue(argument);

    public T? Value<T>(Option<T> option) => given.GetValue(option);

    /// <summary>Asks the API and prints its answer.</summary>
    public async Task<int> AskAsync(HttpMethod method, ApiPath path, string? body, Action<Screen, JsonElement> show, CancellationToken cancel)
    {
        Print(await api.SendAsync(method, path, body, cancel), show);
        return ExitCode.Ok;
    }

    /// <summary>Reads from the API and prints its answer.</summary>
    public Task<int> ReadAsync(ApiPath path, Action<Screen, JsonElement> show, CancellationToken cancel) =>
        AskAsync(HttpMethod.Get, path, null, show, cancel);

    /// <summary>Prints an answer: as it came for programs, by <paramref name="show"/> for people.</summary>
    public void Print(ApiAnswer answer, Action<Screen, JsonElement> show)
    {
        if (!json)
        {
            show(screen, answer.Json);
        }
        else if (answer.Text.Length > 0)
        {
            around.Out.WriteLine(answer.Text);
        }
    }
}
