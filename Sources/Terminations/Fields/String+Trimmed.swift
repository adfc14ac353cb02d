extension String {
    /// Without white space (Unicode's property) at either end.
    var trimmed: Substring {
        if let first = utf8.first, let last = utf8.last, 0x21..<0x7F ~= first, 0x21..<0x7F ~= last { return self[...] }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return Substring(scalars[first...last])
    }

    /// The form in which codes are compared: trimmed, without regard to case.
    var normalCode: String {
        let isNormal = withBytes { $0.allSatisfy { 0x21..<0x41 ~= $0 || 0x5B..<0x7F ~= $0 } }
        return isNormal ? self : trimmed.lowercased()
    }
}
