import JSON
import Application
import Foundation
import Ledger
import Terminations
import TestSupport
import YAML

/// A ledger in a folder of its own, and the actions on it, without the command line.
final class ActionFixture {
    let folder: URL
    let ledger: Ledger
    let application: Application

    var path: String { folder.appending(path: "ledger.sqlite").path }

    init(settings: String? = Sample.settings) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "actions-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        ledger = try Ledger(path: folder.appending(path: "ledger.sqlite").path)
        application = Application(ledger: ledger, source: "urn:test", limits: MessageLimits())
        if let settings { _ = try ledger.apply(Self.document(settings), by: "tests", at: .now) }
    }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(at: folder)
    }

    static func document(_ settings: String) throws -> SettingsDocument { try Settings.parse(yamlOrJSON: settings) }

    @discardableResult
    func record(_ bodies: [[UInt8]], at now: Instant = .now) throws -> [Outcome] {
        try application.recorder.record(
            bodies.map { body in
                let message = IncomingMessage(body: body)
                return ReceivedMessage(message: message, parsed: ParsedMessage(message))
            },
            at: now
        )
    }

    func file(_ name: String, _ content: some Sequence<UInt8>) throws -> String {
        let file = folder.appending(path: name)
        try Data(content).write(to: file)
        return file.path
    }
}

/// What an action writes, as a value.
func json(_ write: (inout JSONWriter) -> Void) throws -> JSONObject {
    var writer = JSONWriter()
    write(&writer)
    guard let object = try JSONValue(parsing: writer.bytes).object else { throw NoObject() }
    return object
}

private struct NoObject: Error {}

extension JSONValue {
    var compact: String {
        var writer = JSONWriter()
        writer.value(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
