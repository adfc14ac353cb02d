import Foundation
import JSON
import Ledger
import Terminations
import YAML

/// A story that a page of the guides tells: messages, and what the page says of each.
///
/// A story is a part of a page under a heading of the third level. A message stands in a `json` block; list items in
/// bold below it say what follows: the verdict with the events, what happens at an instant, and what the samples for
/// billing print. In an item each event type begins an event, and what stands in code after it is a member of its data.
struct LifecycleStory: Sendable {
    let title: String
    private(set) var steps: [Step] = []
    /// The lines that subscribe.py prints, in order.
    private(set) var billing: [String] = []
    /// What settle.py prints of the last event.
    private(set) var settlement: String?

    struct Step: Sendable {
        enum Cause: Sendable {
            case message([UInt8])
            case time(Instant)
        }

        let cause: Cause
        /// nil where the page says nothing below a message.
        var expected: Expected?
    }

    struct Expected: Sendable {
        var verdict: String
        /// Code and pointer of each violation.
        var violations: [String] = []
        var events: [ExpectedEvent] = []
    }

    struct ExpectedEvent: Sendable {
        let type: EventType
        var members: [JSONObject.Member] = []
        var absent: [String] = []
    }

    struct Malformed: Error {
        let story: String
        let text: String
    }

    /// All stories below this heading of the second level.
    static func all(in page: String, under heading: String) throws -> [LifecycleStory] {
        let text = try String(contentsOf: Program.project.appending(path: page), encoding: .utf8)
        guard let begin = text.range(of: "\n## \(heading)\n")?.upperBound else {
            throw Malformed(story: page, text: heading)
        }
        let rest = text[begin...]
        let section = rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
        return try section.components(separatedBy: "\n### ").dropFirst().map(LifecycleStory.init)
    }

    private init(_ text: String) throws {
        title = String(text.prefix { $0 != "\n" })
        for block in text.components(separatedBy: "\n\n") {
            if let begin = block.range(of: "```json\n")?.upperBound {
                let end = block.range(of: "\n```", range: begin..<block.endIndex)?.lowerBound ?? block.endIndex
                steps.append(Step(cause: .message(Array(block[begin..<end].utf8))))
            } else if block.hasPrefix("- **") {
                for item in "\n\(block)".components(separatedBy: "\n- **").dropFirst() { try read(item: item) }
            }
        }
        if steps.contains(where: { $0.expected == nil }) {
            throw Malformed(story: title, text: "a message of which nothing is said")
        }
    }

    private mutating func read(item: String) throws {
        let code = item.matches(of: /`([^`]+)`/).map { (range: $0.range, text: String($0.output.1)) }
        let kind = String(item.prefix { $0 != "*" })
        var expected = Expected(verdict: kind)
        switch kind {
        case "billing": return billing = code.map(\.text)
        case "settled": return settlement = code.first?.text
        case "at":
            guard let instant = code.first.flatMap({ Instant(rfc3339: $0.text) }) else {
                throw Malformed(story: title, text: item)
            }
            steps.append(Step(cause: .time(instant)))
        case "rejected":
            expected.violations = item.matches(of: /`([a-z-]+)` at `([^`]*)`/).map { "\($0.output.1) \($0.output.2)" }
        case "accepted", "duplicate", "stale", "held": break
        default: throw Malformed(story: title, text: item)
        }
        for (range, text) in code {
            if let type = EventType(rawValue: text) {
                expected.events.append(ExpectedEvent(type: type))
            } else if !expected.events.isEmpty, item[..<range.lowerBound].hasSuffix("no ") {
                expected.events[expected.events.count - 1].absent.append(text)
            } else if text.hasPrefix("\"") {
                let members = try JSONValue(parsing: Array("{\(text)}".utf8)).object?.members ?? []
                guard !expected.events.isEmpty else { throw Malformed(story: title, text: text) }
                expected.events[expected.events.count - 1].members += members
            }
        }
        guard steps.last?.expected == nil else { throw Malformed(story: title, text: item) }
        steps[steps.count - 1].expected = expected
    }
}

extension LifecycleStory {
    /// What a step came to: the verdict, the violations, and the events of the contract.
    struct Happened {
        var verdict: String
        var violations: [String] = []
        var events: [StoredEvent] = []
    }

    /// Sends the story's messages to a ledger of their own, under the settings of the samples.
    ///
    /// - Parameter body: gets what happened at each step, and the folder in which the ledger lies.
    func run(_ body: ([Happened], Folder) throws -> Void) throws {
        let folder = try Folder()
        let ledger = try Ledger(path: folder.url.appending(path: "terminus.sqlite").path)
        defer { ledger.close() }
        let settings = Program.project.appending(path: "docs/examples/settings.yaml")
        let document = try Settings.parse(yamlOrJSON: String(contentsOf: settings, encoding: .utf8))
        _ = try ledger.apply(document, by: "tests", at: LifeSample.instant("2025-01-01T00:00:00Z"))
        let recorder = Recorder(ledger: ledger, source: "urn:test")
        var (now, position) = (Instant.earliest, try ledger.events(after: 0, limit: 1000).last?.sequence ?? 0)
        var happened: [Happened] = []
        for step in steps {
            var result = Happened(verdict: "at")
            switch step.cause {
            case .message(let message):
                // It arrives when it was made, or after what came before it.
                let occurredAt = try JSONValue(parsing: message).object?["occurredAt"]?.string
                now = max(now, occurredAt.map(LifeSample.instant) ?? now)
                let incoming = IncomingMessage(body: message)
                let outcome = try recorder.record(
                    [ReceivedMessage(message: incoming, parsed: ParsedMessage(incoming))],
                    at: now
                )
                (result.verdict, result.violations) = outcome.first.map(Self.verdict) ?? ("nothing", [])
            case .time(let instant):
                now = instant
                while try recorder.notePendingEffects() > 0 {}
                _ = try recorder.takeEffects(at: now)
            }
            result.events = try ledger.events(after: position, limit: 1000)
            position = result.events.last?.sequence ?? position
            result.events.removeAll { $0.type == EventType.rejected.rawValue }
            happened.append(result)
        }
        try body(happened, folder)
    }

    private static func verdict(_ outcome: Outcome) -> (String, [String]) {
        switch outcome {
        case .accepted: ("accepted", [])
        case .duplicate: ("duplicate", [])
        case .stale: ("stale", [])
        case .held: ("held", [])
        case .rejected(_, let violations, _): ("rejected", violations.map { "\($0.code.rawValue) \($0.pointer)" })
        case .parked: ("parked", [])
        }
    }
}
