import Foundation
import Terminations
import TestSupport
import YAML

@testable import Ledger

/// The ledger's rows, where GRDB's are imported too.
typealias LedgerRow = Row

/// A ledger on the engine of the test, in a directory of its own, which goes away with it.
final class LedgerFixture {
    let directory: URL
    let ledger: Ledger
    let recorder: Recorder

    static let now = Instant(rfc3339: "2026-03-01T12:00:00Z")!

    static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired: true
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
            category: commercial
            voluntary: true
          - code: moved
            labels: {nl: Verhuisd}
        """

    var path: String { directory.appending(path: "ledger.sqlite").path }

    init(settings: String? = LedgerFixture.settings) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        switch TestLedger.engine {
        case .sqlite: ledger = try Ledger(path: directory.appending(path: "ledger.sqlite").path)
        }
        recorder = Recorder(ledger: ledger, source: "urn:test")
        if let settings { try apply(settings) }
    }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(at: directory)
    }

    @discardableResult
    func apply(_ settings: String) throws -> Int {
        try ledger.apply(try Settings.parse(yamlOrJSON: settings), by: "tester", at: Self.now).version
    }

    @discardableResult
    func record(_ receivedMessages: ReceivedMessage...) throws -> [Outcome] {
        try recorder.record(receivedMessages, at: Self.now)
    }

    func pageCount() throws -> Int {
        try ledger.file.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
    }

    /// From now on the ledger's disk is full at this size.
    func limitPages(_ pages: Int) throws {
        try ledger.file.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }

    func count(_ table: String) throws -> Int {
        try ledger.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }
}

extension ReceivedMessage {
    /// A message that would be accepted, with what the case is about changed.
    static func termination(
        _ id: String,
        contract: String? = nil,
        customer: String = "K-1",
        message: String? = nil,
        reason: String = "price",
        revision: Int? = nil,
        endDate: String = "2026-03-31",
        replyTo: OpaqueProperty? = nil,
        isRedelivered: Bool = false
    ) -> ReceivedMessage {
        let body = Sample.message(
            id,
            messageID: message,
            contract: contract,
            customer: customer,
            reason: reason,
            endDate: endDate,
            others: revision.map { ["revision": "\($0)"] } ?? [:]
        )
        return .bytes(
            body,
            properties: MessageProperties(replyTo: replyTo),
            isRedelivered: isRedelivered
        )
    }

    static func bytes(
        _ bytes: [UInt8],
        properties: MessageProperties = MessageProperties(),
        isRedelivered: Bool = false
    ) -> ReceivedMessage {
        let message = IncomingMessage(body: bytes, properties: properties)
        return ReceivedMessage(
            message: message,
            parsed: ParsedMessage(message, limits: MessageLimits()),
            isRedelivered: isRedelivered
        )
    }
}

extension Outcome {
    /// The outcome's name, for comparing many at once.
    var name: String {
        switch self {
        case .accepted: "accepted"
        case .duplicate: "duplicate"
        case .stale: "stale"
        case .rejected(_, let violations, let isRepeated):
            (isRepeated ? "again " : "") + violations.map(\.code.rawValue).sorted().joined(separator: "+")
        case .held(_, let isRepeated): isRepeated ? "again held" : "held"
        case .parked: "parked"
        }
    }
}
