/// What could be read of one incoming message: every readable field, and every violation of form.
///
/// A violation of form needs neither settings nor history to be seen.
public struct ParsedMessage: Sendable {
    /// The id in the body, where it is a string of 1 to 128 characters without control characters.
    public let messageID: String?
    /// Where it is a string of 1 to 64 characters without control characters; likewise the next two.
    public let terminationID: String?
    public let contractID: String?
    public let customerID: String?
    /// Of every message that is a JSON object, whether it is valid or not: the same content has the same digest.
    public let contentDigest: ContentDigest?
    /// There when no rule of form is violated.
    public let message: TerminationMessage?
    /// In the order of the fields in the message contract.
    public let formViolations: [Violation]
    /// Each field by itself; nil where there is no object to look for fields in, or where they are not judged.
    let draft: MessageFields?
    /// Where the message stands in the document.
    let root: JSONPointer

    /// Reads a message. Total: whatever the bytes are, there is a reading.
    public init(_ incoming: IncomingMessage, limits: MessageLimits = MessageLimits()) {
        let contentType = ContentType(incoming.properties.contentType)
        let violations = Self.violations(of: contentType) + Self.violations(of: incoming.properties)
        guard incoming.properties.truncatedBody == nil, incoming.body.count <= limits.maxBytes else {
            self.init(unreadable: [Self.tooLarge(incoming, limits)], violations)
            return
        }
        do {
            let body = try JSONValue(parsing: incoming.body, maxDepth: limits.maxDepth)
            self.init(Envelope(body, contentType: contentType, maxDepth: limits.maxDepth), violations, incoming)
        } catch {
            self.init(unreadable: [error], violations)
        }
    }

    /// What is no message at all, such as a row of a table, with why it is none.
    public init(unreadable violation: Violation) {
        self.init(unreadable: [violation], [])
    }

    /// - Parameter said: what is wrong with the properties that say what the body is. What cannot be read then is what it
    ///   is said to be, and nothing else is wrong with it.
    private init(unreadable violations: [Violation], _ said: [Violation], root: JSONPointer = .root) {
        self.init(draft: nil, digest: nil, said.isEmpty ? violations : said, root: root)
    }

    private init(_ envelope: Envelope, _ said: [Violation], _ incoming: IncomingMessage) {
        guard let object = envelope.object else {
            self.init(unreadable: envelope.violations, said, root: envelope.root)
            return
        }
        var fields = FieldReader(object, at: envelope.root)
        let draft = MessageFields(&fields)
        if let property = incoming.properties.messageID, let messageID = draft.messageID.value,
            !property.hasSameBytes(as: messageID)
        {
            // The property is no secret; but only what could be an id is repeated.
            let isID = (try? IdentifierField(maxLength: 128).read(.string(property))) != nil
            fields.note(
                .messageIDMismatch,
                at: Field.messageID.rawValue,
                "The field messageId differs from the property message-id of the delivery.",
                expected: isID ? property : nil
            )
        }
        let digest = incoming.redactedDigest ?? ContentDigest(of: CanonicalContent(of: draft, object: object).bytes)
        let found = said + envelope.violations + (envelope.isJudged ? fields.violations : [])
        self.init(draft: draft, digest: digest, found, root: envelope.root, isJudged: envelope.isJudged)
    }

    /// - Parameter isJudged: whether the fields are judged. Where not, only the ids are taken from them.
    private init(
        draft: MessageFields?,
        digest: ContentDigest?,
        _ violations: [Violation],
        root: JSONPointer,
        isJudged: Bool = true
    ) {
        self.draft = isJudged ? draft : nil
        self.root = root
        messageID = draft?.messageID.value
        terminationID = draft?.terminationID.value
        contractID = draft?.contractID.value
        customerID = draft?.customerID.value
        contentDigest = digest
        formViolations = violations.inContractOrder(root: root)
        message = violations.isEmpty ? draft.flatMap { draft in digest.flatMap { TerminationMessage(draft, $0) } } : nil
    }

    /// Whether this message, which was refused, asked for what another one does: the same step of the same termination.
    ///
    /// A message that names another contract asks for something else: two systems may use one id.
    public func isEarlierAttempt(at message: TerminationMessage) -> Bool {
        guard let draft, let terminationID, terminationID.hasSameBytes(as: message.terminationID),
            draft.action.value == message.action,
            draft.revision.defaulting(to: 1).value == Int64(message.revision)
        else { return false }
        return contractID.map { $0.hasSameBytes(as: message.contractID) } ?? true
    }

    private static func violations(of contentType: ContentType) -> [Violation] {
        switch contentType {
        case .message, .cloudEvent: []
        case .unsupported:
            [
                Violation(
                    .unsupportedContentType,
                    at: .root,
                    "The property content-type is not one that can be read.",
                    expected: "application/json or application/cloudevents+json, in UTF-8"
                )
            ]
        }
    }

    private static func violations(of properties: MessageProperties) -> [Violation] {
        guard let encoding = properties.contentEncoding, !ContentType.isUTF8(encoding) else { return [] }
        // A text that is no token (RFC 9110, section 5.6.2) could be anything.
        let isToken = 1...32 ~= encoding.utf8.count && encoding.utf8.allSatisfy(ContentType.isTokenCharacter)
        return [
            Violation(
                .unsupportedContentEncoding,
                at: .root,
                isToken
                    ? "The property content-encoding is \(encoding): such a body cannot be read."
                    : "The property content-encoding is not one that can be read.",
                expected: "the body unpacked, as JSON in UTF-8, and no content-encoding"
            )
        ]
    }

    private static func tooLarge(_ incoming: IncomingMessage, _ limits: MessageLimits) -> Violation {
        if let truncated = incoming.properties.truncatedBody, truncated.size <= limits.maxBytes {
            return Violation(
                .tooLarge,
                at: .root,
                "The body was too large when it came, and only its beginning was kept.",
                expected: "the same message, published again"
            )
        }
        return Violation(.tooLarge, at: .root, "The body is too large.", expected: "at most \(limits.maxBytes) bytes")
    }
}
