namespace RedisScheduler.Dashboard.Runs;

/// <summary>Where a run's page is.</summary>
internal static class RunUrl
{
    public static string Of(string id) => $"/runs/{Uri.EscapeDataString(id)}";
}
