using Microsoft.Extensions.DependencyInjection.Extensions;
using RedisScheduler.Jobs;
using RedisScheduler.Worker.Targets.Handlers;

namespace RedisScheduler.Worker.Hosting;

/// <summary>Registers the .NET classes that <c>handler</c> targets run.</summary>
public static class HandlerServices
{
    /// <inheritdoc cref="AddHandler{THandler}(IServiceCollection, string)"/>
    public static IHostApplicationBuilder AddHandler<THandler>(this IHostApplicationBuilder builder, string name)
        where THandler : class, IJobHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHandler<THandler>(name);
        return builder;
    }

    /// <summary>Lets this worker run <typeparamref name="THandler"/> for targets <c>{"type": "handler", "name": NAME}</c>. One instance a run, in a scope of its own.</summary>
    /// <param name="services">The worker's services.</param>
    /// <param name="name">The name; an id, compared case-sensitively.</param>
    /// <exception cref="ArgumentException">The name is no id, or another handler has it.</exception>
    public static IServiceCollection AddHandler<THandler>(this IServiceCollection services, string name)
        where THandler : class, IJobHandler
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IdRule.Holds(name))
        {
            throw new ArgumentException($"'{name}' cannot name a handler; {IdRule.Text}.", nameof(name));
        }

        var taken = services
            .Select(service => service.ImplementationInstance)
            .OfType<HandlerRegistration>()
            .FirstOrDefault(other => other.Name == name);
        if (taken is not null)
        {
            throw new ArgumentException($"The handler name '{name}' is taken by {taken.Handler}.", nameof(name));
        }

        services.AddSingleton(new HandlerRegistration(name, typeof(THandler)));
        services.TryAddScoped<THandler>();
        return services;
    }
}
