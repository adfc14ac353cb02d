/// What of a message's trace context is carried on (W3C Trace Context). Anything else is dropped, as the specification
/// asks: a header of any length would end up in every event that follows from the message.
enum TraceContext {
    /// Version, trace id, parent id and flags: `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`.
    static func traceparent(_ text: String) -> String? {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isHex: (UInt8) -> Bool = { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
        guard parts.map(\.count) == [2, 32, 16, 2], parts.allSatisfy({ $0.allSatisfy(isHex) }) else { return nil }
        return text
    }

    /// Vendors' entries: printable ASCII, at most 512 characters.
    static func tracestate(_ text: String) -> String? {
        let isPrintable = text.utf8.allSatisfy { 0x20...0x7E ~= $0 }
        return isPrintable && 1...512 ~= text.utf8.count ? text : nil
    }
}
