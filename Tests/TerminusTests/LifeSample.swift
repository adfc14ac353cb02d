import Foundation
import Ledger
import Terminations
import YAML

/// A ledger with the lives of some terminations, recorded at fixed instants; without a broker.
struct LifeSample {
    static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired:
          - {required: false}
          - {required: true, from: 2026-01-01, when: {contractType: [maintenance]}}
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
            aliases: [te-duur]
            validFrom: 2025-01-01
          - code: other
            labels: {nl: Anders, en: Other}
            note: {rule: required, minLength: 10}
          - code: illness
            labels: {nl: Ziekte, en: Illness}
            allowed: {initiator: [customer]}
            sensitive: true
        """

    let folder: Folder
    let ledger: Ledger
    let recorder: Recorder

    /// Runs a test on a ledger with these settings.
    static func run(_ body: (LifeSample) throws -> Void) throws {
        let folder = try Folder()
        let ledger = try Ledger(path: folder.url.appending(path: "terminus.sqlite").path)
        defer { ledger.close() }
        let document = try Settings.parse(yamlOrJSON: settings)
        _ = try ledger.apply(document, by: "tests", at: instant("2026-01-01T00:00:00Z"))
        try body(LifeSample(folder: folder, ledger: ledger, recorder: Recorder(ledger: ledger, source: "urn:test")))
    }

    static func instant(_ text: String) -> Instant { Instant(rfc3339: text) ?? .earliest }

    /// Records messages at an instant, and lets take effect what is due by then.
    func record(_ at: String, _ messages: String...) throws {
        let now = LifeSample.instant(at)
        let receivedMessages = messages.map { text in
            let message = IncomingMessage(body: Array(text.utf8))
            return ReceivedMessage(message: message, parsed: ParsedMessage(message))
        }
        _ = try recorder.record(receivedMessages, at: now)
        while try recorder.notePendingEffects() > 0 {}
        _ = try recorder.takeEffects(at: now)
    }

    /// One message of the life of a termination; `others` are further members as JSON.
    static func message(
        _ id: String,
        _ action: Action = .terminate,
        revision: Int = 1,
        contract: String? = nil,
        endDate: String? = "2026-03-31",
        reason: String? = "price",
        occurredAt: String = "2026-03-01T10:00:00+01:00",
        others: [String: String] = [:]
    ) -> String {
        var members = [
            "\"messageId\":\"m-\(id)-\(revision)\"", "\"action\":\"\(action.rawValue)\"",
            "\"terminationId\":\"\(id)\"", "\"revision\":\(revision)", "\"contractId\":\"\(contract ?? "c-\(id)")\"",
            "\"customerId\":\"k-1\"", "\"occurredAt\":\"\(occurredAt)\"",
        ]
        if action != .withdraw {
            if let endDate { members.append("\"endDate\":\"\(endDate)\"") }
            if let reason { members.append("\"reasonCode\":\"\(reason)\"") }
        }
        members += others.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        return "{\(members.joined(separator: ","))}"
    }

    /// Runs `terminus terminations` with these arguments to its end.
    func terminations(_ arguments: String...) throws -> Answer {
        try folder.run(["terminations"] + arguments)
    }

    /// What is shown of one, ids of dead letters replaced, since they are random.
    func shown(_ arguments: String...) throws -> String {
        let answer = try folder.run(["terminations", "show"] + arguments)
        return answer.output.replacing(
            /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/,
            with: "01980000-0000-7000-8000-000000000000"
        )
    }
}
