using System.Text.Json;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Definitions;

/// <summary>Reads a workflow as <c>PUT /workflows/{id}</c> sends it.</summary>
public static class WorkflowReader
{
    /// <summary>The longest name.</summary>
    public const int MaxName = 200;

    /// <summary>The longest description.</summary>
    public const int MaxDescription = 4_000;

    private const int MaxProducers = 1_000;

    /// <summary>Reads a workflow.</summary>
    /// <exception cref="Errors.InvalidInputException">It is not valid; all mistakes are named.</exception>
    /// <exception cref="Errors.TooLargeException">A payload is over the limit.</exception>
    public static WorkflowDraft Read(JsonElement body)
    {
        var errors = new FieldErrors();
        var reader = new ObjectReader(body, "", errors);
        reader.Require("status");
        var target = reader.Child("target");
        var defaults = new SpecDefaults(target is null ? null : TargetReader.Read(target), Zone(reader));
        var producers = reader.Child("handlerConfig") is { } config ? Producers(config, defaults, targetGiven: target is not null) : null;
        var draft = new WorkflowDraft
        {
            Name = reader.RequiredText("name", MaxName),
            Description = reader.Text("description", MaxDescription),
            Status = reader.Word("status", Words.Of<WorkflowStatus>()) ?? WorkflowStatus.Draft,
            Target = defaults.Target is null ? null : TargetJson.Write(defaults.Target),
            Payload = PayloadReader.Read(reader, "payload"),
            TimeZone = defaults.TimeZone,
            Tags = reader.Tags("tags"),
            Producers = producers,
        };
        draft = draft with { Own = Own(reader, draft, defaults.Target) };
        reader.Finish();
        errors.ThrowIfAny();
        return draft;
    }

    private static string? Zone(ObjectReader reader)
    {
        var zone = reader.Text("timeZone", 100);
        reader.Errors.AddIf(reader.At("timeZone"), zone is null || Zones.IsKnown(zone) ? null : Zones.Unknown(zone).Message);
        return zone;
    }

    private static Dictionary<string, ScheduleSpec> Producers(ObjectReader config, SpecDefaults defaults, bool targetGiven)
    {
        var specs = new Dictionary<string, ScheduleSpec>(StringComparer.Ordinal);
        config.Require("producers");
        var producers = config.Child("producers");
        config.Finish();
        var names = producers?.Names.ToArray() ?? [];
        config.Errors.AddIf(config.At("producers"), names.Length > MaxProducers ? $"Must be at most {MaxProducers} producers, not {names.Length}." : null);

        // A target that was given and could not be read is one mistake, not one more a producer.
        var stand = targetGiven && defaults.Target is null ? defaults with { Target = new HandlerTarget("") } : defaults;
        foreach (var name in names)
        {
            config.Errors.AddIf(producers!.At(name), IdText.Fault(name));
            if (producers.Any(name) is not { } json)
            {
                config.Errors.Add(producers.At(name), "Must be an object, not null.");
                continue;
            }

            var reader = new ObjectReader(json, producers.At(name), config.Errors);
            if (SpecReader.Read(reader, stand) is { } spec)
            {
                specs[name] = spec;
            }

            reader.Finish();
        }

        return specs;
    }

    /// <summary>The schedule of the legacy form. The cron of a workflow with producers is checked and makes no schedule: the producers have timings of their own.</summary>
    private static ScheduleSpec? Own(ObjectReader reader, WorkflowDraft draft, Target? target)
    {
        if (reader.Any("cron") is null)
        {
            return null;
        }

        var cron = reader.Text("cron", TimingReader.MaxCron);
        CronError? error = null;
        reader.Errors.AddIf(reader.At("cron"), cron is null || CronSchedule.TryParse(cron, out _, out error) ? null : error?.Message);
        if (draft.Producers is not null || cron is null)
        {
            return null;
        }

        if (reader.Any("target") is null)
        {
            reader.Errors.Add(reader.At("target"), "Is required where the workflow has a cron of its own.");
        }

        var zone = draft.TimeZone ?? new ScheduleTiming().TimeZone;
        return target is null ? null
            : new ScheduleSpec { Timing = new ScheduleTiming { Cron = cron, TimeZone = zone }, Target = target, Payload = draft.Payload, Tags = draft.Tags };
    }
}
