import Foundation
import Testing

@Suite struct `Help` {
    @Test(arguments: [
        "", "run", "setup", "check", "send", "listen", "settings", "settings apply", "settings show",
        "settings history", "settings diff", "settings check", "settings export", "reasons", "reasons list",
        "reasons show", "reasons usage", "reasons add", "reasons edit", "reasons retire", "reasons restore",
        "reasons merge", "reasons move", "terminations", "terminations list", "terminations show", "dead-letters",
        "dead-letters list", "dead-letters show", "import", "events", "events list", "events show", "events republish",
        "ledger", "ledger check", "ledger backup", "ledger migrate", "audit", "audit list", "audit verify", "schema",
        "doctor",
    ])
    func `of each command gives an example`(command: String) throws {
        let folder = try Folder()
        let words = command.split(separator: " ").map(String.init)
        let answer = try folder.run(words + ["--help"])
        #expect(answer.end == .exit(0))
        #expect(answer.output.contains("EXAMPLE\n  "))
        #expect(answer.output.contains("terminus \(command)".trimmingCharacters(in: .whitespaces)))
        #expect(answer.errors.isEmpty)
    }

    @Test func `names each command`() throws {
        let output = try Folder().run("--help").output
        for command in [
            "run", "setup", "check", "send", "listen", "settings", "reasons", "terminations", "dead-letters", "import",
            "events", "ledger",
            "schema", "doctor",
        ] {
            #expect(output.contains("  \(command) "), "\(command)")
        }
    }

    @Test func `tells the version`() throws {
        let answer = try Folder().run("--version")
        #expect(answer.end == .exit(0))
        #expect(answer.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
}
