extension Event {
    /// The event that tells of a changed reason.
    ///
    /// It belongs to no contract. Its `subject` and `partitionkey` are the reason's code, so that the changes of one
    /// reason keep their order; a sensitive reason's is withheld, as in all events.
    ///
    /// - Parameter context: its `recordedAt` is when the settings were applied; its `contractSequence` is not used.
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
    /// The id of what this version of the settings did to a reason.
    static func of(reasonCode: String, settingsVersion: Int) -> String {
        uuid([reasonCode, String(settingsVersion), EventType.reasonChanged.rawValue])
    }
}
