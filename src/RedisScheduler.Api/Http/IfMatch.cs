using System.Globalization;
using RedisScheduler.Engine.Definitions;

namespace RedisScheduler.Api.Http;

/// <summary>The revision that a request demands: <c>If-Match: "7"</c>, <c>If-Match: *</c> (any that exists) or <c>If-None-Match: *</c> (none yet).</summary>
/// <param name="Revision">As the services take it.</param>
internal sealed record IfMatch(long? Revision)
{
    // No revision is like this, so what is demanded is never met.
    private const long Unknown = -2;

    /// <summary>Reads the headers; called by the framework for endpoints that ask for it.</summary>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        return ValueTask.FromResult<IfMatch?>(
            new IfMatch(headers.IfNoneMatch == "*" ? Revisions.None : headers.IfMatch.Count == 0 ? null : Read(headers.IfMatch.ToString()))
        );
    }

    private static long Read(string tag) =>
        tag == "*" ? Revisions.Any
        : tag.Length > 2 && tag[0] == '"' && tag[^1] == '"' && long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && revision > 0 ? revision
        : Unknown;
}

/// <summary>ETags are revisions.</summary>
internal static class ETags
{
    /// <summary>Says the revision of what is answered.</summary>
    public static void Set(HttpContext http, long revision) => http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
}
