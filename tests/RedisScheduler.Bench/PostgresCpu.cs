using System.Globalization;
using Npgsql;

namespace RedisScheduler.Bench;

/// <summary>The CPU time of all of a PostgreSQL on this machine, as Linux counts it: of those of its processes that have ended, too.</summary>
internal sealed class PostgresCpu
{
    private const double TicksPerSecond = 100;

    private readonly string postmaster;

    private PostgresCpu(string postmaster) => this.postmaster = postmaster;

    /// <summary>That of DATABASE_URL; <c>null</c> where there is none.</summary>
    public static async Task<PostgresCpu?> FindAsync()
    {
        var url = Environment.GetEnvironmentVariable("DATABASE_URL")!;
        if (!url.StartsWith("postgres", StringComparison.Ordinal))
            return null;
        var uri = new Uri(url);
        var user = uri.UserInfo.Split(':');
        await using var source = NpgsqlDataSource.Create($"Host={uri.Host};Port={uri.Port};Username={user[0]};Password={user[1]};Database={uri.AbsolutePath.Trim('/')}");
        await using var command = source.CreateCommand("SELECT pg_backend_pid()");
        return new PostgresCpu(Stat($"/proc/{await command.ExecuteScalarAsync()}/stat")![1]);
    }

    public TimeSpan Used()
    {
        var own = Stat($"/proc/{postmaster}/stat")!;
        var ticks = Number(own[11]) + Number(own[12]) + Number(own[13]) + Number(own[14]);
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])))
        {
            if (Stat($"{process}/stat") is { } stat && stat[1] == postmaster)
                ticks += Number(stat[11]) + Number(stat[12]);
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>The fields after the name, which is in brackets; <c>null</c> where the process has ended.</summary>
    private static string[]? Stat(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
