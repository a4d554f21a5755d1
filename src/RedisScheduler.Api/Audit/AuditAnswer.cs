using System.Text.Json.Serialization;
using RedisScheduler.Api.Http;
using RedisScheduler.Audit;

namespace RedisScheduler.Api.Audit;

/// <summary>A page of the audit log.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="NextCursor">Asks for the page after it; null on the last.</param>
/// <param name="Verification">What the verification of the whole chains found; null where none was asked for.</param>
internal sealed record AuditAnswer([property: JsonPropertyName("items")] IReadOnlyList<AuditRowAnswer> Rows, string? NextCursor, VerificationAnswer? Verification);

/// <summary>Who did what.</summary>
/// <param name="Scope">The scope; null for what concerns the installation as a whole.</param>
/// <param name="Seq">Its number in the chain of the scope.</param>
/// <param name="At">When.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">To what: a kind and an id.</param>
/// <param name="By">Who: the name of an API key, engine or settings.</param>
/// <param name="KeyId">The public part of the key; null where nobody asked.</param>
/// <param name="Before">What it was before, of that what differs; secrets are masked.</param>
/// <param name="After">What it is after, or what is known of the event.</param>
/// <param name="PreviousHash">The hash of the row before it in the chain; empty at the first.</param>
/// <param name="Hash">Its own.</param>
internal sealed record AuditRowAnswer(
    string? Scope, long Seq, DateTimeOffset At, AuditAction Action, string Subject, string By, string? KeyId, RawJson? Before, RawJson? After, string PreviousHash, string Hash)
{
    public static AuditRowAnswer Of(AuditRecord record)
    {
        var entry = record.Entry;
        return new(
            entry.Scope, record.Seq, entry.At, entry.Action, entry.Subject, entry.By.Name, entry.By.KeyId, RawJson.Of(entry.Before), RawJson.Of(entry.After), record.PreviousHash, record.Hash);
    }
}

/// <summary>What a verification found.</summary>
/// <param name="Ok">Whether every row is as it was written, and none is missing.</param>
/// <param name="Chains">The chains that were read.</param>
/// <param name="Faults">What does not fit, at most 100.</param>
internal sealed record VerificationAnswer(bool Ok, IReadOnlyList<AuditChain> Chains, IReadOnlyList<AuditFault> Faults)
{
    public static VerificationAnswer Of(AuditVerification verification) => new(verification.Ok, verification.Chains, verification.Faults);
}
