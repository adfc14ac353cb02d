/// One field of a message: absent, valid or invalid. A rule that needs an invalid field is not judged.
enum Parsed<Value> {
    case absent
    case value(Value)
    /// Present, but not valid. Its violation has been reported.
    case invalid

    /// The value; nil where the field is absent or invalid.
    var value: Value? {
        switch self {
        case .value(let value): value
        case .absent, .invalid: nil
        }
    }

    var isInvalid: Bool {
        switch self {
        case .invalid: true
        case .absent, .value: false
        }
    }

    func map<Other>(_ transform: (Value) -> Other) -> Parsed<Other> {
        switch self {
        case .absent: .absent
        case .value(let value): .value(transform(value))
        case .invalid: .invalid
        }
    }

    /// This value where the field is absent.
    func defaulting(to value: Value) -> Parsed {
        switch self {
        case .absent: .value(value)
        case .value, .invalid: self
        }
    }
}

extension Parsed: Sendable where Value: Sendable {}
