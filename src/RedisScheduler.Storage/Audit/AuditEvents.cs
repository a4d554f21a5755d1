using Microsoft.Extensions.Logging;
using RedisScheduler.Audit;

namespace RedisScheduler.Storage.Audit;

/// <summary>Every row of the audit log as a log event, once it is committed. Event ids are 5000 plus the number of the action; what was there before and after stands in the row alone.</summary>
internal static partial class AuditEvents
{
    /// <summary>Writes the event of an entry.</summary>
    public static void Write(ILogger log, AuditEntry entry)
    {
        var (by, subject, scope) = (entry.By.Name, entry.Subject, entry.Scope);
        switch (entry.Action)
        {
            case AuditAction.Create:
                Create(log, by, subject, scope);
                break;
            case AuditAction.Update:
                Update(log, by, subject, scope);
                break;
            case AuditAction.Delete:
                Delete(log, by, subject, scope);
                break;
            case AuditAction.Pause:
                Pause(log, by, subject, scope);
                break;
            case AuditAction.Resume:
                Resume(log, by, subject, scope);
                break;
            case AuditAction.RunNow:
                RunNow(log, by, subject, scope);
                break;
            case AuditAction.Backfill:
                Backfill(log, by, subject, scope);
                break;
            case AuditAction.Trigger:
                Trigger(log, by, subject, scope);
                break;
            case AuditAction.Cancel:
                Cancel(log, by, subject, scope);
                break;
            case AuditAction.Retry:
                Retry(log, by, subject, scope);
                break;
            case AuditAction.DispatchFailure:
                DispatchFailure(log, subject, scope);
                break;
            case AuditAction.Misfire:
                Misfire(log, subject, scope);
                break;
            case AuditAction.OverlapSkip:
                OverlapSkip(log, subject, scope);
                break;
            case AuditAction.SignInRefused:
                SignInRefused(log, subject);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.Action, "Nothing of this kind is done.");
        }
    }

    [LoggerMessage(5001, LogLevel.Information, "{By} makes {Subject} in scope {Scope}.")]
    private static partial void Create(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5002, LogLevel.Information, "{By} changes {Subject} in scope {Scope}.")]
    private static partial void Update(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5003, LogLevel.Information, "{By} deletes {Subject} in scope {Scope}.")]
    private static partial void Delete(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5004, LogLevel.Information, "{By} pauses {Subject} in scope {Scope}.")]
    private static partial void Pause(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5005, LogLevel.Information, "{By} resumes {Subject} in scope {Scope}.")]
    private static partial void Resume(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5006, LogLevel.Information, "{By} asks for a run of {Subject} in scope {Scope}.")]
    private static partial void RunNow(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5007, LogLevel.Information, "{By} asks for a backfill of {Subject} in scope {Scope}.")]
    private static partial void Backfill(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5008, LogLevel.Information, "{By} triggers {Subject} in scope {Scope}.")]
    private static partial void Trigger(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5009, LogLevel.Information, "{By} asks to cancel {Subject} in scope {Scope}.")]
    private static partial void Cancel(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5010, LogLevel.Information, "{By} asks to run {Subject} again in scope {Scope}.")]
    private static partial void Retry(ILogger log, string by, string subject, string? scope);

    [LoggerMessage(5011, LogLevel.Warning, "A run of {Subject} in scope {Scope} ended without success.")]
    private static partial void DispatchFailure(ILogger log, string subject, string? scope);

    [LoggerMessage(5012, LogLevel.Warning, "Due times of {Subject} in scope {Scope} were missed.")]
    private static partial void Misfire(ILogger log, string subject, string? scope);

    [LoggerMessage(5013, LogLevel.Information, "A due time of {Subject} in scope {Scope} was skipped.")]
    private static partial void OverlapSkip(ILogger log, string subject, string? scope);

    [LoggerMessage(5014, LogLevel.Warning, "A sign-in was refused: {Subject}.")]
    private static partial void SignInRefused(ILogger log, string subject);
}
