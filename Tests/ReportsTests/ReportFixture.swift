import Foundation
import GRDB
import JSON
import Ledger
import Terminations
import YAML

/// A ledger for one test, in a directory that is removed with it.
final class ReportFixture: @unchecked Sendable {
    let ledger: Ledger
    let recorder: Recorder
    private let directory: URL

    static let now = Instant(rfc3339: "2026-10-02T12:00:00Z")!

    static let settings = """
        timeZone: UTC
        defaultLanguage: nl
        reasonRequired: false
        maxBackdatingDays: 3650
        reasons:
          - {code: price, labels: {nl: Te duur, en: Too expensive}, category: commercial, voluntary: true}
          - {code: cost, labels: {nl: Kosten}, category: commercial, replacedBy: price, validThrough: 2099-12-31}
          - {code: moved, labels: {nl: Verhuisd, en: Moved}, category: personal, voluntary: true}
          - {code: arrears, labels: {nl: Wanbetaling, en: Non-payment}, category: credit, voluntary: false}
          - {code: other, labels: {nl: Anders, en: Other}}
          - {code: death, labels: {nl: Overleden, en: Deceased}, category: personal, sensitive: true}
        """

    var path: String { directory.appending(path: "ledger.sqlite").path }

    init(settings: String = ReportFixture.settings) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "reports-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        ledger = try Ledger(path: directory.appending(path: "ledger.sqlite").path)
        recorder = Recorder(ledger: ledger, source: "urn:test")
        try apply(settings)
    }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(at: directory)
    }

    func apply(_ settings: String) throws {
        _ = try ledger.apply(try Settings.parse(yamlOrJSON: settings), by: "tester", at: Self.now)
    }

    @discardableResult
    func record(_ messages: [Message], at now: Instant = ReportFixture.now) throws -> [Outcome] {
        try recorder.record(messages.map(\.received), at: now)
    }

    /// Rows of a query in plain SQL, on a connection of its own.
    func rows(_ sql: String) throws -> [Row] {
        // Many cases read one file at once, and the last one to close it holds a lock for a moment.
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        return try DatabaseQueue(path: path, configuration: configuration).read { try Row.fetchAll($0, sql: sql) }
    }
}

/// A termination message, built from its JSON members.
struct Message {
    var members: [String: JSONValue]

    init(_ id: String, _ members: [String: JSONValue] = [:]) {
        self.members = [
            "messageId": .string("m-\(id)-1"), "action": .string("terminate"), "terminationId": .string(id),
            "contractId": .string("c-\(id)"), "customerId": .string("k"), "endDate": .string("2026-08-31"),
            "occurredAt": .string("2026-08-01T10:00:00Z"), "reasonCode": .string("price"),
        ].merging(members) { $1 }
    }

    /// The same termination in another revision.
    func revised(_ revision: Int, _ action: Action, _ members: [String: JSONValue] = [:]) -> Message {
        var message = self
        let id = self.members["terminationId"]?.string ?? ""
        message.members["messageId"] = .string("m-\(id)-\(revision)")
        message.members["revision"] = .number(JSONNumber(revision))
        message.members["action"] = .string(action.rawValue)
        message.members.merge(members) { $1 }
        if action == .withdraw { message.members["endDate"] = nil }
        return message
    }

    var received: ReceivedMessage {
        let object = JSONObject(
            members.sorted { $0.key < $1.key }.map { JSONObject.Member(name: $0.key, value: $0.value) }
        )
        var writer = JSONWriter()
        writer.value(.object(object))
        let message = IncomingMessage(body: writer.bytes)
        return ReceivedMessage(message: message, parsed: ParsedMessage(message))
    }
}

extension Actor: ExpressibleByStringLiteral {
    /// A person at the command line.
    public init(stringLiteral name: String) { self.init(name, by: .cli) }
}
