import GRDB
import GRDBSQLite

extension Database {
    /// Overwrites some facts of a row in place: the row's other pages are not written.
    func overwrite(_ bytes: UnsafeRawBufferPointer, at offset: Int, ofFactsIn row: Int64) throws {
        var blob: OpaquePointer?
        try check(sqlite3_blob_open(sqliteConnection, "main", "report_facts", "facts", row, 1, &blob))
        let written = sqlite3_blob_write(blob, bytes.baseAddress, Int32(bytes.count), Int32(offset))
        let closed = sqlite3_blob_close(blob)
        try check(written)
        try check(closed)
    }

    private func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
