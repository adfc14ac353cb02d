/// Bytes as hexadecimal digits in lower case.
enum Hex {
    static func string(_ bytes: some Collection<UInt8>) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { room in
            var token = JSONToken(room)
            for byte in bytes {
                token.put(digit(byte >> 4))
                token.put(digit(byte & 15))
            }
            return token.count
        }
    }

    static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}
