using System.Text.Json;
using Microsoft.Extensions.Logging;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;

namespace RedisScheduler.Redis.Format;

/// <summary>The jobs that a call took: the token of their leases, then each job (<see cref="TakenText"/>). One that cannot be read is logged; its lease runs out, again and again.</summary>
internal static class TakenJobs
{
    public static void Read(byte[] packed, List<TakenJob> into, ILogger logger)
    {
        var values = new PackedValues(packed);
        var token = values.Left > 0 ? NumberText.Read(values.Next()) : 0;
        while (values.Left > 0)
        {
            var job = new TakenText(ref values);
            try
            {
                into.Add(job.Read(token));
            }
            catch (Exception error) when (error is JsonException or FormatException or ArgumentException or InvalidDataException)
            {
                RedisLog.UnreadableJob(logger, job.Id, error);
            }
        }
    }
}
