using System.Globalization;
using System.Net.Http.Headers;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>Writes the request of one attempt.</summary>
internal static class WebhookRequest
{
    private const string Id = "webhook-id";
    private const string Timestamp = "webhook-timestamp";
    private const string Signature = "webhook-signature";
    private const string UserAgent = "User-Agent";
    private static readonly string[] Framing = ["Connection", "Content-Length", "Expect", "Trailer", "Transfer-Encoding", "Upgrade"];
    private static readonly string Product = $"RedisScheduler/{typeof(WebhookRequest).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>The signed request. Headers of the target that the signature needs for itself are overwritten.</summary>
    /// <exception cref="FormatException">The target's method or a header cannot be sent.</exception>
    public static HttpRequestMessage Of(TakenJob job, HttpTarget target, Uri url, string secret, DateTimeOffset now)
    {
        if (string.Equals(target.Method, "CONNECT", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("CONNECT asks for a tunnel, which a target cannot be.");
        }

        var body = JobBody.Of(job);
        var request = new HttpRequestMessage(new HttpMethod(target.Method), url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(UserAgent, Product);
        foreach (var (name, value) in target.Headers)
        {
            if (Framing.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new FormatException($"The header '{name}' is for the connection to set.");
            }

            Set(request, name, value);
        }

        var timestamp = now.ToUnixTimeSeconds();
        Set(request, Id, job.Id);
        Set(request, Timestamp, timestamp.ToString(CultureInfo.InvariantCulture));
        Set(request, Signature, WebhookSignature.Of(WebhookSecret.Key(secret), job.Id, timestamp, body));
        if (target.Secret == SigningSecrets.InternalName)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        }

        return request;
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new FormatException($"The header '{name}' has a line break or NUL in its value.");
        }

        foreach (HttpHeaders headers in new HttpHeaders[] { request.Headers, request.Content!.Headers })
        {
            if (headers.TryGetValues(name, out _))
            {
                headers.Remove(name);
            }

            if (headers.TryAddWithoutValidation(name, value))
            {
                return;
            }
        }

        throw new FormatException($"'{name}' cannot be the name of a header.");
    }
}
