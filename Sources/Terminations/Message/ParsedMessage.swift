import JSON

/// One incoming message as it was read: every valid field, and every violation of form.
///
/// A violation of form depends on neither settings nor history.
public struct ParsedMessage: Sendable {
    /// The id in the body, where it is a string of 1 to 128 characters without control characters.
    public let messageID: String?
    /// The id, where it is a string of 1 to 64 characters without control characters; likewise the next two.
    public let terminationID: String?
    public let contractID: String?
    public let customerID: String?
    /// Every message that is a JSON object has one, whether it is valid or not. The same content has the same digest.
    public let contentDigest: ContentDigest?
    /// Present when there are no violations of form.
    public let message: TerminationMessage?
    /// In the order of the fields in the message contract.
    public let formViolations: [Violation]
    /// Each field by itself; nil where there is no object, or where its fields are not judged.
    let fields: MessageFields?
    /// The place of the message in the document.
    let root: JSONPointer

    /// Reads a message. Any bytes have a result.
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
            self.init(unreadable: [Violation(error)], violations)
        }
    }

    /// An input that is not a message, such as an unreadable row of a table.
    public init(unreadable violation: Violation) {
        self.init(unreadable: [violation], [])
    }

    /// - Parameter said: the violations of the properties that describe the body. Where there are any, an unreadable body
    ///   has no violations of its own.
    private init(unreadable violations: [Violation], _ said: [Violation], root: JSONPointer = .root) {
        self.init(fields: nil, digest: nil, said.isEmpty ? violations : said, root: root)
    }

    private init(_ envelope: Envelope, _ said: [Violation], _ incoming: IncomingMessage) {
        guard let object = envelope.object else {
            self.init(unreadable: envelope.violations, said, root: envelope.root)
            return
        }
        var reader = FieldReader(object, at: envelope.root)
        let fields = MessageFields(&reader)
        if let property = incoming.properties.messageID, let messageID = fields.messageID.value,
            !property.hasSameBytes(as: messageID)
        {
            // Only a property that could be an id is repeated.
            let isID = (try? IdentifierField(maxLength: 128).read(.string(property))) != nil
            reader.report(
                .messageIDMismatch,
                at: Field.messageID.rawValue,
                "The field messageId differs from the property message-id of the delivery.",
                expected: isID ? property : nil
            )
        }
        let digest = incoming.redactedDigest ?? ContentDigest(of: CanonicalContent(of: fields, object: object).bytes)
        let found = said + envelope.violations + (envelope.isJudged ? reader.violations : [])
        self.init(fields: fields, digest: digest, found, root: envelope.root, isJudged: envelope.isJudged)
    }

    /// - Parameter isJudged: whether the fields are judged. Where not, only their ids are used.
    private init(
        fields: MessageFields?,
        digest: ContentDigest?,
        _ violations: [Violation],
        root: JSONPointer,
        isJudged: Bool = true
    ) {
        self.fields = isJudged ? fields : nil
        self.root = root
        messageID = fields?.messageID.value
        terminationID = fields?.terminationID.value
        contractID = fields?.contractID.value
        customerID = fields?.customerID.value
        contentDigest = digest
        formViolations = violations.inContractOrder(root: root)
        message =
            violations.isEmpty ? fields.flatMap { fields in digest.flatMap { TerminationMessage(fields, $0) } } : nil
    }

    /// Whether this refused message requested the same step of the same termination as another one.
    ///
    /// A message for another contract does not, because two systems may use the same id.
    public func isEarlierAttempt(at message: TerminationMessage) -> Bool {
        guard let fields, let terminationID, terminationID.hasSameBytes(as: message.terminationID),
            fields.action.value == message.action,
            fields.revision.defaulting(to: 1).value == Int64(message.revision)
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
        // A text that is not a token (RFC 9110, section 5.6.2) could be anything.
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
                "The body was too large when it was received, and only its beginning was kept.",
                expected: "the same message, published again"
            )
        }
        return Violation(.tooLarge, at: .root, "The body is too large.", expected: "at most \(limits.maxBytes) bytes")
    }
}
