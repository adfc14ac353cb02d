import CRabbitMQ

/// Memory for the arguments of one call into librabbitmq.
///
/// Allocations stay valid until `reset()` and are not freed one by one. An arena belongs to one thread.
final class Arena {
    private var pool = amqp_pool_t()

    init() { init_amqp_pool(&pool, 16_384) }

    deinit { empty_amqp_pool(&pool) }

    /// Releases all allocations.
    func reset() { recycle_amqp_pool(&pool) }

    /// A copy of the string's UTF-8.
    func bytes(_ string: String) -> amqp_bytes_t {
        var string = string
        return string.withUTF8 { copy(UnsafeRawBufferPointer($0)) }
    }

    /// A copy of the bytes.
    func bytes(_ array: [UInt8]) -> amqp_bytes_t {
        array.withUnsafeBytes { copy($0) }
    }

    /// Memory for `count` values, which the caller must initialise; nil when `count` is 0.
    func allocate<Value>(_ type: Value.Type, count: Int) -> UnsafeMutablePointer<Value>? {
        guard count > 0 else { return nil }
        guard let memory = amqp_pool_alloc(&pool, MemoryLayout<Value>.stride * count) else {
            fatalError("out of memory")
        }
        return memory.bindMemory(to: type, capacity: count)
    }

    private func copy(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard let start = source.baseAddress, let target = allocate(UInt8.self, count: source.count) else {
            return amqp_bytes_t(len: 0, bytes: nil)
        }
        UnsafeMutableRawPointer(target).copyMemory(from: start, byteCount: source.count)
        return amqp_bytes_t(len: source.count, bytes: target)
    }
}
