import ArgumentParser
import Foundation
import Ledger

struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Find out why messages were not accepted, mend them, and replay them.",
        discussion: """
            A replay judges the stored message again and records the outcome in the same transaction: afterwards it \
            is resolved, or it is known why it was refused again.

            EXAMPLE
              terminus dead-letters groups
              terminus dead-letters replay --fingerprint 1c5f0a7be2d4 --dry-run
              terminus dead-letters replay --fingerprint 1c5f0a7be2d4 --reason "alias added"
            """,
        subcommands: [
            List.self, Groups.self, Show.self, Replay.self, Mend.self, Discard.self, Restore.self, Export.self,
            History.self, Audit.self,
        ]
    )
}

extension TerminusConfiguration {
    /// Opens a ledger that exists, and closes it after the work.
    func withLedger<Result>(_ access: Ledger.Access, _ work: (Ledger) throws -> Result) throws -> Result {
        try reporting {
            if access == .readWrite {
                // Opening for writing would make a missing file; opening for reading says that it is missing.
                try Ledger.demandFile(at: ledgerPath)
            }
            let ledger = try Ledger(path: ledgerPath, access: access)
            defer { ledger.close() }
            return try work(ledger)
        }
    }

    /// Judges with the limits and records with the source that the worker has.
    func recorder(on ledger: Ledger) -> Recorder {
        Recorder(ledger: ledger, source: worker.source, limits: worker.limits)
    }
}

extension Ledger {
    fileprivate static func demandFile(at path: String) throws(LedgerError) {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        _ = try Ledger(path: path, access: .readOnly)
    }
}
