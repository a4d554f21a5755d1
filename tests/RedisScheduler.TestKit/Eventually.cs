using System.Runtime.CompilerServices;
using NUnit.Framework;
using NUnit.Framework.Constraints;
using NUnit.Framework.Internal;

namespace RedisScheduler.TestKit;

/// <summary>Waits for what happens elsewhere: polls until it holds, fails with what was last seen when the deadline (default 15 s) is over.</summary>
public static class Eventually
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task AsyncThat(
        Func<bool> condition,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string? text = null
    ) => AsyncThat(() => Task.FromResult(condition()), Is.True, deadline, text);

    public static Task AsyncThat(
        Func<Task<bool>> condition,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string? text = null
    ) => AsyncThat(condition, Is.True, deadline, text);

    public static Task<T> AsyncThat<T>(
        Func<T> actual,
        IResolveConstraint expected,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(actual))] string? text = null
    ) => AsyncThat(() => Task.FromResult(actual()), expected, deadline, text);

    /// <summary>Polls <paramref name="actual"/> until it meets <paramref name="expected"/>, and returns that value. Exceptions thrown by it count as "not yet".</summary>
    public static async Task<T> AsyncThat<T>(
        Func<Task<T>> actual,
        IResolveConstraint expected,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(actual))] string? text = null
    )
    {
        var constraint = expected.Resolve();
        var limit = deadline ?? DefaultDeadline;
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            string seen;
            try
            {
                var value = await actual();
                var result = constraint.ApplyTo(value);
                if (result.IsSuccess)
                {
                    return value;
                }

                var writer = new TextMessageWriter();
                result.WriteMessageTo(writer);
                seen = writer.ToString();
            }
            catch (Exception error) when (error is not ResultStateException)
            {
                seen = $"  It threw {error}";
            }

            if (TimeProvider.System.GetElapsedTime(started) > limit)
            {
                throw new AssertionException($"Not within {limit.TotalSeconds:0.#} s: {text}{Environment.NewLine}{seen}");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
