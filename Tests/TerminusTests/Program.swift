import Foundation
import JSON
import Terminations
import TestSupport

/// The built program, and the project's own files.
enum Program {
    /// It lies beside the test bundle.
    static let path: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let candidates = ([bundle] + CommandLine.arguments).map {
            URL(filePath: $0).deletingLastPathComponent().appending(path: "terminus").path
        }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "terminus is not built"
    }()

    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Nothing that the developer has configured.
    static let environment = [
        "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", "USER": "tests",
        // Workers of tests run side by side, and beside the developer's own.
        "TERMINUS_HTTP_ADDRESS": "off",
        // One that crashes ends at once, and leaves nothing behind that reads its stack.
        "SWIFT_BACKTRACE": "enable=no",
    ]

    static func start(
        _ arguments: [String],
        of program: String = path,
        in folder: String,
        environment: [String: String] = [:],
        input: [UInt8] = []
    ) throws -> ChildProcess {
        try ChildProcess(
            program,
            arguments,
            environment: Self.environment.merging(environment) { _, new in new },
            folder: folder,
            input: input
        )
    }

    /// Runs it to its end.
    static func run(
        _ arguments: [String],
        of program: String = path,
        in folder: String,
        environment: [String: String] = [:],
        input: [UInt8] = []
    ) throws -> Answer {
        let process = try start(arguments, of: program, in: folder, environment: environment, input: input)
        return Answer(
            end: process.end(),
            output: process.outputText,
            bytes: process.outputBytes,
            errors: process.errorText
        )
    }

    /// Runs one of the project's scripts to its end.
    static func script(
        _ name: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> Answer {
        let process = try ChildProcess(
            project.appending(path: "scripts/\(name)").path,
            arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { _, new in new },
            folder: project.path
        )
        return Answer(
            end: process.end(timeout: .seconds(180)),
            output: process.outputText,
            bytes: process.outputBytes,
            errors: process.errorText
        )
    }
}

/// How a program ended, and what it wrote.
struct Answer {
    /// nil when it did not end in time.
    let end: ChildProcess.End?
    let output: String
    let bytes: [UInt8]
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// The lines as JSON objects.
    func objects() throws -> [JSONObject] {
        try lines.map { try JSONValue(parsing: Array($0.utf8)).object ?? JSONObject() }
    }
}

extension TestEnvironment {
    /// How a program finds this scene's broker, ledger and names.
    var environment: [String: String] {
        [
            "TERMINUS_AMQP_URL": url, "TERMINUS_LEDGER_PATH": ledgerPath, "TERMINUS_PREFIX": names.prefix,
        ]
    }

    func run(_ arguments: String..., input: [UInt8] = []) throws -> Answer {
        try Program.run(arguments, in: folder.path, environment: environment, input: input)
    }

    func start(_ arguments: String...) throws -> ChildProcess {
        try Program.start(arguments, in: folder.path, environment: environment)
    }

    /// Starts a worker and waits until it is up.
    func startWorker(_ arguments: String...) throws -> ChildProcess {
        let worker = try Program.start(["run"] + arguments, in: folder.path, environment: environment)
        worker.waitForError("Terminus starts")
        return worker
    }
}

/// A folder for a test that needs no broker; it goes away with it.
final class Folder: Sendable {
    let url: URL
    var path: String { url.path }

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "terminus-test.\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func run(_ arguments: [String], environment: [String: String] = [:], input: [UInt8] = []) throws -> Answer {
        try Program.run(arguments, in: path, environment: environment, input: input)
    }

    func run(_ arguments: String..., input: [UInt8] = []) throws -> Answer { try run(arguments, input: input) }

    @discardableResult
    func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return name
    }
}
