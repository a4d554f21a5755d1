using System.Globalization;
using System.Text;

namespace RedisScheduler.Redis.Format;

/// <summary>The words of one event's line, as they are written: missing ones are held back until another follows.</summary>
internal ref struct EventLine(Span<byte> text, long? scheduledMs)
{
    private readonly Span<byte> text = text;
    private readonly long? scheduledMs = scheduledMs;
    private int missing;

    /// <summary>How many bytes it has.</summary>
    public int Length { get; private set; }

    public void Add(ReadOnlySpan<byte> word)
    {
        Begin();
        word.CopyTo(text[Length..]);
        Length += word.Length;
    }

    public void Add(string? word)
    {
        if (word is null)
        {
            AddMissing();
            return;
        }
        Begin();
        Length += Encoding.UTF8.GetBytes(word, text[Length..]);
    }

    public void Add(long? number)
    {
        if (number is null)
            AddMissing();
        else
            Add(number.Value);
    }

    public void Add(long number)
    {
        Begin();
        number.TryFormat(text[Length..], out var written, provider: CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>A time: from the scheduled one, where that is known and not later.</summary>
    public void AddTime(long? ms)
    {
        if (ms is not { } time || scheduledMs is not { } begin || time < begin)
        {
            Add(ms);
            return;
        }
        Begin();
        text[Length++] = (byte)'+';
        (time - begin).TryFormat(text[Length..], out var written, provider: CultureInfo.InvariantCulture);
        Length += written;
    }

    public void AddMissing() => missing++;

    private void Begin()
    {
        for (; missing > 0; missing--)
        {
            Separate();
            text[Length++] = (byte)'-';
        }
        Separate();
    }

    private void Separate()
    {
        if (Length > 0)
            text[Length++] = (byte)' ';
    }
}
