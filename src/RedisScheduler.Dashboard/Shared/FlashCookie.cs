using Microsoft.AspNetCore.Http;

namespace RedisScheduler.Dashboard.Shared;

/// <summary>One sentence from a form's answer to the page that follows it.</summary>
internal static class FlashCookie
{
    private const string Name = "rs.flash";
    private const char Bad = '!';

    /// <summary>Leaves a sentence for the next page.</summary>
    public static void Leave(HttpContext http, string text, bool bad) =>
        http.Response.Cookies.Append(Name, Uri.EscapeDataString(bad ? Bad + text : text), Options(http));

    /// <summary>Takes the sentence that was left; <c>null</c> when there is none.</summary>
    public static (string Text, bool Bad)? Take(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { Length: > 0 } value)
            return null;
        http.Response.Cookies.Delete(Name, Options(http));
        var text = Uri.UnescapeDataString(value);
        return text[0] == Bad ? (text[1..], true) : (text, false);
    }

    private static CookieOptions Options(HttpContext http) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            MaxAge = TimeSpan.FromMinutes(1),
        };
}
