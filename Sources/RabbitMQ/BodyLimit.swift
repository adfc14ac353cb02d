/// How large a body a consumer puts together.
///
/// A larger body is dropped piece by piece while it arrives. Its beginning, its size and a digest of all its bytes are kept,
/// so that the memory of one delivery is bounded whatever the broker lets through.
public struct BodyLimit: Sendable {
    /// Bodies of up to so many bytes are delivered whole.
    public var bytes: Int
    /// How many bytes of the beginning of a larger body are kept. A body that is not larger than this is delivered whole.
    public var keptBytes: Int
    /// Makes the digest of a larger body, which is given the body's pieces in order.
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

    /// Whether a body of this size is put together.
    func takesWhole(_ size: UInt64) -> Bool { size <= UInt64(max(bytes, keptBytes)) }
}

/// Sees all bytes of a body that is too large to be kept. Called on the consumer's thread.
public protocol BodyDigest: Sendable {
    mutating func update(_ piece: UnsafeRawBufferPointer)
}

/// What is known of a body of which only the beginning is kept.
public final class TruncatedContent: Sendable {
    /// The size of the whole body in bytes.
    public let size: UInt64
    /// Has seen the whole body.
    public let digest: any BodyDigest

    public init(size: UInt64, digest: any BodyDigest) {
        self.size = size
        self.digest = digest
    }
}
