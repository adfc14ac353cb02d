import Foundation

/// Reads a file from some place on, a block at a time, and hands out what it is asked for up to a sign.
struct FileBlocks {
    private static let blockSize = 1 << 20
    /// Bytes of a record at most: what has no end for longer is another kind of file.
    private static let longest = 16 << 20

    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var next = 0
    private var isAtEnd = false
    /// Bytes of the file before what is handed out next.
    private(set) var position: Int64

    init(_ file: FileHandle, from position: Int64 = 0) throws {
        self.file = file
        self.position = position
        if position > 0 { try file.seek(toOffset: UInt64(position)) }
    }

    /// The bytes through the next line feed, or through the end of the file; nil when there are no more.
    mutating func line() throws -> ArraySlice<UInt8>? {
        try record { bytes, _ in bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } }
    }

    /// The bytes up to where `end` says that a record ends, or through the end of the file; nil when there are no more.
    ///
    /// - Parameter end: the index behind the record that begins the bytes; nil when more of them are needed. Told whether
    ///   they are all that there is.
    /// - Throws: ``ImportFileError`` where a record does not end.
    mutating func record(_ end: (_ bytes: ArraySlice<UInt8>, _ isAll: Bool) -> Int?) throws -> ArraySlice<UInt8>? {
        while true {
            if next < buffer.count, let end = end(buffer[next...], isAtEnd) { return take(through: end) }
            guard buffer.count - next <= Self.longest else {
                throw ImportFileError(
                    "A record is longer than \(Self.longest >> 20) MiB.",
                    hint: "Each line must be one message (NDJSON) or one row (CSV)."
                )
            }
            guard try readBlock() else {
                return next < buffer.count ? take(through: buffer.count) : nil
            }
        }
    }

    private mutating func take(through end: Int) -> ArraySlice<UInt8> {
        let record = buffer[next..<end]
        position += Int64(end - next)
        next = end
        return record
    }

    /// - Returns: whether anything is new: more bytes, or that there are no more.
    private mutating func readBlock() throws -> Bool {
        guard !isAtEnd else { return false }
        buffer.removeFirst(next)
        next = 0
        let block = try file.read(upToCount: Self.blockSize) ?? Data()
        isAtEnd = block.isEmpty
        buffer.append(contentsOf: block)
        return true
    }
}
