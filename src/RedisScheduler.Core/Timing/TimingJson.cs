using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisScheduler.Timing;

/// <summary>The canonical JSON of a timing: fixed order, defaults left out, times in UTC, durations as <see cref="DurationText"/>.</summary>
[JsonSerializable(typeof(ScheduleTiming))]
[JsonSerializable(typeof(IReadOnlyList<CalendarDates>))]
internal sealed partial class TimingJson : JsonSerializerContext
{
    // Zones such as Etc/GMT+5 stay readable; the text is never put into HTML.
    private static readonly TimingJson Canonical = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new InstantConverter(),
                new DurationConverter(),
                new DatesConverter(),
                new JsonStringEnumConverter<DstGap>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
                new JsonStringEnumConverter<DstFold>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            },
        }
    );

    internal static string Write(ScheduleTiming timing) => JsonSerializer.Serialize(timing, Canonical.ScheduleTiming);

    internal static ScheduleTiming Read(string json, string timeZone)
    {
        var timing =
            JsonSerializer.Deserialize(json, Canonical.ScheduleTiming) ?? throw new JsonException("A timing is an object, not null.");
        return timing.TimeZone is null ? timing with { TimeZone = timeZone } : timing;
    }

    internal static string Write(IReadOnlyList<CalendarDates> calendars) => JsonSerializer.Serialize(calendars, Canonical.IReadOnlyListCalendarDates);

    internal static IReadOnlyList<CalendarDates> ReadCalendars(string json) =>
        JsonSerializer.Deserialize(json, Canonical.IReadOnlyListCalendarDates) ?? throw new JsonException("Calendars are a list, not null.");

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset().ToUniversalTime();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    private sealed class DatesConverter : JsonConverter<DateRange>
    {
        public override DateRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Timing.DateRange.TryParse(reader.GetString() ?? "", out var range, out var error) ? range : throw new JsonException(error);

        public override void Write(Utf8JsonWriter writer, DateRange value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DurationText.TryParse(reader.GetString() ?? "", out var value, out var error) ? value : throw new JsonException(error);

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(DurationText.Format(value));
    }
}
