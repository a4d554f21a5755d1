using System.Data.Common;
using Dapper;

namespace RedisScheduler.Storage.Connections;

/// <summary>A connection while some work has it.</summary>
internal sealed class Session(Dialect dialect, DbConnection connection, DbTransaction? transaction, CancellationToken cancel)
{
    private readonly List<Action> afterCommit = [];

    public Dialect Dialect => dialect;

    /// <summary>Does something once the transaction is committed, and nothing where it is not.</summary>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    /// <summary>Does what waits for the commit.</summary>
    public void Committed() => afterCommit.ForEach(action => action());

    public Task<int> ExecuteAsync(string sql, object? values = null) => connection.ExecuteAsync(Command(sql, values));

    /// <summary>SQL that may take as long as it needs: a migration of all that there is.</summary>
    public Task ExecuteUnlimitedAsync(string sql) => connection.ExecuteAsync(new CommandDefinition(sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancel));

    public async Task<List<T>> ListAsync<T>(string sql, object? values = null) => (await connection.QueryAsync<T>(Command(sql, values))).AsList();

    public Task<T?> FirstAsync<T>(string sql, object? values = null) => connection.QueryFirstOrDefaultAsync<T>(Command(sql, values));

    /// <summary>Rows of two tables side by side; the second begins at the column <paramref name="second"/>.</summary>
    public async Task<List<(T1 First, T2 Second)>> PairsAsync<T1, T2>(string sql, string second, object? values = null) =>
        (await connection.QueryAsync<T1, T2, (T1, T2)>(Command(sql, values), (first, other) => (first, other), second)).AsList();

    /// <summary>Settings of the database that last.</summary>
    public Task PrepareAsync() => dialect.PrepareAsync(connection, cancel);

    /// <summary>Excludes, until the transaction ends, every other transaction that locks one of the same names. All who lock several do so in the order of ordinal comparison.</summary>
    public Task LockAsync(params IReadOnlyCollection<string> names) => dialect.LockAsync(Transaction, names, cancel);

    /// <summary>The same, after names of which it excludes those that lock them, and not those that share them.</summary>
    public Task LockAsync(IReadOnlyCollection<string> shared, IReadOnlyCollection<string> names) => dialect.LockAsync(Transaction, shared, names, cancel);

    /// <summary>Keeps the states of schedules as they are until the transaction ends.</summary>
    public Task LockStatesAsync(IReadOnlyCollection<string> keys) => dialect.LockStatesAsync(Transaction, keys, cancel);

    /// <summary>Runs a statement over many rows; answers the rows that it left alone, where the statement can tell (<see cref="BulkStatement{T}.LeftAlone"/>).</summary>
    public Task<IReadOnlyList<T>> RunAsync<T>(BulkStatement<T> statement, IReadOnlyList<T> rows) =>
        rows.Count == 0 ? Task.FromResult<IReadOnlyList<T>>([]) : dialect.RunAsync(Transaction, statement, rows, cancel);

    private DbTransaction Transaction => transaction ?? throw new InvalidOperationException("This needs a transaction.");

    private CommandDefinition Command(string sql, object? values) => new(sql, values, transaction, cancellationToken: cancel);
}
