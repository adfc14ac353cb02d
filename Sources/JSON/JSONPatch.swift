/// A change to a JSON document (RFC 6902).
public struct JSONPatch: Sendable, Equatable {
    enum Operation: Sendable, Equatable {
        case add(JSONPointer, JSONValue)
        case remove(JSONPointer)
        case replace(JSONPointer, JSONValue)
        case move(from: JSONPointer, to: JSONPointer)
        case copy(from: JSONPointer, to: JSONPointer)
        case test(JSONPointer, JSONValue)
        /// Terminus' own short form: adds or replaces a member, replaces an element of an array. Written as `add`, which
        /// means the same for members.
        case set(JSONPointer, JSONValue)
    }

    let operations: [Operation]

    init(operations: [Operation]) {
        self.operations = operations
    }

    /// Whether there are no operations but tests.
    public var changesNothing: Bool { operations.allSatisfy(\.isTest) }

    /// Whether the first operation replaces the whole document, which then need not be JSON.
    public var replacesDocument: Bool {
        switch operations.first {
        case .add(.root, _), .replace(.root, _), .set(.root, _): true
        case .add, .remove, .replace, .move, .copy, .test, .set, nil: false
        }
    }
}

extension JSONPatch {
    /// Each operation as a patch of its own.
    package var single: [JSONPatch] { operations.map { JSONPatch(operations: [$0]) } }

    /// The places that the operations name.
    package var pointers: [JSONPointer] { operations.flatMap(\.pointers) }

    /// The places whose values the operations read: their outcome tells what is there.
    package var readPointers: [JSONPointer] {
        operations.compactMap { operation in
            switch operation {
            case .move(let path, _), .copy(let path, _), .test(let path, _): path
            case .add, .remove, .replace, .set: nil
            }
        }
    }

    /// The places to which the operations write.
    package var writtenPointers: [JSONPointer] {
        operations.compactMap { operation in
            switch operation {
            case .add(let path, _), .replace(let path, _), .set(let path, _), .move(_, let path), .copy(_, let path):
                path
            case .remove, .test: nil
            }
        }
    }
}

extension JSONPatch.Operation {
    fileprivate var isTest: Bool {
        if case .test = self { true } else { false }
    }

    fileprivate var pointers: [JSONPointer] {
        switch self {
        case .add(let path, _), .remove(let path), .replace(let path, _), .test(let path, _), .set(let path, _): [path]
        case .move(let from, let path), .copy(let from, let path): [from, path]
        }
    }
}

extension JSONPatch {
    /// The patch as RFC 6902 writes it.
    public var json: JSONValue {
        .array(operations.map(\.json))
    }
}

extension JSONPatch.Operation {
    fileprivate var json: JSONValue {
        switch self {
        case .add(let path, let value), .set(let path, let value): Self.json("add", path, value: value)
        case .remove(let path): Self.json("remove", path)
        case .replace(let path, let value): Self.json("replace", path, value: value)
        case .move(let from, let path): Self.json("move", path, from: from)
        case .copy(let from, let path): Self.json("copy", path, from: from)
        case .test(let path, let value): Self.json("test", path, value: value)
        }
    }

    private static func json(
        _ name: String,
        _ path: JSONPointer,
        from: JSONPointer? = nil,
        value: JSONValue? = nil
    ) -> JSONValue {
        var members = [JSONObject.Member(name: "op", value: .string(name))]
        if let from { members.append(.init(name: "from", value: .string(from.description))) }
        members.append(.init(name: "path", value: .string(path.description)))
        if let value { members.append(.init(name: "value", value: value)) }
        return .object(JSONObject(members))
    }
}

/// Why a patch cannot be read or applied. The text never contains a value of the document or of the patch.
public struct JSONPatchError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The operation that cannot be read or applied, counted from 0; nil where the patch is not an array of operations.
    public let operation: Int?
    public let description: String

    public init(operation: Int? = nil, _ description: String) {
        self.operation = operation
        self.description = description
    }
}
