import Foundation
import JSON
import Ledger
import Terminations

// MARK: - Check

extension Application {
    /// Finds out whether every rule of a ledger holds. Reads all of it.
    ///
    /// - Parameter progress: how many rules were checked, of how many.
    public func checkLedger(
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(LedgerError) -> LedgerCheck {
        LedgerCheck(try ledger.check { _, done, total in progress(done, total) })
    }
}

/// What the check of a ledger found.
public struct LedgerCheck: Sendable {
    public let findings: [LedgerFinding]

    public init(_ findings: [LedgerFinding]) { self.findings = findings }

    public var holds: Bool { findings.isEmpty }

    /// One JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("holds")
        json.bool(holds)
        json.name("rules")
        json.integer(LedgerRule.allCases.count)
        json.name("findings")
        json.beginArray()
        for finding in findings {
            json.beginObject()
            json.name("rule")
            json.string(finding.rule.rawValue)
            json.name("sentence")
            json.string(finding.rule.sentence)
            json.name("count")
            json.integer(finding.count)
            if let table = finding.table {
                json.name("table")
                json.string(table)
            }
            json.name("places")
            json.strings(finding.places)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

// MARK: - Backup

/// Copies the ledger to a new file, beside a worker that records.
///
/// The copy is checked before it gets its name, and a file that exists is never overwritten.
public struct BackUpLedger: Sendable {
    /// The file to write.
    public let file: String

    /// - Throws: ``ApplicationError`` with `notAllowed` where something of that name exists.
    public init(to file: String) throws(ApplicationError) {
        self.file = file
        var facts = stat()
        guard lstat(file, &facts) == 0 else { return }
        if (facts.st_mode & S_IFMT) == S_IFDIR {
            throw ApplicationError(
                .notAllowed,
                "\(file) is a folder.",
                "\(file) is een map.",
                remedy: .nameFile(folder: file)
            )
        }
        throw ApplicationError(
            .notAllowed,
            "\(file) exists already, and nothing is overwritten.",
            "\(file) bestaat al, en er wordt niets overschreven.",
            remedy: .nameNewFile
        )
    }

    /// What the backup has on disk until it is done. The caller removes it where a signal ends the process.
    public var partialFiles: [String] { LedgerFile.partialFiles(ofBackup: file) }
}

extension Application {
    /// - Parameter progress: how many pages are copied, of how many.
    public func execute(
        _ action: BackUpLedger,
        progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(LedgerError) -> LedgerBackup {
        let findings = try ledger.file.backUp(to: action.file, onProgress: progress)
        let attributes = try? FileManager.default.attributesOfItem(atPath: action.file)
        return LedgerBackup(
            file: action.file,
            check: LedgerCheck(findings),
            bytes: attributes?[.size] as? Int ?? 0
        )
    }
}

/// A backup that was made, or its copy that did not hold.
public struct LedgerBackup: Sendable {
    public let file: String
    /// Of the copy. Where it does not hold, the copy is removed.
    public let check: LedgerCheck
    public let bytes: Int

    /// The error of a copy that does not hold.
    public var failure: ApplicationError? {
        guard !check.holds else { return nil }
        return ApplicationError(
            .invalid,
            "The copy fails the check; no backup was made.",
            "De kopie doorstaat de controle niet; er is geen back-up gemaakt.",
            remedy: .checkLedgerAndKeepBackups
        )
    }

    /// Writes one JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("file")
        json.string(file)
        json.name("bytes")
        json.integer(bytes)
        json.name("holds")
        json.bool(check.holds)
        json.endObject()
    }
}

// MARK: - Migration

/// Brings the tables of a ledger up to date with this version.
public struct MigrateLedger: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    /// - Throws: ``LedgerError`` with `foreign` where the file is of another program or a newer version.
    public func plan() throws(LedgerError) -> LedgerMigration { try LedgerFile.migration(of: path) }

    /// Does the steps of the plan. Interrupted, the next migration continues with the missing step.
    public func execute(_ plan: LedgerMigration) throws(LedgerError) {
        if plan.isNeeded { try LedgerFile.migrate(path) }
    }
}

extension LedgerMigration {
    /// One JSON object.
    ///
    /// - Parameter isDryRun: whether nothing was done.
    public func write(to json: inout JSONWriter, isDryRun: Bool) {
        json.beginObject()
        json.name("from")
        json.integer(from)
        json.name("to")
        json.integer(to)
        json.name("migrated")
        json.bool(isNeeded && !isDryRun)
        json.name("steps")
        json.strings(steps)
        json.endObject()
    }
}

// MARK: - Restore

/// Puts a backup in the place of a ledger that no process has open.
public struct RestoreLedger: Sendable {
    /// The backup.
    public let file: String
    /// The ledger.
    public let path: String

    public init(from file: String, to path: String) {
        self.file = file
        self.path = path
    }

    /// What the restoration has on disk until it is done. The caller removes it where a signal ends the process.
    public var partialFiles: [String] { LedgerFile.partialFiles(ofRestoring: path) }

    /// Checks the backup, and finds out what subscribers must expect.
    ///
    /// - Throws: ``LedgerError``, with `locked` while a process has the ledger open.
    public func plan() throws(LedgerError) -> RestorePlan {
        let (findings, restoration) = try LedgerFile.restore(from: file, to: path, isRehearsal: true, at: .now)
        return RestorePlan(action: self, check: LedgerCheck(findings), restoration: restoration)
    }
}

/// What a restoration would do.
public struct RestorePlan: Sendable {
    public let action: RestoreLedger
    /// Of the backup.
    public let check: LedgerCheck
    fileprivate let restoration: LedgerRestoration?

    /// What would become of the ledger.
    ///
    /// - Throws: ``ApplicationError`` with `invalid` where the backup does not hold.
    public func requireRestoration() throws(ApplicationError) -> LedgerRestoration {
        if let restoration { return restoration }
        throw ApplicationError(
            .invalid,
            "\(action.file) fails the check. Nothing was changed.",
            "\(action.file) doorstaat de controle niet. Er is niets gewijzigd.",
            remedy: .ledger(.nameBackupThatHolds)
        )
    }

    /// Restores the backup that was planned in the place of the ledger that was planned.
    ///
    /// - Parameter progress: how many pages are copied, of how many.
    /// - Throws: ``LedgerError``; ``ApplicationError`` with `changedMeanwhile` where the backup or the ledger is not as
    ///   it was planned.
    public func execute(
        progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> LedgerRestoration {
        let planned = try requireRestoration()
        do throws(LedgerError) {
            let (_, done) = try LedgerFile.restore(
                from: action.file,
                to: action.path,
                planned: planned,
                at: .now,
                onProgress: progress
            )
            if let done { return done }
        } catch {
            guard error.code == .notPlanned else { throw error }
        }
        throw ApplicationError(
            .changedMeanwhile,
            "\(action.file) or \(action.path) has changed since the preview. Nothing was changed.",
            "\(action.file) of \(action.path) is gewijzigd sinds het voorbeeld. Er is niets gewijzigd.",
            remedy: .previewAgain
        )
    }
}

extension LedgerRestoration {
    /// One JSON object.
    ///
    /// - Parameters:
    ///   - file: the backup.
    ///   - ledger: the path that it is put in the place of.
    ///   - isDryRun: whether nothing was done.
    public func write(to json: inout JSONWriter, file: String, ledger: String, isDryRun: Bool) {
        json.beginObject()
        json.name("file")
        json.string(file)
        json.name("ledger")
        json.string(ledger)
        json.name("restored")
        json.bool(!isDryRun)
        json.name("kept")
        json.stringOrNull(kept)
        json.name("copy")
        copy.write(to: &json)
        if let replaced {
            json.name("replaced")
            replaced.write(to: &json)
        }
        json.name("eventsToPublish")
        json.integer(eventsToPublish)
        if let count = eventsNotInCopy {
            json.name("eventsNotInCopy")
            json.integer(count)
        }
        json.endObject()
    }
}

extension LedgerPosition {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("terminations")
        json.integer(terminations)
        if let settingsVersion {
            json.name("settingsVersion")
            json.integer(settingsVersion)
        }
        json.name("lastEvent")
        json.integer(lastEvent)
        if let lastEventAt {
            json.name("lastEventAt")
            json.instant(lastEventAt)
        }
        json.name("relayPosition")
        json.integer(relayPosition)
        json.endObject()
    }
}
