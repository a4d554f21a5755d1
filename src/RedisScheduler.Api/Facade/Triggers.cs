using System.Text.Json;
using System.Text.Json.Nodes;
using RedisScheduler.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;

namespace RedisScheduler.Api.Facade;

/// <summary>A trigger as somebody asked for it.</summary>
internal sealed record TriggerRequest(string TriggerId, string WorkflowId, string Cron, string? TimeZone, bool Enabled)
{
    private const int MaxText = 1_000;

    /// <summary>Reads a trigger to be registered.</summary>
    public static TriggerRequest Read(JsonBody body)
    {
        var errors = new FieldErrors();
        var reader = body.Reader(errors);
        reader.Require("triggerId");
        reader.Require("workflowId");
        var request = new TriggerRequest(
            reader.Id("triggerId") ?? "",
            reader.Id("workflowId") ?? "",
            reader.RequiredText("cronExpression", MaxText),
            reader.Text("timezone", MaxText),
            reader.Flag("enabled") ?? true
        );
        reader.Finish();
        errors.ThrowIfAny();
        return request;
    }

    /// <summary>Reads a request that names a trigger.</summary>
    public static string ReadId(JsonBody body)
    {
        var errors = new FieldErrors();
        var reader = body.Reader(errors);
        reader.Require("triggerId");
        var id = reader.Id("triggerId");
        reader.Finish();
        errors.ThrowIfAny();
        return id!;
    }
}

/// <summary>Registers triggers: makes a schedule, or changes timing and enabling of the one that is there and nothing else of it.</summary>
internal sealed class Triggers(ScheduleService schedules)
{
    private static readonly Dictionary<string, string> FacadeNames = new(StringComparer.Ordinal)
    {
        ["cron"] = "cronExpression",
        ["timeZone"] = "timezone",
        ["target"] = "workflowId",
        ["id"] = "triggerId",
    };

    /// <summary>Registers a trigger. Two at the same moment make one.</summary>
    /// <exception cref="InvalidInputException">It is not valid, or its workflow has no target.</exception>
    /// <exception cref="ConflictException">The id is taken by a schedule of another workflow.</exception>
    public async Task<ScheduleView> RegisterAsync(string scope, TriggerRequest request, Actor by, CancellationToken cancel)
    {
        try
        {
            return await ChangeAsync(scope, request, by, cancel) ?? await CreateAsync(scope, request, by, cancel);
        }
        catch (InvalidInputException invalid)
        {
            throw new InvalidInputException(
                invalid.Errors.ToDictionary(error => FacadeNames.GetValueOrDefault(error.Key, error.Key), error => error.Value, StringComparer.Ordinal)
            );
        }
    }

    private async Task<ScheduleView?> ChangeAsync(string scope, TriggerRequest request, Actor by, CancellationToken cancel)
    {
        if (await schedules.FindAsync(scope, request.TriggerId, cancel) is not { } there)
        {
            return null;
        }

        if (there.Schedule.WorkflowId != request.WorkflowId)
        {
            throw new ConflictException($"The id '{request.TriggerId}' is taken by a schedule of another workflow.");
        }

        JsonObject patch = new()
        {
            ["cron"] = request.Cron,
            ["interval"] = null,
            ["at"] = null,
            ["timeZone"] = request.TimeZone,
            ["enabled"] = request.Enabled,
        };
        return await schedules.PatchAsync(scope, request.TriggerId, Element(patch), null, by, cancel);
    }

    private async Task<ScheduleView> CreateAsync(string scope, TriggerRequest request, Actor by, CancellationToken cancel)
    {
        JsonObject body = new()
        {
            ["id"] = request.TriggerId,
            ["name"] = request.TriggerId,
            ["workflowId"] = request.WorkflowId,
            ["cron"] = request.Cron,
            ["timeZone"] = request.TimeZone,
            ["enabled"] = request.Enabled,
        };
        try
        {
            return await schedules.CreateAsync(scope, Element(body), by, cancel);
        }
        catch (ConflictException)
        {
            // Somebody registered it a moment before.
            return await ChangeAsync(scope, request, by, cancel) ?? throw new ConflictException($"The trigger '{request.TriggerId}' was made and deleted meanwhile.");
        }
    }

    private static JsonElement Element(JsonObject json)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        return document.RootElement.Clone();
    }
}
