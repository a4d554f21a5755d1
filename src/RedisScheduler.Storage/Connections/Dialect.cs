using System.Data.Common;

namespace RedisScheduler.Storage.Connections;

/// <summary>What differs between the databases, and nothing else: all other SQL is one text for both.</summary>
internal abstract class Dialect : IDisposable
{
    /// <summary>The folder of its migrations.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the tables of history are partitioned by day.</summary>
    public virtual bool HasPartitions => false;

    /// <summary>Where only one transaction can write at a time: the turn of this process's writers; <c>null</c> where many can.</summary>
    public virtual SemaphoreSlim? WriterTurn => null;

    /// <summary>Whether one piece of work may have two transactions that write side by side.</summary>
    public virtual bool WritesSideBySide => false;

    /// <summary>Ends a SELECT whose rows of the table <c>t</c> stay as they are until the transaction ends.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>SQL of the next revision. Never the same twice, whatever is rolled back or deleted.</summary>
    public abstract string NextRevision { get; }

    /// <summary>SQL of as many next revisions as the parameter <c>Count</c> says, one a row.</summary>
    public abstract string NextRevisions { get; }

    /// <summary>An open connection.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancel);

    /// <summary>A transaction that writes.</summary>
    public abstract Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancel);

    /// <summary>A transaction that reads one state of the database, however many statements it has.</summary>
    public abstract Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancel);

    /// <summary>Settings of the database that last, made before its tables.</summary>
    public abstract Task PrepareAsync(DbConnection connection, CancellationToken cancel);

    /// <summary>Excludes, until the transaction ends, every other transaction that locks one of the same names. They are locked in the order of the list.</summary>
    public Task LockAsync(DbTransaction transaction, IReadOnlyCollection<string> names, CancellationToken cancel) => LockAsync(transaction, [], names, cancel);

    /// <summary>The same, after names of which it excludes those that lock them, and not those that share them.</summary>
    public abstract Task LockAsync(DbTransaction transaction, IReadOnlyCollection<string> shared, IReadOnlyCollection<string> names, CancellationToken cancel);

    /// <summary>Keeps the states of schedules as they are until the transaction ends. In the order of their keys, as every other lock of them, so that none waits for the other.</summary>
    public abstract Task LockStatesAsync(DbTransaction transaction, IReadOnlyCollection<string> keys, CancellationToken cancel);

    /// <summary>SQL that is true where a text column is one of a list; the list is bound with <see cref="List"/>.</summary>
    public abstract string In(string column, string parameter);

    /// <summary>The same for a column that is a table's key, and told so that the key is always used.</summary>
    public virtual string InKeys(string column, string parameter) => In(column, parameter);

    /// <summary>A list as it is bound for <see cref="In"/>.</summary>
    public abstract object List(IReadOnlyCollection<string> values);

    /// <summary>SQL of a table <c>k (scope, scheduled_at, id)</c> that is made of the parameter <c>Keys</c>: JSON of arrays of the three, as texts.</summary>
    public abstract string Keys { get; }

    /// <summary>Runs a statement over many rows; answers the rows that it left alone, where the statement can tell (<see cref="BulkStatement{T}.LeftAlone"/>).</summary>
    public abstract Task<IReadOnlyList<T>> RunAsync<T>(DbTransaction transaction, BulkStatement<T> statement, IReadOnlyList<T> rows, CancellationToken cancel);

    /// <summary>Whether the database did not answer, or cannot work at the moment.</summary>
    public abstract bool IsUnavailable(Exception error);

    /// <summary>Whether the transaction lost against another one and would pass when tried again.</summary>
    public virtual bool IsLostRace(Exception error) => false;

    /// <summary>Drops idle connections, which a database that went away has cut.</summary>
    public virtual void ForgetConnections() { }

    /// <inheritdoc/>
    public abstract void Dispose();
}
