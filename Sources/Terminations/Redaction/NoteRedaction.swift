import JSON

/// A document of the ledger with its note removed.
///
/// The note is the member `note` of a message, however it is spelled (`Note`, `notes`, `nоte` with a Cyrillic letter). The message
/// is the document itself or the `data` of a CloudEvent, plain or in Base64. In a refused message the note can have any type, and the message can be in an array or in a string that contains
/// JSON. Notes are removed from all of these.
public struct NoteRedaction: Sendable {
    /// The document without the note.
    public let bytes: [UInt8]
    /// What was removed, in every form in which a file may contain it. Empty forms are left out.
    public let removed: [RemovedText]

    /// Redacts a message as it was received; nil where it has no note.
    ///
    /// The note is replaced by `null`, which means that there is none. In a JSON object no other byte changes, except that
    /// Base64 is encoded again. An array is written again. A body that is not JSON, and data that are neither JSON nor
    /// Base64, are removed as a whole, since it is not known where in them a note is.
    public init?(ofMessage body: [UInt8]) {
        guard !body.isEmpty else { return nil }
        guard let document = try? JSONValue(parsing: body, maxDepth: JSONValue.maxDepth) else {
            bytes = []
            removed = [RemovedText(bytes: body)]
            return
        }
        var bytes = body
        var cleaning = NoteCleaning()
        if let object = document.object {
            let inData = object[CloudEventData.plain.rawValue]?.object?.members ?? []
            let paths =
                object.members.map { [$0.name] } + inData.map { [CloudEventData.plain.rawValue, $0.name] }
            for path in paths where path.last.map(ShownValue.isSpelledNote) ?? false {
                guard let note = document.value(at: path), !note.isBlank,
                    let range = JSONMemberPlace.range(of: path, in: bytes)
                else { continue }
                cleaning.removed.append(RemovedText(note, spelled: Array(bytes[range])))
                bytes.replaceSubrange(range, with: "null".utf8)
            }
            for member in CloudEventData.allCases {
                // The note of an object in data has already been replaced by its bytes.
                guard let value = object[member.rawValue], member == .base64 || value.object == nil,
                    let clean = cleaning.clean(value, in: NoteCleaning.Place(member, of: object)),
                    let range = JSONMemberPlace.range(of: [member.rawValue], in: bytes)
                else { continue }
                bytes.replaceSubrange(range, with: clean.written)
            }
        } else if let clean = cleaning.clean(document, in: .document) {
            bytes = clean.written
        }
        guard !cleaning.removed.isEmpty else { return nil }
        self.bytes = bytes
        removed = cleaning.removed
    }

    /// Redacts an event that Terminus wrote; nil where it has no note. The member `note` is removed, `notePresent` stays.
    ///
    /// - Parameter repeating: whether these bytes contain the message's note. An attribute that the message supplied, such
    ///   as `correlationid`, is removed where they do.
    public init?(ofEvent body: [UInt8], repeating: (_ bytes: [UInt8]) -> Bool = { _ in false }) {
        guard let event = try? JSONValue(parsing: body, maxDepth: JSONValue.maxDepth).object else { return nil }
        var removed: [RemovedText] = []
        var isChanged = false
        let members = event.members.compactMap { member -> JSONObject.Member? in
            if member.name == "data", let data = member.value.object, let note = data["note"], !note.isBlank {
                removed.append(RemovedText(note, spelled: []))
                let rest = data.members.filter { $0.name != "note" }
                return .init(name: "data", value: .object(JSONObject(distinct: rest)))
            }
            guard ["correlationid", "traceparent", "tracestate"].contains(member.name),
                let text = member.value.string, repeating(Array(text.utf8))
            else { return member }
            isChanged = true
            return nil
        }
        guard isChanged || !removed.isEmpty else { return nil }
        var writer = JSONWriter(capacity: body.count)
        writer.value(.object(JSONObject(distinct: members)))
        bytes = writer.bytes
        self.removed = removed
    }

    /// Redacts the details of an edit, whose JSON Patch is the member `patch`; nil where no operation sets a note.
    ///
    /// Operations and pointers stay. Where an operation sets a whole message, the note in it is removed.
    public init?(ofMending details: JSONValue) {
        guard let operations = details.object?["patch"]?.array else { return nil }
        var removed: [RemovedText] = []
        let kept = operations.map { operation -> JSONValue in
            guard let members = operation.object?.members, let path = operation.object?["path"]?.string else {
                return operation
            }
            return .object(
                JSONObject(
                    distinct: members.compactMap { member in
                        guard member.name == "value" else { return member }
                        return Self.withoutNote(member.value, at: path, &removed)
                            .map { .init(name: "value", value: $0) }
                    }
                )
            )
        }
        guard !removed.isEmpty else { return nil }
        var writer = JSONWriter()
        let members = (details.object?.members ?? []).map { member in
            member.name == "patch" ? .init(name: "patch", value: .array(kept)) : member
        }
        writer.value(.object(JSONObject(distinct: members)))
        bytes = writer.bytes
        self.removed = removed
    }

    /// - Returns: nil where the value is a note, or a part of one.
    private static func withoutNote(_ value: JSONValue, at path: String, _ removed: inout [RemovedText]) -> JSONValue? {
        let tokens = JSONPointer(parsing: path)?.tokens ?? []
        let isAround = { (token: String) in CloudEventData(rawValue: token) != nil || Int(token) != nil || token == "-"
        }
        let inMessage = tokens.drop(while: isAround)
        if inMessage.first.map(ShownValue.isSpelledNote) ?? false {
            guard !value.isBlank else { return value }
            removed.append(RemovedText(value, spelled: []))
            return nil
        }
        guard inMessage.isEmpty else { return value }
        var cleaning = NoteCleaning()
        let member = tokens.last.flatMap(CloudEventData.init(rawValue:))
        let clean = cleaning.clean(value, in: member.map { .data($0) } ?? .document)
        removed += cleaning.removed
        // A value that is removed as a whole leaves none.
        return clean == .null ? nil : clean ?? value
    }
}

/// Removes notes from a JSON value, wherever in it a message may be.
private struct NoteCleaning {
    enum Place: Equatable {
        /// The message itself.
        case document
        /// The data of a CloudEvent.
        case data(CloudEventData)
        /// A member of a message with the name of a CloudEvent's data.
        case otherMember(CloudEventData)

        init(_ member: CloudEventData, of object: JSONObject) {
            self = object[Field.messageID.rawValue] == nil ? .data(member) : .otherMember(member)
        }
    }

    var removed: [RemovedText] = []
    /// Levels of JSON in strings. No program encodes more than a few times on purpose.
    private var depth = 0

    /// - Returns: nil where nothing changes; null where the whole value is removed.
    mutating func clean(_ value: JSONValue, in place: Place) -> JSONValue? {
        switch value {
        case .object(let object): return clean(object)
        case .array(let elements):
            var isClean = false
            let rest = elements.map { element -> JSONValue in
                guard let clean = clean(element, in: .document) else { return element }
                isClean = true
                return clean
            }
            return isClean ? .array(rest) : nil
        case .string(let text):
            switch place {
            case .data(.base64), .otherMember(.base64):
                if let bytes = Base64.decode(text) { return clean(base64: bytes, in: place) }
            case .document, .data(.plain), .otherMember(.plain): break
            }
            return clean(text, in: place)
        case .null, .bool, .number: return nil
        }
    }

    private mutating func clean(_ object: JSONObject) -> JSONValue? {
        var isClean = false
        let members = object.members.map { member -> JSONObject.Member in
            if ShownValue.isSpelledNote(member.name), !member.value.isBlank {
                removed.append(RemovedText(member.value, spelled: []))
                isClean = true
                return .init(name: member.name, value: .null)
            }
            guard let data = CloudEventData(rawValue: member.name),
                let clean = clean(member.value, in: Place(data, of: object))
            else { return member }
            isClean = true
            return .init(name: member.name, value: clean)
        }
        return isClean ? .object(JSONObject(distinct: members)) : nil
    }

    /// Redacts the content as a message, so that no other byte of it changes.
    private mutating func clean(base64 bytes: [UInt8], in place: Place) -> JSONValue? {
        guard let redaction = NoteRedaction(ofMessage: bytes) else { return nil }
        if redaction.bytes.isEmpty, place != .data(.base64) { return nil }
        removed += redaction.removed.map(RemovedText.init(inBase64:))
        return redaction.bytes.isEmpty ? .null : .string(Base64.encode(redaction.bytes))
    }

    /// Removes a whole string in the place of a message: where it contains JSON with a note, and where it is the data of a
    /// CloudEvent and not JSON. A string is never a valid message, so judging loses nothing.
    private mutating func clean(_ text: String, in place: Place) -> JSONValue? {
        let value = JSONValue.string(text)
        guard !value.isBlank, depth < 4 else { return nil }
        if let document = try? JSONValue(parsing: text, maxDepth: JSONValue.maxDepth) {
            var inner = NoteCleaning()
            inner.depth = depth + 1
            guard inner.clean(document, in: .document) != nil else { return nil }
            removed += inner.removed
        } else {
            guard case .data = place else { return nil }
        }
        removed.append(RemovedText(value, spelled: []))
        return .null
    }
}

extension JSONValue {
    /// Whether it is null or a blank string, and so is not a note.
    fileprivate var isBlank: Bool { self == .null || string?.allSatisfy(\.isWhitespace) == true }

    fileprivate var written: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// The value at a path of member names.
    fileprivate func value(at path: [String]) -> JSONValue? {
        path.reduce(self as JSONValue?) { $0?.object?[$1] }
    }
}
