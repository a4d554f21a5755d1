using System.Text.Json;
using Spectre.Console;

namespace RedisScheduler.Cli.Output;

/// <summary>Answers as tables for people.</summary>
internal sealed class Screen
{
    private const int WidthOfFiles = 240;
    private const string Nothing = "-";
    private readonly IAnsiConsole console;

    public Screen(TextWriter output)
    {
        // A file or a pipe gets no colours, and room for whole ids.
        var target = new AnsiConsoleOutput(output);
        console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = target,
                Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        if (!target.IsTerminal)
        {
            console.Profile.Width = WidthOfFiles;
        }
    }

    /// <summary>A line of text.</summary>
    public void Line(string text) => console.WriteLine(Printable.Of(text));

    /// <summary>The items of a list, and whether there are more.</summary>
    public void Page(JsonElement page, params IReadOnlyList<Column> columns)
    {
        Rows(page.GetProperty("items"), columns);
        if (page.Text("nextCursor") is { } cursor)
        {
            Line($"There are more: --cursor {cursor}");
        }
    }

    /// <summary>A row for each item.</summary>
    public void Rows(JsonElement items, params IReadOnlyList<Column> columns)
    {
        if (items.GetArrayLength() == 0)
        {
            Line("None.");
            return;
        }

        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column.Title) { NoWrap = column.NoWrap });
        }

        foreach (var item in items.EnumerateArray())
        {
            table.AddRow(columns.Select(column => Cell(column.Read(item))));
        }

        console.Write(table);
    }

    /// <summary>A line for each field of an object that has a value, but for those shown elsewhere.</summary>
    public void Fields(JsonElement item, params IReadOnlyList<string> except)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        foreach (var field in item.EnumerateObject().Where(field => !except.Contains(field.Name)))
        {
            if (JsonText.Of(field.Name, field.Value) is { } text)
            {
                grid.AddRow(new Text(Printable.Of(field.Name), new Style(decoration: Decoration.Dim)), Cell(text));
            }
        }

        console.Write(grid);
    }

    private static Text Cell(string? text) => new(Printable.Of(text ?? Nothing), Words.Style(text));
}
