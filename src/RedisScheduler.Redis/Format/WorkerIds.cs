using System.Security.Cryptography;
using System.Text;

namespace RedisScheduler.Redis.Format;

/// <summary>Hangfire's <c>WorkerId</c>, a GUID: the one at the end of a worker's id (<c>host:pid:guid</c>), or one made of the id.</summary>
internal static class WorkerIds
{
    public static string Of(string worker)
    {
        var last = worker[(worker.LastIndexOf(':') + 1)..];
        var id = Guid.TryParse(last, out var own) ? own : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(worker)).AsSpan(0, 16));
        return id.ToString();
    }
}
