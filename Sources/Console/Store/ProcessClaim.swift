import Foundation
import Synchronization
import Terminations

/// What a console has begun carries its claim, so that the other consoles of the ledger see whether a process still works on it.
///
/// The claim is a lock on one byte of a file beside the store. The system gives the lock up with the process, however that ends:
/// no clock and no sign of life are needed.
final class ProcessClaim: Sendable {
    /// The byte of this process. It is random: two processes have the same one as rarely as two tokens.
    let number = Int64.random(in: 1..<(1 << 62))
    private let path: String
    private let file = Mutex<Int32?>(nil)

    /// - Parameter store: the path of the store's file.
    init(besideStore store: String) { path = store + "-lock" }

    deinit {
        file.withLock { file in
            if let file { close(file) }
        }
    }

    /// Takes the lock, so that others see that this process runs.
    func take() throws(ConsoleStoreError) {
        guard opened() == nil else { return }
        let why = String(cString: strerror(errno))
        throw ConsoleStoreError(
            text: LocalizedText("\(path) cannot be locked: \(why).", "\(path) is niet te vergrendelen: \(why).")
        )
    }

    /// Whether a process that runs has the claim. This one counts too.
    func isHeld(_ other: Int64) -> Bool {
        if other == number { return true }
        guard let descriptor = opened() else { return false }
        var lock = Self.lock(other)
        return fcntl(descriptor, Self.getLock, &lock) == 0 && lock.l_type != F_UNLCK
    }

    /// The file with the lock on this process's byte; nil where the file cannot be used.
    private func opened() -> Int32? {
        file.withLock { file in
            if let file { return file }
            let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return nil }
            var lock = Self.lock(number)
            guard fcntl(descriptor, Self.setLock, &lock) == 0 else {
                close(descriptor)
                return nil
            }
            file = descriptor
            return descriptor
        }
    }

    // Locks of the open file rather than of the process (`F_OFD_GETLK` and `F_OFD_SETLK`, which Glibc's module lacks).
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37

    private static func lock(_ byte: Int64) -> flock {
        flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: off_t(byte), l_len: 1, l_pid: 0)
    }
}
