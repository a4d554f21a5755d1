using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RedisScheduler.Api.Http;

/// <summary>The description of the API at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApi
{
    private const string Json = "application/json";
    private const string SecurityName = "apiKey";

    /// <summary>Adds the document.</summary>
    public static IServiceCollection AddDescription(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(Document);
            options.AddOperationTransformer(Operation);
            options.AddSchemaTransformer(Schema);
        });

    /// <summary>Documents parameters of the query, which endpoints read by themselves.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params string[] names) => endpoint.WithMetadata(new QueryNames(names));

    /// <summary>Documents a body, which endpoints read by themselves so that every mistake can be named.</summary>
    public static RouteHandlerBuilder WithBody<T>(this RouteHandlerBuilder endpoint, string contentType = Json) where T : notnull =>
        endpoint.Accepts<T>(contentType, Json);

    /// <summary>Documents a body that may be left off.</summary>
    public static RouteHandlerBuilder WithOptionalBody<T>(this RouteHandlerBuilder endpoint) where T : notnull => endpoint.Accepts<T>(isOptional: true, Json);

    /// <summary>Honours and documents <c>Idempotency-Key</c>.</summary>
    public static RouteHandlerBuilder WithIdempotency(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new HeaderName(Idempotency.Header)).AddEndpointFilter<RouteHandlerBuilder, Idempotency>();

    private static Task Document(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "RedisScheduler",
            Version = "v1",
            Description = "Workflows whose producers run by cron, by interval or once, on Redis. Errors are application/problem+json (RFC 9457).",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[SecurityName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key: rs_{id}_{secret}.",
        };
        return Task.CompletedTask;
    }

    private static async Task Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var name in metadata.OfType<QueryNames>().SelectMany(names => names.Names))
        {
            operation.Parameters.Add(Parameter(name, ParameterLocation.Query));
        }

        foreach (var header in metadata.OfType<HeaderName>())
        {
            operation.Parameters.Add(Parameter(header.Name, ParameterLocation.Header));
        }

        if (context.Description.HttpMethod is "PUT" or "PATCH" or "DELETE")
        {
            operation.Parameters.Add(Parameter("If-Match", ParameterLocation.Header));
        }

        if (metadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecurityName, context.Document)] = [] }];
            await AddProblemsAsync(operation, context, cancel);
        }
    }

    private static async Task AddProblemsAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        const string Name = nameof(Problem);
        context.Document!.AddComponent(Name, await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: cancel));
        var problem = new OpenApiSchemaReference(Name, context.Document);
        operation.Responses ??= [];
        foreach (var status in Refusals(context.Description.HttpMethod, operation.RequestBody is not null))
        {
            operation.Responses.TryAdd(
                status.ToString(CultureInfo.InvariantCulture),
                new OpenApiResponse
                {
                    Description = Problems.Of(status, null).Title,
                    Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problems.ContentType] = new() { Schema = problem } },
                }
            );
        }
    }

    private static IEnumerable<int> Refusals(string? method, bool hasBody)
    {
        int[] always = [400, 401, 403, 404, 503];
        int[] body = hasBody ? [413, 415] : [];
        int[] change = method switch
        {
            "GET" => [],
            "POST" => [409, 422],
            _ => [409, 412],
        };
        return always.Concat(change).Concat(body).Order();
    }

    // The generator sees converters, not what they write.
    private static Task Schema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }
        else if (type == typeof(RawJson))
        {
            schema.Description = "Any JSON.";
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation where) =>
        new()
        {
            Name = name,
            In = where,
            Schema = name is "limit" or "count"
                ? new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = name == "limit" ? "500" : "1000", Default = JsonValue.Create(name == "limit" ? 50 : 10) }
                : new OpenApiSchema { Type = JsonSchemaType.String, Format = name is "from" or "to" ? "date-time" : null },
        };

    private sealed record QueryNames(string[] Names);

    private sealed record HeaderName(string Name);
}
