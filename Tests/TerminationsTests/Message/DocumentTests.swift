import Foundation
import JSON
import Terminations
import Testing

@Suite struct `The document around a message` {
    private func read(_ text: String, contentType: String? = nil, contentEncoding: String? = nil) -> ParsedMessage {
        let properties = MessageProperties(contentType: contentType, contentEncoding: contentEncoding)
        return ParsedMessage(IncomingMessage(body: Array(text.utf8), properties: properties))
    }

    @Test(arguments: [
        ("", "malformed-json "), ("{", "malformed-json "), ("[]", "not-an-object "), ("null", "not-an-object "),
        ("\"x\"", "not-an-object "), (#"{"contract":{"a":1,"a":2}}"#, "malformed-json /contract/a"),
        (String(repeating: "[", count: 10_000), "too-deep "),
    ])
    func `is refused with one violation where it cannot be read`(text: String, line: String) {
        #expect(read(text).lines == [line])
        #expect(read(text).contentDigest == nil)
    }

    @Test func `is measured before it is read`() {
        let incoming = IncomingMessage(body: Array(repeating: 0xFF, count: 101))
        #expect(ParsedMessage(incoming, limits: MessageLimits(maxBytes: 100)).lines == ["too-large "])
        #expect(ParsedMessage(incoming, limits: MessageLimits(maxBytes: 101)).lines == ["invalid-utf8 "])
    }

    @Test(arguments: [
        nil, "", " ", "application/json", "Application/JSON", "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"", "application/json; v=1",
    ])
    func `may have the content type of JSON`(contentType: String?) {
        #expect(read(Sample.body, contentType: contentType).lines == [])
    }

    @Test(arguments: [
        "text/plain", "application/xml", "application/json; charset=latin1", "application/cloudevents-batch+json",
        "application/octet-stream", "json", "application/jsonp",
    ])
    func `is still read when it has another content type`(contentType: String) {
        let parsed = read(Sample.body, contentType: contentType)
        #expect(parsed.lines == ["unsupported-content-type "])
        #expect(parsed.message == nil)
        #expect(parsed.messageID == "m-1")
        #expect(read("{}", contentType: contentType).lines.count == 7)
    }

    @Test(arguments: ["{", "[\(Sample.body)]", "null", "<a/>", String(repeating: "[", count: 40), "\u{0}"])
    func `has only a violation of its content type or encoding where it has another one and cannot be read`(
        text: String
    ) {
        for contentType in ["text/plain", "application/cloudevents-batch+json"] {
            #expect(read(text, contentType: contentType).lines == ["unsupported-content-type "])
        }
        #expect(read(text, contentEncoding: "gzip").lines == ["unsupported-content-encoding "])
        #expect(
            read(text, contentType: "text/plain", contentEncoding: "gzip").lines
                == ["unsupported-content-type ", "unsupported-content-encoding "]
        )
        let properties = MessageProperties(contentEncoding: "br")
        let packed = IncomingMessage(body: [0xFF, 0x00] + Array(text.utf8), properties: properties)
        #expect(ParsedMessage(packed).lines == ["unsupported-content-encoding "])
        #expect(ParsedMessage(packed, limits: MessageLimits(maxBytes: 1)).lines == ["unsupported-content-encoding "])
    }

    @Test func `may begin with a byte order mark, which changes nothing`() {
        let marked = read("\u{FEFF}" + Sample.body)
        #expect(marked.lines == [])
        #expect(marked.contentDigest == Sample.parsed().contentDigest)
        #expect(read("\u{FEFF}{}").lines == read("{}").lines)
        #expect(read("\u{FEFF}").lines == ["malformed-json "])
    }

    @Test(arguments: [nil, "", " ", "identity", "Identity", "utf-8", "UTF-8", "utf8", "us-ascii"])
    func `may have a content encoding of UTF-8 or identity`(contentEncoding: String?) {
        #expect(read(Sample.body, contentEncoding: contentEncoding).lines == [])
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("deflate", true), ("br", true), ("zstd", true), ("base64", true),
        ("utf-16", true), ("iso-8859-1", true), ("aes128gcm", true), (String(repeating: "x", count: 32), true),
        ("gzip, br", false), ("S3CRET note", false), (String(repeating: "x", count: 33), false), ("gz\u{1B}ip", false),
        ("gzïp", false),
    ])
    func `is refused when its content encoding says that it is compressed`(
        contentEncoding: String,
        isNamed: Bool
    ) throws {
        let parsed = read(Sample.body, contentEncoding: contentEncoding)
        #expect(parsed.lines == ["unsupported-content-encoding "])
        #expect(parsed.messageID == "m-1")
        let violation = try #require(parsed.formViolations.first)
        #expect(violation.message.contains("content-encoding"))
        #expect(violation.message.contains(contentEncoding) == isNamed)
        #expect(violation.expected == "the body unpacked, as JSON in UTF-8, and no content-encoding")
    }

    @Test func `is still read when it is not compressed as it says`() {
        #expect(
            read(#"{"messageId":"m-1","endDate":"1"}"#, contentEncoding: "gzip").lines.prefix(2)
                == ["unsupported-content-encoding ", "missing-field /action"]
        )
    }
}

@Suite struct `A structured CloudEvent` {
    private func read(_ text: String, type: String = "application/cloudevents+json; charset=utf-8") -> ParsedMessage {
        ParsedMessage(IncomingMessage(body: Array(text.utf8), properties: MessageProperties(contentType: type)))
    }

    @Test func `contains the message as its data`() {
        let event = read(#"{"specversion":"1.0","id":"x","source":"crm","type":"t","data":\#(Sample.body)}"#)
        #expect(event.lines == [])
        #expect(event.messageID == "m-1")
        #expect(event.contentDigest == Sample.parsed().contentDigest)
    }

    @Test(arguments: [
        ("[]", ["not-an-object "]), ("{}", ["missing-field /data"]),
        (#"{"data_base64":null}"#, ["missing-field /data"]),
        (#"{"data":"{}"}"#, ["not-an-object /data"]), (#"{"data":null}"#, ["not-an-object /data"]),
        (#"{"data":null,"data_base64":null}"#, ["not-an-object /data"]),
        (#"{"datacontenttype":"text/xml","data":[]}"#, ["unsupported-content-type /datacontenttype"]),
        (#"{"datacontenttype":"text/xml","data":"<a/>"}"#, ["unsupported-content-type /datacontenttype"]),
        (#"{"datacontenttype":"text/xml"}"#, ["unsupported-content-type /datacontenttype"]),
        (#"{"datacontenttype":"text/xml","data_base64":"/w=="}"#, ["unsupported-content-type /datacontenttype"]),
        (#"{"data_base64":7}"#, ["wrong-type /data_base64"]), (#"{"data_base64":"e30"}"#, ["wrong-type /data_base64"]),
        (#"{"data_base64":"e30=\n"}"#, ["wrong-type /data_base64"]),
        (#"{"data_base64":"e3-_"}"#, ["wrong-type /data_base64"]),
        (#"{"data_base64":""}"#, ["malformed-json /data_base64"]),
        (#"{"data_base64":"W10="}"#, ["not-an-object /data_base64"]),
        (#"{"data_base64":"/w=="}"#, ["invalid-utf8 /data_base64"]),
        (
            #"{"data_base64":"\#(Self.base64(#"{"contract":{"a":1,"a":2}}"#))"}"#,
            ["malformed-json /data_base64/contract/a"]
        ),
        (#"{"data_base64":"\#(Self.base64(String(repeating: "[", count: 33)))"}"#, ["too-deep /data_base64"]),
    ])
    func `without a message is refused`(text: String, lines: [String]) {
        #expect(read(text).lines == lines)
        #expect(read(text).contentDigest == nil)
    }

    @Test func `may contain the message in Base64, beside a null data`() {
        let encoded = Self.base64(Sample.body)
        for members in [
            #""data_base64":"\#(encoded)""#, #""data":null,"data_base64":"\#(encoded)""#,
            #""datacontenttype":"application/json","data_base64":"\#(encoded.replacing("/", with: "\\/"))""#,
            #""data_base64":"\#(Self.base64("\u{FEFF}" + Sample.body))""#,
            #""data":\#(Sample.body),"data_base64":null"#,
        ] {
            let event = read(#"{"specversion":"1.0","id":"x","source":"crm","type":"t",\#(members)}"#)
            #expect(event.lines == [])
            #expect(event.contentDigest == Sample.parsed().contentDigest)
        }
        // The message in Base64 has as many levels as one that stands alone.
        let deep = String(repeating: "[", count: 31) + String(repeating: "]", count: 31)
        let message = Sample.body.dropLast() + ",\"x\":\(deep)}"
        #expect(read(#"{"data_base64":"\#(Self.base64(String(message)))"}"#).lines == [])
    }

    @Test func `contains it in one of the two, not in both`() {
        let event = read(#"{"specversion":"1.0","data":\#(Sample.body),"data_base64":"\#(Self.base64(Sample.body))"}"#)
        #expect(event.lines == ["unknown-value /data_base64"])
        #expect(event.message == nil)
        #expect(event.messageID == "m-1")
        #expect(read(#"{"data":{},"data_base64":"!"}"#).lines == ["unknown-value /data_base64"])
    }

    @Test func `has violations under data_base64 where the message is in it`() {
        let changed = Sample.changed(["endDate": nil, "contract.currency": "1", "messageId": "\"m-2\""])
        let data = Self.base64(String(decoding: Sample.bytes(changed), as: UTF8.self))
        let event = IncomingMessage(
            body: Array(#"{"data_base64":"\#(data)"}"#.utf8),
            properties: MessageProperties(messageID: "m-1", contentType: "application/cloudevents+json")
        )
        #expect(
            ParsedMessage(event).lines == [
                "message-id-mismatch /data_base64/messageId", "missing-field /data_base64/endDate",
                "wrong-type /data_base64/contract/currency",
            ]
        )
    }

    @Test(arguments: [nil, "application/json", ""])
    func `without its content type has that violation alone`(type: String?) throws {
        for data in [
            #""data":\#(Sample.body)"#, #""data":{}"#, #""data_base64":"\#(Self.base64(Sample.body))""#,
            #""data":"<a/>""#,
            #""type":"t""#,
        ] {
            let event = IncomingMessage(
                body: Array(#"{"specversion":"1.0","id":"x",\#(data)}"#.utf8),
                properties: MessageProperties(contentType: type)
            )
            let parsed = ParsedMessage(event)
            #expect(parsed.lines == ["unsupported-content-type "])
            #expect(
                parsed.formViolations.first?.message
                    == "This is a CloudEvent: set the content type application/cloudevents+json."
            )
            #expect(parsed.messageID == (data.contains("data\":{\"") || data.contains("ey") ? "m-1" : nil))
            let judge = Judge(settings: Sample.settings())
            #expect(judge.judge(parsed, history: .none).lines == ["unsupported-content-type "])
        }
        let other = IncomingMessage(
            body: Array(#"{"specversion":"1.0","data":{}}"#.utf8),
            properties: MessageProperties(contentType: "text/plain")
        )
        #expect(ParsedMessage(other).lines.prefix(2) == ["unsupported-content-type ", "missing-field /data/messageId"])
    }

    @Test func `is not a message with a member specversion`() {
        #expect(Sample.parsed(["specversion": "\"1.0\""]).lines == [])
        #expect(Sample.parsed(["specversion": "\"1.0\"", "endDate": "1"]).lines == ["wrong-type /endDate"])
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test func `has its violations under data, in the order of the fields`() {
        let changed = Sample.changed(["endDate": nil, "contract.currency": "1", "action": "1"])
        let data = String(decoding: Sample.bytes(changed), as: UTF8.self)
        #expect(
            read(#"{"datacontenttype":"application/json","data":\#(data)}"#).lines
                == ["wrong-type /data/action", "wrong-type /data/contract/currency"]
        )
    }
}
