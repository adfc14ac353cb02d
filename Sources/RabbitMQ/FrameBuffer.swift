import CRabbitMQ

/// The frames of messages that are to be published, one after the other as they go onto the wire (AMQP 0-9-1, 4.2.3):
/// many messages are one system call, where librabbitmq makes one of each frame.
///
/// What the frames hold is encoded by librabbitmq. It belongs to the thread of its connection.
final class FrameBuffer {
    /// From this size on it wants to be sent: no message makes it larger by more than one frame.
    private static let sendingSize = 64 * 1024
    /// Type, channel and size before the payload, and the end mark after it.
    private static let headSize = 7
    private static let endSize = 1

    /// The most that a frame of the connection can carry.
    let frameLimit: Int
    private let memory: UnsafeMutableRawBufferPointer
    private var count = 0

    init(frameLimit: Int) {
        self.frameLimit = frameLimit
        memory = .allocate(byteCount: Self.sendingSize + Self.headSize + frameLimit + Self.endSize, alignment: 1)
    }

    deinit { memory.deallocate() }

    /// What has been added.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    /// Whether it must be sent before more is added.
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
            // The weight, which is not used.
            payload.storeBytes(of: 0, toByteOffset: 2, as: UInt16.self)
            payload.storeBytes(of: UInt64(bodySize).bigEndian, toByteOffset: 4, as: UInt64.self)
            let size = amqp_encode_properties(basic, &properties, amqp_bytes_t(payload, from: 12))
            return size < 0 ? size : size + 12
        }
    }

    /// Adds a piece of a body.
    func add(body piece: UnsafeRawBufferPointer) -> amqp_status_enum {
        addFrame(AMQP_FRAME_BODY) { payload in
            payload.copyMemory(from: piece)
            return Int32(piece.count)
        }
    }

    /// - Parameter fill: writes the payload, and returns its size, or a negative status of librabbitmq's.
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
    /// The memory from an offset on, for librabbitmq to write into.
    fileprivate init(_ memory: UnsafeMutableRawBufferPointer, from offset: Int) {
        self.init(len: memory.count - offset, bytes: memory.baseAddress.map { $0 + offset })
    }
}
