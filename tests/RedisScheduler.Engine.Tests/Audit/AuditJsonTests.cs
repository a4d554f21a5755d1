using System.Text.Json;
using RedisScheduler.Engine.Audit;

namespace RedisScheduler.Engine.Tests.Audit;

public sealed class AuditJsonTests
{
    [Test]
    public void Of_a_change_only_what_differs_is_kept_also_inside_objects()
    {
        var (before, after) = Differing(
            """{"name": "a", "cron": "* * * * *", "retry": {"delay": "1s", "factor": 2}, "gone": 1}""",
            """{"name": "a", "cron": "0 * * * *", "retry": {"delay": "5s", "factor": 2}, "new": [1, 2]}""");
        Assert.That(before, Is.EqualTo("""{"cron":"* * * * *","retry":{"delay":"1s"},"gone":1}"""));
        Assert.That(after, Is.EqualTo("""{"cron":"0 * * * *","retry":{"delay":"5s"},"new":[1,2]}"""));
    }

    [Test]
    public void What_is_made_or_deleted_is_kept_whole()
    {
        Assert.That(AuditJson.Differing(null, Json("""{"a": 1}""")), Is.EqualTo(((string?)null, """{"a":1}""")));
        Assert.That(AuditJson.Differing(Json("""{"a": 1}"""), null), Is.EqualTo(("""{"a":1}""", (string?)null)));
    }

    [TestCase("""{"headers":{"Authorization":"Bearer abc","X-Api-Key":"k","Accept":"*/*"}}""", """{"headers":{"Authorization":"***","X-Api-Key":"***","Accept":"*/*"}}""")]
    [TestCase("""{"payload":{"clientSecret":{"a":1},"access_token":"t","list":[{"password":7}]}}""", """{"payload":{"clientSecret":"***","access_token":"***","list":[{"password":"***"}]}}""")]
    [TestCase("""{"url":"https://ann:pw@host/x?token=abc&page=2#f"}""", """{"url":"https://***@host/x?token=***&page=2#f"}""")]
    [TestCase("""{"note":"sent Bearer abcdefghij.klm"}""", """{"note":"sent Bearer ***"}""")]
    [TestCase("""{"target":{"type":"http","secret":"INTERNAL_API_SECRET"}}""", """{"target":{"type":"http","secret":"INTERNAL_API_SECRET"}}""")]
    [TestCase("""{"idempotencyKey":"k","author":"ann","keyboard":"de","password":null}""", """{"idempotencyKey":"k","author":"ann","keyboard":"de","password":null}""")]
    public void Secrets_are_masked_and_what_only_looks_like_one_is_not(string json, string kept) => Assert.That(AuditJson.Whole(Json(json)), Is.EqualTo(kept));

    [Test]
    public void A_secret_that_changed_shows_as_changed_and_not_what_it_was()
    {
        var (before, after) = Differing("""{"headers": {"Authorization": "one"}}""", """{"headers": {"Authorization": "two"}}""");
        Assert.That((before, after), Is.EqualTo(("""{"headers":{"Authorization":"***"}}""", """{"headers":{"Authorization":"***"}}""")));
    }

    [Test]
    public void A_payload_differs_as_a_whole_and_a_large_one_is_kept_as_its_hash()
    {
        var (before, after) = Differing("""{"payload": {"a": 1, "b": 2}}""", $$"""{"payload": "{{new string('x', AuditJson.MostKept)}}"}""");
        Assert.That(before, Is.EqualTo("""{"payload":{"a":1,"b":2}}"""));
        Assert.That(after, Does.Match("^\\{\"payload\":\"16386 bytes, SHA-256 [0-9a-f]{64}\"\\}$"));
    }

    [Test]
    public void A_payload_with_a_field_given_twice_is_kept_as_it_is() =>
        Assert.That(Differing("""{"payload": {"a": 1, "a": 2}}""", """{"payload": {"a": 1, "a": 3}}"""), Is.EqualTo(("""{"payload":{"a":1,"a":2}}""", """{"payload":{"a":1,"a":3}}""")));

    private static (string? Before, string? After) Differing(string before, string after) => AuditJson.Differing(Json(before), Json(after));

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
