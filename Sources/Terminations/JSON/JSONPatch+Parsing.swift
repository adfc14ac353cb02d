extension JSONPatch {
    /// Reads a JSON Patch document: an array of operations.
    public init(parsing bytes: [UInt8]) throws(JSONPatchError) {
        throw JSONPatchError("Not built yet.")
    }

    public init(parsing text: String) throws(JSONPatchError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The short form: adds a member or replaces it; makes no parents.
    public static func set(_ pointer: JSONPointer, _ value: JSONValue) -> JSONPatch {
        JSONPatch(operations: [.set(pointer, value)])
    }

    /// The operations of both, in order.
    public static func + (first: JSONPatch, second: JSONPatch) -> JSONPatch {
        JSONPatch(operations: first.operations + second.operations)
    }
}
