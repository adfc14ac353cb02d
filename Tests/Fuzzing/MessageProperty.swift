import Terminations

/// What must hold for a termination message, whatever bytes it has.
///
/// The first byte chooses the properties that come with the body, which is the rest.
enum MessageProperty {
    private static let judge = Judge(settings: FuzzSettings.strict)

    static func check(_ bytes: [UInt8]) throws {
        guard let choice = bytes.first else { return }
        let message = IncomingMessage(body: Array(bytes.dropFirst()), properties: properties(choice))
        let parsed = ParsedMessage(message)
        try checkForm(parsed, message)
        try checkRewriting(parsed, message)
        try checkVerdicts(parsed)
        try checkSecrecy(parsed, message)
    }

    private static func properties(_ choice: UInt8) -> MessageProperties {
        let contentTypes = [nil, "application/json", "application/cloudevents+json", "text/plain"]
        return MessageProperties(
            messageID: choice & 4 == 0 ? nil : "m-1",
            contentType: contentTypes[Int(choice & 3)],
            contentEncoding: choice & 8 == 0 ? nil : "gzip"
        )
    }

    private static func checkForm(_ parsed: ParsedMessage, _ message: IncomingMessage) throws {
        try demand(
            (parsed.message == nil) == !parsed.formViolations.isEmpty,
            "a message that cannot be used has no violation, or one that can be has some"
        )
        let isUTF8 = String(validating: message.body, as: UTF8.self) != nil
        let isSaidToBeOther = parsed.formViolations.contains {
            $0.pointer == .root && [.unsupportedContentType, .unsupportedContentEncoding].contains($0.code)
        }
        // What is said to be something else need not be UTF-8; Base64 in it is a document of its own.
        try demand(
            (isUTF8 || isSaidToBeOther)
                == !parsed.formViolations.contains { $0.code == .invalidUTF8 && $0.pointer == .root },
            "invalid-utf8 is reported wrongly"
        )
        try demand(
            isUTF8 || !isSaidToBeOther || parsed.formViolations.allSatisfy { $0.pointer == .root },
            "what is not what it is said to be has other faults"
        )
        try ViolationProperty.check(parsed.formViolations)
    }

    /// What was read is written as JSON that reads the same.
    private static func checkRewriting(_ parsed: ParsedMessage, _ message: IncomingMessage) throws {
        guard let body = json(message) else {
            try demand(parsed.messageID == nil, "an id was read from what is no JSON")
            return
        }
        let written = bytes(of: body)
        guard written.count <= MessageLimits().maxBytes else { return }
        let again = ParsedMessage(IncomingMessage(body: written, properties: message.properties))
        try demand(try JSONValue(parsing: written) == body, "what was written reads otherwise")
        try demand(again.contentDigest == parsed.contentDigest, "what was written has another digest")
        try demand(again.formViolations == parsed.formViolations, "what was written has other violations")
        try demand(
            dumped(again.message as Any) == dumped(parsed.message as Any),
            "what was written is another message"
        )
    }

    /// What is read of a message at all; nil where that is no JSON.
    private static func json(_ message: IncomingMessage) -> JSONValue? {
        guard message.body.count <= MessageLimits().maxBytes else { return nil }
        return try? JSONValue(parsing: message.body)
    }

    /// All that a value holds, as text.
    private static func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    private static func checkVerdicts(_ parsed: ParsedMessage) throws {
        for history in [History.none, FuzzSettings.history] {
            let verdict = judge.judge(parsed, history: history)
            try demand(
                describe(verdict) == describe(judge.judge(parsed, history: history)),
                "the same question has two answers"
            )
            switch verdict {
            case .accepted(let fact): try checkAccepted(fact, parsed)
            case .rejected(let violations):
                try ViolationProperty.check(violations)
                try checkRejected(violations, parsed)
            case .held, .duplicate, .stale:
                try demand(parsed.message != nil, "a message that cannot be used is not rejected")
            }
        }
    }

    /// What was accepted is told, and once it is recorded it is not accepted again.
    private static func checkAccepted(_ fact: RecordedChange, _ parsed: ParsedMessage) throws {
        let message = fact.message
        try demand(message === parsed.message, "another message was accepted than was read")
        let event = Event.telling(fact, context: FuzzSettings.context)
        try EventProperty.check(event)
        let sameID = History(acceptedContent: message.contentDigest)
        try demand(describe(judge.judge(parsed, history: sameID)) == "duplicate", "a message twice is no duplicate")
        guard case .terminated(let termination) = fact else { return }
        let recorded = RecordedTermination(termination)
        let otherID = History(termination: recorded)
        try demand(describe(judge.judge(parsed, history: otherID)) == "stale", "a revision twice is not stale")
        let effect = Effect(of: recorded, messageID: message.messageID)
        try EventProperty.check(Event.effective(effect, context: FuzzSettings.context))
    }

    private static func checkRejected(_ violations: [Violation], _ parsed: ParsedMessage) throws {
        try demand(
            violations.allSatisfy { $0.pointer.description != "/reasonCode" || $0.suggestion != "deceased" },
            "a sensitive reason is suggested"
        )
        let event = Event.rejected(
            deadLetterID: "dl_1",
            parsed: parsed,
            violations: violations,
            context: FuzzSettings.context
        )
        try EventProperty.check(event)
    }

    /// No value of a message is in a violation, and no note is in an event.
    private static func checkSecrecy(_ parsed: ParsedMessage, _ message: IncomingMessage) throws {
        guard let body = json(message) else { return }
        for names in [nil, ["note"], ["reasonCode"], ["note", "reasonCode"]] as [[String]?] {
            let planted = Plant(names: names).planted(in: body)
            let marked = ParsedMessage(IncomingMessage(body: bytes(of: planted), properties: message.properties))
            switch judge.judge(marked, history: .none) {
            case .rejected(let violations):
                for violation in violations {
                    let texts = [violation.message, violation.expected, violation.suggestion].compactMap(\.self)
                    try demand(
                        texts.allSatisfy { !Plant.isSeen(in: Array($0.utf8)) },
                        "the violation \(violation.code.rawValue) at \(violation.pointer) repeats a value"
                    )
                }
            case .accepted(let fact):
                guard names == ["note"] else { continue }
                let event = Event.telling(fact, context: FuzzSettings.context)
                try demand(!Plant.isSeen(in: event.body), "an event holds the note")
            case .held, .duplicate, .stale: continue
            }
        }
    }

    private static func bytes(of value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(value)
        return writer.bytes
    }

    private static func describe(_ verdict: Verdict) -> String {
        switch verdict {
        case .accepted(let fact): "accepted \(dumped(fact))"
        case .held: "held"
        case .duplicate: "duplicate"
        case .stale: "stale"
        case .rejected(let violations): "rejected \(violations)"
        }
    }
}
