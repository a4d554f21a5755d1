using System.Text.Json;
using RedisScheduler.Subscriptions;
using RedisScheduler.Targets;

namespace RedisScheduler.Definitions;

/// <summary>A subscription as somebody asked for it.</summary>
/// <param name="Id">Its id; <c>null</c> leaves it to the server.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Match">Which events it gets.</param>
/// <param name="Target">What each delivery does.</param>
public sealed record SubscriptionDraft(string? Id, string Name, SubscriptionMatch Match, Target Target);

/// <summary>Reads a subscription as <c>POST /subscriptions</c> sends it.</summary>
public static class SubscriptionReader
{
    /// <summary>Reads a subscription.</summary>
    /// <exception cref="Errors.InvalidInputException">It is not valid; all mistakes are named.</exception>
    public static SubscriptionDraft Read(JsonElement body)
    {
        var errors = new FieldErrors();
        var reader = new ObjectReader(body, "", errors);
        var (id, name) = (reader.Id("id"), reader.RequiredText("name", WorkflowReader.MaxName));
        reader.Require("match");
        var match = reader.Child("match") is { } given ? Match(given) : null;
        reader.Require("target");
        var target = reader.Child("target") is { } wanted ? TargetReader.Read(wanted) : null;
        errors.AddIf("target.type", target is EventTarget ? "A subscription cannot send events of its own; its target is handler, http or command." : null);
        reader.Finish();
        errors.ThrowIfAny();
        return new SubscriptionDraft(id, name, match!, target!);
    }

    private static SubscriptionMatch Match(ObjectReader reader)
    {
        var match = new SubscriptionMatch(reader.Id("scheduleId"), reader.Text("namePattern", NamePattern.MaxLength), reader.Id("topic"));
        if (reader.Any("scheduleId") is null && reader.Any("namePattern") is null)
        {
            reader.Errors.Add(reader.Path, "Needs a scheduleId or a namePattern; * matches every name.");
        }

        reader.Finish();
        return match;
    }
}

/// <summary>A subscription in the form of a request: what a merge patch is applied to.</summary>
public static class SubscriptionJson
{
    /// <summary>Writes id, name, match and target, as <see cref="SubscriptionReader"/> reads them.</summary>
    public static JsonElement Write(Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var text = JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", subscription.Id);
            json.WriteString("name", subscription.Name);
            json.WriteStartObject("match");
            Optional(json, "scheduleId", subscription.Match.ScheduleId);
            Optional(json, "namePattern", subscription.Match.NamePattern);
            Optional(json, "topic", subscription.Match.Topic);
            json.WriteEndObject();
            json.WritePropertyName("target");
            TargetJson.Write(json, subscription.Target);
            json.WriteEndObject();
        });
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
