import Terminations

/// Which column of a file is which field of a message.
public struct ColumnMapping: Sendable, Equatable {
    /// The column of each field, by the field's name: `contractId`, `contract.startDate`. A column that is called as a
    /// field needs none.
    public let columns: [String: String]
    /// Fields that have one value in all messages.
    public let constants: [String: String]
    /// What parts the cells; nil for what parts the header.
    public let separator: UInt8?

    /// The fields that a message can have, in the order of the contract.
    public static let fields = TerminationMessage.fieldNames

    public init(columns: [String: String], constants: [String: String] = [:], separator: UInt8? = nil) {
        self.columns = columns
        self.constants = constants
        self.separator = separator
    }

    /// What decides how a file is read, as text: an import is gone on with only by the same.
    public var identity: String {
        let parts = columns.sorted { $0.key < $1.key }.map { "map \($0.key)=\($0.value)" }
        let sets = constants.sorted { $0.key < $1.key }.map { "set \($0.key)=\($0.value)" }
        return (parts + sets + ["separator \(separator ?? 0)"]).joined(separator: "\n")
    }
}

/// Makes messages of cells.
///
/// An empty cell is a field that is absent. Without a column for them, `action` is `terminate`, and `messageId` is made of
/// the termination and its revision, so that a file that is imported again is known again.
struct MessageOfCells {
    private let cells: [(field: String, index: Int)]
    private let constants: [String: String]

    /// - Throws: ``ImportFileError`` where a mapped column or field does not exist, or two columns are one field.
    init(_ header: [String], _ mapping: ColumnMapping) throws {
        let known = Set(ColumnMapping.fields)
        for field in mapping.columns.keys.sorted() + mapping.constants.keys.sorted() where !known.contains(field) {
            throw ImportFileError(
                "\(field) is no field of a message.",
                hint: "The fields: \(ColumnMapping.fields.joined(separator: ", "))."
            )
        }
        var cells: [(field: String, index: Int)] = []
        for (field, column) in mapping.columns.sorted(by: { $0.key < $1.key }) {
            let places = header.indices.filter { header[$0] == column }
            guard let place = places.first, places.count == 1 else {
                throw ImportFileError(
                    places.isEmpty
                        ? "There is no column \(column)." : "There are \(places.count) columns \(column).",
                    hint: "The columns: \(header.joined(separator: ", "))."
                )
            }
            cells.append((field, place))
        }
        for (index, name) in header.enumerated()
        where known.contains(name) && mapping.columns[name] == nil && !cells.contains(where: { $0.index == index }) {
            cells.append((name, index))
        }
        guard !cells.isEmpty else {
            throw ImportFileError(
                "No column is a field of a message.",
                hint: "Say which is which: --map contractId=COLUMN. The columns: \(header.joined(separator: ", "))."
            )
        }
        self.cells = cells
        constants = mapping.constants
    }

    func body(_ row: [String]) -> [UInt8] {
        var values = constants
        for (field, index) in cells {
            // A line that was broken within a cell is broken as in JSON messages.
            let text = row[index].replacing("\r\n", with: "\n")
            if !text.allSatisfy(\.isWhitespace) { values[field] = text }
        }
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
        return writer.bytes
    }

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
