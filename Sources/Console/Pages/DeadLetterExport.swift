import Application
import JSON
import Ledger
import Reports
import Synchronization
import Terminations

/// The list of dead letters as a file: CSV for a spreadsheet, NDJSON for a program, with bodies if the person may see them.
///
/// Written page by page while it is sent: a list of a million needs no more memory than one of a hundred.
enum DeadLetterExport {
    private static let page = 500

    static func answer(_ visit: Visit) throws -> PageAnswer {
        let query = visit.request.query
        let form = try DeadLetterForm(query, visit)
        try form.check()
        if let bodies = query["bodies"], bodies != "1" {
            throw PageProblem.query("bodies", "1, or nothing.", "1, of niets.", visit)
        }
        let hasBodies = query["bodies"] != nil
        if hasBodies {
            // A body may hold a note.
            for permission in [Permission.readBodies, .readNotes] { try visit.demand(permission) }
        }
        switch query["format"] ?? "csv" {
        case "csv":
            return file(form.filter, visit, "csv", "text/csv; charset=utf-8", heading: Self.heading) { deadLetter, _ in
                Self.row(deadLetter)
            }
        case "ndjson":
            return file(form.filter, visit, "ndjson", "application/x-ndjson", heading: "") { deadLetter, ledger in
                var line = JSONWriter()
                if hasBodies {
                    // One that retention has removed meanwhile is left out.
                    guard let value = try ledger.exportDeadLetter(id: deadLetter.id) else { return "" }
                    line.value(value)
                } else {
                    deadLetter.write(to: &line)
                }
                return String(decoding: line.bytes, as: UTF8.self).printableJSON + "\n"
            }
        case let other:
            throw PageProblem.query(
                "format",
                "\(other) is neither csv nor ndjson.",
                "\(other) is geen csv en geen ndjson.",
                visit
            )
        }
    }

    private static func file(
        _ filter: DeadLetterFilter,
        _ visit: Visit,
        _ suffix: String,
        _ contentType: String,
        heading: String,
        _ line: @escaping @Sendable (DeadLetter, Ledger) throws -> String
    ) -> PageAnswer {
        /// The last one that was written; nil at the beginning.
        let last = Mutex<(id: String?, hasBegun: Bool)>((nil, false))
        let queries = visit.queries
        var answer = PageAnswer(
            contentType: contentType,
            body: [],
            headers: [
                ("content-disposition", "attachment; filename=\"dead-letters.\(suffix)\""),
                ("content-security-policy", "default-src 'none'; sandbox"),
            ]
        )
        answer.pieces = {
            let ledger = try queries.application().ledger
            let (after, hasBegun) = last.withLock { $0 }
            let found = try ledger.deadLetters(matching: filter, order: .oldest, after: after, limit: page)
            if found.isEmpty, hasBegun { return nil }
            var text = hasBegun ? "" : heading
            for deadLetter in found { text += try line(deadLetter, ledger) }
            last.withLock { $0 = (found.last?.id ?? after, true) }
            return Array(text.utf8)
        }
        return answer
    }

    private static let heading =
        "number,id,state,source,messageId,terminationId,contractId,customerId,fingerprint,codes,places,attempts,occurrences,"
        + "edited,receivedAt,lastSeenAt,resolvedAt,discardReason\r\n"

    private static func row(_ deadLetter: DeadLetter) -> String {
        let write = CSVRow(form: CSVForm())
        let cells: [String?] = [
            String(deadLetter.number), deadLetter.id, deadLetter.state.rawValue, deadLetter.source.rawValue,
            deadLetter.messageID, deadLetter.terminationID, deadLetter.contractID, deadLetter.customerID,
            deadLetter.fingerprint, deadLetter.violations.map(\.code.rawValue).joined(separator: " "),
            deadLetter.violations.map(\.pointer.description).joined(separator: " "), String(deadLetter.attempts),
            String(deadLetter.occurrences), String(deadLetter.isEdited), deadLetter.receivedAt.description,
            deadLetter.lastSeenAt.description, deadLetter.resolvedAt?.description, deadLetter.discardReason,
        ]
        return cells.map { write.quoted(CSVRow.safe($0 ?? "")) }.joined(separator: ",") + "\r\n"
    }
}
