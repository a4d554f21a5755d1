using System.Globalization;
using RedisScheduler.Errors;

namespace RedisScheduler.Api.Http;

/// <summary>Refusals as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    private static readonly Dictionary<int, (string Section, string Title)> Known = new()
    {
        [400] = ("15.5.1", "The request is not valid"),
        [401] = ("15.5.2", "A valid API key is required"),
        [403] = ("15.5.4", "The API key does not allow this"),
        [404] = ("15.5.5", "Not found"),
        [405] = ("15.5.6", "The method is not allowed here"),
        [409] = ("15.5.10", "Conflict"),
        [412] = ("15.5.13", "It has changed since it was read"),
        [413] = ("15.5.14", "Too large"),
        [415] = ("15.5.16", "The media type is not supported"),
        [422] = ("15.5.21", "The Idempotency-Key was used with another request"),
        [500] = ("15.6.1", "Something went wrong"),
        [503] = ("15.6.4", "A store does not answer"),
    };

    /// <summary>The problem that a refusal of the core or of the API becomes; <c>null</c> for an exception that is nobody's refusal.</summary>
    public static Problem? Of(Exception error) =>
        error switch
        {
            InvalidInputException invalid => Of(400, "See errors for what is wrong, by field.") with { Errors = invalid.Errors },
            RefusedException refused => Of(refused.Status, refused.Message) with { RetryAfter = refused.RetryAfter },
            MissingException => Of(404, error.Message),
            ConflictException => Of(409, error.Message),
            StaleException => Of(412, error.Message),
            TooLargeException => Of(413, error.Message),
            StoreUnavailableException => Of(503, error.Message) with { RetryAfter = StoreRetryAfter },
            _ => null,
        };

    /// <summary>A problem of a status.</summary>
    public static Problem Of(int status, string? detail)
    {
        var (section, title) = Known.GetValueOrDefault(status, ("15", "The request failed"));
        return new Problem($"https://www.rfc-editor.org/rfc/rfc9110#section-{section}", title, status, detail);
    }

    /// <summary>The problem of an answer that the framework gave without a word.</summary>
    public static Problem OfFramework(int status) =>
        Of(
            status,
            status switch
            {
                404 => "There is no such route.",
                405 => "The Allow header says which methods are.",
                415 => "The body has to be JSON, with Content-Type: application/json.",
                _ => null,
            }
        );

    /// <summary>Sends a problem, with what its status asks for besides.</summary>
    public static Task SendAsync(HttpContext http, Problem problem)
    {
        if (problem.RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Json(problem, contentType: ContentType, statusCode: problem.Status).ExecuteAsync(http);
    }

    private const int StoreRetryAfter = 5;
}

/// <summary>A refusal.</summary>
/// <param name="Type">A page about its kind.</param>
/// <param name="Title">Its kind, in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is the matter here.</param>
internal sealed record Problem(string Type, string Title, int Status, string? Detail)
{
    /// <summary>For 400: from the JSON path of a field to what is wrong with it.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>After how many seconds it is worth trying again; a header, no part of the body.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int? RetryAfter { get; init; }
}

/// <summary>A refusal that concerns HTTP alone.</summary>
internal sealed class RefusedException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>After how many seconds it is worth trying again.</summary>
    public int? RetryAfter { get; init; }
}
