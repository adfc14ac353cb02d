import Ledger

extension Actor: ExpressibleByStringLiteral {
    /// A person at the command line.
    public init(stringLiteral name: String) { self.init(name, by: .cli) }
}
