import JSON
import Application
import Ledger
import Terminations

extension AuditEntry {
    /// One entry for a person: who did what when, and why.
    ///
    /// - Parameter changes: what an edit of the body changed, where that is known.
    func lines(changes: [JSONDifference]? = nil) -> [String] {
        let number = actionNumber.map { " (action \($0))" } ?? ""
        let why = reason.isEmpty ? "" : ": \(reason)"
        let text = "\(action.rawValue) by \(via.naming(actor))\(number)\(why)"
        let detail =
            changes.map { $0.flatMap { Paragraph.hanging(words: $0.words, indent: 23, hanging: 25) } }
            ?? detailText.map { Paragraph.hanging($0, indent: 23, hanging: 25) } ?? []
        let redaction = redactedBy.map { ["\(String(repeating: " ", count: 23))redacted by entry \($0)"] } ?? []
        return Paragraph.hanging("\(at.toTheSecond) \(text)", indent: 2, hanging: 23) + detail + redaction
    }

    /// The action's details for a person. Patches show only the places, because their values may be notes.
    var detailText: String? {
        switch action {
        case .refused:
            let codes = (details.object?["violations"]?.array ?? []).compactMap { violation -> String? in
                guard let code = violation.object?["code"]?.string else { return nil }
                return "\(code) at \(violation.object?["pointer"]?.string ?? "")"
            }
            return codes.isEmpty ? nil : codes.joined(separator: ", ")
        case .mended:
            let operations = (details.object?["patch"]?.array ?? []).compactMap { operation -> String? in
                guard let kind = operation.object?["op"]?.string, let path = operation.object?["path"]?.string
                else { return nil }
                return "\(kind) \(path)"
            }
            return operations.isEmpty ? nil : operations.joined(separator: ", ")
        case .resolved:
            guard let termination = details.object?["terminationId"]?.string else { return nil }
            let revision = details.object?["revision"]?.integer.map { ", revision \($0)" } ?? ""
            return "termination \(termination)\(revision)"
        case .redacted:
            let places = details.object?["places"]?.integer ?? 0
            return places == 1 ? "a note in one place" : "notes in \(places) places"
        case .undone:
            let what = details.object?["undone"]?.string ?? ""
            return details.object?["undoes"]?.integer.map { "what action \($0) had \(what)" }
        case .discarded, .restored, .pruned:
            return nil
        }
    }
}

extension DeadLetterHistoryEntry {
    var lines: [String] { entry.lines(changes: changes) }
}

extension JSONDifference {
    /// `/endDate: 31-12-2026 → 2026-12-31`, in words that no line may break; never with a note.
    var words: [String] {
        let values = [before, after].map { ShownValue.quoted(ShownValue.text($0, at: pointer)) }
        return ["\(pointer == .root ? "(document)" : pointer.description):", values[0], "→", values[1]]
    }
}

extension Actor.Way {
    /// The actor's name, with the interface of the request where that is neither the command line nor the worker.
    fileprivate func naming(_ actor: String) -> String {
        switch self {
        case .cli, .worker: actor
        case .console, .api: "\(actor) (\(text))"
        }
    }
}

extension AuditStep {
    /// What was done, with numbers where it was done to more than one.
    private var what: String {
        let kinds = counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        if count == 1 { return kinds[0].key.rawValue }
        return kinds.map { "\(Count.text($0.value)) \($0.key.rawValue)" }.joined(separator: ", ")
    }

    /// To what it was done.
    private var subjects: String? {
        let named = deadLetterIDs.first.map { "dead letter \($0)" } ?? terminationIDs.first.map { "termination \($0)" }
        return named.map { count == 1 ? $0 : "such as \($0)" }
    }

    private var part: String {
        if let undoes, let number { return " (action \(number), undoes \(undoes))" }
        if let number { return " (action \(number))" }
        return replay.map { " (replay \($0))" } ?? ""
    }

    var lines: [String] {
        let why = reason.isEmpty ? "" : ": \(Paragraph.clipped(reason, to: 300))"
        return Paragraph.hanging(
            "\(endedAt.toTheSecond) \(via.naming(actor)): \(what)\(part)\(why)",
            indent: 0,
            hanging: 21
        )
            + (subjects.map { Paragraph.hanging($0, indent: 21, hanging: 21) } ?? [])
    }
}
