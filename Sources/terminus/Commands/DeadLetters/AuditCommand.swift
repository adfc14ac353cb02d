import ArgumentParser
import Ledger
import Terminations

extension DeadLettersCommand {
    struct Audit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the audit trail.",
            discussion: """
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
            abstract: "Find out whether the audit trail is as it was written.",
            usage: "terminus dead-letters audit verify [<options>]",
            discussion: """
                Each entry holds a hash over itself and the entry before: an entry that was changed or taken away is \
                found and named. Exit code 0 when the trail holds, 65 when it does not. Keep the hash of the last \
                entry elsewhere to know later that nothing up to it was written anew.

                EXAMPLE
                  terminus dead-letters audit verify --format json
                """
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let verification = try configuration.withLedger(.readOnly) { try $0.verifyAudit() }
            switch output.format {
            case .text:
                let entries = verification.verified == 1 ? "entry" : "entries"
                if let defect = verification.defect {
                    Console.print("The audit trail does not hold: \(defect.sentence)")
                    Console.print("\(Count.text(Int(verification.verified))) \(entries) before it are as written.")
                } else {
                    Console.print(
                        "The audit trail holds: \(Count.text(Int(verification.verified))) \(entries) as written."
                    )
                    Console.print("Last hash \(verification.headHash)")
                }
            case .json:
                Console.print(json(verification))
            }
            if verification.defect != nil { throw ExitCode(ExitStatus.dataError.rawValue) }
        }

        private func json(_ verification: AuditVerification) -> JSONWriter {
            var line = JSONWriter()
            line.beginObject()
            line.name("holds")
            line.bool(verification.defect == nil)
            line.name("verified")
            line.integer(verification.verified)
            line.name("headHash")
            line.string(verification.headHash)
            line.name("defect")
            if let defect = verification.defect {
                line.beginObject()
                line.name("kind")
                line.string(defect.kind)
                if let number = defect.number {
                    line.name("entry")
                    line.integer(number)
                }
                line.endObject()
            } else {
                line.null()
            }
            line.endObject()
            return line
        }
    }
}

extension AuditVerification.Defect {
    fileprivate var kind: String {
        switch self {
        case .missing: "missing"
        case .changed: "changed"
        case .uncounted: "uncounted"
        case .headChanged: "head-changed"
        }
    }

    fileprivate var number: Int64? {
        switch self {
        case .missing(let number), .changed(let number), .uncounted(let number): number
        case .headChanged: nil
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .missing(let number): "entry \(number) is missing."
        case .changed(let number): "entry \(number) was changed."
        case .uncounted(let number): "entry \(number) was added behind the last one that was counted."
        case .headChanged: "the count and the hash of the last entry do not fit it."
        }
    }
}
