import Foundation
import TestSupport

/// The programs of `docs/examples`, and the commands of the guides, run in a scene. Only the names of queues and
/// exchanges are the scene's.
enum SampleProgram {
    private static let folder = Program.project.appending(path: "docs/examples")

    /// The text with the names of the scene instead of those of the guides.
    private static func named(_ text: String, in testEnvironment: TestEnvironment) -> String {
        let prefix = testEnvironment.names.prefix
        return ["terminations", "events", "dead-letters"].reduce(text) {
            $0.replacing("terminus.\($1)", with: "\(prefix).\($1)")
        }
        .replacing("crm.answers", with: "\(prefix).crm")
        .replacing("billing.terminations", with: "\(prefix).billing")
        .replacing("billing.shards", with: "\(prefix).shards")
    }

    /// Copies the samples to where the commands of the guides expect them.
    private static func copy(to testEnvironment: TestEnvironment) throws {
        let copies = testEnvironment.folder.appending(path: "docs/examples")
        guard !FileManager.default.fileExists(atPath: copies.path) else { return }
        try FileManager.default.createDirectory(at: copies, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let data = try Data(contentsOf: folder.appending(path: name))
            // The export of Excel is no UTF-8, and names no queue.
            let text = String(data: data, encoding: .utf8).map { Data(named($0, in: testEnvironment).utf8) }
            try (text ?? data).write(to: copies.appending(path: name))
        }
    }

    /// Starts a sample by its file's name.
    static func start(
        _ sample: String,
        _ arguments: String...,
        in testEnvironment: TestEnvironment,
        input: [UInt8] = []
    ) throws
        -> ChildProcess
    {
        try copy(to: testEnvironment)
        let interpreters = ["py": ["/usr/bin/python3", "-u"], "php": ["/usr/bin/php"], "rb": ["/usr/bin/ruby"]]
        let interpreter = interpreters[URL(filePath: sample).pathExtension] ?? []
        return try ChildProcess(
            "/usr/bin/env",
            interpreter + ["docs/examples/\(sample)"] + arguments,
            environment: Program.environment.merging(["AMQP_URL": testEnvironment.url]) { $1 },
            folder: testEnvironment.folder.path,
            input: input
        )
    }

    /// The withdrawal of a termination of this name: subscribe.py prints the name when it takes it, and stops nothing.
    static func mark(_ name: String) -> [UInt8] {
        Array(
            """
            {"type":"contract.termination.withdrawn.v1","data":{"terminationId":"\(name)","contractId":"\(name)",\
            "contractSequence":1,"endDate":"2026-01-01"}}
            """.utf8
        )
    }

    /// The commands of a page below a heading, as they stand there.
    ///
    /// A line of a `console` block that begins with `$ ` is a command; one that ends in `\` goes on in the next.
    static func commands(of page: String, under heading: String) throws -> [String] {
        let text = try String(contentsOf: Program.project.appending(path: page), encoding: .utf8)
        guard let line = text.range(of: "\n\(heading)\n") else { throw NoSuchHeading(page: page, heading: heading) }
        let level = heading.prefix { $0 == "#" }
        let rest = text[line.upperBound...]
        let section = rest[..<(rest.range(of: "\n\(level) ")?.lowerBound ?? rest.endIndex)]
        return section.replacing("\\\n", with: " ").split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
            .filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
    }

    struct NoSuchHeading: Error {
        let page: String
        let heading: String
    }

    /// Runs a command of a guide to its end, by the shell.
    static func run(command: String, in testEnvironment: TestEnvironment) throws -> Answer {
        try copy(to: testEnvironment)
        let bin = URL(filePath: Program.path).deletingLastPathComponent().path
        let process = try ChildProcess(
            "/bin/sh",
            ["-c", named(command, in: testEnvironment)],
            environment: Program.environment.merging(testEnvironment.environment) { $1 }
                .merging(["PATH": "\(bin):/usr/bin:/bin", "AMQP_URL": testEnvironment.url]) { $1 },
            folder: testEnvironment.folder.path
        )
        return Answer(
            end: process.end(),
            output: process.outputText,
            bytes: process.outputBytes,
            errors: process.errorText
        )
    }
}
