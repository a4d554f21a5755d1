using RedisScheduler.Schedules;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>Lists schedules by filter, in any of their orders.</summary>
internal static class ScheduleList
{
    private const string Runnable = "s.enabled = 1 AND s.workflow_runnable = 1";
    private const string PauseHolds = """
        (s.pause_at IS NOT NULL AND (s.pause_until IS NULL OR s.pause_until > @Now)) OR (p.pause_at IS NOT NULL AND (p.pause_until IS NULL OR p.pause_until > @Now))
        """;

    public static async Task<Page<ScheduleView>> ReadAsync(Session session, ScheduleQuery query)
    {
        var order = Order.Of(query.Sort);
        var after = Cursor.Read(query.Cursor, order.Name, 2);
        var values = new
        {
            query.Scope,
            query.WorkflowId,
            Pattern = SearchText.Pattern(query.Text),
            Tag = TagsColumn.Needle(query.Tag),
            Calendar = TagsColumn.Needle(query.Calendar),
            Now = query.Now.ToUnixTimeMilliseconds(),
            AfterKey = after is null ? null : order.Parse(after[0]),
            AfterId = after?[1],
            Take = query.Limit + 1,
        };
        var where = new Where("s.scope = @Scope")
            .If(values.WorkflowId, "s.workflow_id = @WorkflowId")
            .If(values.Pattern, SearchText.Like("s.search_text", "@Pattern"))
            .If(values.Tag, TagsColumn.Has("s.tags", "@Tag"))
            // Said again in the words of the index, so that it is used.
            .If(values.Calendar, $"s.calendars <> '' AND {TagsColumn.Has("s.calendars", "@Calendar")}")
            .If(query.Status, query.Status is { } status ? Has(status) : "")
            .If(after, $"({order.Key} {order.Beyond} @AfterKey OR ({order.Key} = @AfterKey AND s.id > @AfterId))");
        var rows = await ScheduleReads.ListAsync(session, $"{where} ORDER BY {order.Key} {order.Direction}, s.id LIMIT @Take", values);
        return Paging.Page(rows, query.Limit, view => view, view => Cursor.Write(order.Name, order.Format(view), view.Schedule.Id));
    }

    /// <summary>SQL of <see cref="ScheduleView.StatusAt"/>.</summary>
    private static string Has(ScheduleStatus status) =>
        status switch
        {
            ScheduleStatus.Inactive => $"NOT ({Runnable})",
            ScheduleStatus.Completed => $"{Runnable} AND t.completed = 1",
            ScheduleStatus.Paused => $"{Runnable} AND t.completed = 0 AND ({PauseHolds})",
            ScheduleStatus.Active => $"{Runnable} AND t.completed = 0 AND NOT ({PauseHolds})",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
        };

    /// <summary>An order of the list; rows without a value come last.</summary>
    private sealed record Order(string Name, string Key, string Beyond, string Direction, Func<ScheduleView, string> Format, Func<string, object> Parse)
    {
        private const long Never = long.MaxValue;
        private const long BeforeAll = -long.MaxValue;

        private static readonly Order ByName = new(
            "name",
            "s.search_text",
            ">",
            "ASC",
            view => SearchText.Of(view.Schedule.Name, view.Schedule.Id),
            text => text
        );

        private static readonly Order ByNextRun = new(
            "nextRunAt",
            $"coalesce(t.next_run_at, {Never})",
            ">",
            "ASC",
            view => $"{view.State.NextRunAt.ToMs() ?? Never}",
            text => Cursor.Number(text)
        );

        private static readonly Order ByLastRun = new(
            "lastRunAt",
            $"coalesce(t.last_run_at, {BeforeAll})",
            "<",
            "DESC",
            view => $"{view.State.LastRunAt.ToMs() ?? BeforeAll}",
            text => Cursor.Number(text)
        );

        public static Order Of(ScheduleSort sort) =>
            sort switch
            {
                ScheduleSort.Name => ByName,
                ScheduleSort.NextRunAt => ByNextRun,
                ScheduleSort.LastRunAt => ByLastRun,
                _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "There is no such order."),
            };
    }
}
