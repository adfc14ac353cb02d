import JSON
import Terminations

/// The properties of a JSON Patch and a document that must hold for any bytes.
enum PatchProperty {
    static func check(_ bytes: [UInt8]) throws {
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let patch: JSONPatch
        do {
            patch = try JSONPatch(parsing: Array(parts[0]))
        } catch {
            try require(!error.description.isEmpty, "a patch is refused without a reason")
            return
        }
        guard parts.count == 2, let document = try? JSONValue(parsing: Array(parts[1])) else { return }
        let changed: JSONValue
        do {
            changed = try patch.apply(to: document)
        } catch {
            try require(!error.description.isEmpty, "a patch fails without a reason")
            return
        }
        var writer = JSONWriter()
        writer.value(changed)
        let read = try? JSONValue(parsing: writer.bytes, maxDepth: JSONValue.maxDepth)
        try require(read == changed, "the patched document reads differently")
    }
}
