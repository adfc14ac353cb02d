import JSON
import Terminations

/// The properties of a termination message that must hold for any bytes.
///
/// The first byte chooses the AMQP properties. The rest is the body.
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
        try require(
            (parsed.message == nil) == !parsed.formViolations.isEmpty,
            "an invalid message has no violation, or a valid one has some"
        )
        let isUTF8 = String(validating: message.body, as: UTF8.self) != nil
        let hasOtherType = parsed.formViolations.contains {
            $0.pointer == .root && [.unsupportedContentType, .unsupportedContentEncoding].contains($0.code)
        }
        // A body with another content type need not be UTF-8. Base64 in it is a document of its own.
        try require(
            (isUTF8 || hasOtherType)
                == !parsed.formViolations.contains { $0.code == .invalidUTF8 && $0.pointer == .root },
            "invalid-utf8 is reported wrongly"
        )
        try require(
            isUTF8 || !hasOtherType || parsed.formViolations.allSatisfy { $0.pointer == .root },
            "a body that is not of its content type has other violations"
        )
        try ViolationProperty.check(parsed.formViolations)
    }

    /// The message, written and read again, is the same.
    private static func checkRewriting(_ parsed: ParsedMessage, _ message: IncomingMessage) throws {
        guard let body = json(message) else {
            try require(parsed.messageID == nil, "an id was read from a body that is not JSON")
            return
        }
        let written = bytes(of: body)
        guard written.count <= MessageLimits().maxBytes else { return }
        let again = ParsedMessage(IncomingMessage(body: written, properties: message.properties))
        try require(try JSONValue(parsing: written) == body, "the written document reads differently")
        try require(again.contentDigest == parsed.contentDigest, "the written document has another digest")
        try require(again.formViolations == parsed.formViolations, "the written document has other violations")
        try require(
            dumped(again.message as Any) == dumped(parsed.message as Any),
            "the written document is another message"
        )
    }

    /// The body as JSON; nil where it is too large or not JSON.
    private static func json(_ message: IncomingMessage) -> JSONValue? {
        guard message.body.count <= MessageLimits().maxBytes else { return nil }
        return try? JSONValue(parsing: message.body)
    }

    /// All parts of a value as text.
    private static func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    private static func checkVerdicts(_ parsed: ParsedMessage) throws {
        for history in [History.none, FuzzSettings.history] {
            let verdict = judge.judge(parsed, history: history)
            try require(
                describe(verdict) == describe(judge.judge(parsed, history: history)),
                "judging twice has two results"
            )
            switch verdict {
            case .accepted(let fact): try checkAccepted(fact, parsed)
            case .rejected(let violations):
                try ViolationProperty.check(violations)
                try checkRejected(violations, parsed)
            case .held, .duplicate, .stale:
                try require(parsed.message != nil, "an invalid message is not rejected")
            }
        }
    }

    /// An accepted message has an event, and is not accepted again once it is recorded.
    private static func checkAccepted(_ fact: RecordedChange, _ parsed: ParsedMessage) throws {
        let message = fact.message
        try require(message === parsed.message, "the accepted message is not the one that was read")
        let event = Event.announcing(fact, context: FuzzSettings.context)
        try EventProperty.check(event)
        let sameID = History(acceptedContent: message.contentDigest)
        try require(
            describe(judge.judge(parsed, history: sameID)) == "duplicate",
            "a repeated message is not a duplicate"
        )
        guard case .terminated(let termination) = fact else { return }
        let recorded = RecordedTermination(termination)
        let otherID = History(termination: recorded)
        try require(describe(judge.judge(parsed, history: otherID)) == "stale", "a repeated revision is not stale")
        let effect = Effect(of: recorded, messageID: message.messageID)
        try EventProperty.check(Event.effective(effect, context: FuzzSettings.context))
    }

    private static func checkRejected(_ violations: [Violation], _ parsed: ParsedMessage) throws {
        try require(
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

    /// No violation contains a value of the message, and no event contains the note.
    private static func checkSecrecy(_ parsed: ParsedMessage, _ message: IncomingMessage) throws {
        guard let body = json(message) else { return }
        for names in [nil, ["note"], ["reasonCode"], ["note", "reasonCode"]] as [[String]?] {
            let canary = Canary(names: names).marked(in: body)
            let marked = ParsedMessage(IncomingMessage(body: bytes(of: canary), properties: message.properties))
            switch judge.judge(marked, history: .none) {
            case .rejected(let violations):
                for violation in violations {
                    let texts = [violation.message, violation.expected, violation.suggestion].compactMap(\.self)
                    try require(
                        texts.allSatisfy { !Canary.isSeen(in: Array($0.utf8)) },
                        "the violation \(violation.code.rawValue) at \(violation.pointer) repeats a value"
                    )
                }
            case .accepted(let fact):
                guard names == ["note"] else { continue }
                let event = Event.announcing(fact, context: FuzzSettings.context)
                try require(!Canary.isSeen(in: event.body), "an event contains the note")
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
