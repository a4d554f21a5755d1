using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Calendars;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Calendars;
using RedisScheduler.Errors;

namespace RedisScheduler.Api.Calendars;

/// <summary><c>/calendars</c>.</summary>
internal static class CalendarEndpoints
{
    public static void MapCalendars(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/calendars").WithTags("Calendars").Require(Right.Read);
        read.MapGet("", List).WithSummary("List calendars").WithQuery("limit", "cursor");
        read.MapGet("/{id}", Find).WithSummary("Show a calendar");

        var change = api.MapGroup("/calendars").WithTags("Calendars").Require(Right.Define);
        change.MapPut("/{id}", Save).WithSummary("Save a calendar; the schedules that name it follow at once").WithBody<CalendarBody>();
        change.MapDelete("/{id}", Delete).WithSummary("Delete a calendar that no schedule names");
    }

    private static async Task<Ok<Items<CalendarAnswer>>> List(HttpContext http, Caller caller, CalendarService calendars, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var (limit, cursor) = (query.Limit(), query.Text("cursor"));
        query.Finish();
        return TypedResults.Ok(Items.Of(await calendars.ListAsync(caller.Scope, limit, cursor, cancel), CalendarAnswer.Of));
    }

    private static async Task<Ok<CalendarAnswer>> Find(string id, HttpContext http, Caller caller, CalendarService calendars, CancellationToken cancel) =>
        TypedResults.Ok(Answer(http, await calendars.FindAsync(caller.Scope, id, cancel) ?? throw new MissingException("calendar", id)));

    private static async Task<Results<Created<CalendarAnswer>, Ok<CalendarAnswer>>> Save(
        string id, HttpContext http, Caller caller, JsonBody body, IfMatch match, CalendarService calendars, CancellationToken cancel)
    {
        var saved = await calendars.SaveAsync(caller.Scope, id, CalendarReader.Read(body.Root), match.Revision, caller.Actor, cancel);
        var answer = Answer(http, saved.Calendar);
        return saved.Created ? TypedResults.Created($"/api/v1/calendars/{id}", answer) : TypedResults.Ok(answer);
    }

    private static async Task<NoContent> Delete(string id, Caller caller, IfMatch match, CalendarService calendars, CancellationToken cancel)
    {
        await calendars.DeleteAsync(caller.Scope, id, match.Revision, caller.Actor, cancel);
        return TypedResults.NoContent();
    }

    private static CalendarAnswer Answer(HttpContext http, Calendar calendar)
    {
        ETags.Set(http, calendar.Revision);
        return CalendarAnswer.Of(calendar);
    }
}
