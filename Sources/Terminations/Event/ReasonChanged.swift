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

    /// What a difference is to be told as; nil where nobody has to be told: the place in a list is for forms only.
    ///
    /// A reason that is removed is told as retired: nobody may give it any more.
    public init?(_ difference: ReasonDifference, settingsVersion: Int) {
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
        self.settingsVersion = settingsVersion
    }

    /// Writes the `data` of the event. A sensitive reason's labels are left out.
    func writeData(to data: inout JSONWriter, recordedAt: Instant) {
        data.beginObject()
        data.member("code", reason.code)
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
        data.member("replacedBy", reason.replacedBy)
        data.member("sensitive", reason.isSensitive)
        data.name("attributes")
        data.value(.object(reason.attributes))
        data.member("recordedAt", recordedAt)
        data.endObject()
    }
}
