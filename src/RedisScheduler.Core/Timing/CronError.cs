namespace RedisScheduler.Timing;

/// <summary>Why a cron expression was refused.</summary>
/// <param name="Message">What is wrong, naming field and position.</param>
/// <param name="Field">
/// <c>second</c>, <c>minute</c>, <c>hour</c>, <c>day of month</c>, <c>month</c>, <c>day of week</c>, <c>macro</c>, or
/// <c>expression</c> where no single field is at fault.
/// </param>
/// <param name="Position">Where in the text, in characters from 0.</param>
public sealed record CronError(string Message, string Field, int Position);
