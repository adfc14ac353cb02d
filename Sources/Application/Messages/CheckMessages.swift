import JSON
public import Terminations

/// Judges messages offline, by the code and the rules of the worker, each as if it were sent alone and without history.
public struct CheckMessages: Sendable {
    /// What a message is of the file that holds it.
    public enum Origin: Sendable {
        case document
        case line
        case arrayElement
        /// The whole file, though its lines look like messages.
        case documentOfLines
    }

    private let judge: Judge
    private let limits: MessageLimits
    private let source: String

    /// - Parameters:
    ///   - settings: the settings that judge.
    ///   - source: the CloudEvents `source` of the events.
    public init(settings: SettingsVersion, limits: MessageLimits, source: String) {
        judge = Judge(settings: settings)
        self.limits = limits
        self.source = source
    }

    /// What the worker would say of one message.
    public struct Result: Sendable {
        public enum Verdict: String, Sendable {
            case accepted, held, rejected
        }

        public let messageID: String?
        public let verdict: Verdict
        public let violations: [Violation]
        /// What refuses nothing, and is probably not meant.
        public let warnings: [MessageWarning]
        /// The event that would follow, as the first of a new ledger; nil where none would, or where nobody asked for it.
        public let event: JSONValue?
    }

    /// - Parameters:
    ///   - origin: what the message is of the file that holds it; that it is judged alone may differ from what is sent.
    ///   - guessesContentType: whether the content type is not given, and follows from what the document looks like.
    public func check(
        _ message: IncomingMessage,
        origin: Origin = .document,
        guessesContentType: Bool = false,
        showsEvent: Bool = false
    ) -> Result {
        let parsed = ParsedMessage(message, limits: limits)
        var event: JSONValue?
        let (verdict, violations): (Result.Verdict, [Violation])
        switch judge.judge(parsed, history: .none) {
        case .accepted(let change):
            (verdict, violations) = (.accepted, [])
            if showsEvent { event = self.event(of: change) }
        case .duplicate, .stale: (verdict, violations) = (.accepted, [])
        case .held: (verdict, violations) = (.held, [])
        case .rejected(let found): (verdict, violations) = (.rejected, found)
        }
        return Result(
            messageID: parsed.messageID,
            verdict: verdict,
            violations: violations,
            warnings: warnings(message, origin, guessesContentType) + message.ignoredFields(limits: limits),
            event: event
        )
    }

    /// The event as the first of a new ledger: positions are 1.
    private func event(of change: RecordedChange) -> JSONValue? {
        let context = EventContext(sequence: 1, contractSequence: 1, source: source, recordedAt: .now)
        return try? JSONValue(parsing: Event.announcing(change, context: context).body, maxDepth: JSONValue.maxDepth)
    }

    /// What the worker would judge differently.
    private func warnings(
        _ message: IncomingMessage,
        _ origin: Origin,
        _ guessesContentType: Bool
    ) -> [MessageWarning] {
        var warnings: [MessageWarning] = []
        switch origin {
        case .document, .line: break
        case .arrayElement:
            warnings.append(
                MessageWarning(
                    .arrayElement,
                    "This is an element of an array, and was judged as if it were sent alone: live, an array is refused."
                )
            )
        case .documentOfLines:
            warnings.append(
                MessageWarning(
                    .looksLikeLines,
                    "The file was judged as one message. Name it .ndjson if each line is one."
                )
            )
        }
        if guessesContentType, message.isCloudEvent {
            warnings.append(
                MessageWarning(
                    .contentTypeNeeded,
                    "This was judged as a CloudEvent: live, the property content-type must be application/cloudevents+json."
                )
            )
        }
        return warnings
    }
}

extension Application {
    /// Judges messages with the limits and the source that the worker has.
    public func messageCheck(by settings: SettingsVersion) -> CheckMessages {
        CheckMessages(settings: settings, limits: limits, source: source)
    }
}

extension CheckMessages.Result {
    /// - Parameters:
    ///   - file: the name of the file that holds the message.
    ///   - position: its position among the messages of the file, from 1.
    ///   - showsEvent: whether the event was asked for.
    public func write(to line: inout JSONWriter, file: String, position: Int, showsEvent: Bool) {
        line.beginObject()
        line.name("messageId")
        line.stringOrNull(messageID)
        line.name("verdict")
        line.string(verdict.rawValue)
        line.name("violations")
        line.violations(violations)
        line.name("warnings")
        line.beginArray()
        for warning in warnings { warning.write(to: &line) }
        line.endArray()
        if showsEvent {
            line.name("event")
            line.value(event ?? .null)
        }
        line.name("file")
        line.string(file)
        line.name("position")
        line.integer(position)
        line.endObject()
    }
}

extension MessageWarning {
    /// Writes `{code, pointer, message, suggestion?}`.
    fileprivate func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("code")
        line.string(code.rawValue)
        line.name("pointer")
        line.string(pointer.description)
        line.name("message")
        line.string(message)
        if let suggestion {
            line.name("suggestion")
            line.string(suggestion)
        }
        line.endObject()
    }
}
