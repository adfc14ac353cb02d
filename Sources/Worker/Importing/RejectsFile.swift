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
        let end = try RejectsFile.end(of: path, before: line)
        // It holds messages: a new one is its owner's alone.
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ImportFileError(
                "\(path) cannot be written: \(String(cString: strerror(errno))).",
                hint: "Name a file in a folder that exists and that you may write to."
            )
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.truncate(atOffset: UInt64(end))
        try file.seekToEnd()
        self.file = file
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

    /// Up to where the file tells of lines before `line`: what an import that goes on had told of. One that begins must
    /// not overwrite what another one refused: it may be the only place where that stands.
    private static func end(of path: String, before line: Int) throws -> Int64 {
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? file.close() }
            var lines = try FileBlocks(file)
            var end: Int64 = 0
            while let text = try lines.line() {
                guard line > 1 else {
                    throw ImportFileError(
                        "\(path) has refused messages of another import.",
                        hint: "Name another file, or remove it."
                    )
                }
                // Its last line may have been cut off by a crash.
                guard text.last == UInt8(ascii: "\n") else { break }
                guard let number = (try? JSONValue(parsing: Array(text)))?.object?["line"]?.integer else {
                    throw ImportFileError("\(path) holds something else.", hint: "Name another file.")
                }
                guard number < line else { break }
                end = lines.position
            }
            return end
        } catch let error as ImportFileError {
            throw error
        } catch {
            throw ImportFileError("\(path) cannot be read, and must not be overwritten.", hint: "Name another file.")
        }
    }
}
