import Foundation

/// A file that is to be imported, as UTF-8 text that can be read again from any place.
///
/// A file in UTF-8 is read where it is. What can be read only once (a pipe, standard input) and what has another encoding
/// is copied to a file without a name in the folder for temporary files (`TMPDIR`), which goes away with the process.
public final class ImportFile: Sendable {
    /// As it was named.
    public let path: String
    /// What a person should know before the import, as full sentences.
    public let warnings: [String]
    let contents: ReadableFile
    /// Where the text begins: behind a byte order mark.
    let start: Int64
    /// Whether the first sign that is not blank is a bracket, as in JSON.
    public let looksLikeJSON: Bool

    private static let blockSize = 1 << 20

    /// - Parameters:
    ///   - path: `-` for standard input.
    ///   - encoding: nil for UTF-8, or for UTF-16 where a byte order mark says so.
    /// - Throws: ``ImportFileError``.
    public init(_ path: String, encoding: TextEncoding? = nil) throws {
        self.path = path
        var file = try path == "-" ? ReadableFile(descriptor: dup(STDIN_FILENO)) : ReadableFile(path)
        if !file.isRegular { file = try Self.copy(file, encoding: nil).file }
        let head = try file.bytes(at: 0, upTo: 4096)
        try Self.refuseOtherKinds(head, path)
        let mark = Self.mark(of: head)
        var warnings: [String] = []
        switch try Self.encoding(encoding, mark, path) {
        case .utf8:
            (contents, start) = (file, Int64(mark?.length ?? 0))
        case let other:
            do {
                let copy = try Self.copy(file, from: Int64(mark?.length ?? 0), encoding: other)
                (contents, start) = (copy.file, 0)
                if copy.isUTF8 {
                    warnings.append(
                        "\(path) is valid UTF-8: with --encoding \(other.rawValue) its letters such as é are read wrongly."
                    )
                }
            } catch let fault as UndecodableText {
                throw ImportFileError(
                    "\(path) is not \(other.rawValue): \(fault.place).",
                    hint: "Name another --encoding."
                )
            }
        }
        self.warnings = warnings
        let text = try contents.bytes(at: start, upTo: 4096)
        let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        looksLikeJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    private static func mark(of head: [UInt8]) -> (encoding: TextEncoding, length: Int)? {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        return head.starts(with: [0xFE, 0xFF]) ? (.utf16BigEndian, 2) : nil
    }

    /// The encoding that was named or marked; never `utf16` itself.
    private static func encoding(
        _ named: TextEncoding?,
        _ mark: (encoding: TextEncoding, length: Int)?,
        _ path: String
    ) throws -> TextEncoding {
        guard let named else { return mark?.encoding ?? .utf8 }
        guard let mark else {
            guard named == .utf16 else { return named }
            throw ImportFileError(
                "\(path) has no byte order mark, so it does not say which UTF-16 it is.",
                hint: "Give --encoding utf-16le (as Windows writes it) or --encoding utf-16be."
            )
        }
        guard named == mark.encoding || named == .utf16 && mark.encoding != .utf8 else {
            throw ImportFileError(
                "\(path) begins with the byte order mark of \(mark.encoding.rawValue), and --encoding \(named.rawValue) is given.",
                hint: "Leave --encoding out."
            )
        }
        return mark.encoding
    }

    /// Files of other kinds are named as what they are, instead of by what is wrong with their first line.
    private static func refuseOtherKinds(_ head: [UInt8], _ path: String) throws {
        let kinds: [(bytes: [UInt8], kind: String, hint: String)] = [
            ([0x1F, 0x8B], "compressed with gzip", "Unpack it first: gunzip FILE"),
            ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", "Unpack it first: unzstd FILE"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz", "Unpack it first: unxz FILE"),
            (Array("BZh".utf8), "compressed with bzip2", "Unpack it first: bunzip2 FILE"),
            (
                [0x50, 0x4B, 0x03, 0x04], "an Excel workbook or another zip archive",
                "Save the sheet as CSV UTF-8 first (File, Save As)."
            ),
            (
                [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an Excel workbook of an older version",
                "Save the sheet as CSV UTF-8 first (File, Save As)."
            ),
            (Array("%PDF".utf8), "a PDF", "Name a file of messages (NDJSON) or a table (CSV)."),
            (Array("SQLite format 3".utf8), "an SQLite database", "Name a file of messages (NDJSON) or a table (CSV)."),
        ]
        if let found = kinds.first(where: { head.starts(with: $0.bytes) }) {
            throw ImportFileError("\(path) is \(found.kind).", hint: found.hint)
        }
    }

    /// Copies a file to one without a name, in UTF-8.
    ///
    /// - Parameter encoding: nil copies the bytes as they are.
    /// - Returns: whether the file that was copied is UTF-8, with characters beyond ASCII.
    private static func copy(
        _ file: ReadableFile,
        from start: Int64 = 0,
        encoding: TextEncoding?
    ) throws -> (file: ReadableFile, isUTF8: Bool) {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array((folder + "/terminus-import.XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw noRoom(in: folder, errno) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let copy = ReadableFile(descriptor: descriptor)
        var decoder = encoding.map(TextDecoder.init)
        var check: TextDecoder? = TextDecoder(.utf8)
        var isASCII = true
        var offset = start
        while true {
            let block =
                try encoding == nil
                ? file.nextBytes(upTo: blockSize) : file.bytes(at: offset, upTo: blockSize)
            offset += Int64(block.count)
            isASCII = isASCII && block.allSatisfy { $0 < 0x80 }
            if encoding != nil, (try? check?.utf8(block, isLast: block.isEmpty)) == nil { check = nil }
            let text = try decoder?.utf8(block, isLast: block.isEmpty) ?? block
            try write(text, to: descriptor, in: folder)
            if block.isEmpty { return (copy, check != nil && !isASCII) }
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, in folder: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw noRoom(in: folder, errno) }
            rest = rest.dropFirst(count)
        }
    }

    private static func noRoom(in folder: String, _ error: Int32) -> ImportFileError {
        ImportFileError(
            "The file cannot be copied to \(folder): \(String(cString: strerror(error))).",
            hint: "Make room there, or name another folder in TMPDIR.",
            cause: .disk
        )
    }
}
