using Microsoft.AspNetCore.Http;

namespace RedisScheduler.Dashboard.Access;

/// <summary>
/// What a browser may do with the dashboard's pages: run only our scripts, talk only to us, never be framed. Style attributes are allowed, because charts are drawn
/// with them. That pages are not kept follows from their forms: the antiforgery token makes them <c>no-store</c>.
/// </summary>
internal static class SecureHeaders
{
    /// <summary>Metadata of the endpoints that are pages.</summary>
    public static readonly object Pages = new Kind(IsPage: true);

    /// <summary>Metadata of style sheets, scripts and fonts.</summary>
    public static readonly object Assets = new Kind(IsPage: false);

    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Kind>() is { } kind)
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (kind.IsPage)
            {
                headers.ContentSecurityPolicy = ContentSecurityPolicy;
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "same-origin";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
            }
        }
        return next(http);
    }

    private sealed record Kind(bool IsPage);
}
