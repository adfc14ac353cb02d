import Foundation
import Terminations

/// Why the body of a form cannot be read.
enum FormFault: Error {
    /// Another content type than that of a form, another character set than UTF-8, or a compressed body.
    case unsupported
    case malformed
    case tooManyFields
}

/// The body of a form, as browsers send it, read into names and values. Lines end with a line feed.
enum FormBody {
    /// More than any form of a page has: the labels of a thousand reasons. A form with more is refused, since one that is read
    /// in part would mean something else.
    private static let mostFields = 4000
    private static let mostParts = 50

    static func fields(
        _ body: [UInt8],
        contentType: String?,
        contentEncoding: String?
    ) throws(FormFault) -> Fields {
        let encoding = contentEncoding?.trimmed.lowercased() ?? "identity"
        guard let contentType, encoding == "identity", ContentType.isUTF8(parametersOf: contentType) else {
            throw .unsupported
        }
        switch MediaType.essence(of: contentType) {
        case "application/x-www-form-urlencoded":
            guard body.count(where: { $0 == UInt8(ascii: "&") }) < mostFields else { throw .tooManyFields }
            return Fields(parsing: String(decoding: body, as: UTF8.self)).withLineFeeds
        case "multipart/form-data":
            guard let boundary = parameters(of: contentType).first(where: { $0.name == "boundary" })?.value,
                1...70 ~= boundary.utf8.count
            else { throw .malformed }
            return try parts(body, boundary: boundary).withLineFeeds
        default: throw .unsupported
        }
    }

    /// A form with files (RFC 7578): a file counts as its content.
    private static func parts(_ body: [UInt8], boundary: String) throws(FormFault) -> Fields {
        let lineBreak = Data("\r\n".utf8)
        let delimiter = Data("\r\n--\(boundary)".utf8)
        // The first delimiter needs no line break before it.
        let data = lineBreak + Data(body)
        var pairs: [(String, String)] = []
        guard var end = data.range(of: delimiter)?.upperBound else { throw .malformed }
        while !data[end...].starts(with: Data("--".utf8)) {
            guard let line = data.range(of: lineBreak, in: end..<data.endIndex),
                data[end..<line.lowerBound].allSatisfy({ $0 == 0x20 || $0 == 0x09 }),
                let next = data.range(of: delimiter, in: line.upperBound..<data.endIndex)
            else { throw .malformed }
            guard pairs.count < mostParts else { throw .tooManyFields }
            pairs.append(try part(data[line.upperBound..<next.lowerBound]))
            end = next.upperBound
        }
        return Fields(pairs)
    }

    /// The name and the content of one part: headers, an empty line, the content.
    private static func part(_ part: Data) throws(FormFault) -> (String, String) {
        guard let gap = part.range(of: Data("\r\n\r\n".utf8)) else { throw .malformed }
        var name: String?
        for line in String(decoding: part[..<gap.lowerBound], as: UTF8.self).split(separator: "\r\n") {
            let halves = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            guard halves.count == 2 else { throw .malformed }
            switch halves[0].lowercased() {
            case "content-disposition":
                guard name == nil, MediaType.essence(of: halves[1]) == "form-data" else { throw .malformed }
                name = parameters(of: halves[1]).first { $0.name == "name" }?.value
            case "content-type":
                guard ContentType.isUTF8(parametersOf: halves[1]) else { throw .unsupported }
            default: break
            }
        }
        guard let name, !name.isEmpty else { throw .malformed }
        return (name, String(decoding: part[gap.upperBound...], as: UTF8.self))
    }

    /// The parameters of a header such as `form-data; name="text"`. A semicolon within quotes separates nothing.
    private static func parameters(of header: String) -> [(name: String, value: String)] {
        var fields = [""]
        var isQuoted = false
        var isEscaped = false
        for character in header {
            if isQuoted, !isEscaped, character == "\\" {
                isEscaped = true
                continue
            }
            if character == "\"", !isEscaped {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
            isEscaped = false
        }
        return fields.dropFirst().compactMap { field in
            let halves = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return halves.count == 2 ? (String(halves[0]).trimmed.lowercased(), String(halves[1]).trimmed) : nil
        }
    }
}
