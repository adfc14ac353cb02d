import Foundation
import Terminations
import TestSupport
import Testing

@Suite struct `Settings on the command line` {
    @Test func `are applied as versions, shown and listed`() throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        try folder.file("changed.yaml", Sample.settings.replacing("Too expensive", with: "Costs too much"))

        let first = try folder.run([
            "settings", "apply", "settings.yaml", "--create", "--actor", "ada", "--format", "json",
        ])
        #expect(first.end == .exit(0))
        #expect(try first.objects().first?["version"]?.integer == 1)
        #expect(try first.objects().first?["isNew"] == .bool(true))
        let again = try folder.run(["settings", "apply", "settings.yaml", "--format", "json"])
        #expect(try again.objects().first?["isNew"] == .bool(false))
        let second = try folder.run("settings", "apply", "changed.yaml", "--actor", "bob")
        #expect(second.end == .exit(0))
        #expect(second.output.hasPrefix("Version 2 is in force"))

        let history = try folder.run("settings", "history", "--format", "json").objects()
        #expect(history.map { $0["version"]?.integer } == [2, 1])
        #expect(history.map { $0["appliedBy"]?.string } == ["bob", "ada"])
        #expect(history.last?["hash"] == (try first.objects().first?["hash"]))

        let shown = try folder.run("settings", "show", "--format", "json")
        #expect(shown.output.contains("Costs too much"))
        let earlier = try folder.run("settings", "show", "--version", "1")
        #expect(earlier.output.contains("Too expensive"))
    }

    @Test func `shown can be applied again, as YAML and as JSON, and change nothing`() throws {
        let folder = try Folder()
        let settings = try String(contentsOf: Example.folder.appending(path: "settings.yaml"), encoding: .utf8)
        try folder.file("settings.yaml", settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        for format in ["text", "json"] {
            let shown = try folder.run("settings", "show", "--format", format)
            // The first line of the text says which version it is.
            let document = format == "text" ? shown.lines.dropFirst().joined(separator: "\n") : shown.output
            try folder.file("shown", document)
            let answer = try folder.run("settings", "apply", "shown", "--format", "json")
            #expect(answer.end == .exit(0), "\(answer.errors)")
            #expect(try answer.objects().first?["isNew"] == .bool(false), "\(format)")
        }
    }

    @Test func `of a dry run are checked and not applied`() throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        let answer = try folder.run("settings", "apply", "settings.yaml", "--dry-run", "--format", "json")
        #expect(answer.end == .exit(0))
        #expect(try answer.objects().first?["dryRun"] == .bool(true))
        #expect(try answer.objects().first?["version"]?.integer == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/terminus.sqlite"))
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        try folder.file("changed.yaml", Sample.settings.replacing("Verhuisd", with: "Weg"))
        #expect(
            try folder.run("settings", "apply", "changed.yaml", "--dry-run").output.hasPrefix("Version 2 would be")
        )
        #expect(try folder.run("settings", "history", "--format", "json").lines.count == 1)
    }

    @Test func `come from standard input too`() throws {
        let folder = try Folder()
        #expect(
            try folder.run("settings", "apply", "-", "--create", input: Array(Sample.settings.utf8)).end == .exit(0)
        )
    }

    @Test func `list their reasons in order`() throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        let table = try folder.run("reasons", "list")
        #expect(table.lines.count == 3)
        #expect(table.lines.first?.hasPrefix("CODE") == true)
        #expect(table.lines.last?.contains("Verhuisd") == true)
        let objects = try folder.run("reasons", "list", "--format", "json").objects()
        #expect(objects.map { $0["code"]?.string } == ["price", "moved"])
        #expect(objects.first?["labels"]?.object?["en"]?.string == "Too expensive")
    }
}
