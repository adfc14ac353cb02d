extension JSONValue {
    /// Whether both say the same (RFC 6902, section 4.6): numbers by their value, objects whatever the order of their
    /// members.
    func isEqual(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
        case (.number(let a), .number(let b)): a.isEqual(to: b)
        case (.array(let a), .array(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.isEqual(to: $1) }
        case (.object(let a), .object(let b)):
            a.members.count == b.members.count
                && a.members.allSatisfy { member in b[member.name].map { member.value.isEqual(to: $0) } ?? false }
        case (.null, _), (.bool, _), (.string, _), (.number, _), (.array, _), (.object, _): false
        }
    }
}

extension JSONNumber {
    /// By value: `1`, `1.0` and `10e-1` are equal. Fractions are compared as binary floating point numbers.
    fileprivate func isEqual(to other: JSONNumber) -> Bool {
        if literal == other.literal { return true }
        if let a = integer, let b = other.integer { return a == b }
        guard let a = Double(literal), let b = Double(other.literal) else { return false }
        return a == b && a.isFinite
    }
}
