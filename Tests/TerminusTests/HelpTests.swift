import Foundation
import JSON
import Terminations
import Testing

@Suite struct `Help` {
    @Test(arguments: [
        "", "run", "setup", "check", "send", "listen", "settings", "settings apply", "settings show",
        "settings history", "settings diff", "settings check", "settings what-if", "settings export", "reasons",
        "reasons list",
        "reasons show", "reasons usage", "reasons add", "reasons edit", "reasons retire", "reasons restore",
        "reasons merge", "reasons move", "terminations", "terminations list", "terminations show", "dead-letters",
        "dead-letters list", "dead-letters show", "import", "events", "events list", "events show", "events republish",
        "ledger", "ledger check", "ledger backup", "ledger migrate", "audit", "audit list", "audit verify", "schema",
        "doctor", "completion", "console", "console token", "console token create", "console token list",
        "console token revoke",
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

    @Test func `gives examples that a terminal of 80 columns does not break`() throws {
        let answer = try Folder().run("--experimental-dump-help")
        let root = try #require(try JSONValue(parsing: answer.bytes).object?["command"]?.object)
        var lines = 0
        func look(at command: JSONObject) {
            let text = command["discussion"]?.string ?? ""
            for line in text.components(separatedBy: "EXAMPLE").dropFirst().flatMap({ $0.split(separator: "\n") }) {
                lines += 1
                #expect(line.count <= 78, "\(line)")
            }
            if case .array(let subcommands)? = command["subcommands"] {
                for subcommand in subcommands.compactMap(\.object) { look(at: subcommand) }
            }
        }
        look(at: root)
        #expect(lines > 80)
    }

    @Test func `shows the options for the connection only where they are asked for`() throws {
        let folder = try Folder()
        #expect(try !folder.run("reasons", "list", "--help").output.contains("--amqp-ca-file"))
        #expect(try folder.run("reasons", "list", "--help-hidden").output.contains("--amqp-ca-file"))
    }

    @Test func `makes a manual page that describes each shared option once`() throws {
        let dump = try Folder().run("--experimental-dump-help")
        let maker = try ChildProcess(
            Program.project.appending(path: "scripts/make-man-page").path,
            ["1.2.3", "2026-01-01"],
            environment: Program.environment,
            folder: Program.project.path,
            input: dump.bytes
        )
        #expect(maker.end() == .exit(0))
        let page = maker.outputText
        #expect(page.ranges(of: ".B \\-\\-amqp\\-url").count == 1)
        #expect(page.ranges(of: ".B TERMINUS_AMQP_URL").count == 1)
        #expect(page.contains("One of: text, json."))
        #expect(page.contains(".SH SEE ALSO"))
    }

    @Test func `tells the version`() throws {
        let answer = try Folder().run("--version")
        #expect(answer.end == .exit(0))
        #expect(answer.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
}
