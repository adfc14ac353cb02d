import CRabbitMQ

/// A buffer of encoded frames that wait to be sent (AMQP 0-9-1, 4.2.3).
///
/// It sends many messages with one system call, where librabbitmq makes one system call for each frame. librabbitmq still
/// encodes the payloads. A buffer belongs to the thread of its connection.
final class SendBuffer {
    /// From this size on the buffer must be sent. It can exceed the size by one frame at most.
    private static let sendingSize = 64 * 1024
    /// The bytes before the payload (type, channel, size) and after it (end mark).
    private static let headSize = 7
    private static let endSize = 1

    /// The largest payload of a frame of the connection.
    let frameLimit: Int
    private let memory: UnsafeMutableRawBufferPointer
    private var count = 0

    init(frameLimit: Int) {
        self.frameLimit = frameLimit
        memory = .allocate(byteCount: Self.sendingSize + Self.headSize + frameLimit + Self.endSize, alignment: 1)
    }

    deinit { memory.deallocate() }

    /// The buffered bytes.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    /// Whether the buffer must be sent before a frame is added.
    var isFull: Bool { count >= Self.sendingSize }

    func removeAll() { count = 0 }

    /// Adds `basic.publish` (1.8.3.7).
    ///
    /// - Returns: librabbitmq's status.
    func add(_ method: inout amqp_basic_publish_t) -> amqp_status_enum {
        addFrame(AMQP_FRAME_METHOD) { payload in
            payload.storeBytes(of: AMQP_BASIC_PUBLISH_METHOD.bigEndian, as: UInt32.self)
            let size = amqp_encode_method(AMQP_BASIC_PUBLISH_METHOD, &method, amqp_bytes_t(payload, from: 4))
            return size < 0 ? size : size + 4
        }
    }

    /// Adds the header of a message (4.2.6.1).
    func add(_ properties: inout amqp_basic_properties_t, bodySize: Int) -> amqp_status_enum {
        addFrame(AMQP_FRAME_HEADER) { payload in
            let basic = UInt16(AMQP_BASIC_CLASS)
            payload.storeBytes(of: basic.bigEndian, as: UInt16.self)
            // The weight, which AMQP does not use.
            payload.storeBytes(of: 0, toByteOffset: 2, as: UInt16.self)
            payload.storeBytes(of: UInt64(bodySize).bigEndian, toByteOffset: 4, as: UInt64.self)
            let size = amqp_encode_properties(basic, &properties, amqp_bytes_t(payload, from: 12))
            return size < 0 ? size : size + 12
        }
    }

    /// Adds a body frame.
    func add(body piece: UnsafeRawBufferPointer) -> amqp_status_enum {
        addFrame(AMQP_FRAME_BODY) { payload in
            payload.copyMemory(from: piece)
            return Int32(piece.count)
        }
    }

    /// - Parameter fill: writes the payload and returns its size, or a negative status of librabbitmq.
    private func addFrame(
        _ type: Int32,
        _ fill: (UnsafeMutableRawBufferPointer) -> Int32
    ) -> amqp_status_enum {
        let frame = UnsafeMutableRawBufferPointer(rebasing: memory[count...])
        let size = fill(.init(rebasing: frame[Self.headSize..<Self.headSize + frameLimit]))
        guard size >= 0 else { return amqp_status_enum(size) }
        frame.storeBytes(of: UInt8(type), as: UInt8.self)
        frame.storeBytes(of: FrameAssembler.channel.bigEndian, toByteOffset: 1, as: UInt16.self)
        frame.storeBytes(of: UInt32(size).bigEndian, toByteOffset: 3, as: UInt32.self)
        frame.storeBytes(of: UInt8(AMQP_FRAME_END), toByteOffset: Self.headSize + Int(size), as: UInt8.self)
        count += Self.headSize + Int(size) + Self.endSize
        return AMQP_STATUS_OK
    }
}

extension amqp_bytes_t {
    /// The memory from an offset on, as an output buffer for librabbitmq.
    fileprivate init(_ memory: UnsafeMutableRawBufferPointer, from offset: Int) {
        self.init(len: memory.count - offset, bytes: memory.baseAddress.map { $0 + offset })
    }
}
