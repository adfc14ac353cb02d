import CRabbitMQ
import Glibc

/// A named POSIX thread.
///
/// librabbitmq blocks: its calls must not occupy a thread of Swift's concurrency pool.
enum Thread {
    /// librabbitmq decodes nested tables by recursion, and one frame can nest some 26,000 deep.
    private static let stackSize = 32 * 1024 * 1024

    /// Starts a detached thread.
    ///
    /// - Parameter name: as debuggers and `top` show it; cut to 15 bytes.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(ThreadStart(name: name, body: body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let result = pthread_create(&thread, &attributes, enterThread, start.toOpaque())
        pthread_attr_destroy(&attributes)
        precondition(result == 0, "the system refuses another thread")
    }
}

/// What a new thread runs: it names itself and takes over what `Thread.start` handed it.
private func enterThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    crabbitmq_name_thread(start.name)
    start.body()
    return nil
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}
