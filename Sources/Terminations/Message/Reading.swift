/// What could be read of one incoming message: every readable field, and every violation of form.
///
/// A violation of form needs neither settings nor history to be seen.
public struct Reading: Sendable {
    /// The id in the body, where it is a string of 1 to 128 characters.
    public let messageID: String?
    /// Where it is a string of 1 to 64 characters; likewise the next two.
    public let terminationID: String?
    public let contractID: String?
    public let customerID: String?
    /// Of every message that is a JSON object, whether it is valid or not: the same content has the same digest.
    public let contentDigest: ContentDigest?
    /// There when no rule of form is violated.
    public let message: TerminationMessage?
    /// In the order of the fields in the message contract.
    public let formViolations: [Violation]
    /// The body as it came, the envelope of a CloudEvent included; nil where it is no JSON.
    public let body: JSONValue?

    /// Reads a message. Total: whatever the bytes are, there is a reading.
    public init(_ incoming: IncomingMessage, limits: MessageLimits = MessageLimits()) {
        fatalError("in work")
    }
}
