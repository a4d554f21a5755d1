using System.ComponentModel;
using System.Diagnostics;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Worker.Targets.Commands;

/// <summary>
/// Runs the executables that the settings allow. What it is told (as an HTTP target is) comes on standard input, what it writes to standard output is the run's output, and exit code 0
/// is success; any other is tried again by the retry policy. When the run is to stop, it and all that it started are killed.
/// </summary>
internal sealed class CommandRunner(Settings settings) : ITargetRunner
{
    /// <summary>The parts of this process's environment that a command has; all others may be secrets.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "TEMP", "TMP", "SystemRoot", "USERPROFILE"];

    private static readonly TimeSpan PipesAfterExit = TimeSpan.FromSeconds(2);

    public string Type => CommandTarget.TypeName;

    public async Task<TargetResult> RunAsync(TakenJob job, CancellationToken cancel)
    {
        var target = (CommandTarget)job.Spec.Target;
        if (!settings.Commands.TryGetValue(target.Name, out var line))
        {
            return Failures.Final("command.unknown", $"This worker does not allow the command '{target.Name}': it has no setting {Settings.Names.Commands}__{target.Name}.");
        }

        using var process = new Process { StartInfo = Start(line, target, job) };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            return Failures.Final("command.start", $"'{line[0]}' cannot be started: {error.Message}");
        }

        try
        {
            return await EndAsync(process, job, cancel);
        }
        finally
        {
            Kill(process);
        }
    }

    private static ProcessStartInfo Start(IReadOnlyList<string> line, CommandTarget target, TakenJob job)
    {
        var start = new ProcessStartInfo(line[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var arg in line.Skip(1).Concat(target.Args))
        {
            start.ArgumentList.Add(arg);
        }

        var inherited = Inherited.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in inherited.Where(each => each.Value is not null))
        {
            start.Environment[name] = value;
        }

        start.Environment["EXECUTION_ID"] = job.Id;
        start.Environment["SCHEDULE_ID"] = job.Spec.ScheduleId;
        start.Environment["WORKFLOW_ID"] = job.Spec.WorkflowId ?? "";
        start.Environment["PRODUCER"] = job.Spec.Producer ?? "";
        start.Environment["SCOPE"] = job.Spec.Scope;
        start.Environment["ATTEMPT"] = job.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return start;
    }

    private static async Task<TargetResult> EndAsync(Process process, TakenJob job, CancellationToken cancel)
    {
        var (output, errors) = (new BoundedBytes(BoundedText.OutputBytes, last: false), new BoundedBytes(BoundedText.DetailsBytes, last: true));
        var pipes = Task.WhenAll(output.ReadAsync(process.StandardOutput.BaseStream, cancel), errors.ReadAsync(process.StandardError.BaseStream, cancel));
        await WriteAsync(process, JobBody.Of(job), cancel);
        await process.WaitForExitAsync(cancel);
        // Something that it left behind may keep the pipes open for ever; what came until now counts.
        await pipes.WaitAsync(PipesAfterExit, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
        var (said, complained) = (Given(output.Text()), Given(errors.Text()));
        return process.ExitCode == 0
            ? new TargetResult { Outcome = TargetOutcome.Succeeded, Output = said }
            : new TargetResult
            {
                Outcome = TargetOutcome.Retryable,
                Output = said,
                Error = new Executions.ExecutionError("command.exit", $"The command ended with exit code {process.ExitCode}.", complained),
            };
    }

    private static string? Given(string text) => text.Length == 0 ? null : text;

    private static async Task WriteAsync(Process process, byte[] body, CancellationToken cancel)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(body, cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A command need not read what it is told.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile.
        }
    }
}
