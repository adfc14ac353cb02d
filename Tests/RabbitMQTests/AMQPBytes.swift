/// Bytes as AMQP writes them: numbers in network order, strings after their length.
struct AMQPBytes {
    var bytes: [UInt8] = []

    mutating func add(_ number: some FixedWidthInteger & UnsignedInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(short text: String) {
        add(UInt8(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(long text: [UInt8]) {
        add(UInt32(text.count))
        bytes.append(contentsOf: text)
    }

    /// A whole frame around a payload (AMQP 0-9-1, 2.3.5).
    static func frame(type: UInt8, channel: UInt16, payload: [UInt8]) -> [UInt8] {
        var frame = AMQPBytes()
        frame.add(type)
        frame.add(channel)
        frame.add(long: payload)
        frame.add(0xCE as UInt8)
        return frame.bytes
    }

    /// A method frame.
    static func method(
        _ classID: UInt16,
        _ methodID: UInt16,
        channel: UInt16 = 1,
        _ fields: (inout AMQPBytes) -> Void = { _ in }
    ) -> [UInt8] {
        var payload = AMQPBytes()
        payload.add(classID)
        payload.add(methodID)
        fields(&payload)
        return frame(type: 1, channel: channel, payload: payload.bytes)
    }

    /// A content header frame of the class basic.
    ///
    /// - Parameter properties: flags and values; no properties by default.
    static func header(size: UInt64, properties: [UInt8] = [0, 0]) -> [UInt8] {
        var payload = AMQPBytes()
        payload.add(60 as UInt16)
        payload.add(0 as UInt16)
        payload.add(size)
        payload.bytes += properties
        return frame(type: 2, channel: 1, payload: payload.bytes)
    }

    static func body(_ bytes: [UInt8]) -> [UInt8] { frame(type: 3, channel: 1, payload: bytes) }

    /// `basic.deliver`, without the header and body that must follow.
    static func deliver(tag: UInt64) -> [UInt8] {
        method(60, 60) { fields in
            fields.add(short: "terminus")
            fields.add(tag)
            fields.add(0 as UInt8)
            fields.add(short: "exchange")
            fields.add(short: "key")
        }
    }

    /// A whole delivery.
    static func delivery(tag: UInt64, _ text: String) -> [UInt8] {
        deliver(tag: tag) + header(size: UInt64(text.utf8.count)) + (text.isEmpty ? [] : body(Array(text.utf8)))
    }

    /// `channel.close` or `connection.close`.
    static func close(channel: UInt16, code: UInt16, _ text: String) -> [UInt8] {
        method(channel == 0 ? 10 : 20, channel == 0 ? 50 : 40, channel: channel) { fields in
            fields.add(code)
            fields.add(short: text)
            fields.add(0 as UInt32)
        }
    }
}
