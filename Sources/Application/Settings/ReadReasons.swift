import JSON
import Ledger
import Terminations

extension Application {
    /// One reason, by its code or by an alias, and how often it is recorded.
    ///
    /// - Parameter version: of the settings; nil is the current one.
    public func reason(_ code: String, version: Int? = nil) throws -> ReasonDetails {
        let applied = try appliedSettings(version)
        let settings = try applied.settingsDocument().settings
        let reason = try Self.reason(code, in: settings)
        let uses = try ledger.reasonUses().filter { $0.code == reason.code }
        return ReasonDetails(
            reason: reason,
            settingsVersion: applied.version,
            uses: uses.map { CountedReasonUse(use: $0, countedUnder: settings.countedUnder($0.code)) }
        )
    }

    /// How often each reason is recorded.
    ///
    /// - Parameter code: only this reason and what was merged into it; nil counts all, and those without a reason.
    public func reasonUsage(_ code: String? = nil) throws -> ReasonUsage {
        let settings = try appliedSettings().settingsDocument().settings
        var uses = try ledger.reasonUses().map {
            CountedReasonUse(use: $0, countedUnder: settings.countedUnder($0.code))
        }
        if let code {
            let wanted = try Self.reason(code, in: settings).code
            uses.removeAll { $0.use.code != wanted && $0.countedUnder != wanted }
        }
        return ReasonUsage(
            uses: uses,
            withoutReason: code == nil ? try ledger.countTerminationsWithoutReason() : 0,
            settings: settings
        )
    }

    private static func reason(_ code: String, in settings: Settings) throws(ApplicationError) -> CancellationReason {
        if let reason = settings.reason(code) ?? settings.reason(withAlias: code) { return reason }
        throw ApplicationError(
            .notFound,
            "There is no reason \(code).",
            "Er is geen reden \(code).",
            remedy: .listReasons
        )
    }
}

/// One reason with everything that it says, and how often it is recorded.
public struct ReasonDetails: Sendable {
    public let reason: CancellationReason
    /// The version of the settings that it is read from.
    public let settingsVersion: Int
    public let uses: [CountedReasonUse]

    /// Recorded terminations that have it.
    public var recorded: Int { uses.reduce(0) { $0 + $1.use.count } }

    /// One JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        reason.writeMembers(to: &json)
        json.name("settingsVersion")
        json.integer(settingsVersion)
        json.name("uses")
        json.beginArray()
        for use in uses { use.write(to: &json) }
        json.endArray()
        json.endObject()
    }
}

/// How often a reason is recorded as it read at one time, and under which reason reports count it now.
public struct CountedReasonUse: Sendable {
    public let use: ReasonUse
    public let countedUnder: String

    /// One JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("code")
        json.string(use.code)
        json.name("givenCode")
        json.string(use.givenCode)
        json.name("label")
        json.string(use.label)
        json.name("settingsVersion")
        json.integer(use.settingsVersion)
        json.name("recorded")
        json.integer(use.count)
        json.name("countedUnder")
        json.string(countedUnder)
        json.endObject()
    }
}

/// Recorded terminations by reason.
public struct ReasonUsage: Sendable {
    /// What is counted under one reason.
    public struct Total: Sendable {
        public let code: String
        /// In the default language; empty where the settings have no such reason.
        public let label: String
        public let recorded: Int

        /// One JSON object.
        public func write(to json: inout JSONWriter) {
            json.beginObject()
            json.name("code")
            json.string(code)
            json.name("label")
            json.string(label)
            json.name("recorded")
            json.integer(recorded)
            json.endObject()
        }
    }

    public let uses: [CountedReasonUse]
    /// Recorded terminations without a reason.
    public let withoutReason: Int
    fileprivate let settings: Settings

    /// Added up by the reason under which reports count them, the most frequent first.
    public var totals: [Total] {
        var counts: [String: Int] = [:]
        for use in uses { counts[use.countedUnder, default: 0] += use.use.count }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { code, count in
            let label = settings.reason(code)?.labels[settings.defaultLanguage] ?? ""
            return Total(code: code, label: label, recorded: count)
        }
    }

    /// One JSON object for those without a reason.
    public func writeWithoutReason(to json: inout JSONWriter) {
        json.beginObject()
        json.name("code")
        json.null()
        json.name("recorded")
        json.integer(withoutReason)
        json.endObject()
    }
}

extension CancellationReason {
    /// One JSON object with every member, whether the reason has a value for it or not.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(to: &json)
        json.endObject()
    }

    func writeMembers(to json: inout JSONWriter) {
        json.name("code")
        json.string(code)
        json.name("labels")
        json.beginObject()
        for (language, label) in labels.sorted(by: { $0.key < $1.key }) {
            json.name(escaping: language)
            json.string(label)
        }
        json.endObject()
        json.name("category")
        json.stringOrNull(category)
        json.name("voluntary")
        if let voluntary { json.bool(voluntary) } else { json.null() }
        json.name("note")
        json.string(note.presence.rawValue)
        json.name("noteMinLength")
        if let minLength = note.minLength { json.integer(minLength) } else { json.null() }
        json.name("allowed")
        json.beginObject()
        json.name("initiator")
        json.sortedOrNull(allowed.initiators?.map(\.rawValue))
        json.name("terminationType")
        json.sortedOrNull(allowed.terminationTypes?.map(\.rawValue))
        json.name("contractType")
        json.sortedOrNull(allowed.contractTypes.map(Array.init))
        json.endObject()
        json.name("validFrom")
        json.stringOrNull(validFrom?.description)
        json.name("validThrough")
        json.stringOrNull(validThrough?.description)
        json.name("replacedBy")
        json.stringOrNull(replacedBy)
        json.name("aliases")
        json.strings(aliases)
        json.name("sensitive")
        json.bool(isSensitive)
        json.name("attributes")
        json.value(.object(attributes))
    }
}

extension JSONWriter {
    fileprivate mutating func sortedOrNull(_ texts: [String]?) {
        if let texts { strings(texts.sorted()) } else { null() }
    }
}
