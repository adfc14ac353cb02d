import JSON
import Ledger
import Terminations

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
