import Synchronization

/// The reasons of one version of the settings, by every code and alias.
struct ReasonDirectory: Sendable {
    private let version: SettingsVersion
    private let byCode: [String: CancellationReason]
    /// The snapshot for each reason's own code, which most messages give.
    private let snapshots: [String: ReasonSnapshot]
    /// Codes, aliases and labels with the codes that they mean, without sensitive and merged reasons.
    private let names: Nearest
    private let suggestions = RecentSuggestions()

    init(_ version: SettingsVersion) {
        self.version = version
        var byCode: [String: CancellationReason] = [:]
        for reason in version.settings.reasons { byCode[reason.code.normalCode] = reason }
        // Aliases come after codes, because an alias may take over the code of a merged reason.
        for reason in version.settings.reasons {
            for alias in reason.aliases { byCode[alias.normalCode] = reason }
        }
        self.byCode = byCode
        snapshots = Dictionary(
            version.settings.reasons.map { ($0.code, ReasonSnapshot($0, given: $0.code, in: version)) },
            uniquingKeysWith: { first, _ in first }
        )
        var names: [String: String] = [:]
        for reason in version.settings.reasons where !reason.isSensitive && reason.replacedBy == nil {
            for name in [reason.code] + reason.aliases + reason.labels.values { names[name] = reason.code }
        }
        self.names = Nearest(names)
    }

    /// The reason that a message's `reasonCode` names.
    enum Choice {
        /// No reason is given.
        case none
        /// The field is invalid, so rules that need the reason are not judged.
        case unreadable
        case unknown(code: String)
        case reason(CancellationReason)

        var reason: CancellationReason? {
            switch self {
            case .reason(let reason): reason
            case .none, .unreadable, .unknown: nil
            }
        }
    }

    func choice(of code: Parsed<String>) -> Choice {
        switch code {
        case .absent: .none
        case .invalid: .unreadable
        case .value(let code): byCode[code.normalCode].map(Choice.reason) ?? .unknown(code: code)
        }
    }

    /// The code of the last reason into which this one was merged; nil where that is sensitive.
    func successor(of reason: CancellationReason) -> String? {
        var current = reason
        for _ in 0..<version.settings.reasons.count {
            guard let next = current.replacedBy, let successor = byCode[next.normalCode] else { break }
            current = successor
        }
        return current.isSensitive || current.code == reason.code ? nil : current.code
    }

    /// Up to three codes whose code, alias or label is near the given one, without sensitive and merged reasons.
    func nearest(to given: String) -> String? {
        suggestions.suggestion(for: given) {
            let found = names.meanings(near: given, atMost: 3)
            return found.isEmpty ? nil : found.joined(separator: ", ")
        }
    }

    /// The reason as it is in this version of the settings.
    func snapshot(of reason: CancellationReason, given: String?) -> ReasonSnapshot {
        let given = given ?? reason.code
        if given.hasSameBytes(as: reason.code), let snapshot = snapshots[given] { return snapshot }
        return ReasonSnapshot(reason, given: given, in: version)
    }
}

/// A cache of suggestions: a CRM that sends a wrong code sends it repeatedly.
private final class RecentSuggestions: Sendable {
    private static let most = 256

    private let known = Mutex<[String: String?]>([:])

    func suggestion(for given: String, or find: () -> String?) -> String? {
        if let known = known.withLock({ $0[given] }) { return known }
        let found = find()
        known.withLock { known in
            if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
            known[given] = .some(found)
        }
        return found
    }
}

extension ReasonSnapshot {
    fileprivate convenience init(_ reason: CancellationReason, given: String, in version: SettingsVersion) {
        let language = version.settings.defaultLanguage
        self.init(
            code: reason.code,
            givenCode: given,
            label: reason.labels[language] ?? reason.code,
            language: language,
            labels: reason.labels,
            category: reason.category,
            voluntary: reason.voluntary,
            settingsVersion: version.number,
            attributes: reason.attributes,
            isSensitive: reason.isSensitive
        )
    }
}
