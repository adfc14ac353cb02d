import ArgumentParser
import JSON
import Terminations

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print a schema of the published contract, or list them.",
        usage: "terminus schema [<name>] [--format text|json]",
        discussion: """
            The schemas of this version of the program: JSON Schema (2020-12) of what goes in and out and of what \
            commands print as JSON (cli/…), the AsyncAPI document of all channels, and the OpenAPI document of the \
            console's HTTP API. Needs neither broker nor ledger.

            EXAMPLE
              terminus schema
              terminus schema termination-message.v1 > termination-message.v1.schema.json
              terminus schema openapi > openapi.v1.json
              terminus schema cli/dead-letters-list
            """
    )

    @Argument(help: ArgumentHelp("Which: its name, its file or an event's dataschema.", valueName: "name"))
    var name: String?
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard let name else {
            list()
            return
        }
        guard let schema = PublishedSchema.named(name) else {
            throw CommandFailure(
                .usage,
                "There is no schema \(Table.printable(name)).",
                hint: "One of: \(PublishedSchema.all.map(\.name).joined(separator: ", "))."
            )
        }
        Console.print(String(schema.text.dropLast()))
    }

    private func list() {
        switch output.format {
        case .text:
            var table = Table("NAME", "WHAT IT DESCRIBES")
            for schema in PublishedSchema.all { table.add(schema.name, schema.title) }
            table.print()
        case .json:
            for schema in PublishedSchema.all {
                var line = JSONWriter()
                line.beginObject()
                line.name("name")
                line.string(schema.name)
                line.name("file")
                line.string(schema.file)
                line.name("title")
                line.string(schema.title)
                line.endObject()
                Console.print(line)
            }
        }
    }
}
