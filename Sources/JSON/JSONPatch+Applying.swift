extension JSONPatch {
    /// Applies all operations in order, or none. The result is a new value.
    ///
    /// - Throws: ``JSONPatchError`` with the first operation that cannot be applied.
    public func apply(to document: JSONValue) throws(JSONPatchError) -> JSONValue {
        var result = document
        var room = Self.mostCopied
        for (index, operation) in operations.enumerated() {
            do throws(JSONPatchFailure) {
                result = try operation.apply(to: result, room: &room)
            } catch {
                throw JSONPatchError(operation: index, error.description)
            }
        }
        return result
    }
}

extension JSONPatch {
    /// Bytes that the operations `copy` of a patch may add to a document in all, about as they are written. Each copy can
    /// double a document: thirty of them would make a gigabyte of nothing.
    public static let mostCopied = 256 * 1024
}

/// Why an operation cannot be applied.
enum JSONPatchFailure: Error, CustomStringConvertible {
    case noValue(JSONPointer)
    case noParent(JSONPointer)
    case noIndex(JSONPointer)
    case intoItself
    case differs(JSONPointer)
    case copiesTooMuch
    case tooDeep(JSONPointer)

    var description: String {
        switch self {
        case .noValue(let pointer): "There is no value at \(pointer)."
        case .noParent(let pointer): "There is no object or array that could hold \(pointer)."
        case .noIndex(let pointer): "\(pointer) is not an index of the array."
        case .intoItself: "A value cannot be moved into itself."
        case .differs(let pointer): "The value at \(pointer) is not the one that the test expects."
        case .copiesTooMuch: "The operations copy more than \(JSONPatch.mostCopied / 1024) KiB."
        case .tooDeep(let pointer): "The value at \(pointer) would be nested more than \(JSONValue.maxDepth) deep."
        }
    }
}

extension JSONPatch.Operation {
    /// - Parameter room: how many bytes may still be copied.
    fileprivate func apply(to document: JSONValue, room: inout Int) throws(JSONPatchFailure) -> JSONValue {
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
            let value = try document.existing(at: from)
            guard value.take(from: &room) else { throw .copiesTooMuch }
            return try document.editing(at: path, .add(value))
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
    fileprivate func existing(at pointer: JSONPointer) throws(JSONPatchFailure) -> JSONValue {
        guard let value = self[pointer] else { throw .noValue(pointer) }
        return value
    }

    /// Takes about as many bytes as the value is written with.
    ///
    /// - Returns: false where there are not so many; the value is not read to its end then.
    fileprivate func take(from room: inout Int) -> Bool {
        room -= 8
        switch self {
        case .null, .bool: break
        case .number(let number): room -= number.literal.utf8.count
        case .string(let text): room -= text.utf8.count
        case .array(let elements):
            for element in elements { guard room >= 0, element.take(from: &room) else { return false } }
        case .object(let object):
            for member in object.members {
                room -= member.name.utf8.count
                guard room >= 0, member.value.take(from: &room) else { return false }
            }
        }
        return room >= 0
    }

    /// Whether no more than so many arrays and objects are within each other.
    fileprivate func isNested(atMost depth: Int) -> Bool {
        switch self {
        case .null, .bool, .number, .string: true
        case .array(let elements): depth > 0 && elements.allSatisfy { $0.isNested(atMost: depth - 1) }
        case .object(let object): depth > 0 && object.members.allSatisfy { $0.value.isNested(atMost: depth - 1) }
        }
    }

    fileprivate func editing(at pointer: JSONPointer, _ edit: JSONEdit) throws(JSONPatchFailure) -> JSONValue {
        switch edit {
        case .remove: break
        case .add(let value), .replace(let value), .set(let value):
            // Whatever reads a document calls itself for each level.
            guard value.isNested(atMost: JSONValue.maxDepth - pointer.tokens.count) else { throw .tooDeep(pointer) }
        }
        return try edit.apply(to: self, pointer.tokens[...], pointer)
    }
}

/// One change of one place in a document.
enum JSONEdit {
    case add(JSONValue)
    case remove
    case replace(JSONValue)
    /// Adds or replaces a member, replaces an element.
    case set(JSONValue)

    /// - Parameters:
    ///   - tokens: the rest of the path, from this value on.
    ///   - pointer: the whole path, for the error.
    func apply(
        to value: JSONValue,
        _ tokens: ArraySlice<String>,
        _ pointer: JSONPointer
    ) throws(JSONPatchFailure) -> JSONValue {
        guard let token = tokens.first else {
            switch self {
            case .add(let new), .replace(let new), .set(let new): return new
            // RFC 6902 does not define the result of removing the whole document. Here it is null.
            case .remove: return .null
            }
        }
        let rest = tokens.dropFirst()
        switch value {
        case .object(let object):
            return .object(JSONObject(distinct: try edit(object.members, token, rest, pointer)))
        case .array(let elements):
            return .array(try edit(elements, token, rest, pointer))
        case .null, .bool, .number, .string:
            throw .noParent(pointer)
        }
    }

    private func edit(
        _ members: [JSONObject.Member],
        _ token: String,
        _ rest: ArraySlice<String>,
        _ pointer: JSONPointer
    ) throws(JSONPatchFailure) -> [JSONObject.Member] {
        var members = members
        let place = members.firstIndex { $0.name.hasSameBytes(as: token) }
        guard rest.isEmpty else {
            guard let place else { throw .noParent(pointer) }
            members[place] = .init(name: token, value: try apply(to: members[place].value, rest, pointer))
            return members
        }
        switch (self, place) {
        case (.add(let value), let place?), (.replace(let value), let place?), (.set(let value), let place?):
            members[place] = .init(name: token, value: value)
        case (.add(let value), nil), (.set(let value), nil):
            members.append(.init(name: token, value: value))
        case (.remove, let place?):
            members.remove(at: place)
        case (.remove, nil), (.replace, nil):
            throw .noValue(pointer)
        }
        return members
    }

    private func edit(
        _ elements: [JSONValue],
        _ token: String,
        _ rest: ArraySlice<String>,
        _ pointer: JSONPointer
    ) throws(JSONPatchFailure) -> [JSONValue] {
        var elements = elements
        if rest.isEmpty, case .add(let value) = self {
            // "-" is the place after the last element (RFC 6901, section 4), as is the index that equals the count.
            let index = token == "-" ? elements.count : Self.index(token, upTo: elements.count + 1)
            guard let index else { throw .noIndex(pointer) }
            elements.insert(value, at: index)
            return elements
        }
        guard let index = Self.index(token, upTo: elements.count) else { throw .noIndex(pointer) }
        if rest.isEmpty, case .remove = self {
            elements.remove(at: index)
        } else {
            elements[index] = try apply(to: elements[index], rest, pointer)
        }
        return elements
    }

    /// The index that a token names; nil with leading zeros (RFC 6901, section 4).
    static func index(_ token: String, upTo count: Int) -> Int? {
        let isPlain = token == "0" || (token.utf8.first != UInt8(ascii: "0"))
        guard isPlain, token.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let index = Int(token), index < count else {
            return nil
        }
        return index
    }
}
