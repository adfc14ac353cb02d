extension JSONPatch {
    /// Applies every operation in order, or none: a value is made, the document is not touched.
    ///
    /// - Throws: ``JSONPatchError`` with the first operation that cannot be applied.
    public func apply(to document: JSONValue) throws(JSONPatchError) -> JSONValue {
        var result = document
        for (index, operation) in operations.enumerated() {
            do throws(JSONPatchFailure) {
                result = try operation.apply(to: result)
            } catch {
                throw JSONPatchError(operation: index, error.description)
            }
        }
        return result
    }
}

/// Why an operation cannot be applied.
enum JSONPatchFailure: Error, CustomStringConvertible {
    case noValue(JSONPointer)
    case noParent(JSONPointer)
    case noIndex(JSONPointer)
    case intoItself
    case differs(JSONPointer)

    var description: String {
        switch self {
        case .noValue(let pointer): "There is no value at \(pointer)."
        case .noParent(let pointer): "There is no object or array that could hold \(pointer)."
        case .noIndex(let pointer): "\(pointer) is no index of the array."
        case .intoItself: "A value cannot be moved into itself."
        case .differs(let pointer): "The value at \(pointer) is another one than the test expects."
        }
    }
}

extension JSONPatch.Operation {
    fileprivate func apply(to document: JSONValue) throws(JSONPatchFailure) -> JSONValue {
        switch self {
        case .add(let path, let value):
            return try document.editing(at: path, .add(value))
        case .remove(let path):
            return try document.editing(at: path, .remove)
        case .replace(let path, let value):
            return try document.editing(at: path, .replace(value))
        case .set(let path, let value):
            return try document.editing(at: path, .set(value))
        case .copy(let from, let path):
            return try document.editing(at: path, .add(try document.existing(at: from)))
        case .move(let from, let path):
            let value = try document.existing(at: from)
            if path == from { return document }
            guard !path.description.hasPrefix(from.description + "/") else { throw .intoItself }
            return try document.editing(at: from, .remove).editing(at: path, .add(value))
        case .test(let path, let value):
            guard try document.existing(at: path).isEqual(to: value) else { throw .differs(path) }
            return document
        }
    }
}

extension JSONValue {
    /// The value at a place of the document; nil where there is none.
    public subscript(pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            switch value {
            case .object(let object):
                guard let member = object[token] else { return nil }
                value = member
            case .array(let elements):
                guard let index = JSONEdit.index(token, upTo: elements.count) else { return nil }
                value = elements[index]
            case .null, .bool, .number, .string: return nil
            }
        }
        return value
    }

    fileprivate func existing(at pointer: JSONPointer) throws(JSONPatchFailure) -> JSONValue {
        guard let value = self[pointer] else { throw .noValue(pointer) }
        return value
    }

    fileprivate func editing(at pointer: JSONPointer, _ edit: JSONEdit) throws(JSONPatchFailure) -> JSONValue {
        try edit.apply(to: self, pointer.tokens[...], pointer)
    }
}
