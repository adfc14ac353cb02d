import Foundation
import Fuzzing
import JSON
import Terminations
import Testing
import YAML

/// The worker's code and the published schemas agree on thousands of documents, for all rules that JSON Schema can express
/// (`scripts/check-schemas --answers` lists them).
///
/// `scripts/compare-with-schemas --seed N --count N` tries other documents.
@Suite struct `Worker and schema` {
    private static let project = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let seed = ProcessInfo.processInfo.environment["TERMINUS_TEST_SEED"].flatMap { UInt64($0) } ?? 1
    private static let count = ProcessInfo.processInfo.environment["TERMINUS_TEST_COUNT"].flatMap { Int($0) }

    @Test func `agree on messages`() throws {
        let folder = Self.project.appending(path: "schemas/examples/valid")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let samples = try files.filter { !$0.lastPathComponent.hasSuffix(".cloudevent.json") }
            .sorted { $0.path < $1.path }
            .map { try JSONValue(parsing: Array(Data(contentsOf: $0))) }
        var generator = DocumentGenerator(
            samples: samples,
            pools: DocumentGenerator.messagePools,
            members: DocumentGenerator.messageMembers,
            seed: Self.seed
        )
        let judge = Judge(settings: FuzzSettings.strict)
        let documents = (0..<(Self.count ?? 3000)).map { _ in generator.next() }
        try compare(documents, with: "termination-message.v1") { text in
            let parsed = ParsedMessage(IncomingMessage(body: Array(text.utf8)))
            return switch judge.judge(parsed, history: .none) {
            case .rejected(let violations): violations
            case .accepted, .held, .duplicate, .stale: []
            }
        }
    }

    @Test func `agree on settings`() throws {
        let samples = try ["schemas/examples/settings.yaml", "docs/examples/settings.yaml"].map { path in
            let text = try String(contentsOf: Self.project.appending(path: path), encoding: .utf8)
            return try JSONValue(parsing: Settings.parse(yamlOrJSON: text).canonicalJSON)
        }
        var generator = DocumentGenerator(
            samples: samples,
            pools: DocumentGenerator.settingsPools,
            members: DocumentGenerator.settingsMembers,
            seed: Self.seed
        )
        let documents = (0..<(Self.count ?? 2000)).map { _ in generator.next() }
        try compare(documents, with: "settings.v1") { text in
            do {
                _ = try Settings(json: JSONValue(parsing: text))
                return []
            } catch let error as InvalidSettings {
                return error.violations
            } catch let error as JSONParseError {
                return [Violation(error)]
            }
        }
    }

    private func compare(
        _ documents: [String],
        with schema: String,
        _ violations: (String) throws -> [Violation]
    ) throws {
        var answers = JSONWriter(capacity: documents.count * 1000)
        let lines = try documents.map { document in
            answers = JSONWriter()
            answers.beginObject()
            answers.name("document")
            answers.string(document)
            answers.name("violations")
            answers.beginArray()
            for violation in try violations(document) { violation.write(to: &answers) }
            answers.endArray()
            answers.endObject()
            return String(decoding: answers.bytes, as: UTF8.self)
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "answers-\(UUID().uuidString).ndjson")
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = FileManager.default.temporaryDirectory.appending(path: "answers-\(UUID().uuidString).txt")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: output) }
        let handle = try FileHandle(forWritingTo: output)
        let process = Process()
        process.executableURL = Self.project.appending(path: "scripts/check-schemas")
        process.arguments = ["--answers", file.path, schema]
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOf: output, encoding: .utf8)
        #expect(process.terminationStatus == 0, "\(text.prefix(4000))")
        #expect(text.contains(": \(documents.count) documents"))
        print(text.split(separator: "\n").last ?? "")
    }
}
