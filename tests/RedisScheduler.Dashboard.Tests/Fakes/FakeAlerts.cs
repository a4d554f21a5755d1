using RedisScheduler.Alerts;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>What is overdue, as a test says.</summary>
internal sealed class FakeAlerts : IAlertStore
{
    private const string Unasked = "The dashboard only asks what is overdue.";

    public IReadOnlyList<AlertCause> Overdue { get; set; } = [];

    public Task<IReadOnlyList<AlertCause>> OverdueAsync(string scope, DateTimeOffset now, int limit, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<AlertCause>>([.. Overdue.Where(cause => cause.View.Schedule.Scope == scope)]);

    public Task<IReadOnlyList<AlertCause>> FindAsync(DateTimeOffset now, int limit, CancellationToken cancel) => throw new NotSupportedException(Unasked);

    public Task<IReadOnlyList<Alert>> RaiseAsync(IReadOnlyList<Alert> alerts, CancellationToken cancel) => throw new NotSupportedException(Unasked);

    public Task<IReadOnlyList<Alert>> ClaimAsync(DateTimeOffset now, TimeSpan claim, int limit, CancellationToken cancel) => throw new NotSupportedException(Unasked);

    public Task MarkSentAsync(Alert alert, DateTimeOffset now, CancellationToken cancel) => throw new NotSupportedException(Unasked);

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) => throw new NotSupportedException(Unasked);
}
