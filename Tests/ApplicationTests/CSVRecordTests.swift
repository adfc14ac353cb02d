import Testing

@testable import Application

@Suite struct `A record of CSV` {
    private let record = CSVRecord(separator: UInt8(ascii: ","))

    private func records(_ text: String) -> [String] {
        var rest = Array(text.utf8)[...]
        var records: [String] = []
        while let end = record.end(in: rest, isAll: true), !rest.isEmpty {
            records.append(String(decoding: rest[..<end], as: UTF8.self))
            rest = rest[end...]
        }
        return records
    }

    @Test(arguments: [
        ("a,b\nc,d\n", ["a,b\n", "c,d\n"]),
        ("a,b\r\nc,d", ["a,b\r\n", "c,d"]),
        ("\"a\n\",b\nc\n", ["\"a\n\",b\n", "c\n"]),
        ("\"a\"\"\n\"\n\"b\"\r\n", ["\"a\"\"\n\"\n", "\"b\"\r\n"]),
        ("5\" wide,b\nc\n", ["5\" wide,b\n", "c\n"]),
        ("\"a\"b\n\"c\"\n", ["\"a\"b\n", "\"c\"\n"]),
        ("\"lost\nb,\"c\"\nd\n", ["\"lost\n", "b,\"c\"\n", "d\n"]),
        ("\"lost\nb\nc", ["\"lost\n", "b\n", "c"]),
    ])
    func `ends behind its line, and a bad one takes no other with it`(text: String, expected: [String]) {
        #expect(records(text) == expected)
    }

    @Test func `asks for more bytes until it is whole, but not for ever`() {
        let open = Array("\"a\nb".utf8)
        #expect(record.end(in: open[...], isAll: false) == nil)
        #expect(record.end(in: (open + Array("\"".utf8))[...], isAll: false) == nil)
        #expect(record.end(in: (open + Array("\"\n".utf8))[...], isAll: false) == 6)
        let long = open + [UInt8](repeating: UInt8(ascii: "x"), count: CSVRecord.longest)
        #expect(record.end(in: long[...], isAll: false) == 3)
    }
}
