using System.Buffers.Binary;

namespace RedisScheduler.Redis.Adapter;

/// <summary>
/// An array of texts in MessagePack, as a script's <c>cmsgpack.pack</c> writes it, read from its begin to its end: one value of an answer in place of thousands.
/// See https://github.com/msgpack/msgpack/blob/master/spec.md.
/// </summary>
internal ref struct PackedValues
{
    private ReadOnlySpan<byte> rest;

    /// <exception cref="InvalidDataException">It is no array.</exception>
    public PackedValues(ReadOnlySpan<byte> packed)
    {
        rest = packed;
        Left = packed.IsEmpty ? 0 : Byte() switch
        {
            var first and >= 0x90 and <= 0x9f => first & 0x0f,
            0xdc => (int)Size(2),
            0xdd => (int)Size(4),
            var other => throw new InvalidDataException($"A packed answer begins with 0x{other:x2}, which is no array."),
        };
    }

    /// <summary>How many values follow.</summary>
    public int Left { get; private set; }

    /// <summary>The next value, as UTF-8.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is no text.</exception>
    public ReadOnlySpan<byte> Next()
    {
        Left--;
        var length = (int)(Byte() switch
        {
            var first and >= 0xa0 and <= 0xbf => first & 0x1fu,
            0xd9 or 0xc4 => Size(1),
            0xda or 0xc5 => Size(2),
            0xdb or 0xc6 => Size(4),
            var other => throw new InvalidDataException($"A value of a packed answer begins with 0x{other:x2}, which is no text."),
        });
        return Take(length);
    }

    private byte Byte() => Take(1)[0];

    private uint Size(int bytes) => bytes switch
    {
        1 => Byte(),
        2 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        _ => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
    };

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)rest.Length)
            throw new InvalidDataException("A packed answer ends too early.");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
