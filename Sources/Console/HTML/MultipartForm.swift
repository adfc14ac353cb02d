import Foundation

/// A form with files (RFC 7578), read into names and values: a file counts as its content.
enum MultipartForm {
    private static let mostParts = 50

    /// - Returns: nil where the content type is another one, or the body is no such form.
    static func fields(_ body: [UInt8], contentType: String) -> Fields? {
        guard let boundary = boundary(contentType) else { return nil }
        let data = Data(body)
        let delimiter = Data("--\(boundary)".utf8)
        var pairs: [(String, String)] = []
        guard var start = data.range(of: delimiter)?.upperBound else { return nil }
        while pairs.count < mostParts, let end = data.range(of: delimiter, in: start..<data.endIndex) {
            if let pair = pair(data[start..<end.lowerBound]) { pairs.append(pair) }
            start = end.upperBound
        }
        return Fields(pairs)
    }

    private static func boundary(_ contentType: String) -> String? {
        let parameters = contentType.split(separator: ";").map { String($0).trimmed }
        guard parameters.first?.lowercased() == "multipart/form-data",
            let parameter = parameters.first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { return nil }
        let boundary = parameter.dropFirst("boundary=".count).trimmingCharacters(in: ["\""])
        return (1...70).contains(boundary.utf8.count) ? boundary : nil
    }

    /// The name and the content of one part: headers, an empty line, the content, a line break.
    private static func pair(_ part: Data) -> (String, String)? {
        guard let gap = part.range(of: Data("\r\n\r\n".utf8)) else { return nil }
        let headers = String(decoding: part[part.startIndex..<gap.lowerBound], as: UTF8.self)
        guard let marker = headers.range(of: " name=\"") else { return nil }
        let name = headers[marker.upperBound...].prefix { $0 != "\"" }
        var content = part[gap.upperBound...]
        if content.suffix(2) == Data("\r\n".utf8) { content = content.dropLast(2) }
        return (String(name), String(decoding: content, as: UTF8.self))
    }
}
