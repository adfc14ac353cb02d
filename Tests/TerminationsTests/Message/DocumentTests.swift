import Terminations
import Testing

@Suite struct `The document around a message` {
    private func read(_ text: String, contentType: String? = nil) -> Reading {
        let properties = MessageProperties(contentType: contentType)
        return Reading(IncomingMessage(body: Array(text.utf8), properties: properties))
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
        #expect(Reading(incoming, limits: MessageLimits(maxBytes: 100)).lines == ["too-large "])
        #expect(Reading(incoming, limits: MessageLimits(maxBytes: 101)).lines == ["invalid-utf8 "])
    }

    @Test(arguments: [
        nil, "", " ", "application/json", "Application/JSON", "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"", "application/json; v=1",
    ])
    func `may be said to be JSON`(contentType: String?) {
        #expect(read(Sample.body, contentType: contentType).lines == [])
    }

    @Test(arguments: [
        "text/plain", "application/xml", "application/json; charset=latin1", "application/cloudevents-batch+json",
        "application/octet-stream", "json", "application/jsonp",
    ])
    func `is read all the same when it is said to be something else`(contentType: String) {
        let reading = read(Sample.body, contentType: contentType)
        #expect(reading.lines == ["unsupported-content-type "])
        #expect(reading.message == nil)
        #expect(reading.messageID == "m-1")
        #expect(read("{}", contentType: contentType).lines.count == 7)
        #expect(read("{", contentType: contentType).lines == ["malformed-json ", "unsupported-content-type "])
    }
}

@Suite struct `A structured CloudEvent` {
    private func read(_ text: String, type: String = "application/cloudevents+json; charset=utf-8") -> Reading {
        Reading(IncomingMessage(body: Array(text.utf8), properties: MessageProperties(contentType: type)))
    }

    @Test func `carries the message as its data`() {
        let event = read(#"{"specversion":"1.0","id":"x","source":"crm","type":"t","data":\#(Sample.body)}"#)
        #expect(event.lines == [])
        #expect(event.messageID == "m-1")
        #expect(event.contentDigest == Sample.reading().contentDigest)
    }

    @Test(arguments: [
        ("[]", ["not-an-object "]), ("{}", ["missing-field /data"]),
        (#"{"data_base64":"e30="}"#, ["missing-field /data"]),
        (#"{"data":"{}"}"#, ["not-an-object /data"]), (#"{"data":null}"#, ["not-an-object /data"]),
        (
            #"{"datacontenttype":"text/xml","data":[]}"#,
            ["not-an-object /data", "unsupported-content-type /datacontenttype"]
        ),
    ])
    func `without a message is refused`(text: String, lines: [String]) {
        #expect(read(text).lines == lines)
    }

    @Test func `has its violations under data, in the order of the fields`() {
        let changed = Sample.changed(["endDate": nil, "contract.currency": "1", "action": "1"])
        let data = String(decoding: Sample.bytes(changed), as: UTF8.self)
        #expect(
            read(#"{"datacontenttype":"application/json","data":\#(data)}"#).lines
                == ["wrong-type /data/action", "wrong-type /data/contract/currency"]
        )
    }
}
