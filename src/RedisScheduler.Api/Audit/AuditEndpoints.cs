using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Audit;

namespace RedisScheduler.Api.Audit;

/// <summary><c>/audit</c>: of the key's scope, of the one that a key of all scopes chose, or of all and the installation.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", List)
            .WithTags("Audit")
            .WithSummary("List who did what, newest first; with verify=true also say whether a row was changed or removed")
            .WithQuery("action", "subject", "from", "to", "verify", "limit", "cursor")
            .Require(Right.Audit);

    private static async Task<Ok<AuditAnswer>> List(HttpContext http, Caller caller, IAuditLog audit, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var filter = new AuditQuery(caller.Only)
        {
            Action = query.Word<AuditAction>("action"),
            Subject = query.Text("subject"),
            From = query.Time("from"),
            To = query.Time("to"),
            Limit = query.Limit(),
            Cursor = query.Text("cursor"),
        };
        var verify = query.Flag("verify");
        query.Finish();
        var page = await audit.ListAsync(filter, cancel);
        var verification = verify ? VerificationAnswer.Of(await audit.VerifyAsync(caller.Only, cancel)) : null;
        return TypedResults.Ok(new AuditAnswer([.. page.Items.Select(AuditRowAnswer.Of)], page.NextCursor, verification));
    }
}
