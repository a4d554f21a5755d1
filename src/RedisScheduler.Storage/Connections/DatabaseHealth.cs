using System.Data.Common;
using RedisScheduler.Errors;

namespace RedisScheduler.Storage.Connections;

/// <summary>Whether the database answers, and has its tables.</summary>
internal sealed class DatabaseHealth(Database database, TimeProvider time) : IStoreHealth
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    public string Store => Database.StoreName;

    public async Task PingAsync(CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            await database.ReadAsync(session => session.FirstAsync<long?>("SELECT max(version) FROM schema_versions"), either.Token);
        }
        catch (Exception error) when (error is DbException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new StoreUnavailableException(Store, error);
        }
    }
}
