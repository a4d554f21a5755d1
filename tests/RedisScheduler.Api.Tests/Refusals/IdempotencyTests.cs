using RedisScheduler.Api.Tests.Hosting;

namespace RedisScheduler.Api.Tests.Refusals;

/// <summary>A request that comes again under its Idempotency-Key is answered again, and not done again.</summary>
internal sealed class IdempotencyTests : ApiFixture
{
    [Test]
    public async Task A_replay_is_answered_alike_and_makes_nothing_new()
    {
        var (id, key) = (NewId("idem"), ("Idempotency-Key", NewId("key")));
        var first = (await Client.PostAsync("/schedules", Schedule(id), key)).Expect(201);
        var again = (await Client.PostAsync("/schedules", Schedule(id), key)).Expect(201);
        Assert.That(again.Text, Is.EqualTo(first.Text));
        Assert.That(again.Headers["Location"], Is.EqualTo(first.Headers["Location"]));
        Assert.That(again.Headers["Idempotency-Replayed"], Is.EqualTo("true"));
        Assert.That(first.Headers.Keys, Does.Not.Contain("Idempotency-Replayed"));
    }

    [Test]
    public async Task Runs_asked_for_under_one_key_are_one_run()
    {
        var (id, key) = (NewId("idem"), ("Idempotency-Key", NewId("key")));
        (await Client.PostAsync("/schedules", Schedule(id))).Expect(201);
        var answers = new List<Answer>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add((await Client.PostAsync($"/schedules/{id}/run", null, key)).Expect(202));
        }

        Assert.That(answers.Select(answer => answer.Value("executionId")).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Another_request_under_the_same_key_is_refused_with_422()
    {
        var key = ("Idempotency-Key", NewId("key"));
        (await Client.PostAsync("/schedules", Schedule(NewId("idem")), key)).Expect(201);
        Assert.That((await Client.PostAsync("/schedules", Schedule(NewId("idem")), key)).Expect(422).Value("detail"), Does.Contain("Idempotency-Key"));
    }

    [Test]
    public async Task What_was_refused_may_be_put_right_under_the_same_key()
    {
        var (id, key) = (NewId("idem"), ("Idempotency-Key", NewId("key")));
        (await Client.PostAsync("/schedules", """{"name": "no timing"}""", key)).Expect(400);
        (await Client.PostAsync("/schedules", Schedule(id), key)).Expect(201);
    }

    [Test]
    public async Task Requests_at_the_same_moment_under_one_key_do_the_work_once()
    {
        var (id, key) = (NewId("idem"), ("Idempotency-Key", NewId("key")));
        (await Client.PostAsync("/schedules", Schedule(id))).Expect(201);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Client.PostAsync($"/schedules/{id}/run", null, key)));
        Assert.That(answers.Select(answer => answer.Status), Has.All.AnyOf(202, 409));
        Assert.That(answers.Where(answer => answer.Status == 202).Select(answer => answer.Value("executionId")).Distinct().Count(), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status == 409).Select(answer => answer.Headers["Retry-After"]), Has.All.EqualTo("1"));
    }

    [Test]
    public async Task A_key_that_is_too_long_is_refused() =>
        (await Client.PostAsync("/schedules", Schedule(NewId("idem")), ("Idempotency-Key", new string('k', 256)))).ErrorOf("Idempotency-Key");

    private static string Schedule(string id) => $$"""{"id": "{{id}}", "name": "{{id}}", "interval": "1d", "target": {"type": "handler", "name": "demo.echo"} }""";
}
