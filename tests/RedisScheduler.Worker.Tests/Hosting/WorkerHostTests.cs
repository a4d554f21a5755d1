using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;
using RedisScheduler.TestKit;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Worker.Tests.Hosting;

[TestFixture]
public sealed class WorkerHostTests
{
    [Test]
    public async Task Without_its_stores_the_host_says_so_in_one_line_and_exits_with_2()
    {
        var environment = new Dictionary<string, string?> { ["REDIS_URL"] = null, ["DATABASE_URL"] = null };
        await using var host = ProcessHandle.Dotnet(typeof(Settings).Assembly.Location, environment: environment);
        Assert.That(await host.WaitForExitAsync(), Is.EqualTo(2));
        Assert.That(host.Lines, Has.One.Items.And.One.StartsWith("REDIS_URL and DATABASE_URL: not set"));
    }

    [TestCase("redis://user:hush@127.0.0.1:1?ssl=true", "sqlite:x.db", "REDIS_URL")]
    [TestCase("localhost:hush", "sqlite:x.db", "REDIS_URL")]
    [TestCase("redis://127.0.0.1:1", "mysql://user:hush@host/db", "DATABASE_URL")]
    public void A_store_that_cannot_be_used_is_refused_by_name_and_without_its_password(string redis, string database, string name)
    {
        var error = Assert.Throws<SettingsException>(() =>
            RedisSchedulerWorker.CreateBuilder([$"--REDIS_URL={redis}", $"--DATABASE_URL={database}"])
        );
        Assert.That(error!.Faults, Has.One.Items.And.One.StartsWith(name));
        Assert.That(error.Message, Does.Not.Contain("hush"));
    }

    [Test]
    public async Task A_host_of_ones_own_runs_the_handlers_that_it_registers()
    {
        using var folder = new TempFolder();
        var builder = RedisSchedulerWorker.CreateBuilder([
            "--REDIS_URL=redis://127.0.0.1:1",
            $"--DATABASE_URL=sqlite:{folder.File("rs.db")}",
        ]);
        builder.AddHandler<ReportHandler>("report");
        using var host = builder.Build();
        var runner = host.Services.GetServices<ITargetRunner>().Single(runner => runner.Type == "handler");
        var job = new TakenJob(
            "r@1",
            1,
            1,
            0,
            "r",
            new JobSpec
            {
                Scope = "default",
                ScheduleId = "r",
                Target = new HandlerTarget("report"),
            },
            1,
            1,
            default
        );
        Assert.That((await runner.RunAsync(job, CancellationToken.None)).Output, Is.EqualTo("\"done\""));
    }

    public sealed class ReportHandler : IJobHandler
    {
        public Task<object?> RunAsync(JobContext context, CancellationToken cancel) => Task.FromResult<object?>("done");
    }
}
