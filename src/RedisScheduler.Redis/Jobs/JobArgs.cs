using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;

namespace RedisScheduler.Redis.Jobs;

/// <summary>What the scripts that make jobs are told of one, after its id.</summary>
internal static class JobArgs
{
    public static ScriptArgs AddJob(this ScriptArgs args, NewJob job) =>
        args.Add(job.DueMs).Add(Words.Of(job.Trigger)).Add(SpecText.Write(job.Spec)).Add(job.Spec.Payload)
            .Add(job.Spec.Queue).Add(job.Spec.Priority).Add(EventText.Write(job.Event));
}
