public import Terminations

/// Which column of a table is which field of a message, and how its cells are read.
public struct ColumnMapping: Sendable, Equatable {
    /// The column of each field, by the field's name: `contractId`, `contract.startDate`. A column that is called as a
    /// field needs none.
    public let columns: [String: String]
    /// Fields that have one value in all messages.
    public let constants: [String: String]
    /// Columns that are left out, by name.
    public let ignored: [String]
    /// What parts the cells; nil for what parts the header.
    public let separator: UInt8?
    /// How dates are written; nil for ISO 8601, as in messages.
    public let dates: CellDateFormat?
    /// Where local times are meant, for rows that have no `timeZone`.
    public let zone: Zone?
    /// How amounts are written.
    public let amounts: CellAmountFormat
    /// What values of a field are meant, by the field's name.
    public let values: [String: [ValueMapping]]

    /// One value that a file has for another: `Te duur` for `price`.
    public struct ValueMapping: Sendable, Equatable {
        public let from: String
        /// Empty for none.
        public let to: String

        public init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// The fields that a message can have, in the order of the contract.
    public static let fields = TerminationMessage.fieldNames
    /// The fields without which no row makes a message that can be accepted. `action` and `messageId` are made up.
    public static let neededFields = ["terminationId", "contractId", "customerId", "endDate", "occurredAt"]

    /// Which fields there are, those that a row needs first.
    public static var fieldList: String {
        let others = fields.filter { !neededFields.contains($0) }
        return "A row needs \(neededFields.joined(separator: ", ")). It may have \(others.joined(separator: ", "))."
    }

    /// Every value that is given a meaning, by field.
    public var allValues: [(field: String, mapping: ValueMapping)] {
        values.sorted { $0.key < $1.key }.flatMap { field, mappings in mappings.map { (field, $0) } }
    }

    public init(
        columns: [String: String],
        constants: [String: String] = [:],
        ignored: [String] = [],
        separator: UInt8? = nil,
        dates: CellDateFormat? = nil,
        zone: Zone? = nil,
        amounts: CellAmountFormat = .minorUnits,
        values: [String: [ValueMapping]] = [:]
    ) {
        self.columns = columns
        self.constants = constants
        self.ignored = ignored
        self.separator = separator
        self.dates = dates
        self.zone = zone
        self.amounts = amounts
        self.values = values
    }

    /// Everything that decides how a file is read, as text: an import is continued only under the same.
    public var identity: String {
        var parts = columns.sorted { $0.key < $1.key }.map { "map \($0.key)=\($0.value)" }
        parts += constants.sorted { $0.key < $1.key }.map { "set \($0.key)=\($0.value)" }
        parts.append("separator \(separator ?? 0)")
        parts += ignored.sorted().map { "ignore \($0)" }
        if let dates { parts.append("dates \(dates.text) in \(zone?.name ?? "")") }
        if amounts != .minorUnits { parts.append("amounts \(amounts.rawValue)") }
        for (field, values) in values.sorted(by: { $0.key < $1.key }) {
            parts += values.map { "value \(field):\($0.from)=\($0.to)" }
        }
        return parts.joined(separator: "\n")
    }
}
