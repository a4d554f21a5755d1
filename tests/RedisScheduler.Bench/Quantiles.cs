namespace RedisScheduler.Bench;

/// <summary>Of numbers, smallest first.</summary>
internal static class Quantiles
{
    /// <summary>To a hundredth; <c>null</c> where there are none.</summary>
    public static double? At(double[] sorted, double quantile) =>
        sorted.Length == 0 ? null : Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(quantile * sorted.Length))], 2);
}
