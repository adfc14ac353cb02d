import Ledger
import Terminations

extension AuditEntry {
    /// One entry for a person: who did what when, and why.
    var lines: [String] {
        let why = reason.isEmpty ? "" : ": \(reason)"
        let text = "\(action.rawValue) by \(actor)\(why)"
        let detail = detailText.map { Paragraph.hanging($0, indent: 23, hanging: 25) } ?? []
        let redaction = redactedBy.map { ["\(String(repeating: " ", count: 23))redacted by entry \($0)"] } ?? []
        return Paragraph.hanging("\(at.toTheSecond) \(text)", indent: 2, hanging: 23) + detail + redaction
    }

    /// What a person wants to know of the action's details. Patches name places only: their values may be notes.
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
        case .takenOver:
            return details.object?["hash"]?.string.map { "its last hash was \($0)" }
        case .discarded, .restored, .pruned:
            return nil
        }
    }

    func write(to line: inout JSONWriter) { line.value(json) }
}
