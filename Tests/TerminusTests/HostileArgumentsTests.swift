import Foundation
import TestSupport
import Testing

/// A process that ends by a signal, or by a trap of Swift's runtime, has met something that nobody thought of.
@Suite struct `Arguments that nobody thought of` {
    /// Each is given in the place of every value that a command takes. A zero byte cannot be in an argument.
    static let values = [
        "", "-", "é", "\n", "/", ".", "~", "-1", "9223372036854775807", "99999999999999999999", "99999-12-31",
        "-9999-01-01T00:00:00Z", "9223372036854775807d", String(repeating: "9", count: 4000),
    ]

    /// `?` is where a value stands. They read, or rehearse: none of them waits for an answer or for the broker.
    static let commands = [
        "terminations list --limit ?", "terminations list --after ?", "terminations show ?",
        "dead-letters list --limit ?", "dead-letters list --since ?", "dead-letters list --text ?",
        "dead-letters show ?",
        "dead-letters history ?", "dead-letters replay --all --dry-run --as-of ?",
        "dead-letters mend --all --dry-run --set ?", "dead-letters mend --all --dry-run --set /endDate=?",
        "dead-letters mend --all --dry-run --set ?=1", "dead-letters discard ? --reason ?",
        "events list --limit ?", "events list --from ?", "events show ?", "report --period ?", "report --group-by ?",
        "report --output ?", "settings show --version ?", "settings diff ? ?", "settings check ?",
        "settings what-if ? --since 2026-01-01",
        "settings export --output ?",
        "reasons show ?", "reasons add ? --label nl=? --dry-run", "reasons retire price --through ? --dry-run",
        "reasons merge price --into ? --dry-run", "reasons edit price --valid-from ? --dry-run",
        "customers export ?", "notes redact --older-than ? --dry-run", "notes redact --customer ? --dry-run",
        "ledger backup ?", "ledger restore ? --dry-run", "ledger prune --keep ? --dry-run",
        "ledger check --ledger-path ?",
        "import ? --dry-run", "import in.csv --dry-run --map ?", "import in.csv --dry-run --separator ?", "check ?",
        "check in.csv --settings ?", "schema ?", "doctor --amqp-url ?", "doctor --config ?",
        "run --http-address ? --prefetch ?",
        "run --amqp-url ? --grace-seconds ?", "events republish --to-queue ? --from ? --dry-run", "?",
    ]

    @Test(arguments: commands) func `end in an exit code of their own`(command: String) throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        try folder.file("in.csv", "messageId,endDate\n1,2026-03-31\n")
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        #expect(try folder.run("import", "in.csv").end == .exit(1))
        for value in Self.values {
            let arguments = command.split(separator: " ").map { String($0).replacing("?", with: value) }
            let answer = try folder.run(arguments, environment: ["TERMINUS_AMQP_URL": `Exit codes`.nowhere])
            guard case .exit(let code)? = answer.end else {
                Issue.record(
                    "\(arguments) ended with \(answer.end.map { "\($0)" } ?? "nothing"): \(answer.errors.suffix(500))"
                )
                continue
            }
            #expect([0, 1, 64, 65, 66, 69, 74, 75, 78].contains(code), "\(arguments) ended with \(code)")
            #expect(!answer.errors.contains("Fatal error"), "\(arguments): \(answer.errors.prefix(500))")
        }
    }
}
