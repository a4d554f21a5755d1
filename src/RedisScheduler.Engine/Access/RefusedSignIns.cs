using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Errors;

namespace RedisScheduler.Engine.Access;

/// <summary>
/// Remembers keys that were presented and are not known. Somebody who tries many must not fill the database: each process writes at most <see cref="MostAMinute"/> rows a minute, and
/// the first row after that says how many were left out.
/// </summary>
public sealed class RefusedSignIns
{
    /// <summary>The most rows that a process writes in a minute.</summary>
    public const int MostAMinute = 30;

    private const int MostOfId = 64;

    private readonly IAuditLog audit;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private DateTimeOffset minute;
    private int written;
    private int leftOut;

    internal RefusedSignIns(IAuditLog audit, TimeProvider time, ILogger<RefusedSignIns> log) => (this.audit, this.time, this.log) = (audit, time, log);

    /// <summary>Remembers one. The key itself is not kept, only its public part. A database that does not answer is no reason to answer somebody without a key otherwise.</summary>
    /// <param name="presentedKey">What was presented.</param>
    /// <param name="from">The address that it came from.</param>
    /// <param name="where">What it was presented to: <c>api</c> or <c>dashboard</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task AddAsync(string presentedKey, string? from, string where, CancellationToken cancel)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        if (Turn(now) is not { } left)
        {
            return;
        }

        var facts = new JsonObject { ["at"] = where, ["from"] = from };
        if (left > 0)
        {
            facts["leftOutBefore"] = left;
        }

        try
        {
            await audit.AppendAsync([new Audits(new Actor(null, "nobody"), now, AuditAction.SignInRefused).Asked(null, Subject(presentedKey), facts)], cancel);
        }
        catch (StoreUnavailableException away)
        {
            log.NotRemembered(away);
        }
    }

    // What is no key of our form may be a password of something else, typed at the wrong place.
    private static string Subject(string presentedKey) =>
        KeySecret.TryReadId(presentedKey, out var id) && id.Length <= MostOfId ? string.Create(CultureInfo.InvariantCulture, $"key/{id}") : "key/unknown";

    private int? Turn(DateTimeOffset now)
    {
        lock (gate)
        {
            if (now - minute >= TimeSpan.FromMinutes(1))
            {
                (minute, written) = (now, 0);
            }

            if (written >= MostAMinute)
            {
                leftOut++;
                return null;
            }

            written++;
            var left = leftOut;
            leftOut = 0;
            return left;
        }
    }
}

/// <summary>What refusing keys logs. Event ids 1080 to 1089.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(1080, LogLevel.Warning, "A sign-in was refused, and the database does not answer to remember it.")]
    internal static partial void NotRemembered(this ILogger log, Exception error);
}
