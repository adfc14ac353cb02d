import CRabbitMQ
import JSON
import Terminations

@testable import RabbitMQ
@testable import Worker

/// The properties of a delivery's content header that must hold for any bytes.
///
/// librabbitmq decodes the bytes as it does for the consumer. The values that Terminus reads are encoded and decoded again.
/// The first byte chooses a field table alone or a whole property list (AMQP 0-9-1, 4.2.5.5 and 4.2.6.1).
enum HeaderProperty {
    static func check(_ bytes: [UInt8]) throws {
        guard let choice = bytes.first else { return }
        var encoded = Array(bytes.dropFirst())
        if choice % 2 == 0 { try checkTable(&encoded) } else { try checkProperties(&encoded) }
    }

    private static func checkTable(_ bytes: inout [UInt8]) throws {
        guard let fields = decodeTable(&bytes) else { return }
        try checkKept(fields)
        guard let size = FieldValue.encodedSize(ofTable: fields) else {
            try require(
                !isSendable(fields),
                "a table that can be sent has no size: \(fields)"
            )
            return
        }
        try require(isSendable(fields), "a table that cannot be sent has a size")
        var again = [UInt8](repeating: 0, count: size)
        let arena = Arena()
        var table = arena.table(fields)
        let written = again.withUnsafeMutableBytes { buffer in
            var offset = 0
            let status = amqp_encode_table(
                amqp_bytes_t(len: buffer.count, bytes: buffer.baseAddress),
                &table,
                &offset
            )
            return status == Int32(AMQP_STATUS_OK.rawValue) ? offset : nil
        }
        try require(written == size, "a table takes \(written.map(String.init) ?? "more than") bytes, not \(size)")
        guard let read = decodeTable(&again) else {
            throw PropertyFailure(description: "an encoded table cannot be decoded")
        }
        try require(isSame(read, fields), "the encoded header reads differently: \(read), not \(fields)")
    }

    private static func checkProperties(_ bytes: inout [UInt8]) throws {
        guard let properties = decodeProperties(&bytes) else { return }
        guard FieldValue.encodedSize(ofTable: properties.headers) != nil, hasShortTexts(properties) else { return }
        let arena = Arena()
        var raw = arena.properties(properties)
        // The longest: thirteen properties of at most 256 bytes, and the headers.
        let limit = 13 * 256 + (FieldValue.encodedSize(ofTable: properties.headers) ?? 0)
        var again = [UInt8](repeating: 0, count: limit)
        let size = again.withUnsafeMutableBytes { buffer in
            amqp_encode_properties(
                UInt16(AMQP_BASIC_CLASS),
                &raw,
                amqp_bytes_t(len: buffer.count, bytes: buffer.baseAddress)
            )
        }
        try require(size > 0, "decoded properties cannot be encoded")
        again.removeLast(again.count - Int(size))
        guard let read = decodeProperties(&again) else {
            throw PropertyFailure(description: "an encoded property list cannot be decoded")
        }
        var same = read
        same.headers = properties.headers
        try require(
            same == properties && isSame(read.headers, properties.headers),
            "the encoded header reads differently: \(read), not \(properties)"
        )
    }

    /// A dead letter stores headers as nested JSON, which must be readable again.
    private static func checkKept(_ fields: [String: FieldValue]) throws {
        let kept = JSONValue.object(JSONObject([.init(name: "headers", value: FieldValue.table(fields).json)]))
        var writer = JSONWriter()
        writer.value(kept)
        let read = try? JSONValue(parsing: writer.bytes, maxDepth: JSONValue.maxDepth)
        try require(read == kept, "stored headers read differently")
    }

    private static func decodeTable(_ bytes: inout [UInt8]) -> [String: FieldValue]? {
        withPool { pool in
            bytes.withUnsafeMutableBytes { buffer in
                var table = amqp_table_t()
                var offset = 0
                let encoded = amqp_bytes_t(len: buffer.count, bytes: buffer.baseAddress)
                let status = amqp_decode_table(encoded, pool, &table, &offset)
                return status == Int32(AMQP_STATUS_OK.rawValue) ? FieldValue.table(table) : nil
            }
        }
    }

    private static func decodeProperties(_ bytes: inout [UInt8]) -> BasicProperties? {
        withPool { pool in
            bytes.withUnsafeMutableBytes { buffer in
                var decoded: UnsafeMutableRawPointer?
                let encoded = amqp_bytes_t(len: buffer.count, bytes: buffer.baseAddress)
                let status = amqp_decode_properties(UInt16(AMQP_BASIC_CLASS), pool, encoded, &decoded)
                guard status == Int32(AMQP_STATUS_OK.rawValue), let decoded else { return nil }
                var decoder = PropertiesDecoder()
                return decoder.decode(UnsafePointer(decoded.assumingMemoryBound(to: amqp_basic_properties_t.self)))
            }
        }
    }

    private static func withPool<Result>(_ work: (UnsafeMutablePointer<amqp_pool_t>) -> Result) -> Result {
        var pool = amqp_pool_t()
        init_amqp_pool(&pool, 16_384)
        defer { empty_amqp_pool(&pool) }
        return work(&pool)
    }

    /// Whether AMQP can carry the table: no key has more than 255 bytes, and RabbitMQ would make no number negative. Decoded
    /// tables are never nested too deep.
    private static func isSendable(_ fields: [String: FieldValue]) -> Bool {
        fields.allSatisfy { $0.key.utf8.count <= 255 && isSendable($0.value) }
    }

    private static func isSendable(_ value: FieldValue) -> Bool {
        switch value {
        case .uint64(let number): number <= UInt64(Int64.max)
        case .table(let fields): isSendable(fields)
        case .array(let values): values.allSatisfy(isSendable)
        default: true
        }
    }

    private static func hasShortTexts(_ properties: BasicProperties) -> Bool {
        [
            properties.contentType, properties.contentEncoding, properties.expiration, properties.messageID,
            properties.type, properties.userID, properties.appID,
        ].allSatisfy { ($0?.utf8.count ?? 0) <= 255 }
            && [properties.correlationID, properties.replyTo].allSatisfy { ($0?.count ?? 0) <= 255 }
    }

    private static func isSame(_ one: [String: FieldValue], _ other: [String: FieldValue]) -> Bool {
        one.count == other.count && one.allSatisfy { key, value in other[key].map { isSame(value, $0) } ?? false }
    }

    /// Floats by their bits: a NaN is kept as it was.
    private static func isSame(_ one: FieldValue, _ other: FieldValue) -> Bool {
        switch (one, other) {
        case (.float(let a), .float(let b)): a.bitPattern == b.bitPattern
        case (.double(let a), .double(let b)): a.bitPattern == b.bitPattern
        case (.table(let a), .table(let b)): isSame(a, b)
        case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
        default: one == other
        }
    }
}
