using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Tests.Definitions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>A history with the schedule that <see cref="Facts"/> are of, due at <see cref="Facts.Due"/>.</summary>
public abstract class HistoryFixture(string databaseName) : StoreFixture(databaseName)
{
    protected IDefinitionStore Definitions => Get<IDefinitionStore>();

    protected IExecutionReader Reader => Get<IExecutionReader>();

    [SetUp]
    public Task SaveScheduleAsync() => SaveAsync(Facts.ScheduleId, Facts.Due);

    protected Task SaveAsync(string id, long? nextDueMs, DateTimeOffset? at = null) =>
        Definitions.ChangeScheduleAsync(
            Scopes.Default,
            id,
            before =>
            {
                var view = before ?? Samples.Standalone(id);
                return new ScheduleView(
                    view.Schedule with
                    {
                        Revision = 0,
                        UpdatedAt = at ?? view.Schedule.UpdatedAt,
                    },
                    view.State with
                    {
                        NextRunAt = nextDueMs is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null,
                    }
                );
            },
            None
        );

    protected Task ApplyAsync(params JobEvent[] facts) => Get<IHistory>().ApplyAsync(facts, None);

    protected async Task<Execution> RunAsync(string? id = null) => (await Reader.FindAsync(Scopes.Default, id ?? Facts.Id(), None))!;

    protected async Task<ScheduleState> StateAsync(string id = Facts.ScheduleId) => (await Definitions.FindScheduleAsync(Scopes.Default, id, None))!.State;

    protected Task<IReadOnlyList<Attempt>> AttemptsAsync() => Reader.AttemptsAsync(Scopes.Default, Facts.Id(), None);
}
