import Crypto
import JSON
import Ledger

/// Names what a plan would do.
///
/// Somebody who has seen the plan confirms its digest. A plan that is made later has the same one only where it would do the
/// same to the same versions of the same dead letters.
struct PlanDigest {
    private var hash = SHA256()

    init(_ kind: String, _ deadLetters: [DeadLetterVersion]) {
        add(kind)
        var count = UInt64(deadLetters.count).bigEndian
        withUnsafeBytes(of: &count) { hash.update(bufferPointer: $0) }
        // Some at a time: a plan may have hundreds of thousands.
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: deadLetters.count, by: 1000) {
            bytes.removeAll(keepingCapacity: true)
            for deadLetter in deadLetters[start..<min(start + 1000, deadLetters.count)] {
                deadLetter.appendBytes(to: &bytes)
            }
            hash.update(data: bytes)
        }
    }

    /// The length goes first, so that no two lists of texts are hashed alike.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
        }
    }

    var text: String { Hex.string(Array(hash.finalize())) }
}
