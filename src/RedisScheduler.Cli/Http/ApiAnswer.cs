using System.Net;
using System.Text.Json;

namespace RedisScheduler.Cli.Http;

/// <summary>What the API answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The body as it came.</param>
/// <param name="Json">The body read; of kind <see cref="JsonValueKind.Undefined"/> where it is no JSON.</param>
internal sealed record ApiAnswer(HttpStatusCode Status, string Text, JsonElement Json)
{
    public bool IsSuccess => (int)Status is >= 200 and <= 299;
}

/// <summary>The API answered with a refusal.</summary>
internal sealed class RefusedException(ApiAnswer answer) : Exception($"HTTP {(int)answer.Status}")
{
    public ApiAnswer Answer => answer;
}

/// <summary>No RedisScheduler answers.</summary>
internal sealed class UnreachableException(string message, Exception? inner = null) : Exception(message, inner);
