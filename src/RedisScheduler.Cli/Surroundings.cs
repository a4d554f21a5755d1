namespace RedisScheduler.Cli;

/// <summary>What a command has around it.</summary>
/// <param name="In">Where <c>-</c> is read from.</param>
/// <param name="Out">Where answers go.</param>
/// <param name="Error">Where refusals go.</param>
/// <param name="Variable">The environment.</param>
/// <param name="Time">The clock that polling waits on.</param>
internal sealed record Surroundings(TextReader In, TextWriter Out, TextWriter Error, Func<string, string?> Variable, TimeProvider Time)
{
    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess() =>
        new(Console.In, Console.Out, Console.Error, Environment.GetEnvironmentVariable, TimeProvider.System);
}
