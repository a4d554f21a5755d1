using Microsoft.AspNetCore.Http.HttpResults;
using RedisScheduler.Access;
using RedisScheduler.Api.Access;
using RedisScheduler.Api.Http;
using RedisScheduler.Api.Schedules;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Executions;

namespace RedisScheduler.Api.Executions;

/// <summary><c>/executions</c>.</summary>
internal static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/executions").WithTags("Executions").Require(Right.Read);
        read.MapGet("", List)
            .WithSummary("List runs, newest first")
            .WithQuery("scheduleId", "workflowId", "producer", "status", "trigger", "from", "to", "limit", "cursor");
        read.MapGet("/{id}", Find).WithSummary("Show a run with its attempts");

        var change = api.MapGroup("/executions").WithTags("Executions").Require(Right.Operate);
        change.MapPost("/{id}/cancel", Cancel).WithSummary("Cancel a run").WithIdempotency();
        change.MapPost("/{id}/retry", Retry).WithSummary("Run an ended run again, as a new one").WithIdempotency();
        change.MapPost("/retry", RetryMany).WithSummary("Run many ended runs again").WithBody<RetryManyBody>().WithIdempotency();
    }

    private static async Task<Ok<Items<ExecutionAnswer>>> List(HttpContext http, Caller caller, IExecutionReader executions, CancellationToken cancel)
    {
        var query = new QueryReader(http);
        var filter = new ExecutionQuery(caller.Scope)
        {
            ScheduleId = query.Text("scheduleId"),
            WorkflowId = query.Text("workflowId"),
            Producer = query.Text("producer"),
            Status = query.Word<ExecutionStatus>("status"),
            Trigger = query.Word<ExecutionTrigger>("trigger"),
            From = query.Time("from"),
            To = query.Time("to"),
            Limit = query.Limit(),
            Cursor = query.Text("cursor"),
        };
        query.Finish();
        return TypedResults.Ok(Items.Of(await executions.ListAsync(filter, cancel), ExecutionAnswer.Of));
    }

    private static async Task<Ok<ExecutionDetail>> Find(string id, Caller caller, IExecutionReader executions, CancellationToken cancel)
    {
        var run = await executions.FindAsync(caller.Scope, id, cancel) ?? throw new MissingException("execution", id);
        return TypedResults.Ok(ExecutionDetail.Of(run, await executions.AttemptsAsync(caller.Scope, id, cancel)));
    }

    private static async Task<Accepted<StartedAnswer>> Cancel(string id, Caller caller, JsonBody body, RunService runs, CancellationToken cancel)
    {
        ScheduleRequests.Nothing(body);
        await runs.CancelAsync(caller.Scope, id, caller.Actor, cancel);
        return StartedAnswer.Of(id);
    }

    private static async Task<Accepted<StartedAnswer>> Retry(string id, Caller caller, JsonBody body, RunService runs, CancellationToken cancel)
    {
        ScheduleRequests.Nothing(body);
        return StartedAnswer.Of(await runs.RetryAsync(caller.Scope, id, caller.Actor, cancel));
    }

    private static async Task<Accepted<StartedManyAnswer>> RetryMany(Caller caller, JsonBody body, RunService runs, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var reader = body.Reader(errors);
        reader.Require("status");
        var filter = new ExecutionQuery(caller.Scope)
        {
            Status = reader.Word("status", Words.Of<ExecutionStatus>()),
            ScheduleId = reader.Id("scheduleId"),
            From = reader.Time("from"),
            To = reader.Time("to"),
        };
        errors.AddIf("status", filter.Status is ExecutionStatus.Queued or ExecutionStatus.Running or ExecutionStatus.Retrying ? "Only runs that have ended can be retried." : null);
        reader.Finish();
        errors.ThrowIfAny();
        return TypedResults.Accepted((string?)null, new StartedManyAnswer(await runs.RetryManyAsync(filter, caller.Actor, cancel)));
    }
}
