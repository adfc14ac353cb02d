import Foundation

/// Reads a file from some place on, a block at a time, and hands out what it is asked for up to a sign.
struct FileBlocks {
    private static let blockSize = 1 << 20

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

    /// The bytes through the next line feed that `isEnd` accepts as the end of a record, or through the end of the file;
    /// nil when there are no more.
    ///
    /// - Parameter isEnd: told of each line feed's place; a quoted cell may hold some.
    mutating func record(_ isEnd: (ArraySlice<UInt8>) -> Bool) throws -> ArraySlice<UInt8>? {
        var searched = next
        while true {
            while let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                if isEnd(buffer[next...end]) { return take(through: end + 1) }
                searched = end + 1
            }
            searched = buffer.count - next
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

    /// - Returns: whether there was more.
    private mutating func readBlock() throws -> Bool {
        guard !isAtEnd else { return false }
        buffer.removeFirst(next)
        next = 0
        guard let block = try file.read(upToCount: Self.blockSize), !block.isEmpty else {
            isAtEnd = true
            return false
        }
        buffer.append(contentsOf: block)
        return true
    }
}
