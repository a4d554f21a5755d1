using System.Data.Common;

namespace RedisScheduler.Storage.Connections;

/// <summary>A transaction with a connection of its own. What is not committed is taken back.</summary>
internal sealed class Transaction : IAsyncDisposable
{
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;

    private Transaction(Dialect dialect, DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        (this.connection, this.transaction) = (connection, transaction);
        Session = new Session(dialect, connection, transaction, cancel);
    }

    /// <summary>What its statements run in.</summary>
    public Session Session { get; }

    public static async Task<Transaction> BeginAsync(Dialect dialect, CancellationToken cancel)
    {
        var opened = await dialect.OpenAsync(cancel);
        try
        {
            return new Transaction(dialect, opened, await dialect.BeginAsync(opened, cancel), cancel);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public async Task CommitAsync(CancellationToken cancel)
    {
        await transaction.CommitAsync(cancel);
        Session.Committed();
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
