/// Keeps the texts of a statement's arguments while it runs, so that SQLite need not take memory for each of them: a
/// message has some twenty, most of them short.
final class BindBuffer {
    private static let size = 1024

    private let start = UnsafeMutablePointer<CChar>.allocate(capacity: BindBuffer.size)
    private var used = 0

    deinit { start.deallocate() }

    /// Forgets what was kept: the statement is bound anew.
    func empty() { used = 0 }

    /// - Returns: where the bytes stand; nil where there is no room for them.
    func keep(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar>? {
        guard bytes.count <= BindBuffer.size - used else { return nil }
        let place = start + used
        if let source = bytes.baseAddress {
            UnsafeMutableRawPointer(place).copyMemory(from: source, byteCount: bytes.count)
        }
        used += bytes.count
        return UnsafePointer(place)
    }
}
