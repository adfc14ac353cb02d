import Application
import Foundation
import Ledger

extension TerminusConfiguration {
    /// The ledger's file by its whole path, for people who may think of another one.
    var ledgerURL: URL { URL(filePath: ledgerPath).absoluteURL }

    /// Opens a ledger that exists, and closes it after the work.
    func withLedger<Result>(_ access: Ledger.Access, _ work: (Ledger) throws -> Result) throws -> Result {
        try reporting(on: ledgerPath) {
            if access == .readWrite {
                // Opening for writing would make a missing file; opening for reading says that it is missing.
                try Ledger.demandFile(at: ledgerPath)
            }
            let ledger = try Ledger(path: ledgerPath, access: access)
            defer { ledger.close() }
            return try work(ledger)
        }
    }

    /// The same, for an action.
    func withApplication<Result>(_ access: Ledger.Access, _ work: (Application) throws -> Result) throws -> Result {
        try withLedger(access) { try work(application(on: $0)) }
    }

    /// The actions on a ledger, with the limits and the source that the worker has.
    func application(on ledger: Ledger) -> Application {
        Application(ledger: ledger, source: worker.source, limits: worker.limits)
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
