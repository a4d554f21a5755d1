using System.Buffers.Text;
using System.Text;

namespace RedisScheduler.Redis.Format;

/// <summary>Whole numbers as scripts answer them.</summary>
internal static class NumberText
{
    /// <exception cref="FormatException">It is none.</exception>
    public static long Read(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length
        ? number
        : throw new FormatException($"'{Encoding.UTF8.GetString(text)}' is no number.");
}
