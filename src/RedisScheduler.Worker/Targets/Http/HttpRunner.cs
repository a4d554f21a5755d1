using System.Diagnostics;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>Sends signed requests. Time-outs and retries are the engine's.</summary>
internal sealed class HttpRunner(SigningSecrets secrets, Settings settings, TimeProvider time) : ITargetRunner, IDisposable
{
    private readonly HttpClient client = new(TargetConnections.Pool(settings.AllowPrivateTargets)) { Timeout = Timeout.InfiniteTimeSpan };

    public string Type => HttpTarget.TypeName;

    public async Task<TargetResult> RunAsync(TakenJob job, CancellationToken cancel)
    {
        var target = (HttpTarget)job.Spec.Target;
        if (
            !Uri.TryCreate(target.Url, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
        )
        {
            return Failures.Final("http.url", $"'{target.Url}' is not an absolute http or https URL.");
        }

        if (secrets.Find(target.Secret) is not { } secret)
        {
            return Failures.Final(
                "http.secret",
                $"There is no secret '{target.Secret}': this worker has neither Secrets:{target.Secret} nor SECRET_{target.Secret}."
            );
        }

        try
        {
            using var request = WebhookRequest.Of(job, target, url, secret, time.GetUtcNow());
            return await SendAsync(request, target, cancel);
        }
        catch (FormatException error)
        {
            return Failures.Final("http.request", error.Message);
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<TargetResult> SendAsync(HttpRequestMessage request, HttpTarget target, CancellationToken cancel)
    {
        // The client writes traceparent only inside an activity.
        using var trace = Activity.Current is null ? new Activity("target.http").Start() : null;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return await WebhookAnswer.ReadAsync(response, target, time.GetUtcNow(), cancel);
        }
        catch (HttpRequestException error) when (error.InnerException is ForbiddenAddressException forbidden)
        {
            return Failures.Final("http.address", forbidden.Message);
        }
        catch (Exception error) when (error is HttpRequestException or IOException && !cancel.IsCancellationRequested)
        {
            return Failures.Retryable("http.connection", error.Message);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            return Failures.Retryable("http.connection", $"No connection to {request.RequestUri!.Authority} in time: {error.Message}");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new OperationCanceledException(error.Message, error, cancel);
        }
    }
}
