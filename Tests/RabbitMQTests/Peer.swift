import Glibc

/// The broker's end of one connection, controlled by a script.
struct Peer {
    /// A frame as it was read.
    struct Frame {
        var type: UInt8
        var channel: UInt16
        var payload: [UInt8]

        /// Class and method, of a method frame.
        var method: (UInt16, UInt16) {
            guard type == 1, payload.count >= 4 else { return (0, 0) }
            return (number(at: 0), number(at: 2))
        }

        /// A number in the payload.
        func number<Number: FixedWidthInteger>(at offset: Int) -> Number {
            payload.dropFirst(offset).prefix(Number.bitWidth / 8).reduce(0) { $0 << 8 | Number($1) }
        }
    }

    /// The client has gone, or did what the script does not expect.
    enum Failure: Error {
        case closed
        case unexpected(Frame)
    }

    /// Counts the connections from 1.
    let number: Int
    let socket: Int32

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure.closed }
            rest = rest.dropFirst(count)
        }
    }

    func read(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            let more = bytes.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + have, count - have, 0) }
            guard more > 0 else { throw Failure.closed }
            have += more
        }
        return bytes
    }

    /// The next frame, heartbeats included.
    func readFrame() throws -> Frame {
        let head = Frame(type: 0, channel: 0, payload: try read(7))
        let payload = try read(Int(head.number(at: 3) as UInt32) + 1).dropLast()
        return Frame(type: head.payload[0], channel: head.number(at: 1), payload: Array(payload))
    }

    /// The next frame that is no heartbeat, which must be this method.
    @discardableResult
    func expect(_ classID: UInt16, _ methodID: UInt16) throws -> Frame {
        var frame = try readFrame()
        while frame.type == 8 { frame = try readFrame() }
        guard frame.method == (classID, methodID) else { throw Failure.unexpected(frame) }
        return frame
    }

    /// Lets the client log in and open its channel.
    func handshake(heartbeat: UInt16 = 0, frameMax: UInt32 = 131_072) throws {
        try start()
        try send(
            AMQPBytes.method(10, 30, channel: 0) { fields in
                fields.add(1 as UInt16)
                fields.add(frameMax)
                fields.add(heartbeat)
            }
        )
        try expect(10, 31)
        try expect(10, 40)
        try send(AMQPBytes.method(10, 41, channel: 0) { $0.add(short: "") })
        try expect(20, 10)
        try send(AMQPBytes.method(20, 11) { $0.add(long: []) })
    }

    /// Reads the protocol header, asks who is there and reads the answer.
    func start() throws {
        _ = try read(8)
        try send(
            AMQPBytes.method(10, 10, channel: 0) { fields in
                fields.add(0 as UInt8)
                fields.add(9 as UInt8)
                fields.add(long: [])
                fields.add(long: Array("PLAIN".utf8))
                fields.add(long: Array("en_US".utf8))
            }
        )
        try expect(10, 11)
    }

    /// After the handshake: lets the client set its prefetch and consume.
    func acceptConsumer(heartbeat: UInt16 = 0) throws {
        try handshake(heartbeat: heartbeat)
        try expect(60, 10)
        try send(AMQPBytes.method(60, 11))
        try expect(60, 20)
        try send(AMQPBytes.method(60, 21) { $0.add(short: "terminus") })
    }

    /// After the handshake: lets the client ask for confirms.
    func acceptPublisher() throws {
        try handshake()
        try expect(85, 10)
        try send(AMQPBytes.method(85, 11))
    }

    /// Reads one published message; returns its body as text.
    func readPublished() throws -> String {
        try expect(60, 40)
        let header = try readFrame()
        var body: [UInt8] = []
        while body.count < Int(header.number(at: 4) as UInt64) { body += try readFrame().payload }
        return String(decoding: body, as: UTF8.self)
    }

    func acknowledge(_ tag: UInt64, multiple: Bool = false, refuse: Bool = false) throws {
        try send(
            AMQPBytes.method(60, refuse ? 120 : 80) { fields in
                fields.add(tag)
                fields.add((multiple ? 1 : 0) as UInt8)
            }
        )
    }

    /// Answers the close methods of a client until it disconnects.
    func finish() throws {
        while true {
            switch try readFrame().method {
            case (20, 40): try send(AMQPBytes.method(20, 41))
            case (10, 50): try send(AMQPBytes.method(10, 51, channel: 0))
            default: break
            }
        }
    }
}
