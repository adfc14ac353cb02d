import Foundation
import Ledger
import Terminations

/// Messages that are refused for fifty causes, and settings that accept all of them.
enum DeadLetterSample {
    static let causes = 50

    /// - Parameter isLenient: whether the settings accept all messages.
    static func settings(isLenient: Bool) -> String {
        var text = """
            timeZone: Europe/Amsterdam
            defaultLanguage: nl
            reasonRequired: true
            maxBackdatingDays: \(isLenient ? 36_500 : 365)
            reasons:
              - code: price
                labels: {nl: Te duur}
                aliases: \(isLenient ? "[te-duur]" : "[]")
              - code: retired
                labels: {nl: Vervallen}
                \(isLenient ? "category: any" : "validThrough: 2020-01-01")

            """
        for limits in 0..<8 {
            for note in 0..<3 {
                text += "  - code: r\(limits)\(note)\n    labels: {nl: Reden}\n"
                guard !isLenient else { continue }
                let lists = ["initiator: [provider]", "terminationType: [mutual]", "contractType: [lease]"]
                    .enumerated().filter { limits & (1 << $0.offset) != 0 }.map(\.element)
                if !lists.isEmpty { text += "    allowed: {\(lists.joined(separator: ", "))}\n" }
                if note > 0 { text += "    note: {rule: \(note == 1 ? "required" : "forbidden")}\n" }
            }
        }
        return text
    }

    /// A message of 22 fields that is refused for a cause, numbered from 0.
    static func body(_ number: Int, cause: Int) -> [UInt8] {
        let isLate = cause % 2 == 1
        let kind = cause / 2
        let reason =
            switch kind {
            case 0, 24: isLate ? "retired" : "te-duur"
            default: "r\(kind / 3)\(kind % 3)"
            }
        let endsLate = kind == 24 || kind > 0 && isLate
        // A note is missing only if the reason requires one.
        let hasNote = !(kind > 0 && kind < 24 && kind % 3 == 1)
        var text = String(decoding: SampleMessage.body(number, run: 4711), as: UTF8.self)
        let note = "\"note\":\"Opgezegd per telefoon, bevestiging verstuurd.\","
        if !hasNote { text = text.replacing(note, with: "") }
        text = text.replacing(
            "\"reasonCode\":\"\(number % 3 == 0 ? "moved" : "price")\"",
            with: "\"reasonCode\":\"\(reason)\""
        )
        if endsLate {
            text = text.replacing("\"endDate\":\"2026-03-31\"", with: "\"endDate\":\"2024-06-30\"")
        }
        return Array(text.utf8)
    }

    /// Fills a new ledger with dead letters of so many causes.
    static func fill(_ path: String, deadLetters: Int, causes: Int) throws {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        let strict = try Settings.parse(yamlOrJSON: settings(isLenient: false))
        _ = try ledger.apply(strict, by: Actor("benchmark", by: .cli), at: now)
        let recorder = Recorder(ledger: ledger, source: "urn:benchmark")
        for start in stride(from: 0, to: deadLetters, by: 500) {
            let receivedMessages = (start..<min(start + 500, deadLetters)).map { number in
                let message = IncomingMessage(body: body(number, cause: number % causes))
                return ReceivedMessage(message: message, parsed: ParsedMessage(message))
            }
            _ = try recorder.record(receivedMessages, at: now)
        }
    }

    static func makeLenient(_ path: String) throws {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        let lenient = try Settings.parse(yamlOrJSON: settings(isLenient: true))
        _ = try ledger.apply(lenient, by: Actor("benchmark", by: .cli), at: now)
    }

    private static var now: Instant {
        Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) ?? .earliest
    }
}
