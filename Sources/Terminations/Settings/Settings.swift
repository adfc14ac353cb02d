/// One version of everything that is configured about terminations. Never changed once it is in use.
public struct Settings: Sendable, Equatable {
    /// Where local dates are meant when a message names no zone, and where dated rules begin.
    public let timeZone: Zone
    /// The language (BCP 47) in which every reason has a label.
    public let defaultLanguage: String
    public let reasonRequired: ReasonRequirement
    public let note: NoteSettings
    /// Days that an end date may lie before the day on which the termination occurred.
    public let maxBackdatingDays: Int
    /// Days that an end date may lie after the day on which the termination occurred.
    public let maxForwardDays: Int
    /// How long a correction or withdrawal waits for its termination.
    public let heldFor: Duration
    /// In the order in which they are shown.
    public let reasons: [CancellationReason]
}

extension Settings {
    /// The reason with this code, compared as in messages; aliases are not looked at.
    public func reason(_ code: String) -> CancellationReason? {
        reasons.first { $0.code.normalCode == code.normalCode }
    }

    /// The reason that has this alias, compared as in messages; codes are not looked at.
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
    /// Whether reports count a reason through another: it is that one, or was merged into it, directly or through others.
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

/// What holds for the notes of all reasons.
public struct NoteSettings: Sendable, Equatable {
    /// Unicode scalars.
    public let maxLength: Int
    /// Whether notes are part of published events.
    public let publish: Bool

    public static let standard = NoteSettings(maxLength: 2000, publish: false)
}

/// A version of the settings, as the ledger numbers it.
public struct SettingsVersion: Sendable {
    public let number: Int
    public let settings: Settings

    public init(number: Int, settings: Settings) {
        self.number = number
        self.settings = settings
    }
}

/// Settings that cannot be used, with everything that is wrong with them.
public struct InvalidSettings: Error, Sendable, Equatable {
    /// At least one.
    public let violations: [Violation]
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
