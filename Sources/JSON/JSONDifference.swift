/// One place at which two JSON documents differ.
public struct JSONDifference: Sendable, Equatable {
    public let pointer: JSONPointer
    /// Nil where the first document has no value here.
    public let before: JSONValue?
    /// Nil where the second document has no value here.
    public let after: JSONValue?

    /// The smallest values that differ, in the order of the first document, then the members that only the second one has.
    ///
    /// The order of members does not matter. Arrays of different lengths differ as a whole, since it is not known which
    /// element was inserted.
    public static func between(_ before: JSONValue, _ after: JSONValue) -> [JSONDifference] {
        var differences: [JSONDifference] = []
        collect(before, after, at: .root, into: &differences)
        return differences
    }

    private static func collect(
        _ before: JSONValue,
        _ after: JSONValue,
        at pointer: JSONPointer,
        into differences: inout [JSONDifference]
    ) {
        switch (before, after) {
        case (.object(let old), .object(let new)):
            for member in old.members {
                let place = pointer.appending(member.name)
                if let value = new[member.name] {
                    collect(member.value, value, at: place, into: &differences)
                } else {
                    differences.append(JSONDifference(pointer: place, before: member.value, after: nil))
                }
            }
            for member in new.members where old[member.name] == nil {
                differences.append(
                    JSONDifference(pointer: pointer.appending(member.name), before: nil, after: member.value)
                )
            }
        case (.array(let old), .array(let new)) where old.count == new.count:
            for (index, (one, other)) in zip(old, new).enumerated() {
                collect(one, other, at: pointer.appending(index), into: &differences)
            }
        default:
            if before != after { differences.append(JSONDifference(pointer: pointer, before: before, after: after)) }
        }
    }
}

extension JSONPatch {
    /// The patch that turns the first document into the second, apart from the order of members.
    public init(_ differences: [JSONDifference]) {
        self.init(
            operations: differences.map { difference in
                guard let after = difference.after else { return .remove(difference.pointer) }
                return difference.before == nil
                    ? .add(difference.pointer, after) : .replace(difference.pointer, after)
            }
        )
    }
}
