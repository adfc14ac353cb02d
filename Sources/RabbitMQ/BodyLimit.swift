/// The largest message body that a consumer keeps in memory.
///
/// The consumer discards a larger body piece by piece while it arrives, and keeps its beginning, its size and a digest of
/// all its bytes. The memory of one delivery is therefore bounded, whatever size the broker allows.
public struct BodyLimit: Sendable {
    /// Bodies of at most this size in bytes are delivered whole.
    public var bytes: Int
    /// How many bytes of the beginning of a larger body are kept. A body that is not larger than this is delivered whole.
    public var keptBytes: Int
    /// Makes the digest of a larger body. The digest receives the pieces of the body in order.
    public var makeDigest: @Sendable (BasicProperties) -> any BodyDigest

    public init(
        bytes: Int,
        keptBytes: Int,
        makeDigest: @escaping @Sendable (BasicProperties) -> any BodyDigest
    ) {
        self.bytes = max(bytes, 0)
        self.keptBytes = max(keptBytes, 0)
        self.makeDigest = makeDigest
    }

    /// Whether a body of this size is delivered whole.
    func keepsWhole(_ size: UInt64) -> Bool { size <= UInt64(max(bytes, keptBytes)) }
}

/// Receives all bytes of a body that is too large to keep. Called on the consumer's thread.
public protocol BodyDigest: Sendable {
    mutating func update(_ piece: UnsafeRawBufferPointer)
}

/// Describes a body of which only the beginning is kept.
public final class TruncatedContent: Sendable {
    /// The size of the whole body in bytes.
    public let size: UInt64
    /// The digest of the whole body.
    public let digest: any BodyDigest

    public init(size: UInt64, digest: any BodyDigest) {
        self.size = size
        self.digest = digest
    }
}
