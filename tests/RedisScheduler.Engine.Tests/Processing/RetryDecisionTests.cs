using RedisScheduler.Engine.Processing;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Tests.Processing;

public sealed class RetryDecisionTests
{
    private static readonly RetryPolicy Policy = new() { MaxAttempts = 20, Jitter = RetryJitter.None };

    [TestCase(1, ExpectedResult = 1)]
    [TestCase(2, ExpectedResult = 2)]
    [TestCase(3, ExpectedResult = 4)]
    [TestCase(12, ExpectedResult = 2_048)]
    [TestCase(13, ExpectedResult = 3_600)]
    [TestCase(19, ExpectedResult = 3_600)]
    public double? Waits_grow_by_the_factor_up_to_the_longest(int failures) => Seconds(Policy, failures);

    [TestCase(2, ExpectedResult = true)]
    [TestCase(3, ExpectedResult = false)]
    [TestCase(4, ExpectedResult = false)]
    public bool Three_attempts_are_two_retries(int failures) => Seconds(new RetryPolicy(), failures) is not null;

    [TestCase(RetryJitter.Full, 0.0, ExpectedResult = 0)]
    [TestCase(RetryJitter.Full, 0.5, ExpectedResult = 2)]
    [TestCase(RetryJitter.Equal, 0.0, ExpectedResult = 2)]
    [TestCase(RetryJitter.Equal, 0.5, ExpectedResult = 3)]
    [TestCase(RetryJitter.None, 0.5, ExpectedResult = 4)]
    public double? Jitter_spreads_the_wait(RetryJitter jitter, double random) => Seconds(Policy with { Jitter = jitter }, 3, random: random);

    [TestCase(30, ExpectedResult = 30)]
    [TestCase(1, ExpectedResult = 4)]
    public double? What_the_target_asks_for_is_the_least(int retryAfter) => Seconds(Policy, 3, TimeSpan.FromSeconds(retryAfter));

    [Test]
    public void Extreme_policies_stay_in_range()
    {
        var steep = new RetryPolicy { MaxAttempts = 100, Factor = 100, Jitter = RetryJitter.None };
        Assert.That(Seconds(steep, 99), Is.EqualTo(3_600));
        Assert.That(Seconds(steep with { Delay = TimeSpan.Zero }, 99), Is.Zero);
    }

    private static double? Seconds(RetryPolicy policy, int failures, TimeSpan? retryAfter = null, double random = 0) =>
        RetryDecision.Wait(policy, failures, retryAfter, random)?.TotalSeconds;
}
