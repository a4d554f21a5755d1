using RedisScheduler.Errors;

namespace RedisScheduler.Storage.Connections;

/// <summary>Runs work on the database: opens, commits, and says <see cref="StoreUnavailableException"/> where it does not answer.</summary>
internal sealed class Database(Dialect dialect) : IDisposable
{
    public const string StoreName = "database";
    private const int MaxLostRaces = 5;

    static Database() => Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Dialect Dialect => dialect;

    /// <summary>Statements that each see what is committed.</summary>
    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        GuardAsync(
            async () =>
            {
                await using var connection = await dialect.OpenAsync(cancel);
                return await work(new Session(dialect, connection, null, cancel));
            },
            cancel
        );

    /// <summary>Statements that all see the same state.</summary>
    public Task<T> SnapshotAsync<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        GuardAsync(
            async () =>
            {
                await using var connection = await dialect.OpenAsync(cancel);
                await using var transaction = await dialect.BeginSnapshotAsync(connection, cancel);
                return await work(new Session(dialect, connection, transaction, cancel));
            },
            cancel
        );

    /// <summary>A transaction. It is tried again where it lost a race, so the work must leave no traces outside of it.</summary>
    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        GuardAsync(
            async () =>
            {
                for (var lost = 0; ; lost++)
                {
                    try
                    {
                        return await WriteOnceAsync(work, cancel);
                    }
                    catch (Exception error) when (lost < MaxLostRaces && dialect.IsLostRace(error)) { }
                }
            },
            cancel
        );

    /// <summary>
    /// Two transactions, where <see cref="Dialect.WritesSideBySide"/>; the work commits each, and answers whether it has. False too where one of them lost a race: what the other
    /// committed stays.
    /// </summary>
    public Task<bool> TryWriteTwoAsync(Func<Transaction, Transaction, Task<bool>> work, CancellationToken cancel) =>
        GuardAsync(
            async () =>
            {
                try
                {
                    await using var first = await Transaction.BeginAsync(dialect, cancel);
                    await using var second = await Transaction.BeginAsync(dialect, cancel);
                    return await work(first, second);
                }
                catch (Exception error) when (dialect.IsLostRace(error))
                {
                    return false;
                }
            },
            cancel
        );

    public void Dispose() => dialect.Dispose();

    private async Task<T> WriteOnceAsync<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        if (dialect.WriterTurn is { } turn)
            await turn.WaitAsync(cancel);
        try
        {
            await using var transaction = await Transaction.BeginAsync(dialect, cancel);
            var result = await work(transaction.Session);
            await transaction.CommitAsync(cancel);
            return result;
        }
        finally
        {
            dialect.WriterTurn?.Release();
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && dialect.IsUnavailable(error))
        {
            dialect.ForgetConnections();
            throw new StoreUnavailableException(StoreName, error);
        }
    }
}
