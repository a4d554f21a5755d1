namespace RedisScheduler.Worker.Targets.Commands;

/// <summary>A part of what a stream brings: its first bytes or its last ones. All of it is read, so that who writes is never held up.</summary>
internal sealed class BoundedBytes(int most, bool last)
{
    private const int Chunk = 16 * 1024;

    private readonly Lock gate = new();
    private readonly List<byte> kept = [];

    /// <summary>Reads the stream to its end.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancel)
    {
        var chunk = new byte[Chunk];
        for (int read; (read = await stream.ReadAsync(chunk, cancel)) > 0;)
        {
            lock (gate)
            {
                Keep(chunk.AsSpan(0, read));
            }
        }
    }

    /// <summary>What was kept until now, as text.</summary>
    public string Text()
    {
        lock (gate)
        {
            var begin = 0;
            // The last bytes may begin within a character.
            while (last && begin < kept.Count && (kept[begin] & 0b1100_0000) == 0b1000_0000)
            {
                begin++;
            }

            return BoundedText.Cut([.. kept.Skip(begin)], most);
        }
    }

    // Of the first bytes one more than asked for: it tells that there were more.
    private void Keep(ReadOnlySpan<byte> bytes)
    {
        kept.AddRange(last ? bytes : bytes[..Math.Min(bytes.Length, most + 1 - kept.Count)]);
        kept.RemoveRange(0, last ? Math.Max(0, kept.Count - most) : 0);
    }
}
