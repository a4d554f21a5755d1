using RedisScheduler.Targets;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>What a target's answer means.</summary>
internal static class WebhookAnswer
{
    /// <summary>The longest Retry-After that is kept; a server that asks for years would block its schedule for ever.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Judges by the status, and reads the beginning of the body.</summary>
    public static async Task<TargetResult> ReadAsync(
        HttpResponseMessage response,
        HttpTarget target,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var status = (int)response.StatusCode;
        var output = await ReadBodyAsync(response.Content, cancel);
        if (target.Expect.Count == 0 ? status is >= 200 and < 300 : target.Expect.Contains(status))
        {
            return new()
            {
                Outcome = TargetOutcome.Succeeded,
                HttpStatus = status,
                Output = output,
            };
        }

        var message =
            $"The target answered {status} {response.ReasonPhrase}".TrimEnd()
            + (status is >= 300 and < 400 ? "; redirects are not followed." : ".");
        const string Type = "http.status";
        return IsRetryable(status)
            ? Failures.Retryable(Type, message) with
            {
                HttpStatus = status,
                Output = output,
                RetryAfter = RetryAfter(response, now),
            }
            : Failures.Final(Type, message) with
            {
                HttpStatus = status,
                Output = output,
            };
    }

    /// <summary>Timed out, too early, too many, or the server's own trouble: what may pass.</summary>
    private static bool IsRetryable(int status) => status is 408 or 425 or 429 or >= 500;

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - now;
        return wait is null || wait <= TimeSpan.Zero ? null
            : wait < LongestWait ? wait
            : LongestWait;
    }

    private static async Task<string?> ReadBodyAsync(HttpContent content, CancellationToken cancel)
    {
        // A few bytes more than are kept show whether the last character is whole.
        var buffer = new byte[BoundedText.OutputBytes + 4];
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return length == 0 ? null : BoundedText.Cut(buffer.AsSpan(0, length), BoundedText.OutputBytes);
    }
}
