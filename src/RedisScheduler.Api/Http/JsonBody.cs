using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using RedisScheduler.Definitions;
using RedisScheduler.Errors;

namespace RedisScheduler.Api.Http;

/// <summary>The body of a request as JSON, read whole and kept as it came; an empty body is an empty object where the endpoint asks for nothing.</summary>
internal sealed class JsonBody
{
    /// <summary>The most bytes of a body: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly ReadOnlyMemory<byte> bytes;

    private JsonBody(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <summary>The JSON.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public JsonElement Root => bytes.IsEmpty ? throw FieldErrors.One("$", "A JSON body is required.") : Parse(bytes);

    /// <summary>A reader of the body's object.</summary>
    public ObjectReader Reader(FieldErrors errors) => new(Root, "", errors);

    /// <summary>A reader of the body's object, which is empty where the body is.</summary>
    public ObjectReader OptionalReader(FieldErrors errors) => new(bytes.IsEmpty ? Parse("{}"u8.ToArray()) : Root, "", errors);

    /// <summary>SHA-256 of the body, for comparisons.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));

    /// <summary>Reads the body of a request; called by the framework for endpoints that ask for it.</summary>
    public static async ValueTask<JsonBody?> BindAsync(HttpContext context)
    {
        var read = await ReadAsync(context.Request, context.RequestAborted);
        if (!read.IsEmpty && !IsJson(context.Request.ContentType))
        {
            const int Status = StatusCodes.Status415UnsupportedMediaType;
            throw new RefusedException(Status, Problems.OfFramework(Status).Detail!);
        }

        return new JsonBody(read);
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType is { } media
        && (media.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw new TooLargeException("The body", MaxBytes);
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, cancel)) > 0; )
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBytes)
            {
                throw new TooLargeException("The body", MaxBytes);
            }
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            throw FieldErrors.One("$", "The body is not UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw FieldErrors.One("$", $"The body is not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {Reason(error)}");
        }
    }

    // The position stands at the end of the message too, counted from 0.
    private static string Reason(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? error.Message : error.Message[..end];
    }
}
