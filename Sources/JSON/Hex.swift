/// Bytes as hexadecimal digits in lower case.
package enum Hex {
    package static func string(_ bytes: some Collection<UInt8>) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { buffer in
            var writer = BufferWriter(buffer)
            for byte in bytes {
                writer.put(digit(byte >> 4))
                writer.put(digit(byte & 15))
            }
            return writer.count
        }
    }

    package static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}
