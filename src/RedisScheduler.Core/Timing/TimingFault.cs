namespace RedisScheduler.Timing;

/// <summary>One thing that is wrong with a timing.</summary>
/// <param name="Field">The field at fault, in the camelCase of the API: <c>cron</c>, <c>timeZone</c>, …</param>
/// <param name="Message">What is wrong, in words for the one who wrote it.</param>
public sealed record TimingFault(string Field, string Message);
