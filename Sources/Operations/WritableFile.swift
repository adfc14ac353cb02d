import Glibc

/// Whether a file could grow now. Looks, and writes nothing: nobody waits for a lock because somebody asks for health.
enum WritableFile {
    /// Less room than this is none: a batch needs it, with its log.
    private static let smallestRoom: UInt64 = 8 * 1024 * 1024

    /// One sentence, with no more of the path than that it is the ledger's; nil where nothing is in the way.
    static func obstacle(path: String) -> String? {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard access(path, W_OK) == 0, access(folder.isEmpty ? "/" : folder, W_OK) == 0 else {
            return "The ledger's file or its folder cannot be written."
        }
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        let room = UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
        return room < smallestRoom ? "The ledger's disk has less than 8 MiB left." : nil
    }
}
