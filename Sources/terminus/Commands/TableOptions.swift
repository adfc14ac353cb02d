import Application
import ArgumentParser
import Terminations

/// How a table is read: which column is which field, and how its cells are written.
struct TableOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Which column is which field, such as contractId=Contract Nr; may be given several times.",
            valueName: "field=column"
        )
    )
    var map: [Assignment] = []
    @Option(
        help: ArgumentHelp(
            "A field that is the same in all messages; may be given several times.",
            valueName: "field=value"
        )
    )
    var set: [Assignment] = []
    @Option(
        help: ArgumentHelp(
            "A column to leave out, though it is named as a field or almost; may be given several times.",
            valueName: "column"
        )
    )
    var ignore: [String] = []
    @Option(
        help: ArgumentHelp(
            "What a value of a field means, such as \"reasonCode:Te duur=price\"; may be given several times.",
            valueName: "field:value=meaning"
        )
    )
    var mapValue: [MappedValue] = []
    @Option(
        help: ArgumentHelp(
            "How dates are written, such as DD-MM-YYYY or MM/DD/YYYY (default: YYYY-MM-DD). A time may follow: it is local, "
                + "in the row's timeZone or else the settings'.",
            valueName: "format"
        )
    )
    var dateFormat: CellDateFormat?
    @Flag(help: "Amounts are in units of the currency and have a decimal comma: 24.500,00 (default: whole cents).")
    var decimalComma = false
    @Flag(help: "Amounts are in units of the currency and have a decimal point: 24,500.00 (default: whole cents).")
    var decimalPoint = false
    @Option(
        help: ArgumentHelp(
            "Column separator: one character, or tab (default: detected from the header, or from a line sep=;).",
            valueName: "character"
        )
    )
    var separator: String?

    func validate() throws {
        if let separator, separator != "tab", separator.utf8.count != 1 || separator == "\"" {
            throw ValidationError("--separator must be one sign, such as ; or the word tab.")
        }
        for (name, all) in [("map", map), ("set", set)] {
            let fields = all.map(\.field)
            if let twice = fields.first(where: { field in fields.count { $0 == field } > 1 }) {
                throw ValidationError("--\(name) \(twice)= is given twice.")
            }
        }
        if let both = map.first(where: { mapped in set.contains { $0.field == mapped.field } }) {
            throw ValidationError("\(both.field) is given by --map and by --set.")
        }
        let values = mapValue.map { "\($0.field):\($0.value)".lowercased() }
        if let twice = mapValue.first(where: { one in
            values.count { $0 == "\(one.field):\(one.value)".lowercased() } > 1
        }) {
            throw ValidationError("--map-value \(twice.field):\(twice.value)= is given twice.")
        }
        if decimalComma, decimalPoint { throw ValidationError("Give one of --decimal-comma and --decimal-point.") }
    }

    /// An option that is given; nil where none is.
    var given: String? {
        let all: [(String, Bool)] = [
            ("--map", !map.isEmpty), ("--set", !set.isEmpty), ("--ignore", !ignore.isEmpty),
            ("--map-value", !mapValue.isEmpty), ("--date-format", dateFormat != nil), ("--decimal-comma", decimalComma),
            ("--decimal-point", decimalPoint), ("--separator", separator != nil),
        ]
        return all.first(where: \.1)?.0
    }

    /// - Parameter zone: the zone of local times in rows without one.
    func mapping(_ zone: Zone?) -> ColumnMapping {
        ColumnMapping(
            columns: Dictionary(uniqueKeysWithValues: map.map { ($0.field, $0.value) }),
            constants: Dictionary(uniqueKeysWithValues: set.map { ($0.field, $0.value) }),
            ignored: ignore,
            separator: separator.map { $0 == "tab" ? UInt8(ascii: "\t") : $0.utf8.first ?? 0x2C },
            dates: dateFormat,
            zone: zone,
            amounts: decimalComma ? .decimalComma : decimalPoint ? .decimalPoint : .minorUnits,
            values: Dictionary(grouping: mapValue, by: \.field).mapValues { pairs in
                pairs.map { ColumnMapping.ValueMapping(from: $0.value, to: $0.meaning) }
            }
        )
    }
}

/// `field=value`.
struct Assignment: ExpressibleByArgument {
    let field: String
    let value: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        field = String(parts[0])
        value = String(parts[1])
    }
}

/// `field:value=meaning`. The last `=` separates the two: values may contain one, codes hardly.
struct MappedValue: ExpressibleByArgument {
    let field: String
    let value: String
    let meaning: String

    init?(argument: String) {
        guard let colon = argument.firstIndex(of: ":"), let sign = argument.lastIndex(of: "="), colon < sign,
            colon > argument.startIndex
        else { return nil }
        field = String(argument[..<colon])
        value = String(argument[argument.index(after: colon)..<sign])
        meaning = String(argument[argument.index(after: sign)...])
        if value.allSatisfy(\.isWhitespace) { return nil }
    }

    /// The option, quoted for a shell.
    static func option(_ field: String, _ mapping: ColumnMapping.ValueMapping) -> String {
        "--map-value \(Table.printable("\(field):\(mapping.from)=\(mapping.to)").shellWord)"
    }
}

extension CellDateFormat: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
