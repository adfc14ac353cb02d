import Application
import Foundation
import JSON
import Testing
import YAML

@testable import Terminations
@testable import terminus

/// The pages in `docs/events`, whose examples are what the code makes of the published example.
///
/// `TERMINUS_WRITE_EVENT_PAGES=1 swift test --filter EventPageTests` writes the examples anew.
@Suite struct `The page of each event` {
    private static let recordedAt = Instant(rfc3339: "2026-02-14T09:32:07.412Z")!
    private static let deadLetterID = "019c5b93-8f54-7c3a-9c1e-5f2d8a7b6c41"

    /// The events of one termination, from its beginning to its end, and the two others.
    private static func events() throws -> [EventType: Event] {
        let settings = try #require(Example.settings)
        let judge = Judge(settings: settings)
        let sent = try #require(Example.valid.first { $0.name == "every-field.json" }).message

        let first = try #require(fact(judge.judge(ParsedMessage(sent), history: .none)))
        guard case .terminated(let termination) = first else { throw NoEvent() }
        let recorded = RecordedTermination(termination)
        let corrected = try #require(
            fact(
                judge.judge(
                    parsed(sent, ["action": "correct", "revision": 2, "messageId": "crm-2", "endDate": "2026-04-30"]),
                    history: History(termination: recorded)
                )
            )
        )
        let withdrawn = try #require(
            fact(
                judge.judge(
                    parsed(sent, ["action": "withdraw", "revision": 2, "messageId": "crm-2"]),
                    history: History(termination: recorded)
                )
            )
        )
        let wrong = parsed(sent, ["reasonCode": "competitr", "endDate": "2026-02-30"])
        guard case .rejected(let violations) = judge.judge(wrong, history: .none) else { throw NoEvent() }
        let before = try document("{nl: Duur}"), after = try document("{nl: Te duur, en: Too expensive}")
        let changed = try #require(
            SettingsDifference(from: before, to: after).reasons
                .compactMap { ReasonChanged($0, in: SettingsVersion(number: 4, settings: after.settings)) }.first
        )
        return [
            .terminated: .announcing(first, context: context(1, of: 1)),
            .corrected: .announcing(corrected, context: context(2, of: 2)),
            .withdrawn: .announcing(withdrawn, context: context(2, of: 2)),
            .effective: .effective(Effect(of: termination), context: context(2, of: 2)),
            .rejected: .rejected(
                deadLetterID: deadLetterID,
                parsed: wrong,
                violations: violations,
                context: context(3, of: 0)
            ),
            .reasonChanged: .reasonChanged(changed, context: context(4, of: 0)),
        ]
    }

    private static func context(_ sequence: Int64, of contract: Int) -> EventContext {
        EventContext(
            sequence: 1040 + sequence,
            contractSequence: contract,
            source: "/terminus",
            recordedAt: recordedAt
        )
    }

    private static func fact(_ verdict: Verdict) -> RecordedChange? {
        if case .accepted(let fact) = verdict { fact } else { nil }
    }

    /// The message with other values.
    private static func parsed(_ message: IncomingMessage, _ changes: [String: any Sendable]) -> ParsedMessage {
        var object = (try? JSONSerialization.jsonObject(with: Data(message.body))) as? [String: Any] ?? [:]
        object.merge(changes) { $1 }
        let body = (try? JSONSerialization.data(withJSONObject: object)) ?? Data()
        return ParsedMessage(IncomingMessage(body: Array(body)))
    }

    private static func document(_ labels: String) throws -> SettingsDocument {
        try Settings.parse(
            yamlOrJSON: """
                timeZone: Europe/Amsterdam
                defaultLanguage: nl
                reasons:
                  - {code: price, category: commercial, voluntary: true, labels: \(labels)}
                """
        )
    }

    private struct NoEvent: Error {}

    @Test(arguments: EventType.allCases)
    func `has an example that the code makes`(type: EventType) throws {
        let event = try #require(Self.events()[type])
        let example = JSONPrinter.pretty(try JSONValue(parsing: event.body))
        let file = Program.project.appending(path: "docs/events/\(type.rawValue).md")
        let page = try String(contentsOf: file, encoding: .utf8)
        let (begin, end) = ("```json\n", "\n```\n")
        let start = try #require(page.range(of: begin)?.upperBound)
        let expected = page[..<start] + example + end
        if ProcessInfo.processInfo.environment["TERMINUS_WRITE_EVENT_PAGES"] == "1" {
            try expected.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(page == expected)
    }

    @Test func `has an example that its schema accepts`() throws {
        let folder = try Folder()
        let bodies = try Self.events().values.map { String(decoding: $0.body, as: UTF8.self) }
        let file = try folder.file("events.ndjson", bodies.joined(separator: "\n") + "\n")
        let answer = try Program.script("check-schemas", ["--closed", "events", "--ndjson", folder.path + "/" + file])
        #expect(answer.end == .exit(0), "\(answer.output)")
        #expect(try answer.objects().count == EventType.allCases.count)
    }
}
