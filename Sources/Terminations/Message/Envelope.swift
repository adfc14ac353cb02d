import JSON

/// The place of the termination message in a document.
struct Envelope {
    /// The message; nil where it is not an object.
    let object: JSONObject?
    let root: JSONPointer
    let violations: [Violation]
    /// Whether the fields are judged. Where not, they only identify the message.
    let isJudged: Bool

    init(_ body: JSONValue, contentType: ContentType, maxDepth: Int) {
        switch contentType {
        case .cloudEvent: self.init(cloudEvent: body, maxDepth: maxDepth)
        case .unsupported where body.isCloudEvent: self.init(cloudEvent: body, maxDepth: maxDepth)
        case .message where body.isCloudEvent: self.init(cloudEventWithoutType: body, maxDepth: maxDepth)
        case .message, .unsupported: self.init(message: body)
        }
    }

    private init(_ object: JSONObject?, root: JSONPointer, _ violations: [Violation], isJudged: Bool = true) {
        self.object = object
        self.root = root
        self.violations = violations
        self.isJudged = isJudged
    }

    private init(message body: JSONValue) {
        self.init(body.object, root: .root, body.object == nil ? [Self.notAnObject(at: .root)] : [])
    }

    /// A CloudEvent with the content type of a message. The content type is its only violation.
    private init(cloudEventWithoutType body: JSONValue, maxDepth: Int) {
        let event = Envelope(cloudEvent: body, maxDepth: maxDepth)
        let violation = Violation(
            .unsupportedContentType,
            at: .root,
            "This is a CloudEvent: set the content type application/cloudevents+json.",
            expected: "application/cloudevents+json"
        )
        self.init(event.object, root: event.root, [violation], isJudged: false)
    }

    /// CloudEvents 1.0, JSON event format: either `data` or `data_base64` holds the message (section 3.1.1), and
    /// `datacontenttype` is its content type.
    private init(cloudEvent body: JSONValue, maxDepth: Int) {
        guard let event = body.object else {
            self.init(nil, root: CloudEventData.plain.pointer, [Self.notAnObject(at: .root)])
            return
        }
        let data = Self.data(of: event, maxDepth: maxDepth)
        guard let dataContentType = event["datacontenttype"], !Self.isJSON(dataContentType) else {
            self = data
            return
        }
        let violation = Violation(
            .unsupportedContentType,
            at: JSONPointer("datacontenttype"),
            "The data of the CloudEvent are not JSON.",
            expected: "application/json"
        )
        // Data of another type have no other violations, unless they can still be read.
        let others = data.object == nil ? [] : data.violations
        self.init(data.object, root: data.root, [violation] + others, isJudged: data.isJudged)
    }

    private static func data(of event: JSONObject, maxDepth: Int) -> Envelope {
        // Many senders write the other member as null.
        let plain = event[CloudEventData.plain.rawValue]
        switch (plain, event[CloudEventData.base64.rawValue]) {
        case (nil, nil), (nil, .null):
            let root = CloudEventData.plain.pointer
            let missing = Violation(
                .missingField,
                at: root,
                "The CloudEvent has no data.",
                expected: "termination message"
            )
            return Envelope(nil, root: root, [missing])
        case (let data?, nil), (let data?, .null):
            let root = CloudEventData.plain.pointer
            return Envelope(data.object, root: root, data.object == nil ? [notAnObject(at: root, data)] : [])
        case (nil, let encoded?), (.null, let encoded?):
            return Envelope(base64: encoded, maxDepth: maxDepth)
        case (let data?, _?):
            let root = CloudEventData.base64.pointer
            let both = Violation(
                .unknownValue,
                at: root,
                "A CloudEvent has either data or data_base64, not both.",
                expected: "one of the two"
            )
            return Envelope(data.object, root: CloudEventData.plain.pointer, [both], isJudged: false)
        }
    }

    private init(base64 encoded: JSONValue, maxDepth: Int) {
        let root = CloudEventData.base64.pointer
        guard let bytes = encoded.string.flatMap(Base64.decode) else {
            let violation = Violation(
                .wrongType,
                at: root,
                "The member data_base64 is not Base64.",
                expected: "Base64 (RFC 4648, section 4) of a JSON object in UTF-8"
            )
            self.init(nil, root: root, [violation])
            return
        }
        do {
            let message = try JSONValue(parsing: bytes, maxDepth: maxDepth)
            self.init(message.object, root: root, message.object == nil ? [Self.notAnObject(at: root)] : [])
        } catch {
            self.init(nil, root: root, [Violation(error, under: root)])
        }
    }

    private static func isJSON(_ dataContentType: JSONValue) -> Bool {
        guard let text = dataContentType.string else { return false }
        switch ContentType(text) {
        case .message: return true
        case .cloudEvent, .unsupported: return false
        }
    }

    private static func notAnObject(at pointer: JSONPointer, _ data: JSONValue? = nil) -> Violation {
        Violation(
            .notAnObject,
            at: pointer,
            "A termination message is a JSON object.",
            expected: data?.string == nil
                ? "object" : "the object itself instead of a string; its Base64 in data_base64"
        )
    }
}

/// The members of a CloudEvent that may carry the message (CloudEvents JSON event format 1.0, section 3.1).
enum CloudEventData: String, CaseIterable {
    case plain = "data"
    case base64 = "data_base64"

    var pointer: JSONPointer { JSONPointer(rawValue) }
}

extension JSONValue {
    /// Whether the document is a structured CloudEvent, regardless of its content type.
    ///
    /// No attribute of a CloudEvent may be named `messageId`, so a message with a member `specversion` is still a message.
    var isCloudEvent: Bool {
        guard let object, object[Field.messageID.rawValue] == nil else { return false }
        return object["specversion"] != nil
    }

    /// The CloudEvent with the JSON object or array in `data_base64` decoded; nil where there is none.
    ///
    /// For display, and for patches, whose pointers lead into it as those of violations do.
    public var withDecodedData: JSONValue? {
        guard let members = object?.members,
            let index = members.firstIndex(where: { $0.name == CloudEventData.base64.rawValue }),
            let bytes = members[index].value.string.flatMap(Base64.decode),
            let data = try? JSONValue(parsing: bytes, maxDepth: JSONValue.maxDepth)
        else { return nil }
        switch data {
        case .object, .array: return replacing(index, by: data)
        case .null, .bool, .number, .string: return nil
        }
    }

    /// The same document with an object or array in `data_base64` encoded.
    public var withEncodedData: JSONValue {
        guard let members = object?.members,
            let index = members.firstIndex(where: { $0.name == CloudEventData.base64.rawValue })
        else { return self }
        switch members[index].value {
        case .object, .array:
            var writer = JSONWriter()
            writer.value(members[index].value)
            return replacing(index, by: .string(Base64.encode(writer.bytes)))
        case .null, .bool, .number, .string: return self
        }
    }

    private func replacing(_ index: Int, by value: JSONValue) -> JSONValue {
        var members = object?.members ?? []
        members[index] = JSONObject.Member(name: members[index].name, value: value)
        return .object(JSONObject(distinct: members))
    }
}
