/// What the event `cancellation-reason.changed.v1` tells: what happened to a reason, and how it reads now.
public struct ReasonChanged: Sendable, Equatable {
    public enum Change: String, Sendable {
        case created
        case edited
        case retired
        case restored
        case merged
    }

    public let change: Change
    /// As it reads now; as it last read where the settings do not have it any more.
    public let reason: CancellationReason
    /// The version of the settings that made the change.
    public let settingsVersion: Int
    /// Whether the code of the reason that it was merged into must not be told.
    let hasSensitiveSuccessor: Bool

    /// What a difference is to be told as; nil where nobody has to be told: the place in a list is for forms only.
    ///
    /// A reason that is removed is told as retired: nobody may give it any more.
    public init?(_ difference: ReasonDifference, in settings: SettingsVersion) {
        let change: Change? =
            switch difference.kind {
            case .created: .created
            case .removed, .retired: .retired
            case .merged: .merged
            case .restored: .restored
            case .edited: .edited
            case .moved: nil
            }
        guard let change, let reason = difference.after ?? difference.before else { return nil }
        self.change = change
        self.reason = reason
        settingsVersion = settings.number
        let successor = reason.replacedBy?.normalCode
        hasSensitiveSuccessor = settings.settings.reasons.contains {
            $0.isSensitive && $0.code.normalCode == successor
        }
    }

    /// The code as subscribers may see it.
    var publishedCode: String { reason.isSensitive ? ReasonSnapshot.withheld : reason.code }

    /// Writes the `data` of the event. Codes and labels of sensitive reasons are left out.
    func writeData(to data: inout JSONWriter, recordedAt: Instant) {
        data.beginObject()
        data.member("code", publishedCode)
        data.member("change", change.rawValue)
        data.member("settingsVersion", Int64(settingsVersion))
        if !reason.isSensitive {
            data.name("labels")
            data.beginObject()
            for (language, label) in reason.labels.sorted(by: { $0.key < $1.key }) {
                data.name(escaping: language)
                data.string(label)
            }
            data.endObject()
        }
        data.member("category", reason.category)
        data.member("voluntary", reason.voluntary)
        data.member("validFrom", reason.validFrom)
        data.member("validThrough", reason.validThrough)
        if reason.replacedBy != nil {
            data.member("replacedBy", hasSensitiveSuccessor ? ReasonSnapshot.withheld : reason.replacedBy)
        }
        data.member("sensitive", reason.isSensitive)
        data.name("attributes")
        data.value(.object(reason.attributes))
        data.member("recordedAt", recordedAt)
        data.endObject()
    }
}
