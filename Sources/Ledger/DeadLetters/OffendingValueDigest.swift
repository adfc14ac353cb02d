import Crypto
import JSON
import Terminations

/// The value at the place of a violation, as the index by which a filter finds dead letters keeps it.
///
/// A digest: content that is redacted is not kept a second time.
struct OffendingValueDigest: Equatable {
    let pointer: JSONPointer
    /// The first eight bytes of SHA-256 over the text of the value (`ShownValue`). Two texts have one digest only where somebody made
    /// them for it; a filter for one of them then shows the other one too.
    let digest: Int64

    static func digest(of text: String) -> Int64 {
        SHA256.hash(data: Array(text.utf8)).withUnsafeBytes { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
    }

    /// One for each place that has a value, or lacks one, in the order of the violations. What is not shown, such as a note, has
    /// none.
    ///
    /// - Parameter violations: as a dead letter keeps them.
    static func digests(of body: [UInt8], violations: String) -> [OffendingValueDigest] {
        let found = (try? JSONValue(kept: violations))?.array ?? []
        var pointers: [JSONPointer] = []
        for violation in found {
            guard let pointer = violation.object?["pointer"]?.string.flatMap(JSONPointer.init(parsing:)),
                pointer != .root,
                !ShownValue.isNote(pointer), !pointers.contains(pointer)
            else { continue }
            pointers.append(pointer)
        }
        guard !pointers.isEmpty else { return [] }
        let values = OffendingValues(of: body)
        return pointers.compactMap { pointer in
            values.text(at: pointer).flatMap { text in
                text == ShownValue.withheld ? nil : OffendingValueDigest(pointer: pointer, digest: digest(of: text))
            }
        }
    }
}
