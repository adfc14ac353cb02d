import Foundation
import JSON
import Ledger
import Terminations

/// Where refused messages of an import go: a JSON object a line, with the line of the file, the violations, and the message
/// as the file has it.
///
/// What is written is on the disk before the ledger counts it; after a crash, what it had not counted is cut off again.
final class RejectsFile {
    private let path: String
    private let descriptor: Int32
    /// A device or pipe is written to, and can neither be read again nor be cut off.
    private let isStream: Bool

    /// - Parameter line: messages from this line of the imported file on are judged again: their entries are removed.
    /// - Throws: ``ImportFileError``.
    init(_ path: String, from line: Int) throws {
        self.path = path
        var status = stat()
        isStream = stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
        // A pipe is not waited for: nobody may ever read it.
        let flags = isStream ? O_WRONLY | O_NONBLOCK | O_NOCTTY : O_RDWR | O_CREAT
        descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let error = errno
            throw ImportFileError(
                "\(path) cannot be written: \(String(cString: strerror(error))).",
                hint: error == ENXIO
                    ? "Let a program read the pipe first."
                    : "Name a file in a folder that exists and that you may write to."
            )
        }
        if isStream {
            _ = fcntl(descriptor, F_SETFL, O_WRONLY)
            return
        }
        let end = try RejectsFile.end(of: path, before: line)
        guard ftruncate(descriptor, Int(end)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else { throw failure(errno) }
    }

    deinit { close(descriptor) }

    private func failure(_ error: Int32) -> ImportFileError {
        ImportFileError(
            "\(path) cannot be written: \(String(cString: strerror(error))).",
            hint: "Make room for it, and go on.",
            cause: .disk
        )
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
            for violation in row.explained(violations) { violation.write(to: &json) }
            json.endArray()
            json.name("message")
            json.string(String(decoding: row.text, as: UTF8.self))
            if String(validating: row.text, as: UTF8.self) == nil {
                // The text above has lost the bytes that are no UTF-8.
                json.name("messageBase64")
                json.string(Data(row.text).base64EncodedString())
            }
            json.endObject()
            lines += json.bytes + [UInt8(ascii: "\n")]
        }
        guard !lines.isEmpty else { return }
        var rest = lines[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            rest = rest.dropFirst(count)
        }
        guard isStream || fsync(descriptor) == 0 else { throw failure(errno) }
    }

    /// The end of the entries about lines before `line`, which a continued import keeps. An import that begins must not
    /// overwrite what another one refused: the file may be the only place that has it.
    private static func end(of path: String, before line: Int) throws -> Int64 {
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        do {
            var lines = FileBlocks(try ReadableFile(path))
            var end: Int64 = 0
            while let text = try lines.line() {
                guard line > 1 else {
                    throw ImportFileError(
                        "\(path) is not empty, and is not overwritten.",
                        hint: "It may hold what a dry run or an earlier import of this or another file refused. "
                            + "Name another file, or remove it."
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
