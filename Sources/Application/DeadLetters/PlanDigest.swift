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
        for deadLetter in deadLetters {
            add(deadLetter.id)
            add(String(deadLetter.version))
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
