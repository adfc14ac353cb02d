/// A change to a JSON document (RFC 6902).
public struct JSONPatch: Sendable, Equatable {
    enum Operation: Sendable, Equatable {
        case add(JSONPointer, JSONValue)
        case remove(JSONPointer)
        case replace(JSONPointer, JSONValue)
        case move(from: JSONPointer, to: JSONPointer)
        case copy(from: JSONPointer, to: JSONPointer)
        case test(JSONPointer, JSONValue)
        /// Of Terminus' own short form: adds a member or replaces it. Written as `add`, which means the same for
        /// members; for an element of an array it is `replace`.
        case set(JSONPointer, JSONValue)
    }

    let operations: [Operation]

    init(operations: [Operation]) {
        self.operations = operations
    }

    /// Whether there is no operation, or none but tests.
    public var changesNothing: Bool { operations.allSatisfy(\.isTest) }

    /// Whether the first operation puts another document in the place of the one there is, which need not be JSON then.
    public var replacesDocument: Bool {
        switch operations.first {
        case .add(.root, _), .replace(.root, _), .set(.root, _): true
        case .add, .remove, .replace, .move, .copy, .test, .set, nil: false
        }
    }

    /// Whether an operation has to do with a member of what the `data_base64` of a CloudEvent holds.
    public var leadsIntoEncodedData: Bool {
        operations.flatMap(\.pointers).contains {
            $0.description.hasPrefix(CloudEventData.base64.pointer.description + "/")
        }
    }
}

extension JSONPatch {
    /// The places to which operations write.
    var writtenPointers: [JSONPointer] {
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
