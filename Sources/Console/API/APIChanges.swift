import Application
import JSON
import Ledger
import Terminations

/// Edits, discards and restores dead letters, after the same plans as the command line and the pages.
enum APIChanges {
    /// Dead letters of one request. A replay has no such limit: it continues after its request was answered.
    static let most = 10_000

    static func discard(_ visit: APIVisit) throws -> PageAnswer {
        try change(visit, in: [.open, .held]) { try $0.plan(DiscardDeadLetters($1, showsCauses: $2)) }
    }

    static func restore(_ visit: APIVisit) throws -> PageAnswer {
        try change(visit, in: [.discarded]) { try $0.plan(RestoreDeadLetters($1, showsCauses: $2)) }
    }

    private static func change(
        _ visit: APIVisit,
        in states: Set<DeadLetter.State>,
        _ plan: (Application, DeadLetterSelection, _ showsCauses: Bool) throws -> StateChangePlan
    ) throws -> PageAnswer {
        var body = try visit.body()
        let selected = body.selection(visit)
        let change = ChangeMembers(&body)
        try body.requireNoFaults()
        try visit.requireBodies(for: selected.selection.filter)
        return try visit.writing { application in
            try selected.requireFew(in: states, application)
            // The values by which dead letters differ are parts of their bodies.
            let plan = try plan(application, selected.selection, change.isDryRun && visit.may(.readBodies))
            if change.isDryRun { return .json { $0.value(planned(plan.digest) { plan.write(to: &$0) }) } }
            try selected.require(plan.deadLetters, plan.digest, application)
            let outcome = try plan.execute(by: visit.actor, because: change.reason, onStart: { _ in visit.begin() })
            return overtaken(outcome) ?? .json { outcome.write(to: &$0) }
        }
    }

    static func edit(_ visit: APIVisit) throws -> PageAnswer {
        var body = try visit.body()
        let selected = body.selection(visit)
        let edit = body.bodyChange(showsNotes: visit.may(.readNotes))
        let clock: JudgingTime = body.choice("asOf") ?? .occurred
        let change = ChangeMembers(&body)
        try body.requireNoFaults()
        try visit.require(.readBodies, "An edit shows what it changes in the bodies of messages.")
        try visit.requireBodies(for: selected.selection.filter)
        if edit.readsNote { try visit.require(.readNotes, "The change reads the note of a message.") }
        return try visit.writing { application in
            try selected.requireFew(in: [.open], application)
            let plan = try application.plan(EditDeadLetters(selected.selection, edit, asOf: clock))
            let disclosure = DeadLetterDisclosure(visit)
            if change.isDryRun {
                return .json { $0.value(disclosure.ofEdit(planned(plan.digest) { plan.write(nil, to: &$0) })) }
            }
            // One that no pattern changes stays as it is, and is not part of the plan.
            let edited = plan.edits.map(\.deadLetter)
            try selected.require(edited, plan.digest, application, isWhole: plan.total == edited.count)
            let outcome = try plan.execute(by: visit.actor, because: change.reason, onStart: { _ in visit.begin() })
            return overtaken(outcome)
                ?? .json { $0.value(disclosure.ofEdit(extended([]) { plan.write(outcome, to: &$0) })) }
        }
    }

    /// What is answered where somebody else was faster between the look at the versions and the change: nothing was changed.
    static func overtaken(_ outcome: ChangeOutcome) -> PageAnswer? {
        // All of them had a state that allows the change when they were planned.
        let isOvertaken = outcome.changedMeanwhile > 0 || !outcome.refused.isEmpty
        guard outcome.changed.isEmpty, isOvertaken else { return nil }
        return APIProblem(
            .changedMeanwhile,
            "Somebody else changed the dead letters at the same time. Nothing was changed: read them again."
        ).answer
    }

    /// The answer of a dry run, with the digest that confirms it.
    static func planned(_ digest: String, _ write: (inout JSONWriter) -> Void) -> JSONValue {
        extended([("digest", .string(digest))], write)
    }

    /// The object that is written, with further members.
    static func extended(_ members: [(String, JSONValue)], _ write: (inout JSONWriter) -> Void) -> JSONValue {
        var writer = JSONWriter(capacity: 4096)
        write(&writer)
        // Written by this program, and far less deep than the reader's limit: it is an object.
        let written = (try? JSONValue(parsing: writer.bytes, maxDepth: JSONValue.maxDepth))?.object?.members ?? []
        return .object(JSONObject(written + members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }
}

/// What every request says that changes dead letters.
struct ChangeMembers {
    let isDryRun: Bool
    let reason: String

    init(_ body: inout APIBody) {
        isDryRun = body.flag("dryRun")
        reason = body.line("reason", longest: 1000) ?? ""
        if !isDryRun { body.requireMember("reason") }
    }
}

/// Which dead letters a request is about: these versions of these, or what a filter means.
struct APISelection {
    var selection = DeadLetterSelection()
    /// What the client has seen, where it names dead letters.
    var versions: [DeadLetterVersion]?
    /// Of the dry run that the client confirms.
    var digest: String?

    /// - Parameter states: those that allow the change.
    func requireFew(in states: Set<DeadLetter.State>, _ application: Application) throws {
        guard versions == nil else { return }
        var filter = selection.filter
        filter.states = filter.states.isEmpty ? states : filter.states.intersection(states)
        guard !filter.states.isEmpty else { return }
        let count = try application.countDeadLetters(matching: filter)
        guard count > APIChanges.most else { return }
        throw APIProblem.content([
            Violation(
                .tooLarge,
                at: JSONPointer("filter"),
                "The filter means \(count) dead letters.",
                expected: "at most \(APIChanges.most): narrow it, or use the command line"
            )
        ])
    }

    /// Refuses to do anything else than what the client has seen.
    ///
    /// - Parameters:
    ///   - planned: what would be changed.
    ///   - isWhole: whether everything that was selected is planned.
    func require(
        _ planned: [DeadLetterVersion],
        _ digest: String,
        _ application: Application,
        isWhole: Bool = true
    ) throws {
        if let own = self.digest, own != digest {
            throw APIProblem(
                .changedMeanwhile,
                "The dead letters are not those of the dry run any more. Nothing was changed: look at a new dry run."
            )
        }
        guard let versions else { return }
        let planned = Dictionary(planned.map { ($0.id, $0.version) }) { first, _ in first }
        let stale = versions.filter { seen in
            guard let version = planned[seen.id] else { return isWhole }
            return version != seen.version
        }
        guard !stale.isEmpty else { return }
        let shown = stale.prefix(100).map(\.id)
        let found = try application.deadLetters(matching: DeadLetterFilter(ids: Array(shown)), limit: shown.count)
        throw APIProblem(
            .changedMeanwhile,
            "\(stale.count) of \(versions.count) dead letters are not as they were seen. Nothing was changed.",
            stale: shown.map { id in (id, found.first { $0.id == id }) }
        )
    }
}

extension APIBody {
    /// `deadLetters` or `filter`, and `digest`.
    mutating func selection(_ visit: APIVisit) -> APISelection {
        var selected = APISelection()
        if has("deadLetters") == has("filter") {
            report(
                has("filter") ? .unknownValue : .missingField,
                "deadLetters",
                "Say which dead letters: deadLetters with ids and versions, or filter."
            )
        }
        if let versions = objects("deadLetters", most: APIChanges.most, { Self.version(&$0) }) {
            if versions.isEmpty { report(.tooShort, "deadLetters", "No dead letter is named.") }
            selected.versions = versions
            selected.selection.filter = DeadLetterFilter(ids: versions.map(\.id))
        }
        if let filter = object("filter", { $0.deadLetterFilter() }) { selected.selection.filter = filter }
        selected.digest = text("digest", longest: 64)
        return selected
    }

    private static func version(_ body: inout APIBody) -> DeadLetterVersion? {
        for name in ["id", "version"] { body.requireMember(name) }
        let id = body.text("id", longest: 36)
        let version = body.integer("version", in: 0...Int64(Int32.max))
        guard let id, let version else { return nil }
        return DeadLetterVersion(id: id, version: Int(version))
    }

    /// `set`, `patch` and `substitutions`.
    mutating func bodyChange(showsNotes: Bool) -> BodyChange {
        var patch: JSONPatch?
        if let value = value("patch") {
            var writer = JSONWriter()
            writer.value(value)
            do {
                patch = try JSONPatch(parsing: writer.bytes)
            } catch {
                report(.unknownValue, "patch", error.description)
            }
        }
        for member in members("set") {
            guard let pointer = JSONPointer(parsing: member.name) else {
                report(.unknownValue, "set", "A member of set is named by a JSON Pointer, such as /reasonCode.")
                continue
            }
            let one = JSONPatch.set(pointer, member.value)
            patch = patch.map { $0 + one } ?? one
        }
        var substitutions: [MemberSubstitution] = []
        for text in texts("substitutions", most: 20) ?? [] {
            do {
                substitutions.append(try MemberSubstitution(parsing: text))
            } catch {
                report(.unknownValue, "substitutions", error.description)
            }
        }
        if substitutions.isEmpty, patch?.changesNothing ?? true {
            report(.missingField, "patch", "Say what to change: set, patch or substitutions.")
        }
        return BodyChange(patch: patch, substitutions: substitutions, showsNotes: showsNotes)
    }
}
