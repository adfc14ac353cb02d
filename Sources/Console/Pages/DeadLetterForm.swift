import JSON
import Ledger
import Reports
import Terminations

/// The filter of dead letters as a form: every condition of the command line, in the address.
///
/// What cannot be read keeps what was typed, with its fault named at the field. The customer and the free text are posted,
/// because addresses end in the logs of proxies and in histories.
struct DeadLetterForm {
    /// The conditions that an address may have.
    static let names: Set<String> = [
        "state", "code", "pointer", "fingerprint", "value", "contract", "import", "since", "until",
    ]

    let fields: Fields
    private(set) var filter = DeadLetterFilter()
    private(set) var order = DeadLetterOrder.newest
    private(set) var faults = FormFaults()
    private let visit: Visit
    private let state: String

    var isValid: Bool { faults.isEmpty }
    /// Whether anything but the state and the order was asked for.
    var isNarrowed: Bool { !fields.leaving(["state", "order", "after", "lang"]).isEmpty }

    /// - Parameter standardState: what counts where the address names none; `any` for all.
    /// - Throws: ``PageProblem`` where a condition would tell what the person may not see: whether a value or a text is found
    ///   says what is in bodies and notes.
    init(_ fields: Fields, _ visit: Visit, standardState: String = "any") throws {
        if fields["value"] != nil || fields["text"] != nil { try visit.demand(.readBodies) }
        if fields["text"] != nil { try visit.demand(.readNotes) }
        self.fields = fields
        self.visit = visit
        state = fields["state"] ?? standardState
        let t = visit.t
        if state != "any" {
            if let known = DeadLetter.State(rawValue: state) {
                filter.states = [known]
            } else {
                faults["state"] = t("There is no such state.", "Die toestand bestaat niet.")
            }
        }
        filter.code = fields["code"]
        if let code = filter.code, !Self.isCode(code) {
            faults["code"] = t("No violation has this code.", "Geen overtreding heeft deze code.")
        }
        filter.pointer = fields["pointer"]
        if let pointer = filter.pointer, JSONPointer(parsing: pointer) == nil {
            faults["pointer"] = t(
                "A place begins with a slash, such as /reasonCode.",
                "Een plaats begint met een schuine streep, zoals /reasonCode."
            )
        }
        filter.fingerprint = fields["fingerprint"]
        if let fingerprint = filter.fingerprint, Fingerprint(parsing: fingerprint) == nil {
            faults["fingerprint"] = t(
                "A fingerprint has 12 hexadecimal digits.",
                "Een vingerafdruk heeft 12 hexadecimale cijfers."
            )
        }
        filter.value = fields["value"]
        filter.contractID = fields["contract"]
        filter.customerID = fields["customer"]
        filter.text = fields["text"]
        if let text = fields["import"] {
            if let number = Int64(text), number > 0 {
                filter.importRun = number
            } else {
                faults["import"] = t("Type the number of an import.", "Typ het nummer van een import.")
            }
        }
        filter.since = moment("since")
        filter.until = moment("until")
        if let text = fields["order"] {
            if let known = DeadLetterOrder(rawValue: text) {
                order = known
            } else {
                faults["order"] = t("There is no such order.", "Die volgorde bestaat niet.")
            }
        }
    }

    private static func isCode(_ code: String) -> Bool {
        Violation.Code(rawValue: code) != nil || code == "unjudgeable" || code == "waiting" || code.hasPrefix("broker-")
    }

    private mutating func moment(_ name: String) -> Instant? {
        guard let text = fields[name] else { return nil }
        if let moment = Moment.parse(text, in: visit.zone, now: visit.now) { return moment }
        faults[name] = visit.t(
            "Type a day (2026-03-31), an instant, or how long ago: 30m, 12h, 7d.",
            "Typ een dag (2026-03-31), een tijdstip, of hoelang geleden: 30m, 12h, 7d."
        )
        return nil
    }

    /// - Throws: ``PageProblem`` where the filter cannot be read and its form is not on the page.
    func check() throws {
        guard isValid else { throw PageProblem.query(faults, visit) }
    }

    /// The conditions that were given, in words.
    var conditions: [(name: String, value: String)] {
        let t = visit.t
        let names = [
            ("code", t("Code", "Code")), ("pointer", t("Place", "Plaats")), ("value", t("Value there", "Waarde daar")),
            ("fingerprint", t("Cause", "Oorzaak")), ("contract", t("Contract", "Contract")),
            ("customer", t("Customer", "Klant")), ("text", t("Text in the message", "Tekst in het bericht")),
            ("since", t("Received since", "Ontvangen sinds")), ("until", t("Received before", "Ontvangen vóór")),
            ("import", t("Import", "Import")),
        ]
        let states = filter.states.map { (name: t("State", "Toestand"), value: DeadLettersPage.state($0, t)) }
        return states + names.compactMap { name, title in fields[name].map { (name: title, value: $0) } }
    }

    /// - Parameter isList: whether it also says in which order.
    func write(to page: inout HTMLWriter, action: String, isList: Bool) {
        let t = visit.t
        let more = ["pointer", "fingerprint", "value", "since", "until", "import"]
        let isOpen = more.contains { fields[$0] != nil }
        page.element("form", ["class": "filter", "method": "get", "action": action]) { page in
            faults.writeOfFilter(to: &page, visit)
            page.element("div", ["class": "fields"]) { page in
                page.choice(
                    t("State", "Toestand"),
                    "state",
                    state,
                    [("any", t("any", "alle"))]
                        + DeadLetter.State.allCases.map { ($0.rawValue, DeadLettersPage.state($0, t)) },
                    size: "short"
                )
                page.field(t("Code", "Code"), "code", fields["code"], hint: "unknown-reason", fault: faults["code"])
                page.field(t("Contract", "Contract"), "contract", fields["contract"], fault: faults["contract"])
                if isList {
                    page.choice(
                        t("Order", "Volgorde"),
                        "order",
                        order.rawValue,
                        [
                            ("newest", t("newest first", "nieuwste eerst")),
                            ("oldest", t("oldest first", "oudste eerst")),
                            ("lastSeen", t("last seen first", "laatst gezien eerst")),
                        ],
                        size: "short"
                    )
                }
            }
            page.element("details", ["class": "further", "open": isOpen ? "open" : nil]) { page in
                page.element("summary", t("More conditions", "Meer voorwaarden"))
                page.element("div", ["class": "fields"]) { page in
                    page.field(
                        t("Place", "Plaats"),
                        "pointer",
                        fields["pointer"],
                        hint: "/reasonCode",
                        fault: faults["pointer"]
                    )
                    page.field(t("Value there", "Waarde daar"), "value", fields["value"])
                    page.field(
                        t("Cause", "Oorzaak"),
                        "fingerprint",
                        fields["fingerprint"],
                        fault: faults["fingerprint"],
                        size: "short"
                    )
                    page.field(
                        t("Received since", "Ontvangen sinds"),
                        "since",
                        fields["since"],
                        hint: "2026-03-01, 7d",
                        fault: faults["since"],
                        size: "short"
                    )
                    page.field(
                        t("Received before", "Ontvangen vóór"),
                        "until",
                        fields["until"],
                        hint: "2026-03-01, 12h",
                        fault: faults["until"],
                        size: "short"
                    )
                    page.field(
                        t("Import", "Import"),
                        "import",
                        fields["import"],
                        fault: faults["import"],
                        size: "short"
                    )
                }
            }
            page.element("div", ["class": "actions"]) { page in
                page.button(t("Show", "Tonen"))
                if isNarrowed || fields["state"] != nil { page.link(t("Clear", "Wissen"), to: action) }
            }
        }
    }

    /// What the address of a list says, without where its page begins.
    var query: [(String, String)] { fields.leaving(["after", "lang", "customer", "text"]) }
}

/// A point in time as people type it.
enum Moment {
    /// A day, which begins in this zone; an instant with its offset (RFC 3339); or `30m`, `12h`, `7d` ago.
    static func parse(_ text: String, in zone: Zone, now: Instant) -> Instant? {
        if let instant = Instant(rfc3339: text) { return instant }
        if let day = LocalDate(text) { return zone.startOfDay(after: day.adding(days: -1)) }
        guard let unit = text.last, let seconds = ["m": 60, "h": 3600, "d": 86_400][unit],
            let count = Int64(text.dropLast()), 0..<1_000_000 ~= count
        else { return nil }
        return now.advanced(by: .seconds(-count * Int64(seconds)))
    }
}
