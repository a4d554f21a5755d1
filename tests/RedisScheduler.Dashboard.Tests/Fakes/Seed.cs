using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.Timing;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>A small shop's schedules with a day or so of history: successes, retries, failures, time-outs, skips and misses. The same at every start.</summary>
internal sealed class Seed(DashboardHost host, DateTimeOffset now)
{
    private const string Payload = """{"source":"crm","batchSize":500,"filters":{"changedOnly":true,"regions":["eu","us"]}}""";

    private readonly Random random = new(20);

    public void Plant()
    {
        Add("billing.invoices", "Send invoices", new() { Cron = "0 8 1 * *", TimeZone = "Europe/Berlin" }, "https://billing.internal/hooks/invoices", 0.01);
        Add("billing.dunning", "Dunning letters", new() { Cron = "30 9 * * 1-5", TimeZone = "Europe/Berlin" }, "https://billing.internal/hooks/dunning", 0.05);
        Add("crm.sync-contacts", "Sync contacts", new() { Cron = "*/15 * * * *", TimeZone = "America/New_York" }, "https://crm.example.com/api/sync/contacts", 0.12);
        Add("crm.sync-deals", "Sync deals", new() { Interval = TimeSpan.FromMinutes(30) }, "https://crm.example.com/api/sync/deals", 0.02);
        Add("etl.orders", "Load orders", new() { Interval = TimeSpan.FromMinutes(10) }, "demo.echo", 0.03);
        Add("etl.stock", "Load stock levels", new() { Interval = TimeSpan.FromMinutes(5) }, "demo.echo", 0);
        Add("etl.prices", "Load prices", new() { Cron = "0 */6 * * *" }, "demo.sleep", 0);
        Add("ops.backup", "Back up the database", new() { Cron = "0 3 * * *" }, "https://ops.internal/backup", 0);
        Add("ops.certificates", "Check certificates", new() { Cron = "0 7 * * 1" }, "demo.echo", 0);
        Add("ops.heartbeat", "Heartbeat", new() { Interval = TimeSpan.FromSeconds(30) }, "https://status.example.com/ping", 0.004);
        Add("ops.flaky", "Probe the legacy API", new() { Interval = TimeSpan.FromMinutes(20) }, "demo.flaky", 0.4);
        Add("report.daily", "Daily report", new() { Cron = "0 6 * * *", TimeZone = "Asia/Tokyo" }, "https://reports.internal/daily", 0);
        Add("report.weekly", "Weekly report", new() { Cron = "0 6 * * 1", TimeZone = "Europe/London" }, "https://reports.internal/weekly", 0, paused: "Numbers of last week are being corrected");
        Add("report.black-friday", "Black Friday opening", new() { At = new DateTimeOffset(now.AddDays(6).Date.AddHours(8), TimeSpan.Zero) }, "https://shop.example.com/hooks/open", 0);
        Add("search.reindex", "Reindex the catalogue", new() { Cron = "0 2 * * 6" }, "https://search.internal/reindex", 0, paused: "Cluster upgrade");
        Add("search.suggestions", "Refresh suggestions", new() { Cron = "5 * * * *" }, "demo.echo", 0.02);
        Add("legacy.import", "Old import", new() { Interval = TimeSpan.FromHours(1) }, "demo.echo", 0, enabled: false);
        Add("promo.summer", "Summer promotion", new() { At = now.AddDays(-90) }, "https://shop.example.com/hooks/summer", 0, completed: true);
        Add("mail.digest", "Mail digest", new() { Cron = "0 0 7 ? * MON-FRI", TimeZone = "America/Sao_Paulo" }, "https://mail.internal/digest", 0.01);
        Add("mail.bounces", "Collect bounces", new() { Interval = TimeSpan.FromMinutes(15) }, "https://mail.internal/bounces", 0.06);
        Add("fraud.score", "Score new orders", new() { Interval = TimeSpan.FromMinutes(2) }, "demo.echo", 0.01);
        Add("geo.refresh", "Refresh geo data", new() { Cron = "0 4 1-7 * SUN" }, "demo.sleep", 0);
        Add("cache.warm", "Warm caches", new() { Cron = "*/30 6-22 * * *", TimeZone = "Australia/Sydney" }, "demo.echo", 0, pending: true);
        Add("gdpr.erase", "Erase expired data", new() { Cron = "0 1 L * *" }, "https://privacy.internal/erase", 0);
        host.Redis.Workers.AddRange(
        [
            new("worker-1:4242:7f3a90c1", "worker-1", now.AddHours(-26).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), ["critical", "default"], 20, 3),
            new("worker-2:4711:0d6c1c5e", "worker-2", now.AddHours(-2).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), ["default"], 20, 1),
        ]);
        host.Redis.Queues.AddRange([new("critical", 0, 1, false, null), new("default", 12, 3, false, 840), new("mail", 340, 0, true, 95_000)]);
        PlantAudit();
        Add("xss", "<script>document.title='pwned'</script>", new() { Interval = TimeSpan.FromHours(2) }, "demo.echo", 0);
    }

    private void PlantAudit()
    {
        var (ops, root) = (new Actor("k7x2", "ops"), new Actor("admin", "root"));
        Remember(-300, AuditAction.Pause, "schedule/search.reindex", ops, "default", null, """{"pause":{"reason":"Cluster upgrade","until":null,"by":"ops"}}""");
        Remember(-240, AuditAction.Create, "key/k7x2mmb3qa", root, "default", null, """{"name":"ops","role":"operator","scope":"default"}""");
        Remember(-90, AuditAction.Update, "schedule/crm.sync-contacts", ops, "default", """{"cron":"*/30 * * * *","target":{"headers":{"Authorization":"***"}}}""",
            """{"cron":"*/15 * * * *","target":{"headers":{"Authorization":"***"}}}""");
        Remember(-31, AuditAction.DispatchFailure, "schedule/ops.flaky", Actor.Engine, "default", null,
            """{"executionId":"ops.flaky@1795280000000","status":"failed","error":"http.status: 503 Service Unavailable","attempt":3}""");
        Remember(-12, AuditAction.SignInRefused, "key/unknown", new Actor(null, "nobody"), "default", null, """{"at":"api","from":"203.0.113.9"}""");
        Remember(-2, AuditAction.RunNow, "schedule/etl.orders", ops, "default", null, """{"executionId":"etl.orders@1795281200000-3f0f6f5d2b10","status":"queued"}""");
    }

    private void Remember(int minutes, AuditAction action, string subject, Actor by, string scope, string? before, string? after) =>
        _ = host.Audit.AppendAsync(
            [new AuditEntry { Scope = scope, At = now.AddMinutes(minutes), Action = action, Subject = subject, By = by, Before = before, After = after }], default);

    private void Add(
        string id, string name, ScheduleTiming timing, string target, double failing,
        string? paused = null, bool enabled = true, bool completed = false, bool pending = false)
    {
        var workflow = id.Split('.')[0];
        var schedule = new Schedule
        {
            Scope = Scopes.Default,
            Id = id,
            WorkflowId = workflow,
            Producer = id.Contains('.') ? id.Split('.')[1] : null,
            OwnedByWorkflow = true,
            Name = name,
            Spec = new()
            {
                Timing = timing,
                Target = target.StartsWith("http", StringComparison.Ordinal) ? new HttpTarget(target) : new HandlerTarget(target),
                Payload = Payload,
                Enabled = enabled,
                Tags = [workflow],
            },
            Pause = paused is null ? null : new Pause(paused, null, now.AddHours(-5), "ops"),
            AnchorMs = now.AddDays(-3).AddSeconds(random.Next(3600)).ToUnixTimeMilliseconds(),
            Revision = 7,
            SyncedRevision = pending ? 6 : 7,
            CreatedAt = now.AddDays(-30),
            UpdatedAt = now.AddDays(-3),
        };
        var runs = completed || !enabled ? [] : PlantRuns(schedule, failing);
        var ended = runs.Where(run => run.FinishedAt is not null).ToArray();
        host.Definitions.Put(new ScheduleView(schedule, new ScheduleState
        {
            NextRunAt = completed || !enabled || paused is not null ? null : Next(schedule),
            LastRunAt = runs.Max(run => run.StartedAt),
            LastStatus = runs.Count == 0 ? null : runs[^1].Status,
            RunCount = ended.Length,
            ErrorCount = ended.Count(run => run.Error is not null),
            LastError = ended.LastOrDefault(run => run.Error is not null)?.Error?.Message,
            Completed = completed,
        }));
    }

    private DateTimeOffset? Next(Schedule schedule) =>
        Occurrences.Of(schedule.Spec.Timing, schedule.AnchorMs).NextAfter(now.ToUnixTimeMilliseconds()) is { } ms
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;

    private IReadOnlyList<Execution> PlantRuns(Schedule schedule, double failing)
    {
        var due = Occurrences.Of(schedule.Spec.Timing, schedule.AnchorMs)
            .Between(now.AddHours(-30).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds())
            .TakeLast(200);
        var typical = 40 + random.Next(1800);
        var runs = due.Select(ms => SeedRun.Of(schedule, DateTimeOffset.FromUnixTimeMilliseconds(ms), now, typical, failing, random)).ToArray();
        foreach (var run in runs)
            host.History.Put(run.Run, run.Attempts);
        return [.. runs.Select(run => run.Run)];
    }
}
