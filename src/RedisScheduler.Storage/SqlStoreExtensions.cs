using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RedisScheduler.Access;
using RedisScheduler.Alerts;
using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Changes;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Ledger;
using RedisScheduler.Storage.Access;
using RedisScheduler.Storage.Alerts;
using RedisScheduler.Storage.Audit;
using RedisScheduler.Storage.Calendars;
using RedisScheduler.Storage.Changes;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Definitions;
using RedisScheduler.Storage.History;
using RedisScheduler.Storage.Migrations;
using RedisScheduler.Storage.Subscriptions;
using RedisScheduler.Subscriptions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage;

/// <summary>Definitions, history and keys in SQLite or PostgreSQL.</summary>
public static class SqlStoreExtensions
{
    /// <summary>
    /// Adds <see cref="IDefinitionStore"/>, <see cref="ICalendarStore"/>, <see cref="ISubscriptionStore"/>, <see cref="IAlertStore"/>, <see cref="IChangeReader"/>, <see cref="IExecutionReader"/>, <see cref="IHistory"/>, <see cref="IScheduleHistory"/>, <see cref="ILedger"/>,
    /// <see cref="IApiKeyStore"/>, <see cref="IScopeStore"/>, <see cref="IAuditLog"/>, <see cref="IIdempotencyStore"/>,
    /// <see cref="IStoreHealth"/> and <see cref="IMigrations"/>, which is to be applied before the others are used.
    /// </summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="databaseUrl">The setting DATABASE_URL: <c>sqlite:PATH</c> or <c>postgres://user:password@host:port/database</c>.</param>
    /// <exception cref="FormatException">The URL is not valid; the message says why, and never holds the password.</exception>
    public static IServiceCollection AddSqlStore(this IServiceCollection services, string databaseUrl)
    {
        ArgumentNullException.ThrowIfNull(databaseUrl);
        var dialect = DatabaseUrl.Parse(databaseUrl);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new Database(dialect));
        services.AddSingleton<AuditWriter>();
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<IMigrations, Migrator>();
        services.AddSingleton<IDefinitionStore, DefinitionStore>();
        services.AddSingleton<ICalendarStore, CalendarStore>();
        services.AddSingleton<ISubscriptionStore, SubscriptionStore>();
        services.AddSingleton<IAlertStore, AlertStore>();
        services.AddSingleton<IChangeReader, ChangeReader>();
        services.AddSingleton<IScheduleHistory, ScheduleHistory>();
        services.AddSingleton<ILedger, Ledger.LedgerReader>();
        services.AddSingleton<IHistory, ExecutionHistory>();
        services.AddSingleton<IExecutionReader, ExecutionReader>();
        services.AddSingleton<IApiKeyStore, ApiKeyStore>();
        services.AddSingleton<IScopeStore, ScopeStore>();
        services.AddSingleton<IIdempotencyStore, IdempotencyStore>();
        services.AddSingleton<IStoreHealth, DatabaseHealth>();
        return services;
    }
}
