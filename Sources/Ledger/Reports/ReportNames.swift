/// The numbers that stand for names in the facts of reports.
struct ReportNames {
    enum Kind: String, CaseIterable {
        case contractType = "contract-type"
        case channel
        case currency

        /// How many names are distinguished. All later ones share the last number. A CRM that names every
        /// termination's channel otherwise must not fill a report, nor the 8 bits of a currency.
        var limit: Int { self == .currency ? 255 : 100_000 }
    }

    private var numbers: [Kind: [String: UInt32]] = [:]
    /// From number 1 on.
    private(set) var names: [Kind: [String]] = [:]
    private var written: [Kind: Int] = [:]

    init(_ database: Database) throws {
        for kind in Kind.allCases {
            let known = try String.fetchAll(
                database,
                sql: "SELECT name FROM report_names WHERE kind = ? ORDER BY number",
                arguments: [kind.rawValue]
            )
            names[kind] = known
            written[kind] = known.count
            numbers[kind] = Dictionary(
                known.enumerated().map { ($0.element, UInt32($0.offset + 1)) },
                uniquingKeysWith: { first, _ in first }
            )
        }
    }

    /// The name of all those beyond the limit. No real name has a control character.
    static let others = "\u{0}"

    mutating func number(of name: String, _ kind: Kind) throws -> UInt32 {
        if let number = numbers[kind]?[name] { return number }
        let count = names[kind]?.count ?? 0
        let name = count >= kind.limit - 1 ? ReportNames.others : name
        if let number = numbers[kind]?[name] { return number }
        names[kind, default: []].append(name)
        numbers[kind, default: [:]][name] = UInt32(count + 1)
        return UInt32(count + 1)
    }

    /// Writes the names that are new.
    mutating func write(_ database: Database) throws {
        for kind in Kind.allCases {
            let all = names[kind] ?? []
            for index in (written[kind] ?? 0)..<all.count {
                try database.cachedStatement(sql: "INSERT INTO report_names (kind, number, name) VALUES (?, ?, ?)")
                    .execute(arguments: [kind.rawValue, index + 1, all[index]])
            }
            written[kind] = all.count
        }
    }
}
