using RedisScheduler.Executions;
using RedisScheduler.Targets;

namespace RedisScheduler.Worker.Targets;

/// <summary>Answers of attempts that did not go well.</summary>
internal static class Failures
{
    private const int MessageBytes = 4 * 1024;

    public static TargetResult Final(string type, string message) => Of(TargetOutcome.Final, new ExecutionError(type, Message(message)));

    public static TargetResult Retryable(string type, string message) =>
        Of(TargetOutcome.Retryable, new ExecutionError(type, Message(message)));

    public static TargetResult Of(TargetOutcome outcome, Exception error) =>
        Of(
            outcome,
            new ExecutionError(
                error.GetType().FullName!,
                Message(error.Message),
                BoundedText.Cut(error.ToString(), BoundedText.DetailsBytes)
            )
        );

    private static TargetResult Of(TargetOutcome outcome, ExecutionError error) => new() { Outcome = outcome, Error = error };

    private static string Message(string text) => BoundedText.Cut(text, MessageBytes);
}
