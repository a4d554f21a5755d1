using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RedisScheduler.Definitions;

namespace RedisScheduler.Audit;

/// <summary>
/// The hash of an audit row: SHA-256 over the hash of the row before it and everything that the row says, each part with its length, so that no two rows read alike. Whoever changes, removes
/// or moves a row would have to compute all hashes after it anew, and those that were noted elsewhere would no longer match.
/// </summary>
public static class AuditHash
{
    /// <summary>What stands for the hash before the first row of a chain.</summary>
    public const string First = "";

    private const int Absent = -1;

    /// <summary>The hash of a row, hex.</summary>
    public static string Of(string previousHash, long seq, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var text = new ArrayBufferWriter<byte>(512);
        foreach (var part in Parts(previousHash, seq, entry))
        {
            BinaryPrimitives.WriteInt32BigEndian(text.GetSpan(sizeof(int)), part is null ? Absent : Encoding.UTF8.GetByteCount(part));
            text.Advance(sizeof(int));
            Encoding.UTF8.GetBytes(part, text);
        }

        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan));
    }

    private static string?[] Parts(string previousHash, long seq, AuditEntry entry) =>
        [
            previousHash,
            entry.Scope,
            seq.ToString(CultureInfo.InvariantCulture),
            entry.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            Words.Of(entry.Action),
            entry.Subject,
            entry.By.KeyId,
            entry.By.Name,
            entry.Before,
            entry.After,
            entry.Mark,
        ];
}
