import Foundation
import Testing

@testable import JSON

@Suite struct `Base64 text` {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `is that of RFC 4648`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test func `has every byte in every place`() {
        for length in 0..<8 {
            for byte in UInt8.min...UInt8.max {
                let bytes = (0..<length).map { byte &+ UInt8($0 * 36) }
                #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
                #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            }
        }
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zm8", "Zg==\n", " Zg==", "Zg==Zg==", "=", "====", "Z===", "Zm9-", "Zm9_", "Zm9é",
    ])
    func `refuses what is none`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `knows what a text looks like inside a longer one`() {
        let text = Array("He is ill".utf8)
        let forms = Base64.forms(of: text).map { String(decoding: $0, as: UTF8.self) }
        for before in 0..<6 {
            for after in 0..<4 {
                let whole = [UInt8](repeating: 0xFF, count: before) + text + [UInt8](repeating: 0xFF, count: after)
                #expect(Base64.encode(whole).contains(forms[before % 3]))
            }
        }
        #expect(forms.allSatisfy { $0.count > 9 })
        #expect(Base64.forms(of: [7]).map(\.count) == [1, 0, 1])
    }
}
