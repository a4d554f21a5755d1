using System.Text.Json;
using RedisScheduler.Definitions;
using RedisScheduler.Errors;

namespace RedisScheduler.Core.Tests.Definitions;

/// <summary>What the contract names and this version does not do is refused in words, never taken and ignored.</summary>
public sealed class NotSupportedYetTests
{
    [TestCase("""{"concurrencyKey":"k"}""", "concurrencyKey")]
    public void A_field_of_a_later_version_is_refused_by_its_path(string extra, string field)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Read(extra))!;

        Assert.That(refusal.Errors.Keys, Is.EqualTo(new[] { $"handlerConfig.producers.fetch.{field}" }));
        Assert.That(refusal.Errors.Values.Single().Single(), Does.Contain("not supported yet"));
    }

    [Test]
    public void The_same_producer_without_such_a_field_is_read() =>
        Assert.That(Read("""{"overlap":"allow"}""").Producers!.Keys, Is.EqualTo(new[] { "fetch" }));

    private static WorkflowDraft Read(string extra)
    {
        var producer = new Dictionary<string, object> { ["interval"] = "30s", ["target"] = new { type = "handler", name = "demo.echo" } };
        foreach (var field in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(extra)!)
        {
            producer[field.Key] = field.Value;
        }

        var body = new { name = "Shop", status = "active", handlerConfig = new { producers = new { fetch = producer } } };
        return WorkflowReader.Read(JsonSerializer.SerializeToElement(body));
    }
}
