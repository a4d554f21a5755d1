using System.Text.Json;
using System.Text.Json.Nodes;
using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Definitions;
using RedisScheduler.Subscriptions;

namespace RedisScheduler.Dashboard.Subscriptions;

/// <summary>The fields of the dialog, and the subscription that they are.</summary>
internal static class SubscriptionForm
{
    /// <summary>What the script fills into the fields, by their names.</summary>
    public static string Fill(Subscription subscription) =>
        new JsonObject
        {
            ["name"] = subscription.Name,
            ["scheduleId"] = subscription.Match.ScheduleId ?? "",
            ["namePattern"] = subscription.Match.NamePattern ?? "",
            ["topic"] = subscription.Match.Topic ?? "",
            ["target"] = JsonText.Indent(TargetJson.Write(subscription.Target)),
        }.ToJsonString();

    /// <summary>The fields as the body of a request; a merge patch where they change one.</summary>
    /// <exception cref="Errors.InvalidInputException">The target is no JSON object.</exception>
    public static JsonElement Body(string? name, string? scheduleId, string? namePattern, string? topic, string? target, Subscription? before)
    {
        var body = new JsonObject
        {
            ["name"] = name?.Trim(),
            ["match"] = new JsonObject { ["scheduleId"] = Given(scheduleId), ["namePattern"] = Given(namePattern), ["topic"] = Given(topic) },
            ["target"] = Target(target, before),
        };
        return JsonSerializer.SerializeToElement<JsonNode>(body);
    }

    private static JsonObject Target(string? text, Subscription? before)
    {
        try
        {
            var target = JsonNode.Parse(text ?? "") as JsonObject ?? throw FieldErrors.One("target", "Must be a JSON object.");
            // In a merge patch a field that is absent stays; here it is to go.
            foreach (var gone in before is null ? [] : JsonNode.Parse(TargetJson.Write(before.Target))!.AsObject().Select(field => field.Key).Where(field => !target.ContainsKey(field)).ToArray())
            {
                target[gone] = null;
            }

            return target;
        }
        catch (JsonException error)
        {
            throw FieldErrors.One("target", $"Is not valid JSON: {error.Message}");
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
