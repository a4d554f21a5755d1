using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Definitions;

/// <summary>Reads the fields of a PRODUCER. The caller calls <see cref="ObjectReader.Finish"/>, because the object may hold fields of its own beside them.</summary>
public static class SpecReader
{
    private static readonly string[] NotYet = ["concurrencyKey"];
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestAlert = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAlert = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(7);

    /// <summary>Reads a spec and notes all that is wrong with it; <c>null</c> where there is no target.</summary>
    /// <exception cref="Errors.TooLargeException">Its payload is over the limit.</exception>
    public static ScheduleSpec? Read(ObjectReader reader, SpecDefaults defaults)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(defaults);
        return Read(reader, defaults, TimingReader.Read(reader, defaults.TimeZone));
    }

    internal static ScheduleSpec? Read(ObjectReader reader, SpecDefaults defaults, ScheduleTiming timing)
    {
        foreach (var later in NotYet)
        {
            if (reader.Any(later) is not null)
            {
                reader.Errors.Add(reader.At(later), "Is not supported yet.");
            }
        }

        var given = reader.Child("target");
        var target = given is null ? defaults.Target : TargetReader.Read(given);
        if (given is null && target is null)
        {
            reader.Errors.Add(reader.At("target"), "Is required, because there is no workflow with a target of its own to take it from.");
        }

        var spec = new ScheduleSpec
        {
            Timing = timing,
            Target = target ?? Unreadable,
            Payload = PayloadReader.Read(reader, "payload"),
            Queue = reader.Id("queue") ?? QueueNames.Default,
            Priority = (int?)reader.Whole("priority", 0, QueueNames.LowestPriority) ?? QueueNames.DefaultPriority,
            Timeout = reader.Duration("timeout", ShortestTimeout, LongestTimeout) ?? TimeSpan.FromMinutes(5),
            Retry = PolicyReader.Retry(reader.Child("retry")),
            Overlap = PolicyReader.Overlap(reader),
            Misfire = PolicyReader.Misfire(reader.Child("misfire")),
            PauseOnFailure = (int?)reader.Whole("pauseOnFailure", 1, 1_000),
            AlertAfter = reader.Duration("alertAfter", ShortestAlert, LongestAlert),
            AlertAfterFailures = (int?)reader.Whole("alertAfterFailures", 1, 1_000),
            Tags = reader.Tags("tags"),
            Enabled = reader.Flag("enabled") ?? true,
        };
        return target is null ? null : spec;
    }

    private static Targets.HandlerTarget Unreadable { get; } = new("");
}
