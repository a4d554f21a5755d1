using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Errors;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Pauses and resumes queues, which all scopes share.</summary>
public sealed class QueueService
{
    private readonly IQueues queues;
    private readonly IAuditLog audit;
    private readonly TimeProvider time;

    internal QueueService(IQueues queues, IAuditLog audit, TimeProvider time) => (this.queues, this.audit, this.time) = (queues, audit, time);

    /// <summary>Stops workers from taking jobs of a queue, or lets them; what runs goes on. It is in the audit log before it is done.</summary>
    /// <exception cref="InvalidInputException">The name is not valid.</exception>
    /// <exception cref="StoreUnavailableException">A store does not answer.</exception>
    public async Task<QueueInfo> SetPausedAsync(string name, bool paused, Actor by, CancellationToken cancel)
    {
        Ids.Check("name", name);
        var now = Revisions.Milliseconds(time.GetUtcNow());
        await audit.AppendAsync([new Audits(by, now, paused ? AuditAction.Pause : AuditAction.Resume).Asked(null, $"queue/{name}")], cancel);
        await queues.SetPausedAsync(name, paused, cancel);
        var all = await queues.ListAsync(now.ToUnixTimeMilliseconds(), cancel);
        return all.FirstOrDefault(queue => queue.Name == name) ?? new QueueInfo(name, 0, 0, paused, null);
    }
}
