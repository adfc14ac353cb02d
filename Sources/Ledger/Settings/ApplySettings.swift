public import Terminations

/// The result of applying settings, or of a preview.
public struct SettingsApplication: Sendable {
    /// The version that holds them.
    public let version: Int
    /// Whether it is a new one: applying the current settings again changes nothing and publishes no event.
    public let isNew: Bool
    /// The version that was current before; nil where they are the first.
    public let base: Int?
    /// From the version before.
    public let difference: SettingsDifference
    /// How many `cancellation-reason.changed` events were recorded.
    public let eventCount: Int

    public init(version: Int, isNew: Bool, base: Int?, difference: SettingsDifference, eventCount: Int) {
        self.version = version
        self.isNew = isNew
        self.base = base
        self.difference = difference
        self.eventCount = eventCount
    }
}

extension Ledger {
    /// Makes a document the current settings and records an event for every reason that changed, in one transaction.
    ///
    /// Guarantees:
    /// - The version and its events are recorded together or not at all. A running worker judges by it from its next
    ///   batch on, and publishes the events.
    /// - A reason that a recorded termination has is never left out: history must be readable.
    ///
    /// - Parameters:
    ///   - actor: who does it; a login name.
    ///   - reason: why, in their words.
    ///   - base: the version that was current when the change was previewed; nil for the first settings of a ledger.
    ///   - source: the CloudEvents `source` of the events.
    /// - Throws: ``LedgerError`` with `settingsChanged` where another version than `base` is current, and with
    ///   `reasonInUse`.
    public func apply(
        _ document: SettingsDocument,
        by actor: Actor,
        reason: String,
        basedOn base: Int?,
        source: String,
        at now: Instant
    ) throws(LedgerError) -> SettingsApplication {
        try reportingLedgerErrors {
            try pool.write { database in
                let succession = try SettingsSuccession(database, to: document)
                try succession.require(base: base)
                let author = SettingsSuccession.Author(actor: actor, reason: reason)
                return try succession.record(database, by: author, source: source, at: now)
            }
        }
    }

    /// What ``apply(_:by:reason:basedOn:source:at:)`` would do now. Changes nothing.
    ///
    /// - Parameter base: the version that must be current; nil previews against whichever is.
    public func previewApplication(
        of document: SettingsDocument,
        basedOn base: Int? = nil
    ) throws(LedgerError) -> SettingsApplication {
        try reportingLedgerErrors {
            try pool.read { database in
                let succession = try SettingsSuccession(database, to: document)
                if let base { try succession.require(base: base) }
                if succession.isNew { try succession.demandUsedReasons(database) }
                return succession.application
            }
        }
    }

    /// Makes a document the current settings without an event for each reason. Tests and measurements begin with it.
    package func apply(
        _ document: SettingsDocument,
        by actor: Actor,
        at now: Instant
    ) throws(LedgerError) -> SettingsApplication {
        try reportingLedgerErrors {
            try pool.write { database in
                let author = SettingsSuccession.Author(actor: actor, reason: "")
                return try SettingsSuccession(database, to: document).record(database, by: author, source: nil, at: now)
            }
        }
    }
}

extension Recorder {
    /// What replaying dead letters would do if a document were the current settings, found by doing it and rolling back.
    /// Changes nothing.
    ///
    /// Holds the ledger's write lock meanwhile, as a replay does. See ``previewReplay(_:patch:asOf:at:)`` for what the dead
    /// letters of one call see of each other.
    public func previewReplay(
        _ ids: [String],
        under document: SettingsDocument,
        at now: Instant
    ) throws(LedgerError) -> [ReplayOutcome] {
        // The version of the preview has the number of the next real one.
        defer { forgetJudge() }
        return try dryRun { database in
            let succession = try SettingsSuccession(database, to: document)
            let author = SettingsSuccession.Author(actor: .preview, reason: "preview")
            if succession.isNew { try succession.insert(database, by: author, at: now) }
            return try judgeAgain(
                .ids(ids),
                database,
                asOf: .occurred,
                by: AuditTrail.Author(actor: .preview, reason: "preview"),
                isDryRun: true,
                at: now
            )
        }
    }
}
