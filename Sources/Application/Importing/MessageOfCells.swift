import JSON
import Terminations

/// Makes messages of cells.
///
/// An empty cell is a field that is absent. Without a column for them, `action` is `terminate`, and `messageId` is made of
/// the termination and its revision, so that a file that is imported again is known again.
struct MessageOfCells {
    /// Columns that are no field, and were not named as ignored.
    let unusedColumns: [String]
    private let cells: [(field: String, index: Int)]
    private let mapping: ColumnMapping
    private let values: [String: [String: (meaning: String, place: Int)]]

    /// What a row makes.
    struct Message {
        let body: [UInt8]
        /// By the pointer of the field.
        var faults: [String: CellFault] = [:]
        /// See ``ImportRow/mappedValues``.
        var mappedValues: [Int] = []
    }

    /// Columns are found by name as it is written, or else without regard to case and to blanks at its ends.
    ///
    /// - Throws: ``ImportFileError`` where a mapped column or field does not exist, where two columns are one field, and where
    ///   a column that is not used is named almost as a field.
    init(_ header: [String], _ mapping: ColumnMapping) throws {
        let header = ColumnNames(header)
        self.mapping = mapping
        values = Dictionary(grouping: mapping.allValues.enumerated(), by: { $0.element.field }).mapValues { entries in
            Dictionary(
                entries.map { entry in
                    (entry.element.mapping.from.columnName, (meaning: entry.element.mapping.to, place: entry.offset))
                },
                uniquingKeysWith: { first, _ in first }
            )
        }
        let known = Set(ColumnMapping.fields)
        let named = [mapping.columns.keys.sorted(), mapping.constants.keys.sorted(), mapping.values.keys.sorted()]
        for field in named.joined() where !known.contains(field) {
            throw ImportFileError(
                "\(field) is no field of a message.",
                hint: ColumnMapping.fieldList
            )
        }
        let ignored = Set(try mapping.ignored.map { try header.index(of: $0) })
        var cells: [(field: String, index: Int)] = []
        for (field, column) in mapping.columns.sorted(by: { $0.key < $1.key }) {
            cells.append((field, try header.index(of: column)))
        }
        for index in header.names.indices
        where !ignored.contains(index) && !cells.contains(where: { $0.index == index }) {
            let name = header.names[index].columnName
            guard let field = ColumnMapping.fields.first(where: { $0.columnName == name }),
                mapping.columns[field] == nil
            else { continue }
            if let other = cells.first(where: { $0.field == field }) {
                throw ImportFileError(
                    "Columns \(other.index + 1) and \(index + 1) are both named \(field).",
                    hint: "Rename one of them, or say which is meant: --map \(field)=COLUMN."
                )
            }
            guard mapping.constants[field] == nil else {
                throw ImportFileError(
                    "\(field) is given by --set, and by a column of the file.",
                    hint: "Leave out --set \(field), or the column: --ignore \"\(header.names[index])\"."
                )
            }
            cells.append((field, index))
        }
        guard !cells.isEmpty else {
            throw ImportFileError(
                "No column is a field of a message.",
                hint: "Say which is which: --map contractId=COLUMN. The columns: \(header.list). "
                    + ColumnMapping.fieldList
            )
        }
        self.cells = cells
        let unused = header.names.indices.filter { index in
            !ignored.contains(index) && !cells.contains { $0.index == index }
        }
        let missing = ColumnMapping.fields.filter { field in
            mapping.constants[field] == nil && !cells.contains { $0.field == field }
        }
        for index in unused {
            guard let field = header.names[index].fieldAlmostNamed(among: missing) else { continue }
            let column = header.names[index]
            throw ImportFileError(
                "Column \(column) is not used, and looks like the field \(field).",
                hint: "Use it: --map \"\(field)=\(column)\", or leave it out: --ignore \"\(column)\"."
            )
        }
        unusedColumns = unused.map { header.label($0) }
    }

    func message(_ row: [String]) -> Message {
        var values = mapping.constants
        var mappedValues: [Int] = []
        for (field, index) in cells {
            // A line that was broken within a cell is broken as in JSON messages.
            let text = row[index].replacing("\r\n", with: "\n")
            guard !text.allSatisfy(\.isWhitespace) else { continue }
            let value: String
            if let (meaning, place) = self.values[field]?[text.columnName] {
                value = meaning
                mappedValues.append(place)
            } else {
                value = field == "note" ? text : text.trimmingBlanks
            }
            if !value.isEmpty { values[field] = value }
        }
        // A currency alone says nothing: a table has the same one in every row, with an amount and without.
        if values["contract.periodAmount"] == nil { values["contract.currency"] = nil }
        let faults = convert(&values)
        if values["action"] == nil { values["action"] = "terminate" }
        if values["messageId"] == nil, let termination = values["terminationId"] {
            values["messageId"] = "import-\(termination)-\(values["revision"] ?? "1")"
        }
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        for field in ColumnMapping.fields where !field.hasPrefix("contract.") {
            write(field, values[field], &writer)
        }
        let facts = ColumnMapping.fields.filter { $0.hasPrefix("contract.") && values[$0] != nil }
        if !facts.isEmpty {
            writer.name("contract")
            writer.beginObject()
            for field in facts { write(String(field.dropFirst(9)), values[field], &writer) }
            writer.endObject()
        }
        writer.endObject()
        return Message(body: writer.bytes, faults: faults, mappedValues: mappedValues)
    }

    private static let dates = [
        "receivedOn", "endDate", "contract.startDate", "contract.termEndDate", "contract.earliestEndDate",
        "contract.billedThrough",
    ]

    /// Dates and numbers as messages have them. What cannot be read as the format says stays, and is refused.
    ///
    /// - Returns: why it cannot be read, by the pointer of the field.
    private func convert(_ values: inout [String: String]) -> [String: CellFault] {
        var faults: [String: CellFault] = [:]
        if let format = mapping.dates {
            for field in Self.dates {
                guard let text = values[field] else { continue }
                if let date = format.date(text) {
                    values[field] = date.description
                } else {
                    faults[Self.pointer(field)] = format.fault(ofDate: text)
                }
            }
            if let text = values["occurredAt"], Instant(rfc3339: text) == nil {
                let zone = values["timeZone"].flatMap { Zone($0) } ?? mapping.zone
                if let zone, let instant = format.instant(text, in: zone) {
                    values["occurredAt"] = instant.description
                } else {
                    faults[Self.pointer("occurredAt")] = format.fault(ofTime: text, in: zone)
                }
            }
        }
        if let number = values["revision"].flatMap(mapping.amounts.integer) { values["revision"] = String(number) }
        if let text = values["contract.periodAmount"] {
            let currency = values["contract.currency"]
            if let amount = mapping.amounts.minorUnits(text, of: currency) {
                values["contract.periodAmount"] = String(amount)
            } else {
                faults[Self.pointer("contract.periodAmount")] = mapping.amounts.fault(of: text, currency: currency)
            }
        }
        return faults
    }

    private static func pointer(_ field: String) -> String { "/" + field.replacing(".", with: "/") }

    /// Numbers are numbers where they can be read as such; what cannot is refused for what it says.
    private func write(_ name: String, _ text: String?, _ writer: inout JSONWriter) {
        guard let text else { return }
        writer.name(escaping: name)
        if name == "revision" || name == "periodAmount", let number = Int64(text) {
            writer.integer(number)
        } else {
            writer.string(text)
        }
    }
}

/// The columns of a header, found by their names.
private struct ColumnNames {
    let names: [String]

    init(_ names: [String]) {
        self.names = names
    }

    var list: String { names.indices.map(label).joined(separator: ", ") }

    /// A column without a name is named by its place.
    func label(_ index: Int) -> String {
        let name = names[index].trimmingBlanks
        return name.isEmpty ? "(column \(index + 1))" : name
    }

    /// - Throws: ``ImportFileError`` where none or several have the name.
    func index(of name: String) throws -> Int {
        var places = names.indices.filter { names[$0] == name }
        if places.isEmpty { places = names.indices.filter { names[$0].columnName == name.columnName } }
        guard let place = places.first, places.count == 1 else {
            throw ImportFileError(
                places.isEmpty ? "There is no column \(name)." : "There are \(places.count) columns \(name).",
                hint: "The columns: \(list)."
            )
        }
        return place
    }
}

extension StringProtocol {
    /// Without white space and what cannot be seen at its ends.
    var trimmingBlanks: String {
        let isBlank: (Unicode.Scalar) -> Bool = { scalar in
            scalar.properties.isWhitespace || scalar == "\u{200B}" || scalar == "\u{FEFF}" || scalar == "\u{2060}"
        }
        let scalars = String(self).unicodeScalars
        guard let first = scalars.first, let last = scalars.last, isBlank(first) || isBlank(last) else {
            return String(self)
        }
        var text = scalars.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(text)
    }

    /// As names of columns and values that are given a meaning are compared: without case, without blanks at the ends, and
    /// with the spaces that do not break a line (U+00A0, U+2007, U+202F) as plain ones.
    fileprivate var columnName: String {
        let text = trimmingBlanks.lowercased()
        let isFixed: (Unicode.Scalar) -> Bool = { $0 == "\u{A0}" || $0 == "\u{2007}" || $0 == "\u{202F}" }
        guard text.unicodeScalars.contains(where: isFixed) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isFixed($0) ? " " : $0 }))
    }

    /// The field whose letters are those of this name, with any signs between them; of a contract's facts the name without
    /// `contract` is enough.
    fileprivate func fieldAlmostNamed(among fields: [String]) -> String? {
        let own = letters
        guard !own.isEmpty else { return nil }
        return fields.first { $0.letters == own }
            ?? fields.first { $0.hasPrefix("contract.") && $0.dropFirst(9).letters == own }
    }

    private var letters: String {
        String(String.UnicodeScalarView(lowercased().unicodeScalars.filter { $0.properties.isAlphabetic }))
    }
}
