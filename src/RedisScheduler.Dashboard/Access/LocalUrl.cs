namespace RedisScheduler.Dashboard.Access;

/// <summary>Where a form or a sign-in goes back to. Only to ourselves: another site's address is replaced by the start page.</summary>
internal static class LocalUrl
{
    public static string Of(string? url) =>
        url is ['/'] or ['/', not ('/' or '\\'), ..] && !url.Any(char.IsControl) ? url : "/";
}
