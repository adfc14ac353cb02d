import Foundation
import Ledger
import Terminations

/// Where refused messages of an import go: a JSON object a line, with the line of the file, the violations, and the message
/// as it stands there.
///
/// What is written is on the disk before the ledger counts it; after a crash, what it had not counted is cut off again.
final class RejectsFile {
    private let file: FileHandle

    /// - Parameter line: messages from this line of the imported file on are judged again: what is told of them goes.
    /// - Throws: ``ImportFileError``.
    init(_ path: String, from line: Int) throws {
        let kept = try RejectsFile.kept(path, before: line)
        do {
            try kept.write(to: URL(filePath: path), options: .atomic)
            file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.seekToEnd()
        } catch {
            throw ImportFileError(
                "\(path) cannot be written.",
                hint: "Name a file in a folder that exists and that you may write to."
            )
        }
    }

    func write(_ rows: [ImportRow], _ outcomes: [ImportOutcome]) throws {
        var lines: [UInt8] = []
        for case (let row, .rejected(let violations)) in zip(rows, outcomes) {
            var json = JSONWriter()
            json.beginObject()
            json.name("line")
            json.integer(row.line)
            json.name("violations")
            json.beginArray()
            for violation in violations { violation.write(to: &json) }
            json.endArray()
            json.name("message")
            json.string(String(decoding: row.text, as: UTF8.self))
            json.endObject()
            lines += json.bytes + [UInt8(ascii: "\n")]
        }
        guard !lines.isEmpty else { return }
        try file.write(contentsOf: Data(lines))
        try file.synchronize()
    }

    func close() { try? file.close() }

    /// What an import that goes on had told of. One that begins must not overwrite what another one refused: it may be
    /// the only place where that stands.
    private static func kept(_ path: String, before line: Int) throws -> Data {
        guard FileManager.default.fileExists(atPath: path) else { return Data() }
        let content: Data
        do { content = try Data(contentsOf: URL(filePath: path)) } catch {
            throw ImportFileError("\(path) cannot be read, and must not be overwritten.", hint: "Name another file.")
        }
        guard line > 1 || content.isEmpty else {
            throw ImportFileError(
                "\(path) has refused messages of another import.",
                hint: "Name another file, or remove it."
            )
        }
        var kept = Data()
        for text in content.split(separator: UInt8(ascii: "\n")) {
            guard let json = try? JSONValue(parsing: [UInt8](text)), let number = json.object?["line"]?.integer,
                number < line
            else { continue }
            kept += text + [UInt8(ascii: "\n")]
        }
        return kept
    }
}
