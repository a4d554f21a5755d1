using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>Lists workflows by id.</summary>
internal static class WorkflowList
{
    private const string Order = "workflows";

    public static async Task<Page<Workflow>> ReadAsync(Session session, WorkflowQuery query)
    {
        var values = new
        {
            query.Scope,
            After = Cursor.Read(query.Cursor, Order, 1)?[0],
            Status = query.Status is { } status ? Word.Of(status) : null,
            Pattern = SearchText.Pattern(query.Text),
            Tag = TagsColumn.Needle(query.Tag),
            Take = query.Limit + 1,
        };
        var where = new Where("scope = @Scope")
            .If(values.After, "id > @After")
            .If(values.Status, "status = @Status")
            .If(values.Pattern, SearchText.Like("search_text", "@Pattern"))
            .If(values.Tag, TagsColumn.Has("tags", "@Tag"));
        var rows = await session.ListAsync<WorkflowRow>($"SELECT * FROM workflows {where} ORDER BY id LIMIT @Take", values);
        return Paging.Page(rows, query.Limit, row => row.ToWorkflow(), row => Cursor.Write(Order, row.Id));
    }
}
