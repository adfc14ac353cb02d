/// A reason as it read at the moment of judging. It never changes when the settings do.
public struct ReasonSnapshot: Sendable, Equatable {
    public let code: String
    /// As the message gave it, trimmed; an alias perhaps.
    public let givenCode: String
    /// In ``language``.
    public let label: String
    public let language: String
    public let labels: [String: String]
    public let category: String?
    public let voluntary: Bool?
    public let settingsVersion: Int
    public let attributes: JSONObject
    /// Whether code and label stay out of logs and published events.
    public var isSensitive: Bool
}
