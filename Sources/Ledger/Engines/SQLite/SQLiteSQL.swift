/// The fragments of the ledger's shared SQL that each engine writes in its own way.
///
/// Statements outside of the engines name them by ``EngineSQL``. A second engine has the same names.
enum SQLiteSQL {
    /// The right side of `IN`: the texts or integers of an argument that holds a JSON array.
    static func list(_ argument: String) -> String { "(SELECT value FROM json_each(\(argument)))" }

    /// After the name of a table: makes the engine search it by this index.
    static func index(_ name: String) -> String { "INDEXED BY \(name)" }

    /// Whether a text contains another one.
    static func text(_ text: String, contains part: String) -> String { "instr(\(text), \(part)) > 0" }

    /// Whether bytes contain a text in UTF-8.
    static func bytes(_ bytes: String, contain part: String) -> String { "instr(\(bytes), CAST(\(part) AS BLOB)) > 0" }

    /// Whether a body has a value at one of the pointers of a JSON array.
    static func body(_ body: String, has value: String, atOneOf pointers: String) -> String {
        "has_offending_value(\(body), \(pointers), \(value))"
    }

    /// The text of a member of a JSON document in bytes; NULL where it has none.
    static func member(_ path: String, ofDocument bytes: String) -> String { "CAST(\(bytes) AS TEXT) ->> '$.\(path)'" }

    /// Of the rows of a query: a JSON array of their values.
    static func array(of value: String) -> String { "json_group_array(\(value))" }

    /// How many elements a JSON array has.
    static func count(ofArray array: String) -> String { "json_array_length(\(array))" }

    /// Whether a text is not a date of the form `2026-03-31`.
    static func isNoDate(_ text: String) -> String { "date(\(text), '+0 days') IS NOT \(text)" }

    /// Bytes of 0.
    static func zeros(_ count: Int) -> String { "zeroblob(\(count))" }
}
