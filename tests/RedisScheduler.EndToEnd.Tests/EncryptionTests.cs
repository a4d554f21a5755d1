using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RedisScheduler.EndToEnd.Tests.Hosts;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests;

/// <summary>A process that reaches Redis over TLS, as a user of its access control lists.</summary>
[TestFixture]
public sealed class EncryptionTests
{
    private const string Key = "rs_test_0123456789abcdef0123456789abcdef";

    private readonly TempFolder folder = new();
    private TestServer redis;
    private int port;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        redis = await RedisServers.StartAsync(RedisServers.Redis);
        port = FreePort.Next();
        WriteCertificate();
        var encrypted = await redis.AskAsync(
            ["CONFIG", "SET", "tls-cert-file", folder.File("cert.pem"), "tls-key-file", folder.File("key.pem"), "tls-auth-clients", "no", "tls-port", port.ToString(CultureInfo.InvariantCulture)]
        );
        Assert.That(encrypted, Is.EqualTo("+OK"));
        Assert.That(await redis.AskAsync("ACL", "SETUSER", "scheduler", "on", ">hush", "~{hangfire}:*", "&{hangfire}:*", "+@all", "-@admin", "-@dangerous", "+info"), Is.EqualTo("+OK"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await redis.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task With_a_certificate_that_the_machine_trusts_a_saved_schedule_runs()
    {
        var (process, api) = Start(folder.File("cert.pem"));
        await using (process)
        using (api)
        {
            await api.WaitUntilReadyAsync();
            await api.PutAsync(
                "/workflows/demo",
                """{ "name": "demo", "status": "active", "handlerConfig": { "producers": { "now": { "interval": "1h", "target": { "type": "handler", "name": "demo.echo" } } } } }"""
            );
            var run = await api.RunNowAsync("demo.now");
            await Eventually.AsyncThat(async () => (await api.RunsAsync("demo.now")).SingleOrDefault(each => each.Id == run)?.Status, Is.EqualTo("succeeded"));
        }
    }

    [Test]
    public async Task With_one_that_it_does_not_trust_the_process_is_not_ready()
    {
        var (process, api) = Start(trusted: null);
        await using (process)
        using (api)
        {
            await Eventually.AsyncThat(() => process.Output, Does.Contain("certificate is invalid"), TimeSpan.FromSeconds(60));
            await Eventually.AsyncThat(() => api.StatusAsync("/readyz"), Is.EqualTo(503));
            Assert.That(process.Output, Does.Not.Contain("hush"));
        }
    }

    private (ProcessHandle Process, ApiClient Api) Start(string? trusted)
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        var settings = new Dictionary<string, string?>
        {
            ["REDIS_URL"] = $"rediss://scheduler:hush@localhost:{port}",
            ["DATABASE_URL"] = null,
            ["DATA_DIR"] = folder.File(trusted is null ? "refused" : "data"),
            ["ADMIN_API_KEY"] = Key,
            ["ASPNETCORE_URLS"] = url,
            ["SSL_CERT_FILE"] = trusted,
        };
        return (HostProcess.Start(HostProcess.Api, settings, folder.Path), new ApiClient(url, Key));
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var today = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(today.AddDays(-1), today.AddDays(1));
        File.WriteAllText(folder.File("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
