/// Where in a document the termination message stands.
struct Envelope {
    /// The message's fields; nil where there is no object to look for them in.
    let object: JSONObject?
    let root: JSONPointer
    let violations: [Violation]

    init(_ body: JSONValue, contentType: ContentType) {
        switch contentType {
        case .message, .unsupported: self.init(message: body)
        case .cloudEvent: self.init(cloudEvent: body)
        }
    }

    private init(message body: JSONValue) {
        object = body.object
        root = .root
        violations = object == nil ? [Self.notAnObject(at: .root)] : []
    }

    /// CloudEvents 1.0, JSON event format: `data` holds the message, `datacontenttype` says what it is.
    private init(cloudEvent body: JSONValue) {
        root = JSONPointer("data")
        guard let event = body.object else {
            object = nil
            violations = [Self.notAnObject(at: .root)]
            return
        }
        var found: [Violation] = []
        if let dataContentType = event["datacontenttype"], !Self.isJSON(dataContentType) {
            found.append(
                Violation(
                    .unsupportedContentType,
                    at: JSONPointer("datacontenttype"),
                    "The data of the CloudEvent are not JSON.",
                    expected: "application/json"
                )
            )
        }
        let data = event["data"]
        object = data?.object
        if data == nil {
            found.append(
                Violation(.missingField, at: root, "The CloudEvent has no data.", expected: "termination message")
            )
        } else if object == nil {
            found.append(Self.notAnObject(at: root))
        }
        violations = found
    }

    private static func isJSON(_ dataContentType: JSONValue) -> Bool {
        guard let text = dataContentType.string else { return false }
        switch ContentType(text) {
        case .message: return true
        case .cloudEvent, .unsupported: return false
        }
    }

    private static func notAnObject(at pointer: JSONPointer) -> Violation {
        Violation(.notAnObject, at: pointer, "A termination message is a JSON object.", expected: "object")
    }
}
