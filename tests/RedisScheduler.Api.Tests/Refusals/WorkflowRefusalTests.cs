using RedisScheduler.Api.Tests.Hosting;

namespace RedisScheduler.Api.Tests.Refusals;

/// <summary>What a workflow may not be: each refusal names the field by its path and says why, and nothing is saved.</summary>
internal sealed class WorkflowRefusalTests : ApiFixture
{
    private const string Handler = """ "target": {"type": "handler", "name": "demo.echo"} """;

    private static readonly string TooLong = new('a', 129);

    [TestCase(""" "interval": "5s", "colour": "red" """, "colour", "not a known field")]
    [TestCase(""" "interval": "5s", "Timezone": "UTC" """, "Timezone", "'timeZone' is")]
    [TestCase(""" "interval": "5s", "interval": "6s" """, "interval", "given twice")]
    [TestCase(""" "interval": "5s", "timeZone": "Mars/Olympus" """, "timeZone", "Unknown time zone 'Mars/Olympus'")]
    [TestCase(""" "interval": "5s", "timeZone": "europe/berlin" """, "timeZone", "did you mean 'Europe/Berlin'")]
    [TestCase(""" "cron": "0 99 * * *" """, "cron", "hour")]
    [TestCase(""" "cron": "*/5 * * * * * *" """, "cron", "field")]
    [TestCase(""" "cron": "" """, "cron", "empty")]
    [TestCase(""" "cron": 5 """, "cron", "Must be a string, not a number")]
    [TestCase(""" "cron": "* * * * *", "interval": "5s" """, "cron", "Only one of cron, interval and at")]
    [TestCase(""" "cron": "* * * * *", "interval": "5s" """, "interval", "Only one of cron, interval and at")]
    [TestCase("", "cron", "One of cron, interval and at is required")]
    [TestCase(""" "interval": "99ms" """, "interval", "too short")]
    [TestCase(""" "interval": "3651d" """, "interval", "too long")]
    [TestCase(""" "interval": "5 minutes" """, "interval", "is not a duration")]
    [TestCase(""" "interval": "-5s" """, "interval", "negative")]
    [TestCase(""" "interval": "0s" """, "interval", "more than zero")]
    [TestCase(""" "interval": 5000 """, "interval", "Must be a duration such as 30s, not a number")]
    [TestCase(""" "at": "2020-01-01T00:00:00Z" """, "at", "in the past")]
    [TestCase(""" "at": "2030-01-01T00:00:00" """, "at", "offset")]
    [TestCase(""" "interval": "5s", "startAt": "2030-01-02T00:00:00Z", "endAt": "2030-01-01T00:00:00Z" """, "endAt", "not after startAt")]
    [TestCase(""" "interval": "5s", "queue": "a b" """, "queue", "has to be 1 to 128")]
    [TestCase(""" "interval": "5s", "priority": 10 """, "priority", "from 0 to 9")]
    [TestCase(""" "interval": "5s", "retry": {"maxAttempts": 0} """, "retry.maxAttempts", "from 1 to 100")]
    [TestCase(""" "interval": "5s", "retry": {"tries": 2} """, "retry.tries", "not a known field")]
    [TestCase(""" "interval": "5s", "misfire": {"policy": "later"} """, "misfire.policy", "fireOnce, skip, catchUp")]
    [TestCase(""" "interval": "5s", "overlap": "skip", "allowOverlap": true """, "allowOverlap", "Only one of")]
    [TestCase(""" "interval": "5s", "concurrencyKey": "a" """, "concurrencyKey", "not supported yet")]
    [TestCase(""" "interval": "5s", "pauseOnFailure": 0 """, "pauseOnFailure", "from 1 to 1000")]
    [TestCase(""" "interval": "5s", "enabled": "yes" """, "enabled", "Must be true or false")]
    [TestCase(""" "interval": "5s", "tags": ["a", 1] """, "tags[1]", "Must be a string")]
    [TestCase(""" "interval": "5s", "dstFold": "never" """, "dstFold", "auto, first, last, both")]
    public async Task A_producer_is_refused_by_the_path_of_its_field(string fields, string field, string because)
    {
        var id = NewId("refused");
        var json = string.IsNullOrWhiteSpace(fields) ? $$"""{ {{Handler}} }""" : $$"""{ {{fields}}, {{Handler}} }""";
        var answer = await Client.PutAsync($"/workflows/{id}", Workflow($"\"fetch\": {json}"));
        Assert.That(answer.ErrorOf($"handlerConfig.producers.fetch.{field}"), Does.Contain(because));
        (await Client.GetAsync($"/workflows/{id}")).Expect(404);
    }

    [TestCase("""{"type": "mail"}""", "type", "Must be handler, http, command or event")]
    [TestCase("""{"type": "command"}""", "name", "Is required")]
    [TestCase("""{"type": "command", "name": "ls", "args": ["-l", 1]}""", "args[1]", "Must be a text")]
    [TestCase("""{"type": "event", "topic": "a b"}""", "topic", "has to be 1 to 128")]
    [TestCase("""{"type": "event", "topic": "alert"}""", "topic", "the scheduler alone")]
    [TestCase("""{"type": "event", "subscription": "a"}""", "subscription", "not a known field")]
    [TestCase("""{"name": "x"}""", "type", "Is required")]
    [TestCase("""{"type": "handler"}""", "name", "Is required")]
    [TestCase("""{"type": "handler", "name": "x", "url": "http://a"}""", "url", "not a known field")]
    [TestCase("""{"type": "http"}""", "url", "Is required")]
    [TestCase("""{"type": "http", "url": "ftp://a/b"}""", "url", "absolute http or https")]
    [TestCase("""{"type": "http", "url": "/relative"}""", "url", "absolute http or https")]
    [TestCase("""{"type": "http", "url": "http://a", "method": "BREW"}""", "method", "Must be one of")]
    [TestCase("""{"type": "http", "url": "http://a", "headers": {"webhook-id": "1"}}""", "headers.webhook-id", "set by the sender")]
    [TestCase("""{"type": "http", "url": "http://a", "headers": {"X-A": "a\r\nX-B: b"}}""", "headers.X-A", "control characters")]
    [TestCase("""{"type": "http", "url": "http://a", "expect": [200, 99]}""", "expect[1]", "100 to 599")]
    public async Task A_target_is_refused_by_the_path_of_its_field(string target, string field, string because)
    {
        var answer = await Client.PutAsync($"/workflows/{NewId("refused")}", Workflow($$""" "fetch": {"interval": "5s", "target": {{target}}} """));
        Assert.That(answer.ErrorOf($"handlerConfig.producers.fetch.target.{field}"), Does.Contain(because));
    }

    [Test]
    public async Task A_producer_without_a_target_is_refused_where_its_workflow_has_none_either()
    {
        var answer = await Client.PutAsync($"/workflows/{NewId("refused")}", Workflow(""" "fetch": {"interval": "5s"} """));
        Assert.That(answer.ErrorOf("handlerConfig.producers.fetch.target"), Does.Contain("Is required"));
    }

    [Test]
    public async Task Every_mistake_is_named_at_once()
    {
        var answer = await Client.PutAsync(
            $"/workflows/{NewId("refused")}",
            $$"""{"status": "on", "handlerConfig": {"producers": {"a": {"cron": "x", {{Handler}}}, "b": {"interval": "1ms", {{Handler}}, "nope": 1} } } }"""
        );
        answer.Expect(400);
        Assert.That(
            answer["errors"].EnumerateObject().Select(error => error.Name),
            Is.EquivalentTo(new[] { "name", "status", "handlerConfig.producers.a.cron", "handlerConfig.producers.b.interval", "handlerConfig.producers.b.nope" })
        );
    }

    [Test]
    public async Task An_invalid_cron_is_refused_with_its_position_and_never_replaced()
    {
        var answer = await Client.PutAsync($"/workflows/{NewId("refused")}", Workflow($$""" "fetch": {"cron": "0 12 * * MOO", {{Handler}}} """));
        Assert.That(answer.ErrorOf("handlerConfig.producers.fetch.cron"), Does.Match("position 9|character 10|at 9"));
    }

    [Test]
    public async Task A_payload_over_256_KiB_is_refused_with_413()
    {
        var large = new string('x', 256 * 1024);
        var answer = await Client.PutAsync($"/workflows/{NewId("refused")}", Workflow($$""" "fetch": {"interval": "5s", {{Handler}}, "payload": "{{large}}"} """));
        answer.Expect(413);
        Assert.That(answer.Value("detail"), Does.Contain("handlerConfig.producers.fetch.payload").And.Contain("262,144"));
    }

    [Test]
    public async Task A_payload_of_exactly_256_KiB_is_accepted()
    {
        var largest = new string('x', (256 * 1024) - 2);
        (await Client.PutAsync($"/workflows/{NewId("large")}", Workflow($$""" "fetch": {"interval": "1d", {{Handler}}, "payload": "{{largest}}"} """))).Expect(201);
    }

    [Test]
    public async Task A_body_over_1_MiB_is_refused_with_413() =>
        (await Client.PutAsync($"/workflows/{NewId("refused")}", Workflow($$""" "fetch": {"x": "{{new string('x', 1024 * 1024)}}"} """))).Expect(413);

    [TestCase("{\"name\": \"x\",\n  \"status\": oops}", "line 2, byte 13")]
    [TestCase("{\"name\"", "line 1")]
    public async Task Malformed_JSON_is_refused_with_its_position(string body, string position) =>
        Assert.That((await Client.PutAsync($"/workflows/{NewId("refused")}", body)).ErrorOf("$"), Does.Contain(position));

    [TestCase("[]", "Must be an object, not a list")]
    [TestCase("\"x\"", "Must be an object, not a string")]
    [TestCase("", "A JSON body is required")]
    public async Task A_body_that_is_no_object_is_refused(string body, string because) =>
        Assert.That((await Client.PutAsync($"/workflows/{NewId("refused")}", body)).ErrorOf("$"), Does.Contain(because));

    [Test]
    public async Task Half_a_surrogate_pair_is_refused_and_breaks_nothing() =>
        Assert.That((await Client.PutAsync($"/workflows/{NewId("refused")}", """{"name": "\ud800", "status": "draft"}""")).ErrorOf("name"), Does.Contain("Unicode"));

    [Test]
    public async Task Another_media_type_is_refused_with_415() =>
        (await Client.SendAsync(HttpMethod.Put, $"/workflows/{NewId("refused")}", "{}", contentType: "application/x-www-form-urlencoded")).Expect(415);

    [TestCase("a%20b")]
    [TestCase("a:b")]
    [TestCase("a~b")]
    [TestCase("%C3%A9")]
    public async Task A_bad_id_is_refused(string id) =>
        Assert.That((await Client.PutAsync($"/workflows/{id}", """{"name": "x", "status": "draft"}""")).ErrorOf("id"), Does.Contain("A-Z, a-z, 0-9"));

    [Test]
    public async Task An_id_of_129_characters_is_refused() =>
        Assert.That((await Client.PutAsync($"/workflows/{TooLong}", """{"name": "x", "status": "draft"}""")).ErrorOf("id"), Does.Contain("1 to 128"));

    [Test]
    public async Task A_bad_name_of_a_producer_is_refused() =>
        Assert.That(
            (await Client.PutAsync($"/workflows/{NewId("refused")}", Workflow($$""" "fet ch": {"interval": "5s", {{Handler}}} """))).ErrorOf("handlerConfig.producers.fet ch"),
            Does.Contain("A-Z, a-z, 0-9")
        );

    [Test]
    public async Task A_producer_whose_schedule_would_have_too_long_an_id_is_refused()
    {
        var id = NewId(new string('w', 100));
        var answer = await Client.PutAsync($"/workflows/{id}", Workflow($$""" "{{new string('p', 40)}}": {"interval": "5s", {{Handler}}} """));
        Assert.That(answer.ErrorOf($"handlerConfig.producers.{new string('p', 40)}"), Does.Contain("longer than 128"));
    }

    [Test]
    public async Task A_legacy_cron_is_refused_without_a_target()
    {
        var answer = await Client.PutAsync($"/workflows/{NewId("refused")}", """{"name": "x", "status": "active", "cron": "* * * * *"}""");
        Assert.That(answer.ErrorOf("target"), Does.Contain("cron of its own"));
    }

    private static string Workflow(string producers) => $$"""{"name": "Refused", "status": "active", "handlerConfig": {"producers": { {{producers}} } } }""";
}
