import JSON

/// The parts of a W3C Trace Context that a message may hand on to its events. Everything else is dropped, as the
/// specification asks: a header of any length would end up in every event that follows from the message.
package enum TraceContext {
    /// A `traceparent`: version, trace id, parent id and flags, such as
    /// `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`.
    ///
    /// - Returns: nil for any other text (Trace Context, section 3.2.2). Version 00 has exactly these four parts; a later
    ///   version may have more after another dash, up to 512 characters in all.
    package static func traceparent(_ text: String?) -> String? {
        guard let text, 55...512 ~= text.utf8.count else { return nil }
        return text.withBytes(isTraceparent) ? text : nil
    }

    /// A `tracestate`: the entries of tracing systems, printable ASCII of at most 512 characters (section 3.3).
    package static func tracestate(_ text: String?) -> String? {
        guard let text, 1...512 ~= text.utf8.count, text.isPrintableASCII else { return nil }
        return text
    }

    private static func isTraceparent(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let dash = UInt8(ascii: "-")
        let zero = UInt8(ascii: "0")
        let (version, trace, parent, flags) = (text[0..<2], text[3..<35], text[36..<52], text[53..<55])
        guard text[2] == dash, text[35] == dash, text[52] == dash,
            version.allSatisfy(isLowerHex), trace.allSatisfy(isLowerHex), parent.allSatisfy(isLowerHex),
            flags.allSatisfy(isLowerHex), trace.contains(where: { $0 != zero }), parent.contains(where: { $0 != zero })
        else { return false }
        switch (version[0], version[1]) {
        case (zero, zero): return text.count == 55
        case (UInt8(ascii: "f"), UInt8(ascii: "f")): return false
        default: return text.count == 55 || text[55] == dash && SWAR.arePrintable(text)
        }
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x66 ~= byte
    }
}
