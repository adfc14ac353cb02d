import Glibc

/// A copy of a ledger for a dry run, in a folder of its own.
///
/// Guarantees: only its owner may read it. It is removed with the object, or by ``remove()``. A copy that a killed process has
/// left is removed when the next copy is made in the same place; its lock ended with its process.
public final class TrialCopy: Sendable {
    /// Of the copy.
    public let path: String
    private let folder: String
    private let lock: Int32

    private static let prefix = "terminus-import-"

    /// Makes the folder; ``fill(from:)`` copies.
    ///
    /// - Parameters:
    ///   - place: a folder for temporary files.
    ///   - name: nothing else there has it.
    /// - Throws: ``LedgerError``.
    public init(in place: String, name: String) throws(LedgerError) {
        TrialCopy.removeAbandoned(in: place)
        folder = "\(place)/\(TrialCopy.prefix)\(name)"
        path = folder + "/ledger.sqlite"
        guard mkdir(folder, 0o700) == 0 else {
            throw LedgerError(
                .cannotOpen,
                "\(folder) cannot be made: \(String(cString: strerror(errno))).",
                hint: "Name a folder for temporary files that may be written: TMPDIR."
            )
        }
        lock = open(folder + "/lock", O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        _ = ByteLock.take(lock, ByteLock.ours)
    }

    deinit {
        remove()
        close(lock)
    }

    /// Copies one state of a ledger.
    public func fill(from ledger: Ledger) throws(LedgerError) {
        let partial = try PartialFile(for: path, suffix: ".partial")
        try ledger.file.copy(to: partial)
        try partial.publish()
    }

    /// May be called from any thread, also while it is filled.
    public func remove() { TrialCopy.remove(folder) }

    private static func removeAbandoned(in place: String) {
        for name in names(in: place) where name.hasPrefix(prefix) {
            let folder = "\(place)/\(name)"
            var facts = stat()
            guard lstat(folder, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR, facts.st_uid == geteuid() else {
                continue
            }
            let file = open(folder + "/lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            // One without a lock is being made just now.
            guard file >= 0 else { continue }
            if ByteLock.take(file, ByteLock.ours) { remove(folder) }
            close(file)
        }
    }

    private static func remove(_ folder: String) {
        // Again, where somebody who fills it has made another file meanwhile.
        for _ in 1...10 {
            for name in names(in: folder) { unlink("\(folder)/\(name)") }
            if rmdir(folder) == 0 || errno == ENOENT { return }
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
