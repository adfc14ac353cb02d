import Glibc

/// Starts POSIX threads for blocking work.
///
/// Calls that block, such as those into librabbitmq or a commit to disk, must not occupy a thread of Swift's concurrency
/// pool.
package enum DedicatedThread {
    /// Starts a detached thread.
    ///
    /// - Parameters:
    ///   - name: shown by debuggers and `top`; the kernel keeps its first 15 bytes.
    ///   - stackSize: bytes of stack; nil for the system's default.
    package static func start(name: String, stackSize: Int? = nil, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(ThreadStart(name: name, body: body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        if let stackSize { pthread_attr_setstacksize(&attributes, stackSize) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let result = pthread_create(&thread, &attributes, enterThread, start.toOpaque())
        pthread_attr_destroy(&attributes)
        precondition(result == 0, "the system refuses another thread")
    }

    /// Runs blocking work on a thread of its own and suspends the caller until the work returns.
    ///
    /// The work runs outside the task on purpose: a cancelled task would make GRDB roll a transaction back.
    package static func run(named name: String, _ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            start(name: name) {
                work()
                continuation.resume()
            }
        }
    }
}

/// The entry point of a new thread: names the thread and runs the body that `DedicatedThread.start` passed.
private func enterThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    nameCurrentThread(start.name)
    start.body()
    return nil
}

/// Does what pthread_setname_np does, which the Glibc module does not export. Without /proc the thread keeps its name.
private func nameCurrentThread(_ name: String) {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    let bytes = Array(name.utf8.prefix(15))
    _ = write(file, bytes, bytes.count)
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}
