import Foundation
import Fuzzing
import Testing

/// Runs the targets over the stored corpus (`scripts/fuzz --merge`), without a fuzzer.
@Suite struct `The corpus of the fuzzers` {
    private static let corpus = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fuzz/corpus")

    @Test(arguments: FuzzTarget.allCases) func `breaks no property`(target: FuzzTarget) throws {
        let folder = Self.corpus.appending(path: target.rawValue)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        try #require(!files.isEmpty)
        for file in files {
            let bytes = try Array(Data(contentsOf: file))
            #expect(throws: Never.self, "\(target.rawValue)/\(file.lastPathComponent)") { try target.run(bytes) }
        }
    }
}
