extension JSONPatch {
    /// Reads a JSON Patch document: an array of operations.
    ///
    /// Unknown members of an operation are ignored, as RFC 6902 requires (section 4).
    public init(parsing bytes: [UInt8]) throws(JSONPatchError) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw JSONPatchError("The patch is not JSON: \(error.message)")
        }
        guard let elements = document.array else {
            throw JSONPatchError("The patch is not an array of operations.")
        }
        var operations: [Operation] = []
        for (index, element) in elements.enumerated() {
            operations.append(try Operation(element, index))
        }
        self.init(operations: operations)
    }

    /// Reads a JSON Patch document from a text; see ``init(parsing:)-([UInt8])``.
    public init(parsing text: String) throws(JSONPatchError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The short form: adds or replaces a member, replaces an element of an array. The parent must exist.
    public static func set(_ pointer: JSONPointer, _ value: JSONValue) -> JSONPatch {
        JSONPatch(operations: [.set(pointer, value)])
    }

    /// The operations of both, in order.
    /// The patch that takes away what is at this place, and cannot be applied where nothing is.
    public static func remove(_ pointer: JSONPointer) -> JSONPatch { JSONPatch(operations: [.remove(pointer)]) }

    public static func + (first: JSONPatch, second: JSONPatch) -> JSONPatch {
        JSONPatch(operations: first.operations + second.operations)
    }
}

extension JSONPatch.Operation {
    fileprivate init(_ element: JSONValue, _ index: Int) throws(JSONPatchError) {
        guard let object = element.object else {
            throw JSONPatchError(operation: index, "The operation is not an object.")
        }
        guard let name = object["op"]?.string else {
            throw JSONPatchError(operation: index, "The operation has no op.")
        }
        let path = try Self.pointer("path", of: object, index)
        switch name {
        case "add": self = .add(path, try Self.value(of: object, index))
        case "remove": self = .remove(path)
        case "replace": self = .replace(path, try Self.value(of: object, index))
        case "move": self = .move(from: try Self.pointer("from", of: object, index), to: path)
        case "copy": self = .copy(from: try Self.pointer("from", of: object, index), to: path)
        case "test": self = .test(path, try Self.value(of: object, index))
        default:
            throw JSONPatchError(operation: index, "The op is not add, remove, replace, move, copy or test.")
        }
    }

    private static func pointer(
        _ name: String,
        of object: JSONObject,
        _ index: Int
    ) throws(JSONPatchError) -> JSONPointer {
        guard let text = object[name]?.string else {
            throw JSONPatchError(operation: index, "The operation has no \(name).")
        }
        guard let pointer = JSONPointer(parsing: text) else {
            throw JSONPatchError(operation: index, "The \(name) is not a JSON Pointer.")
        }
        return pointer
    }

    private static func value(of object: JSONObject, _ index: Int) throws(JSONPatchError) -> JSONValue {
        guard let value = object["value"] else {
            throw JSONPatchError(operation: index, "The operation has no value.")
        }
        return value
    }
}
