/// A document of the ledger without its note.
///
/// A note stands in the member `note` of a message, or of the `data` of a CloudEvent. Whatever stands there is taken out,
/// a text or not: a message that was refused may have had anything for its note.
public struct NoteRedaction: Sendable {
    /// The document as it reads now.
    public let bytes: [UInt8]
    /// What stood there, in every form in which it may stand in a file. Empty forms are left out.
    public let removed: [RemovedText]

    /// A message as it came; nil where it has no note.
    ///
    /// `null` takes the note's place, which says that there is none; no other byte changes. A body that is no JSON is
    /// taken out whole: nobody can tell where in it a note stands.
    public init?(ofMessage body: [UInt8]) {
        guard !body.isEmpty else { return nil }
        guard let document = try? JSONValue(parsing: body, maxDepth: MessageLimits.deepest) else {
            bytes = []
            removed = [RemovedText(bytes: body)]
            return
        }
        var bytes = body
        var removed: [RemovedText] = []
        for path in [["note"], ["data", "note"]] {
            guard let note = document.value(at: path), !note.saysNothing,
                let range = JSONMemberPlace.range(of: path, in: bytes)
            else { continue }
            removed.append(RemovedText(note, spelled: Array(bytes[range])))
            bytes.replaceSubrange(range, with: "null".utf8)
        }
        guard !removed.isEmpty else { return nil }
        self.bytes = bytes
        self.removed = removed
    }

    /// An event that Terminus wrote; nil where it has no note. The member goes, and `notePresent` stays.
    public init?(ofEvent body: [UInt8]) {
        guard let event = try? JSONValue(parsing: body, maxDepth: MessageLimits.deepest),
            let note = event.value(at: ["data", "note"]), !note.saysNothing
        else { return nil }
        let data = (event.object?["data"]?.object?.members ?? []).filter { $0.name != "note" }
        let members = (event.object?.members ?? []).map { member in
            member.name == "data" ? .init(name: "data", value: .object(JSONObject(distinct: data))) : member
        }
        var writer = JSONWriter(capacity: body.count)
        writer.value(.object(JSONObject(distinct: members)))
        bytes = writer.bytes
        removed = [RemovedText(note, spelled: [])]
    }

    /// The details of a mending, in which the patch is `patch`; nil where no operation has a note for its value.
    ///
    /// Operations and places stay. Where a patch puts a whole message in place of what was there, the note in it goes.
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
        writer.value(.object(JSONObject([.init(name: "patch", value: .array(kept))])))
        bytes = writer.bytes
        self.removed = removed
    }

    /// - Returns: nil where the value is a note, or a part of one.
    private static func withoutNote(_ value: JSONValue, at path: String, _ removed: inout [RemovedText]) -> JSONValue? {
        let tokens = JSONPointer(parsing: path)?.tokens ?? []
        let inMessage = tokens.first == "data" ? Array(tokens.dropFirst()) : tokens
        if inMessage.first == "note" {
            guard !value.saysNothing else { return value }
            removed.append(RemovedText(value, spelled: []))
            return nil
        }
        guard inMessage.isEmpty else { return value }
        var writer = JSONWriter()
        writer.value(value)
        guard let whole = NoteRedaction(ofMessage: writer.bytes) else { return value }
        removed += whole.removed
        // A text that was taken out whole leaves no JSON, and no value.
        return try? JSONValue(parsing: whole.bytes, maxDepth: MessageLimits.deepest)
    }
}

extension JSONValue {
    /// Whether it is no note: null, or blank.
    fileprivate var saysNothing: Bool { self == .null || string?.allSatisfy(\.isWhitespace) == true }

    /// The value that a way through the names of members leads to.
    fileprivate func value(at path: [String]) -> JSONValue? {
        path.reduce(self as JSONValue?) { $0?.object?[$1] }
    }
}
