using System.Diagnostics;
using System.Text.Json;
using RedisScheduler.Targets;
using RedisScheduler.TestKit;
using RedisScheduler.Worker.Hosting;
using RedisScheduler.Worker.Targets.Commands;

namespace RedisScheduler.Worker.Tests.Targets.Commands;

/// <summary>What command targets may do, and what becomes of them. The commands here are of /bin/sh, which the settings name; the target cannot.</summary>
[TestFixture]
[Platform("Linux,MacOsX")]
public sealed class CommandRunnerTests
{
    [Test]
    public async Task It_gets_what_an_http_target_gets_and_its_output_is_the_runs()
    {
        var result = await RunAsync("cat", payload: """{"n":  1}""");

        var told = JsonDocument.Parse(result.Output!).RootElement;
        Assert.That(result.Outcome, Is.EqualTo(TargetOutcome.Succeeded));
        Assert.That((told.GetProperty("executionId").GetString(), told.GetProperty("attempt").GetInt32(), told.GetProperty("trigger").GetString()), Is.EqualTo((Taken.Id, 1, "schedule")));
        Assert.That(told.GetProperty("payload").GetRawText(), Is.EqualTo("""{"n":  1}"""));
    }

    [Test]
    public async Task Arguments_follow_those_of_the_settings_and_mean_nothing_but_themselves()
    {
        var result = await RunAsync("printf '%s|' \"$@\"", args: ["a b", "$(id)", "; rm -rf /", "*"]);
        Assert.That(result.Output, Is.EqualTo("a b|$(id)|; rm -rf /|*|"));
    }

    [Test]
    public async Task Its_environment_says_which_run_it_is_and_holds_no_secret_of_the_worker()
    {
        Environment.SetEnvironmentVariable("COMMAND_RUNNER_TEST_SECRET", "hidden");
        var result = await RunAsync("env");
        Assert.That(result.Output, Does.Contain($"EXECUTION_ID={Taken.Id}").And.Contain("SCHEDULE_ID=nightly.fetch").And.Contain("WORKFLOW_ID=nightly").And.Not.Contain("hidden"));
    }

    [Test]
    public async Task Any_exit_code_but_0_is_tried_again_and_the_end_of_what_it_complained_of_is_kept()
    {
        var result = await RunAsync("echo before; i=0; while [ $i -lt 4000 ]; do echo 'line of noise' >&2; i=$((i+1)); done; echo the last words >&2; exit 3");
        Assert.That((result.Outcome, result.Error!.Type, result.Error.Message, result.Output), Is.EqualTo((TargetOutcome.Retryable, "command.exit", "The command ended with exit code 3.", "before\n")));
        Assert.That(result.Error.Details, Does.EndWith("the last words\n").And.Length.EqualTo(16 * 1024));
    }

    [Test]
    public async Task An_output_that_is_too_long_is_cut_and_does_not_hold_the_command_up()
    {
        var result = await RunAsync("head -c 1000000 /dev/zero | tr '\\0' x");
        Assert.That((result.Outcome, result.Output!.Length), Is.EqualTo((TargetOutcome.Succeeded, 64 * 1024)));
    }

    [Test]
    public async Task A_command_that_reads_nothing_gets_a_large_payload_without_harm()
    {
        var result = await RunAsync("exit 0", payload: $"\"{new string('x', 200_000)}\"");
        Assert.That(result.Outcome, Is.EqualTo(TargetOutcome.Succeeded));
    }

    [Test]
    public async Task When_it_is_to_stop_it_is_killed_with_all_that_it_started()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "child");
        using var stop = new CancellationTokenSource();
        var run = RunAsync($"sleep 1000 & echo $! > '{file}.tmp'; mv '{file}.tmp' '{file}'; wait", cancel: stop.Token);
        await Eventually.AsyncThat(() => Task.FromResult(File.Exists(file)), Is.True);
        var child = int.Parse(await File.ReadAllTextAsync(file), System.Globalization.CultureInfo.InvariantCulture);

        await stop.CancelAsync();

        Assert.That(async () => await run, Throws.InstanceOf<OperationCanceledException>());
        await Eventually.AsyncThat(() => Task.FromResult(Lives(child)), Is.False);
    }

    [Test]
    public async Task What_the_settings_do_not_allow_ends_with_an_error_that_says_so()
    {
        var runner = new CommandRunner(new Settings { DataDir = "." });
        var result = await runner.RunAsync(Taken.Job(new CommandTarget("rm", ["-rf", "/"])), default);
        Assert.That((result.Outcome, result.Error!.Type), Is.EqualTo((TargetOutcome.Final, "command.unknown")));
        Assert.That(result.Error.Message, Does.Contain("'rm'").And.Contain("COMMANDS__rm"));
    }

    [Test]
    public async Task An_executable_that_is_not_there_ends_with_an_error_that_names_it()
    {
        var runner = new CommandRunner(Allowing("/none/such"));
        var result = await runner.RunAsync(Taken.Job(new CommandTarget("it", [])), default);
        Assert.That((result.Outcome, result.Error!.Type), Is.EqualTo((TargetOutcome.Final, "command.start")));
        Assert.That(result.Error.Message, Does.Contain("/none/such"));
    }

    private static Task<TargetResult> RunAsync(string script, string[]? args = null, string? payload = null, CancellationToken cancel = default) =>
        new CommandRunner(Allowing("/bin/sh", "-c", script, "sh")).RunAsync(Taken.Job(new CommandTarget("it", args ?? []), payload), cancel);

    private static Settings Allowing(params string[] line) =>
        new() { DataDir = ".", Commands = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["it"] = line } };

    private static bool Lives(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
