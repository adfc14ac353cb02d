import Application
import ArgumentParser
import JSON
import Ledger
import Terminations

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show who did what to dead letters and notes, and verify the audit trail.",
        discussion: """
            EXAMPLE
              terminus audit list --since 12h
              terminus audit verify
            """,
        subcommands: [List.self, Verify.self]
    )
}

extension AuditCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List who did what, when and why, the latest first.",
            usage: "terminus audit list [--actor <name>] [--action <action>] [<options>]",
            discussion: """
                Each action and each replay is one line; --each lists every entry of the trail. Notes and the values \
                of patches are not shown: see terminus dead-letters history ID.

                The trail covers dead letters and notes. terminus settings history lists who changed the settings and \
                why. Who imported a file is in the table import_runs of the ledger; terminus dead-letters list \
                --import N lists what an import refused.

                EXAMPLE
                  terminus audit list --action discarded --since 2026-03-01T06:00Z
                  terminus audit list --actor jo --limit 20
                  terminus audit list --action 7 --each --format json
                """
        )

        @Option(help: ArgumentHelp("Only what this person did; terminus is the worker itself.", valueName: "name"))
        var actor: String?
        @Option(
            help: ArgumentHelp(
                "Only this: resolved, refused, mended, discarded, restored, undone, redacted, pruned, or the number "
                    + "of an action; may be given several times.",
                valueName: "action"
            )
        )
        var action: [AuditedAction] = []
        @Option(
            help: ArgumentHelp("Only then or later: an instant, a day (UTC), or 30m, 12h, 7d ago.", valueName: "time")
        )
        var since: Moment?
        @Option(help: ArgumentHelp("Only before then.", valueName: "time"))
        var until: Moment?
        @Option(help: ArgumentHelp("How many lines at most; all in a pipe or as JSON.", valueName: "n"))
        var limit: Int?
        @Flag(help: "One line for each entry of the trail.")
        var each = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
            if action.compactMap(\.number).count > 1 {
                throw ValidationError("--action takes one number of an action.")
            }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let filter = AuditFilter(
                actor: actor,
                actions: Set(action.compactMap(\.action)),
                number: action.lazy.compactMap(\.number).first,
                since: since?.instant,
                until: until?.instant
            )
            let limit = output.limit(self.limit, onTerminal: 100)
            var printed = 0
            var hasMore = false
            try configuration.withApplication(.readOnly) { application in
                _ = try application.auditSteps(matching: filter, joins: !each) { step in
                    guard printed < limit else {
                        hasMore = true
                        return false
                    }
                    printed += 1
                    switch output.format {
                    case .text: for line in step.lines { Console.print(line) }
                    case .json:
                        var line = JSONWriter()
                        step.write(to: &line)
                        Console.print(line)
                    }
                    return Console.isRead
                }
            }
            guard output.format == .text else { return }
            if printed == 0 {
                let hint =
                    "The trail has what was done to dead letters and notes; for the settings: terminus settings history"
                Console.note("No entry matches. \(CommandHint.text(hint))")
            }
            if hasMore { Console.note("There are more: --limit \(limit * 2), or --until the last time above.") }
        }
    }
}

/// `discarded`, or the number of an action.
struct AuditedAction: ExpressibleByArgument {
    let action: AuditEntry.Action?
    let number: Int64?

    /// Accepts the imperative too, which is the command's name.
    init?(argument: String) {
        let name =
            ["mend": "mended", "discard": "discarded", "restore": "restored", "undo": "undone"][argument] ?? argument
        action = AuditEntry.Action(rawValue: name)
        number = Int64(argument).flatMap { $0 > 0 ? $0 : nil }
        if action == nil, number == nil { return nil }
    }

    static var allValueStrings: [String] { AuditEntry.Action.allCases.map(\.rawValue) }
}

extension DeadLettersCommand {
    /// The check under the name that it had before `terminus audit`.
    struct Audit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the audit trail.",
            discussion: """
                terminus audit list shows it.

                EXAMPLE
                  terminus dead-letters audit verify
                """,
            subcommands: [Verify.self]
        )
    }
}

extension DeadLettersCommand.Audit {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The same as terminus audit verify.",
            usage: "terminus dead-letters audit verify [<options>]",
            discussion: """
                EXAMPLE
                  terminus dead-letters audit verify --format json
                """
        )

        @OptionGroup var command: AuditCommand.Verify

        func run() async throws { try await command.run() }
    }
}

extension AuditCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verify that nobody changed the audit trail.",
            usage: "terminus audit verify [<options>]",
            discussion: """
                Each entry has a hash over itself and the entry before. An entry that was changed or removed is found \
                and named. Exit code 0 when the trail is intact, 65 when it is not. Keep the hash of the last entry in \
                another place: it proves later that nothing up to it was rewritten.

                EXAMPLE
                  terminus audit verify --format json
                """
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let verification = try configuration.withApplication(.readOnly) { try $0.verifyAudit() }
            switch output.format {
            case .text:
                let entries = verification.verified == 1 ? "entry" : "entries"
                if let defect = verification.defect {
                    Console.print("The audit trail was tampered with: \(defect.sentence)")
                    Console.print("\(Count.text(Int(verification.verified))) \(entries) before it verified.")
                } else {
                    Console.print(
                        "Audit trail verified: \(Count.text(Int(verification.verified))) \(entries), not tampered with."
                    )
                    Console.print("Last hash \(verification.headHash)")
                }
            case .json:
                var line = JSONWriter()
                verification.write(to: &line)
                Console.print(line)
            }
            if verification.defect != nil { throw ExitCode(ExitStatus.dataError.rawValue) }
        }
    }
}

extension AuditVerification.Defect {
    fileprivate var sentence: String {
        switch self {
        case .missing(let number): "entry \(number) is missing."
        case .changed(let number): "entry \(number) was changed."
        case .uncounted(let number): "entry \(number) was added behind the last one that was counted."
        case .headChanged: "the count and the hash of the last entry do not fit it."
        }
    }
}
