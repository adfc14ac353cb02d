import Foundation
import Testing

/// The ledger's decisions know no engine: what imports SQLite is in a folder of its own.
@Suite struct `The engines of the ledger` {
    private static let sources = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Ledger")

    /// Files below the folder, without those of the engines.
    private static func files() throws -> [URL] {
        let all = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        return all.compactMap { $0 as? URL }
            .filter { $0.pathExtension == "swift" && !$0.path.hasPrefix(sources.path + "/Engines/") }
    }

    @Test func `are the only files that import a database library`() throws {
        let files = try Self.files()
        #expect(files.count > 50)
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            let imports = text.split(separator: "\n").filter {
                $0.hasPrefix("import ") || $0.hasPrefix("public import ")
            }
            for library in ["GRDB", "GRDBSQLite", "CSQLite", "CPostgreSQL", "PostgreSQL"] {
                #expect(
                    !imports.contains { $0.hasSuffix(" \(library)") },
                    "\(file.lastPathComponent) imports \(library)"
                )
            }
            #expect(!text.contains("sqlite3_"), "\(file.lastPathComponent) calls SQLite")
        }
    }

    /// What only SQLite understands is an operation of its engine.
    @Test(arguments: [
        "INSERT OR ", "iif(", "ifnull(", "PRAGMA ", "sqlite_schema", "sqlite_version", "json_each", "json_group_array",
        "json_array_length", "json_extract", "->>", "INDEXED BY", "instr(", "zeroblob", " date(", "strftime", "typeof(",
        "group_concat", "rowid", "has_offending_value", "offending_values",
    ])
    func `are the only files with SQL of one engine`(word: String) throws {
        for file in try Self.files() {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)")
        }
    }
}
