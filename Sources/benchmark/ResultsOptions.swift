import ArgumentParser
import Foundation

/// Where the figures go that `benchmark plot` draws.
struct ResultsOptions: ParsableArguments {
    @Option(help: "Appends the figures to this file, for benchmark plot.")
    var results: String?

    /// One line of the file: part, name, value and unit, parted by tabs.
    func note(_ part: String, _ name: String, _ value: Double, _ unit: String) throws {
        guard let results else { return }
        if !FileManager.default.fileExists(atPath: results) {
            _ = FileManager.default.createFile(atPath: results, contents: nil)
        }
        guard let file = FileHandle(forWritingAtPath: results) else {
            throw BenchmarkError("\(results) cannot be written.")
        }
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data("\(part)\t\(name)\t\(value)\t\(unit)\n".utf8))
    }
}
