using RedisScheduler.Jobs;

namespace RedisScheduler.Redis.Format;

/// <summary>Whose run a job is, beside its schedule's key: the workflow and the producer, with a space between them; empty where there are none.</summary>
internal static class WhoText
{
    public static string? Write(JobSpec spec) => spec.Producer is null ? spec.WorkflowId : $"{spec.WorkflowId} {spec.Producer}";

    public static (string? Workflow, string? Producer) Read(ReadOnlySpan<char> who)
    {
        var space = who.IndexOf(' ');
        return space < 0 ? (who.IsEmpty ? null : who.ToString(), null) : (who[..space].ToString(), who[(space + 1)..].ToString());
    }
}
