import Foundation
import JSON
import Terminations
import TestSupport
import Testing
import YAML

/// One file of `schemas/examples`, as `schemas/README.md` describes it.
struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let url: URL
    let message: IncomingMessage
    /// Code and pointer of each violation, in order.
    let violations: [String]

    var testDescription: String { name }

    static let folder = Program.project.appending(path: "schemas/examples")

    static let settings: SettingsVersion? = {
        guard let text = try? String(contentsOf: folder.appending(path: "settings.yaml"), encoding: .utf8),
            let document = try? Settings.parse(yamlOrJSON: text)
        else { return nil }
        return SettingsVersion(number: 1, settings: document.settings)
    }()

    static let valid = names(in: "valid").map { name in
        let url = folder.appending(path: "valid/\(name)")
        let type = name.hasSuffix(".cloudevent.json") ? "application/cloudevents+json" : nil
        return Example(
            name: name,
            url: url,
            message: IncomingMessage(body: bytes(url), properties: MessageProperties(contentType: type)),
            violations: []
        )
    }

    static let invalid = names(in: "invalid").filter { $0.hasSuffix(".expected.json") }.map { file in
        let stem = String(file.dropLast(".expected.json".count))
        let expected = try? JSONValue(parsing: bytes(folder.appending(path: "invalid/\(file)"))).object
        let properties = expected?["properties"]?.object
        let stored = ["json", "bin"].map { folder.appending(path: "invalid/\(stem).\($0)") }
            .first { FileManager.default.fileExists(atPath: $0.path) }
        let url = stored ?? folder.appending(path: "valid/minimal.json")
        var body = bytes(url)
        if let count = expected?["generate"]?.object?["padNoteTo"]?.integer {
            let note = ",\"note\":\"\(String(repeating: "x", count: Int(count)))\"}"
            body = Array(body[..<(body.lastIndex(of: UInt8(ascii: "}")) ?? 0)]) + Array(note.utf8)
        }
        return Example(
            name: stem,
            url: url,
            message: IncomingMessage(
                body: body,
                properties: MessageProperties(
                    messageID: properties?["messageId"]?.string,
                    contentType: properties?["contentType"]?.string,
                    contentEncoding: properties?["contentEncoding"]?.string
                )
            ),
            violations: expected?["violations"]?.array?.map(\.codeAndPointer) ?? ["nothing is expected"]
        )
    }

    /// Whether `terminus check` can be given it: the bytes are a file that is not blank, and it came without properties, or
    /// with the content type alone.
    var isFile: Bool {
        var others = message.properties
        others.contentType = nil
        return others == MessageProperties() && message.body == Self.bytes(url) && message.body.contains { $0 > 0x20 }
    }

    private static func names(in kind: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: kind).path)
        return (names ?? []).sorted()
    }

    private static func bytes(_ url: URL) -> [UInt8] { (try? Data(contentsOf: url)).map { [UInt8]($0) } ?? [] }
}

extension JSONValue {
    fileprivate var codeAndPointer: String {
        "\(object?["code"]?.string ?? "?") \(object?["pointer"]?.string ?? "?")"
    }
}

@Suite struct `The published examples` {
    private func violations(of example: Example) throws -> [String] {
        let judge = Judge(settings: try #require(Example.settings))
        switch judge.judge(ParsedMessage(example.message), history: .none) {
        case .accepted, .held: return []
        case .duplicate, .stale: return ["not judged"]
        case .rejected(let violations): return violations.map { "\($0.code.rawValue) \($0.pointer)" }
        }
    }

    @Test func `are as many as the contract promises`() {
        #expect(Example.valid.count >= 15)
        #expect(Example.invalid.count >= 40)
    }

    @Test(arguments: Example.valid)
    func `that are valid are accepted`(example: Example) throws {
        #expect(try violations(of: example) == [])
    }

    @Test(arguments: Example.invalid)
    func `that are invalid yield exactly the violations that they say, in order`(example: Example) throws {
        #expect(try violations(of: example) == example.violations)
    }

    @Test func `are judged alike by the command, array and several documents included`() throws {
        let examples = (Example.valid + Example.invalid).filter(\.isFile)
        #expect(examples.count > 150)
        #expect(["array", "two-documents", "byte-order-mark.json"].allSatisfy { examples.map(\.name).contains($0) })
        let settings = Example.folder.appending(path: "settings.yaml").path
        for (type, group) in Dictionary(
            grouping: examples,
            by: { $0.message.properties.contentType ?? "application/json" }
        ) {
            let answer = try Folder().run(
                ["check", "--settings", settings, "--format", "json", "--content-type", type] + group.map(\.url.path)
            )
            #expect(answer.end == .exit(group.allSatisfy(\.violations.isEmpty) ? 0 : 65))
            let objects = try answer.objects()
            #expect(objects.count == group.count)
            for (example, object) in zip(group, objects) {
                #expect(object["file"]?.string == example.url.path)
                #expect(object["violations"]?.array?.map(\.codeAndPointer) == example.violations, "\(example.name)")
            }
        }
    }
}
