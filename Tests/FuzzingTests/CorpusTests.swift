import Foundation
import Fuzzing
import Testing

/// The inputs that the fuzzers found worth keeping (`scripts/fuzz --merge`), without a fuzzer.
@Suite struct `What the fuzzers kept` {
    private static let corpus = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fuzz/corpus")

    @Test(arguments: FuzzTarget.allCases) func `breaks nothing`(target: FuzzTarget) throws {
        let folder = Self.corpus.appending(path: target.rawValue)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        try #require(!files.isEmpty)
        for file in files {
            let bytes = try Array(Data(contentsOf: file))
            #expect(throws: Never.self, "\(target.rawValue)/\(file.lastPathComponent)") { try target.run(bytes) }
        }
    }
}
