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
}
