import Reports
import Terminations

/// The note on a cause: shown with the cause, and written by those who may edit dead letters.
enum CauseNotePages {
    /// In bytes, of the note and of each of the others.
    private static let longest = (note: 4000, other: 300)

    static func write(_ note: CauseNote, _ visit: Visit, to page: inout HTMLWriter) {
        let t = visit.t
        page.element("div", ["class": "cause-note"]) { page in
            if !note.note.isEmpty {
                for line in note.note.split(whereSeparator: \.isNewline) { page.element("p", String(line)) }
            }
            page.element("p", ["class": "remark"]) { page in
                if !note.owner.isEmpty {
                    page.write(t("\(note.owner) looks into it", "\(note.owner) zoekt het uit") + " · ")
                }
                if !note.ticket.isEmpty {
                    ticket(note.ticket, &page)
                    page.write(" · ")
                }
                page.write(t("written by \(note.changedBy), ", "geschreven door \(note.changedBy), "))
                page.time(note.changedAt, visit)
            }
        }
    }

    /// An address is a link; everything else is the name of a ticket.
    private static func ticket(_ ticket: String, _ page: inout HTMLWriter) {
        let isAddress =
            (ticket.hasPrefix("https://") || ticket.hasPrefix("http://"))
            && ticket.utf8.allSatisfy { 0x21..<0x7F ~= $0 }
        if isAddress {
            page.element("a", ["href": ticket, "rel": "noreferrer noopener"], ticket)
        } else {
            page.write(ticket)
        }
    }

    /// - Parameters:
    ///   - fields: what was typed; nil where nothing was.
    ///   - other: what somebody else has written meanwhile.
    static func form(
        _ fingerprint: String,
        _ note: CauseNote?,
        _ fields: Fields?,
        _ faults: FormFaults,
        other: CauseNote? = nil,
        _ visit: Visit,
        to page: inout HTMLWriter
    ) {
        let t = visit.t
        page.element(
            "form",
            ["class": "change", "method": "post", "action": visit.url("/causes", to: fingerprint) + "/note"]
        ) { page in
            faults.write(to: &page, visit)
            if let other {
                page.element("div", ["class": "notice warning", "role": "alert"]) { page in
                    page.element(
                        "p",
                        ["class": "first"],
                        t("Somebody else has written meanwhile", "Iemand anders heeft intussen geschreven")
                    )
                    write(other, visit, to: &page)
                    page.element(
                        "p",
                        t(
                            "What you typed is below and is not kept yet. Keep it to replace the note above.",
                            "Wat je typte staat hieronder en is nog niet bewaard. Bewaar het om de notitie hierboven te vervangen."
                        )
                    )
                }
            }
            page.hidden("seen", (other ?? note)?.changedAt.description ?? "")
            page.area(
                t("Note", "Notitie"),
                "note",
                fields == nil ? note?.note : fields?["note"],
                rows: 3,
                fault: faults["note"]
            )
            page.element("div", ["class": "fields"]) { page in
                page.field(
                    t("Who looks into it", "Wie zoekt het uit"),
                    "owner",
                    fields == nil ? note?.owner : fields?["owner"],
                    fault: faults["owner"]
                )
                page.field(
                    t("Ticket", "Ticket"),
                    "ticket",
                    fields == nil ? note?.ticket : fields?["ticket"],
                    hint: "https://",
                    fault: faults["ticket"]
                )
            }
            page.element("div", ["class": "actions"]) {
                $0.button(t("Save the note", "Notitie bewaren"), isQuiet: true)
            }
        }
    }

    static func keep(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let fingerprint = visit.parameters["fingerprint"] ?? ""
        // Browsers send a line break as CR LF.
        let fields = Fields(visit.request.form.pairs.map { ($0.name, $0.value.replacing("\r\n", with: "\n")) })
        var faults = FormFaults()
        faults.check(fields["note"] ?? "", in: "note", as: .lines, visit)
        for name in ["owner", "ticket"] { faults.check(fields[name] ?? "", in: name, as: .line, visit) }
        for (name, most) in [("note", longest.note), ("owner", longest.other), ("ticket", longest.other)]
        where (fields[name] ?? "").utf8.count > most {
            faults.add(
                name,
                t("It has at most \(visit.number(most)) bytes.", "Het heeft hoogstens \(visit.number(most)) bytes.")
            )
        }
        guard faults.isEmpty else {
            return try CausePage.page(visit, typed: (fields, faults, nil)).answer(visit)
        }
        // A cause that there is: not every address makes a row.
        let isKnown = try visit.queries.application().countDeadLetters(matching: .init(fingerprint: fingerprint)) > 0
        guard isKnown else {
            throw PageProblem.notFound(
                visit,
                t("No dead letter has the cause \(fingerprint).", "Geen dead letter heeft de oorzaak \(fingerprint).")
            )
        }
        let note = CauseNote(
            note: fields["note"] ?? "",
            owner: fields["owner"] ?? "",
            ticket: fields["ticket"] ?? "",
            changedBy: try visit.actor().name,
            changedAt: visit.now
        )
        let seen = fields["seen"].flatMap { Instant(rfc3339: $0) }
        if let other = try visit.store.keep(note, of: fingerprint, seen: seen) {
            return try CausePage.page(visit, typed: (fields, faults, other)).answer(visit)
        }
        return .seeOther(visit.url("/causes", to: fingerprint) + "#note")
    }
}
