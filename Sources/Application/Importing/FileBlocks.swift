/// Reads a file from a position, a block at a time, and returns it in pieces that end with a given byte.
struct FileBlocks {
    private static let blockSize = 1 << 20
    /// Bytes of a record at most: what has no end for longer is another kind of file.
    private static let longest = 16 << 20

    private let file: ReadableFile
    private var buffer: [UInt8] = []
    private var next = 0
    private var isAtEnd = false
    private var nextBlock: Int64
    /// Bytes of the file before what is handed out next.
    private(set) var position: Int64

    init(_ file: ReadableFile, from position: Int64 = 0) {
        self.file = file
        self.position = position
        nextBlock = position
    }

    /// The bytes through the next end of a line, or through the end of the file; nil when there are no more.
    mutating func line(endingWith end: UInt8 = UInt8(ascii: "\n")) throws -> ArraySlice<UInt8>? {
        try record { bytes, _ in bytes.firstIndex(of: end).map { $0 + 1 } }
    }

    /// The bytes up to where `end` finds the end of a record, or through the end of the file; nil when there are no more.
    ///
    /// - Parameter end: the index behind the record that begins the bytes; nil when more of them are needed. Gets the
    ///   bytes and whether they are all that there are.
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
        let block = try file.bytes(at: nextBlock, upTo: Self.blockSize)
        nextBlock += Int64(block.count)
        isAtEnd = block.isEmpty
        buffer += block
        return true
    }
}

/// The sign with which the lines of a file end: a line feed, also behind a carriage return, or a carriage return alone,
/// as Excel for Mac writes it.
enum LineEnd {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// Decides by the first line end outside of quotes.
    static func detect(in bytes: some Sequence<UInt8>, quotes: Bool) -> UInt8 {
        var isQuoted = false
        var isBehindReturn = false
        for byte in bytes {
            if isBehindReturn { return byte == lineFeed ? lineFeed : carriageReturn }
            if quotes, byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == lineFeed { return lineFeed }
            isBehindReturn = byte == carriageReturn
        }
        return isBehindReturn ? carriageReturn : lineFeed
    }
}
