import Foundation
import JSON
import Testing

@Suite struct `The schema command` {
    private static let files: [String] = {
        let folder = Program.project.appending(path: "schemas").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let commands = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/cli")) ?? []
        return names.filter { $0.hasSuffix(".json") || $0.hasSuffix(".yaml") } + commands.map { "cli/\($0)" }
    }()

    @Test(arguments: files)
    func `prints each published schema as it stands`(file: String) throws {
        let answer = try Folder().run("schema", file)
        #expect(answer.end == .exit(0))
        #expect(
            try answer.output == String(contentsOf: Program.project.appending(path: "schemas/\(file)"), encoding: .utf8)
        )
    }

    @Test func `lists them all with their titles`() throws {
        let objects = try Folder().run("schema", "--format", "json").objects()
        #expect(objects.compactMap { $0["file"]?.string }.sorted() == Self.files.sorted())
        #expect(objects.allSatisfy { $0["title"]?.string?.isEmpty == false })
    }

    @Test func `finds the schema that an event names`() throws {
        let answer = try Folder().run("schema", "urn:terminus:schema:contract.terminated.v1")
        #expect(answer.output.contains("\"$id\": \"urn:terminus:schema:contract.terminated.v1\""))
    }

    @Test func `prints the description of the HTTP API by a short name`() throws {
        let answer = try Folder().run("schema", "openapi")
        #expect(try JSONValue(parsing: answer.output).object?["openapi"]?.string == "3.1.0")
    }

    @Test func `names those that there are where one is unknown`() throws {
        let answer = try Folder().run("schema", "contract.terminated")
        #expect(answer.end == .exit(64))
        #expect(answer.errors.contains("contract.terminated.v1"))
    }
}
