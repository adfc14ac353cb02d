import JSON

/// The content of the event `cancellation-reason.changed.v1`: what happened to a reason, and its present state.
public struct ReasonChanged: Sendable, Equatable {
    public enum Change: String, Sendable {
        case created
        case edited
        case retired
        case restored
        case merged
    }

    public let change: Change
    /// Its present state, or its last one where the settings no longer have it.
    public let reason: CancellationReason
    /// The version of the settings that made the change.
    public let settingsVersion: Int
    /// Whether the reason into which it was merged is sensitive.
    let hasSensitiveSuccessor: Bool

    /// nil for a difference that is not published: the order of the reasons only matters to forms.
    ///
    /// A removed reason is published as retired, because nobody may give it any more.
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

    /// The code, or a placeholder for a sensitive reason.
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

extension Event {
    /// The event about a changed reason.
    ///
    /// It belongs to no contract. Its `subject` and `partitionkey` are the reason's code, so that the changes of one reason
    /// keep their order. The code of a sensitive reason is withheld, as in all events.
    ///
    /// - Parameter context: its `recordedAt` is when the settings were applied. Its `contractSequence` is not used.
    public static func reasonChanged(_ changed: ReasonChanged, context: EventContext) -> Event {
        let id = EventID.of(reasonCode: changed.reason.code, settingsVersion: changed.settingsVersion)
        let subject = CloudEventText.replacing(changed.publishedCode)
        let envelope = EventEnvelope(
            id: id,
            type: .reasonChanged,
            subject: subject,
            partitionKey: subject,
            causationID: nil,
            context: context
        )
        return Event(
            id: id,
            type: .reasonChanged,
            subject: subject,
            contractID: nil,
            contractSequence: nil,
            body: envelope.body(capacity: 1024) { changed.writeData(to: &$0, recordedAt: context.recordedAt) }
        )
    }
}

extension EventID {
    /// The id of the event about a reason's change by this version of the settings.
    static func of(reasonCode: String, settingsVersion: Int) -> String {
        uuid([reasonCode, String(settingsVersion), EventType.reasonChanged.rawValue])
    }
}
