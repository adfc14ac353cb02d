import Terminations

/// What must hold for a JSON Patch and a document, whatever bytes they have.
enum PatchProperty {
    static func check(_ bytes: [UInt8]) throws {
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let patch: JSONPatch
        do {
            patch = try JSONPatch(parsing: Array(parts[0]))
        } catch {
            try demand(!error.description.isEmpty, "a patch is refused without a reason")
            return
        }
        guard parts.count == 2, let document = try? JSONValue(parsing: Array(parts[1])) else { return }
        let changed: JSONValue
        do {
            changed = try patch.apply(to: document)
        } catch {
            try demand(!error.description.isEmpty, "a patch cannot be applied, and nobody knows why")
            return
        }
        var writer = JSONWriter()
        writer.value(changed)
        let read = try? JSONValue(parsing: writer.bytes, maxDepth: MessageLimits.deepest)
        try demand(read == changed, "what was patched reads otherwise")
    }
}
