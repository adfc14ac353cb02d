import Testing

@testable import Terminations

@Suite struct `A W3C trace context` {
    private static let ids = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"

    @Test(arguments: ["00-\(ids)-01", "00-\(ids)-ff", "01-\(ids)-01", "cc-\(ids)-00-more entries", "fe-\(ids)-00"])
    func `is handed on in this version and in later ones`(text: String) {
        #expect(TraceContext.traceparent(text) == text)
    }

    @Test(arguments: [
        nil, "", "00", "00-\(ids)", "00-\(ids)-01-more", "00-\(ids)-0", "00-\(ids)-0g", "ff-\(ids)-01",
        "01-\(ids)-01more",
        "01-\(ids)-01-\u{1B}", "01-\(ids)-01-" + String(repeating: "x", count: 512), "00_\(ids)-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319é-b7ad6b716920333-01",
    ])
    func `is dropped where it is not well formed`(text: String?) {
        #expect(TraceContext.traceparent(text) == nil)
    }

    @Test(arguments: [
        ("vendor=1,other=~", true), (String(repeating: "x", count: 512), true), ("", false), ("a=\t", false),
        ("a=é", false), (String(repeating: "x", count: 513), false),
    ])
    func `hands on entries of printable ASCII, 512 characters at most`(text: String, isKept: Bool) {
        #expect((TraceContext.tracestate(text) == text) == isKept)
    }
}
