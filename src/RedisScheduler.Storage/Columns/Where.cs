using System.Text;

namespace RedisScheduler.Storage.Columns;

/// <summary>The conditions of a list: only those that are asked for, so that the database's planner sees no others.</summary>
internal sealed class Where(string first)
{
    private readonly StringBuilder sql = new($"WHERE {first}");

    /// <summary>Adds a condition where there is something to ask for.</summary>
    public Where If(object? asked, string condition)
    {
        if (asked is not null)
            sql.Append(" AND ").Append(condition);
        return this;
    }

    public override string ToString() => sql.ToString();
}
