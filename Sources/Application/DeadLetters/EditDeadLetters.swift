import JSON
public import Ledger
public import Terminations
public import Threads

/// Changes what is wrong in the bodies of open dead letters.
public struct EditDeadLetters: Sendable {
    public var selection: DeadLetterSelection
    public var change: BodyChange
    /// The instant at which dated rules are judged.
    public var asOf: JudgingTime
    /// How many of the events to keep that a replay would publish.
    public var keptEvents: Int

    public init(
        _ selection: DeadLetterSelection,
        _ change: BodyChange,
        asOf: JudgingTime = .occurred,
        keptEvents: Int = 3
    ) {
        self.selection = selection
        self.change = change
        self.asOf = asOf
        self.keptEvents = keptEvents
    }

    /// What an edit would change, and what a replay would make of the edited messages.
    public struct Plan {
        /// The dead letters that would be changed, as they were when the plan was made, and those that cannot be.
        public fileprivate(set) var edits: [(deadLetter: DeadLetterVersion, edit: DeadLetterEdit)] = []
        /// How many the change leaves as they are, and why. They are not judged.
        public fileprivate(set) var unchanged: [String: Int] = [:]
        /// The differences in the first dead letters that would be changed.
        public fileprivate(set) var samples: [Sample] = []
        /// What a replay would make of the edited messages.
        public fileprivate(set) var dryRun: DryRun
        /// Members that the change sets and the message contract does not have.
        public fileprivate(set) var warnings: [UnknownMember] = []
        /// The causes of the dead letters.
        public fileprivate(set) var causes: [DeadLetterGroup] = []
        /// Dead letters that the selection means, too, and that are not open.
        public fileprivate(set) var others: [DeadLetter.State: Int] = [:]
        fileprivate let settingsVersion: Int?
        fileprivate let application: Application
    }

    /// What an edit would change in one dead letter.
    public struct Sample: Sendable {
        public let deadLetterID: String
        public let messageID: String?
        public let differences: [JSONDifference]
    }
}

/// The body of one dead letter, for somebody who changes it as a whole.
public struct EditableBody: Sendable {
    public let deadLetter: DeadLetter
    /// The body that is judged, with decoded data in the place of Base64; nil where it is no JSON.
    public let document: JSONValue?
    /// The bytes of the body that is judged.
    public let bytes: [UInt8]

    /// As a person reads it: one member a line, with decoded data in the place of Base64. A body that is no JSON is shown
    /// as it is: it can only be replaced by JSON.
    public var text: String {
        document.map { JSONPrinter.pretty($0) + "\n" } ?? String(decoding: bytes, as: UTF8.self)
    }

    /// The change that makes this of the body; nil where it reads so already.
    public func change(to value: JSONValue) -> BodyChange? {
        guard let document else { return BodyChange(patch: .set(.root, value)) }
        let differences = JSONDifference.between(document, value)
        return differences.isEmpty ? nil : BodyChange(patch: JSONPatch(differences))
    }
}

extension Application {
    /// The body of the only open dead letter that a selection means; nil where there is none.
    ///
    /// - Throws: ``ApplicationError`` where there are several.
    public func editableBody(_ selection: DeadLetterSelection) throws -> EditableBody? {
        let filter = try selection.resolved(in: [.open], of: ledger)
        let found = try ledger.deadLetters(matching: filter, limit: 2)
        guard found.count < 2 else {
            let count = try ledger.countDeadLetters(matching: filter)
            throw ApplicationError(
                .notAllowed,
                "The body of one dead letter is changed as a whole, and \(count) match.",
                "De inhoud van één dead letter wordt als geheel gewijzigd; hier passen er \(count).",
                remedy: .nameOneOrUsePattern
            )
        }
        guard let deadLetter = found.first, let content = try ledger.deadLetterContent(id: deadLetter.id) else {
            return nil
        }
        let bytes = content.mendedBody ?? content.body
        let document = try? JSONValue(parsing: bytes, maxDepth: JSONValue.maxDepth)
        return EditableBody(deadLetter: deadLetter, document: document.map { $0.withDecodedData ?? $0 }, bytes: bytes)
    }

    /// - Parameter seen: the dead letter that somebody has edited as a whole; it must be the only one that is meant, and not
    ///   have changed.
    /// - Throws: ``LedgerError``; ``ApplicationError``; ``BodyChangeError`` where a pattern cannot be used.
    public func plan(_ action: EditDeadLetters, seen: DeadLetterVersion? = nil) throws -> EditDeadLetters.Plan {
        let filter = try action.selection.resolved(in: [.open], of: ledger)
        var plan = EditDeadLetters.Plan(
            dryRun: DryRun(keptEvents: action.keptEvents),
            settingsVersion: try ledger.currentSettingsVersion(),
            application: self
        )
        let deadLetters = try ledger.deadLetterVersions(matching: filter)
        if let seen, deadLetters != [seen] {
            throw ApplicationError(
                .changedMeanwhile,
                "Somebody has changed the dead letter meanwhile. Nothing was changed.",
                "Iemand heeft de dead letter intussen gewijzigd. Er is niets gewijzigd."
            )
        }
        guard !deadLetters.isEmpty else {
            let all = try action.selection.resolved(in: Set(DeadLetter.State.allCases), of: ledger)
            plan.others = try ledger.countDeadLetters(matching: all, in: all.states.subtracting([.open]))
            return plan
        }
        plan.causes = try ledger.deadLetterGroups(matching: filter)
        for start in stride(from: 0, to: deadLetters.count, by: DryRun.batchSize) {
            try plan.add(
                Array(deadLetters[start..<min(start + DryRun.batchSize, deadLetters.count)]),
                action,
                self
            )
        }
        if let patch = action.change.patch, let first = plan.edits.first {
            let document = try ledger.judgedDocuments(of: [first.deadLetter.id]).first?.document
            plan.warnings = patch.unknownMembers(in: document)
        }
        return plan
    }
}

extension EditDeadLetters.Plan {
    private static let mostSamples = 5

    /// The edits are found before the lock of the dry run is taken: a pattern may take its time.
    fileprivate mutating func add(
        _ deadLetters: [DeadLetterVersion],
        _ action: EditDeadLetters,
        _ application: Application
    ) throws {
        let found = try application.ledger.judgedDocuments(of: deadLetters.map(\.id))
        let documents = Dictionary(found.map { ($0.id, $0.document) }) { first, _ in first }
        // One that retention has removed meanwhile is left out.
        let present = deadLetters.filter { documents[$0.id] != nil }
        let results = try action.change.results(for: present.map { documents[$0.id] ?? nil })
        var edited: [(deadLetter: DeadLetterVersion, edit: DeadLetterEdit)] = []
        for (deadLetter, result) in zip(present, results) {
            switch result {
            case .unchanged(let why): unchanged[why, default: 0] += 1
            case .edit(let edit): edited.append((deadLetter, edit))
            }
        }
        let outcomes = try dryRun.judge(
            edited.map(\.deadLetter.id),
            edits: Dictionary(edited.map { ($0.deadLetter.id, $0.edit) }) { first, _ in first },
            asOf: action.asOf,
            by: application
        )
        for (one, outcome) in zip(edited, outcomes) where samples.count < Self.mostSamples {
            guard case .patch(let patch) = one.edit, let document = documents[one.deadLetter.id] ?? nil,
                let after = try? patch.apply(to: document)
            else { continue }
            let differences = JSONDifference.between(document, after)
            guard !differences.isEmpty else { continue }
            samples.append(
                EditDeadLetters.Sample(
                    deadLetterID: one.deadLetter.id,
                    messageID: outcome.messageID,
                    differences: differences
                )
            )
        }
        edits += edited
    }

    /// How many open dead letters the selection means.
    public var total: Int { edits.count + unchanged.values.reduce(0, +) }

    /// How many would be changed.
    public var count: Int { edits.count - dryRun.summary.counts.unpatchable }

    /// Why nothing would be changed; nil where something would.
    public var refusal: ApplicationError? {
        guard count == 0 else { return nil }
        let reasons = refusalReasons.joined(separator: " ")
        return ApplicationError(
            .invalid,
            "No dead letter would be changed: \(reasons)",
            "Er zou geen dead letter wijzigen: \(reasons)"
        )
    }

    /// Why some would not be changed: English sentences, each once.
    public var refusalReasons: [String] {
        Set(dryRun.summary.unpatchable.keys).union(unchanged.keys).sorted()
    }

    /// Whether every dead letter that the selection means would be changed or needs no change.
    public var isComplete: Bool { count > 0 && dryRun.summary.counts.unpatchable == 0 }

    /// Differs from that of another plan that would edit others, other versions of them, or in another way.
    public var digest: String {
        var digest = PlanDigest("mended", edits.map(\.deadLetter))
        for (_, edit) in edits {
            switch edit {
            case .patch(let patch):
                var json = JSONWriter()
                json.value(patch.json)
                digest.add(String(decoding: json.bytes, as: UTF8.self))
            case .impossible(let why): digest.add(why)
            }
        }
        return digest.text
    }

    /// Edits the dead letters of the plan that still have the version that it saw.
    ///
    /// - Parameters:
    ///   - onStart: called when the action has its number.
    ///   - progress: called after each batch with how many were tried.
    ///   - stop: ends it after the batch that is being recorded.
    /// - Throws: ``LedgerError``; ``refusal``.
    public func execute(
        by actor: Actor,
        because reason: String,
        onStart: (DeadLetterAction) -> Void = { _ in },
        progress: (Int) -> Void = { _ in },
        stop: StopRequest = StopRequest()
    ) throws -> ChangeOutcome {
        if let refusal { throw refusal }
        return try application.change(
            .mended,
            edits.map(\.deadLetter),
            by: actor,
            because: reason,
            stop: stop,
            onStart: onStart,
            progress: progress
        ) { range, action throws(LedgerError) in
            try application.ledger.edit(
                edits[range].map(\.deadLetter),
                with: edits[range].map(\.edit),
                action: action,
                by: actor,
                reason: reason,
                at: .now
            )
        }
    }

    /// The replay of what was edited, under the settings of the plan.
    public func replay(_ outcome: ChangeOutcome, _ options: ReplayOptions) throws(LedgerError) -> ReplayJob.Plan {
        let changed = Set(outcome.changed)
        let edited = edits.lazy.map(\.deadLetter).filter { changed.contains($0.id) }
            .map { DeadLetterVersion(id: $0.id, version: $0.version + 1) }
        // Part of an action that has begun.
        return try application.patient.replayPlan(of: Array(edited), settingsVersion: settingsVersion, options)
    }

    /// - Parameter outcome: nil after a dry run.
    public func write(_ outcome: ChangeOutcome?, to line: inout JSONWriter) {
        line.beginObject()
        line.name("dryRun")
        line.bool(outcome == nil)
        line.name("total")
        line.integer(total)
        line.name("mended")
        line.integer(outcome?.changed.count ?? 0)
        line.name("notMended")
        line.integer(outcome?.notChanged ?? 0)
        line.name("unchanged")
        line.integer(unchanged.values.reduce(0, +))
        outcome?.writeExceptions(to: &line)
        line.name("action")
        line.integerOrNull(outcome?.action?.number)
        line.name("warnings")
        line.beginArray()
        for warning in warnings {
            line.beginObject()
            line.name("pointer")
            line.string(warning.pointer.description)
            line.name("suggestion")
            line.stringOrNull(warning.suggestion?.description)
            line.endObject()
        }
        line.endArray()
        line.name("samples")
        line.beginArray()
        for sample in samples {
            line.beginObject()
            line.name("deadLetterId")
            line.string(sample.deadLetterID)
            line.name("messageId")
            line.stringOrNull(sample.messageID)
            line.name("changes")
            line.differences(sample.differences)
            line.endObject()
        }
        line.endArray()
        line.name("unchangedBecause")
        line.beginArray()
        for (why, count) in unchanged.sorted(by: { $0.key < $1.key }) {
            line.beginObject()
            line.name("reason")
            line.string(why)
            line.name("count")
            line.integer(count)
            line.endObject()
        }
        line.endArray()
        line.name("forecast")
        line.beginObject()
        dryRun.writeMembers(to: &line, causes: causes)
        line.endObject()
        line.endObject()
    }
}

extension EditDeadLetters {
    /// Writes the answer where a body that was changed as a whole reads as before.
    public static func writeNothing(to line: inout JSONWriter) {
        line.beginObject()
        line.name("dryRun")
        line.bool(false)
        for name in ["total", "mended", "notMended", "unchanged"] {
            line.name(escaping: name)
            line.integer(0)
        }
        line.name("action")
        line.null()
        line.endObject()
    }
}
