using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Api.Schedules;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Workflows;

namespace RedisScheduler.Api.Workflows;

/// <summary><c>/workflows</c>.</summary>
internal static class WorkflowEndpoints
{
    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/workflows").WithTags("Workflows").Require(Right.Read);
        read.MapGet("", List).WithSummary("List workflows").WithQuery("status", "q", "tag", "limit", "cursor");
        read.MapGet("/{id}", Find).WithSummary("Show a workflow with its schedules");

        var change = api.MapGroup("/workflows").WithTags("Workflows").Require(Right.Define);
        change.MapPut("/{id}", Save).WithSummary("Save a workflow with its producers").WithBody<WorkflowBody>();
        change.MapDelete("/{id}", Delete).WithSummary("Delete a workflow and its schedules; their history stays");

        var operate = api.MapGroup("/workflows").WithTags("Workflows").Require(Right.Operate);
        operate.MapPost("/{id}/pause", Pause).WithSummary("Pause all schedules of a workflow").WithOptionalBody<PauseBody>().WithIdempotency();
        operate.MapPost("/{id}/resume", Resume).WithSummary("Resume all schedules of a workflow").WithIdempotency();
    }

    private static async Task<Ok<Items<WorkflowSummary>>> List(HttpContext http, Caller caller, WorkflowService workflows, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var filter = new WorkflowQuery(caller.Scope)
        {
            Status = query.Word<WorkflowStatus>("status"),
            Text = query.Text("q"),
            Tag = query.Text("tag"),
            Limit = query.Limit(),
            Cursor = query.Text("cursor"),
        };
        query.Finish();
        var now = time.GetUtcNow();
        return TypedResults.Ok(Items.Of(await workflows.ListAsync(filter, cancel), workflow => WorkflowSummary.Of(workflow, now)));
    }

    private static async Task<Ok<WorkflowAnswer>> Find(string id, HttpContext http, Caller caller, WorkflowService workflows, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(Answer(http, await workflows.FindAsync(caller.Scope, id, cancel) ?? throw new MissingException("workflow", id), time));

    private static async Task<Results<Created<WorkflowAnswer>, Ok<WorkflowAnswer>>> Save(
        string id, HttpContext http, Caller caller, JsonBody body, IfMatch match, WorkflowService workflows, TimeProvider time, CancellationToken cancel)
    {
        var saved = await workflows.SaveAsync(caller.Scope, id, WorkflowReader.Read(body.Root), caller.Actor, match.Revision, cancel);
        var answer = Answer(http, saved.Bundle, time);
        return saved.Created ? TypedResults.Created($"/api/v1/workflows/{id}", answer) : TypedResults.Ok(answer);
    }

    private static async Task<NoContent> Delete(string id, Caller caller, IfMatch match, WorkflowService workflows, CancellationToken cancel)
    {
        await workflows.DeleteAsync(caller.Scope, id, match.Revision, caller.Actor, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<WorkflowAnswer>> Pause(
        string id, HttpContext http, Caller caller, JsonBody body, WorkflowService workflows, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(Answer(http, await workflows.PauseAsync(caller.Scope, id, ScheduleRequests.Pause(body), caller.Actor, cancel), time));

    private static async Task<Ok<WorkflowAnswer>> Resume(
        string id, HttpContext http, Caller caller, JsonBody body, WorkflowService workflows, TimeProvider time, CancellationToken cancel)
    {
        ScheduleRequests.Nothing(body);
        return TypedResults.Ok(Answer(http, await workflows.ResumeAsync(caller.Scope, id, caller.Actor, cancel), time));
    }

    private static WorkflowAnswer Answer(HttpContext http, WorkflowBundle bundle, TimeProvider time)
    {
        ETags.Set(http, bundle.Workflow.Revision);
        return WorkflowAnswer.Of(bundle, time.GetUtcNow());
    }
}
