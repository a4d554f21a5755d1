using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Jobs;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Worker.Tests.Hosting;

[TestFixture]
public sealed class HandlerServicesTests
{
    [Test]
    public void A_name_that_is_taken_is_refused_with_who_has_it()
    {
        var services = new ServiceCollection().AddHandler<First>("report");
        Assert.That(
            () => services.AddHandler<Second>("report"),
            Throws.ArgumentException.With.Message.Contains("'report' is taken by " + typeof(First))
        );
    }

    [Test]
    public void One_class_may_have_several_names() =>
        Assert.That(() => new ServiceCollection().AddHandler<First>("a").AddHandler<First>("A"), Throws.Nothing);

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a\n")]
    public void A_name_that_is_no_id_is_refused(string name) =>
        Assert.That(
            () => new ServiceCollection().AddHandler<First>(name),
            Throws.ArgumentException.With.Message.Contains("cannot name a handler")
        );

    public sealed class First : IJobHandler
    {
        public Task<object?> RunAsync(JobContext context, CancellationToken cancel) => Task.FromResult<object?>(null);
    }

    public sealed class Second : IJobHandler
    {
        public Task<object?> RunAsync(JobContext context, CancellationToken cancel) => Task.FromResult<object?>(null);
    }
}
