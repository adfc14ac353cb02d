extension String {
    /// Calls `read` with the bytes. As `withUTF8`, but without the copy that a constant needs for that: nearly every
    /// string has its bytes in one place.
    @inlinable
    package func withBytes<Result>(_ read: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        if let result = try utf8.withContiguousStorageIfAvailable(read) { return result }
        var text = self
        return try text.withUTF8(read)
    }
}
