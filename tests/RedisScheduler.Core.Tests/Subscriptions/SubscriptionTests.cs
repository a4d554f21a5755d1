using System.Text.Json;
using RedisScheduler.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Jobs;
using RedisScheduler.Subscriptions;
using RedisScheduler.Targets;

namespace RedisScheduler.Core.Tests.Subscriptions;

/// <summary>Who gets which events, and what stands in them.</summary>
public sealed class SubscriptionTests
{
    private static readonly ScheduleEvent Order = new()
    {
        Id = "shop.orders@1767225600000", Topic = "orders", ScheduleId = "shop.orders", Name = "Shop orders", WorkflowId = "shop", Producer = "orders",
        Tags = ["eu", "paid"], ScheduledMs = 1_767_225_600_000, Trigger = "schedule", Payload = """{"n":  1.0}""",
    };

    [TestCase("shop.orders", null, null, ExpectedResult = true)]
    [TestCase("shop.ORDERS", null, null, ExpectedResult = false)]
    [TestCase(null, "*", null, ExpectedResult = true)]
    [TestCase(null, "shop*", null, ExpectedResult = true)]
    [TestCase(null, "*order?", null, ExpectedResult = true)]
    [TestCase(null, "order?", null, ExpectedResult = false)]
    [TestCase(null, "Shop.orders", null, ExpectedResult = false)]
    [TestCase("shop.orders", "x*", null, ExpectedResult = false)]
    [TestCase("shop.orders", null, "orders", ExpectedResult = true)]
    [TestCase(null, "*", "alert", ExpectedResult = false)]
    public bool It_gets_the_events_that_meet_all_that_it_says(string? scheduleId, string? pattern, string? topic) => new SubscriptionMatch(scheduleId, pattern, topic).Takes(Order);

    [Test]
    public void Node_payload_and_all_that_is_known_of_the_run_stand_in_the_event()
    {
        Assert.That(Order.ToJson("s1"), Is.EqualTo(
            """{"id":"shop.orders@1767225600000","topic":"orders","scheduleId":"shop.orders","name":"Shop orders","workflowId":"shop","producer":"orders","tags":["eu","paid"],"""
            + """ "scheduledAt":"2026-01-01T00:00:00.000Z","trigger":"schedule","payload":{"n":  1.0},"subscriptionId":"s1"}""".TrimStart()));
        Assert.That(ScheduleEvent.SubscriptionOf(Order.ToJson("s1")), Is.EqualTo("s1"));
        Assert.That(new[] { null, "[]", "7", """{"subscriptionId":7}""" }.Select(ScheduleEvent.SubscriptionOf), Has.All.Null);
    }

    [Test]
    public void The_id_of_a_delivery_is_made_of_event_and_subscription_and_names_schedule_and_due_time()
    {
        var id = JobId.Delivery("acme~s", 7, "acme~s@7", "a");
        Assert.That(id, Does.Match("^acme~s@7-[0-9a-f]{16}$"));
        Assert.That(JobId.Delivery("acme~s", 7, "acme~s@7", "a"), Is.EqualTo(id));
        Assert.That(new[] { JobId.Delivery("acme~s", 7, "acme~s@7", "b"), JobId.Delivery("acme~s", 7, "acme~s@7-1", "a") }, Has.None.EqualTo(id));
    }

    [Test]
    public void What_is_written_is_read_again()
    {
        var written = SubscriptionJson.Write(new Subscription
        {
            Scope = "default", Id = "s1", Name = "Orders", Match = new("shop.orders", "Shop*", "orders"), Target = new CommandTarget("mail", ["--to", "ops"]), CreatedAt = default, UpdatedAt = default,
        });

        var read = SubscriptionReader.Read(written);

        Assert.That((read.Id, read.Name, read.Match), Is.EqualTo(("s1", "Orders", new SubscriptionMatch("shop.orders", "Shop*", "orders"))));
        Assert.That(((CommandTarget)read.Target).Args, Is.EqualTo(new[] { "--to", "ops" }));
    }

    [TestCase("""{"match": {"namePattern": "*"}, "target": {"type": "handler", "name": "h"} }""", "name")]
    [TestCase("""{"name": "x", "target": {"type": "handler", "name": "h"} }""", "match")]
    [TestCase("""{"name": "x", "match": {"topic": "t"}, "target": {"type": "handler", "name": "h"} }""", "match")]
    [TestCase("""{"name": "x", "match": {"namePattern": ""}, "target": {"type": "handler", "name": "h"} }""", "match.namePattern")]
    [TestCase("""{"name": "x", "match": {"namePattern": "*", "tag": "t"}, "target": {"type": "handler", "name": "h"} }""", "match.tag")]
    [TestCase("""{"name": "x", "match": {"namePattern": "*"} }""", "target")]
    [TestCase("""{"name": "x", "match": {"namePattern": "*"}, "target": {"type": "event"} }""", "target.type")]
    public void What_is_wrong_is_told_at_its_place(string body, string path)
    {
        using var json = JsonDocument.Parse(body);
        Assert.That(Assert.Throws<InvalidInputException>(() => SubscriptionReader.Read(json.RootElement))!.Errors.Keys, Does.Contain(path));
    }
}
