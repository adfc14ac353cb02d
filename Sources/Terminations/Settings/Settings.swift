/// One version of the business rules for terminations. A version in use never changes.
public struct Settings: Sendable, Equatable {
    /// The zone of local dates where a message names none, and of the days from which dated rules apply.
    public let timeZone: Zone
    /// The language (BCP 47) in which every reason has a label.
    public let defaultLanguage: String
    public let reasonRequired: ReasonRequirement
    public let note: NoteSettings
    /// The most days that an end date may be before the day on which the termination occurred.
    public let maxBackdatingDays: Int
    /// The most days that an end date may be after the day on which the termination occurred.
    public let maxForwardDays: Int
    /// How long a correction or withdrawal waits for its termination.
    public let heldFor: Duration
    /// In the order in which they are shown.
    public let reasons: [CancellationReason]
}

extension Settings {
    /// The reason with this code, compared as in messages. Aliases do not count.
    public func reason(_ code: String) -> CancellationReason? {
        reasons.first { $0.code.normalCode == code.normalCode }
    }

    /// The reason with this alias, compared as in messages. Codes do not count.
    public func reason(withAlias alias: String) -> CancellationReason? {
        reasons.first { $0.aliases.contains { $0.normalCode == alias.normalCode } }
    }

    /// The code of the reason under which reports count this one, through all merges.
    public func countedUnder(_ code: String) -> String {
        var current = code
        for _ in 0..<reasons.count {
            guard let next = reason(current)?.replacedBy else { break }
            current = reason(next)?.code ?? next
        }
        return current
    }
}

extension Settings {
    /// Whether reports count a reason through another: they are the same, or it was merged into the other, directly or
    /// through others.
    public func isCounted(_ code: String, through other: String) -> Bool {
        var current: String? = code
        for _ in 0...reasons.count {
            guard let code = current else { return false }
            if code.normalCode == other.normalCode { return true }
            current = reason(code)?.replacedBy
        }
        return false
    }
}

/// The rules for all notes.
public struct NoteSettings: Sendable, Equatable {
    /// Unicode scalars.
    public let maxLength: Int
    /// Whether notes are part of published events.
    public let publish: Bool

    public static let standard = NoteSettings(maxLength: 2000, publish: false)
}

/// Settings with their version number in the ledger.
public struct SettingsVersion: Sendable {
    public let number: Int
    public let settings: Settings

    public init(number: Int, settings: Settings) {
        self.number = number
        self.settings = settings
    }
}

/// Settings that cannot be used, with all their violations.
public struct InvalidSettings: Error, Sendable, Equatable {
    /// At least one.
    public let violations: [Violation]

    package init(violations: [Violation]) {
        self.violations = violations
    }
}

extension InvalidSettings: CustomStringConvertible {
    public var description: String {
        violations.map { violation in
            let place = violation.pointer == .root ? "" : "\(violation.pointer): "
            let suggestion = violation.suggestion.map { " Did you mean \($0)?" } ?? ""
            return "\(place)\(violation.message)\(suggestion) [\(violation.code.rawValue)]"
        }.joined(separator: "\n")
    }
}

extension Settings {
    /// The fewest days for which messages must be kept. By these settings a message may be this many days late, including
    /// the time that it waits for its termination, so younger messages may still be replayed or corrected.
    public var shortestRetentionDays: Int {
        let waiting = heldFor.components
        let days = Int(waiting.seconds / 86_400)
        let hasRest = waiting.seconds % 86_400 != 0 || waiting.attoseconds != 0
        return maxBackdatingDays + days + (hasRest ? 1 : 0)
    }
}
