/// What a message says about one field. A broken field is not an absent one: a rule that needs it is not judged.
enum Parsed<Value> {
    case absent
    case value(Value)
    /// There, but not what it should be; the violation is reported already.
    case invalid

    /// The value, where there is one that is valid.
    var value: Value? {
        switch self {
        case .value(let value): value
        case .absent, .invalid: nil
        }
    }

    var isBroken: Bool {
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

    /// The same with this value instead of none.
    func defaulting(to value: Value) -> Parsed {
        switch self {
        case .absent: .value(value)
        case .value, .invalid: self
        }
    }
}

extension Parsed: Sendable where Value: Sendable {}
