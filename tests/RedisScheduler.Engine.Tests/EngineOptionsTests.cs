using Microsoft.Extensions.Options;

namespace RedisScheduler.Engine.Tests;

public sealed class EngineOptionsTests
{
    [Test]
    public void The_defaults_are_valid() => Assert.DoesNotThrow(() => new EngineOptions().Validate());

    [Test]
    public void Each_value_out_of_range_is_named_with_its_range()
    {
        var options = new EngineOptions { Concurrency = 0, LeaseDuration = TimeSpan.FromMilliseconds(10), Queues = [], WorkerId = "" };
        var error = Assert.Throws<OptionsValidationException>(options.Validate)!;
        Assert.That(error.Failures, Is.EqualTo(new[]
        {
            "WorkerId must not be empty, and is ''.",
            "Queues must name at least one queue, and none may be empty, and is '0'.",
            "Concurrency must be from 1 to 10000, and is '0'.",
            "LeaseDuration must be from 00:00:01 to 01:00:00, and is '00:00:00.0100000'.",
        }));
    }
}
