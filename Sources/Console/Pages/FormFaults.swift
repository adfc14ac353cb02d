import Application
import Ledger
import Reports
import Terminations

/// What is wrong with a form: named at the top and, where it concerns a field, at the field.
struct FormFaults {
    struct Fault {
        /// The name of the field; nil for the whole form.
        let field: String?
        let text: String
        /// The English original, where the text does not say all of it.
        let original: String?
    }

    private(set) var all: [Fault] = []

    var isEmpty: Bool { all.isEmpty }

    mutating func add(_ field: String?, _ text: String) {
        all.append(Fault(field: field, text: text, original: nil))
    }

    mutating func add(_ field: String?, _ sentence: PageSentence) {
        all.append(Fault(field: field, text: sentence.text, original: sentence.original))
    }

    /// A violation of the settings.
    ///
    /// - Parameter place: what is said before the sentence; by default the pointer, where no field is named.
    mutating func add(_ field: String?, _ violation: Violation, _ t: Language, place: String? = nil) {
        let sentence = violation.sentence(t)
        let expected = violation.expectation(t).map { t(" Expected: ", " Verwacht: ") + $0.text + "." } ?? ""
        let place = place ?? (field == nil && violation.pointer != .root ? "\(violation.pointer): " : "")
        all.append(Fault(field: field, text: place + sentence.text + expected, original: sentence.original))
    }

    /// The faults of a field; nil where there are none. What is set is added after the others.
    subscript(field: String) -> String? {
        get {
            let texts = all.filter { $0.field == field }.map(\.text)
            return texts.isEmpty ? nil : texts.joined(separator: " ")
        }
        set { if let newValue { add(field, newValue) } }
    }

    /// Refuses what a text must not consist of.
    mutating func check(_ text: String, in field: String, as kind: WrittenText, _ visit: Visit) {
        switch kind.defect(of: text) {
        case nil: break
        case .controlCharacters:
            add(
                field,
                visit.t(
                    "The text contains control characters, which nobody can see. Type it again without them.",
                    "De tekst bevat stuurtekens, die niemand kan zien. Typ hem opnieuw zonder die tekens."
                )
            )
        case .directionControls:
            add(
                field,
                visit.t(
                    "The text contains invisible characters that change the direction of text. Type it again without them.",
                    "De tekst bevat onzichtbare tekens die de richting van tekst veranderen. Typ hem opnieuw zonder die tekens."
                )
            )
        }
    }

    /// `3 faults – `, before the title of the page.
    func prefix(_ t: Language) -> String {
        isEmpty ? "" : t.count(all.count, ("fault", "faults"), ("fout", "fouten")) + " – "
    }

    /// That conditions of a filter cannot be read.
    func writeOfFilter(to page: inout HTMLWriter, _ visit: Visit) {
        let title = visit.t.count(
            all.count,
            ("condition cannot be read", "conditions cannot be read"),
            ("voorwaarde is niet te lezen", "voorwaarden zijn niet te lezen")
        )
        write(to: &page, title: title)
    }

    /// Of a form that changes something.
    func write(to page: inout HTMLWriter, _ visit: Visit) {
        write(
            to: &page,
            title: visit.t(
                "Nothing was changed yet: correct this first",
                "Er is nog niets gewijzigd: verbeter dit eerst"
            )
        )
    }

    private func write(to page: inout HTMLWriter, title: String) {
        guard !isEmpty else { return }
        page.element("div", ["class": "notice bad", "role": "alert"]) { page in
            page.element("p", ["class": "first"], title)
            page.element("ul", ["class": "faults"]) { page in
                for fault in all {
                    page.element("li") { page in
                        if let field = fault.field {
                            page.link(fault.text, to: "#f-\(field)")
                        } else {
                            page.write(fault.text)
                        }
                        if let original = fault.original {
                            page.write(" ")
                            page.element("span", ["lang": "en"], original)
                        }
                    }
                }
            }
        }
    }
}

/// The parts that every change of dead letters has: the reason, and the number that is typed for a large one.
enum ChangeFields {
    /// So many bytes of a reason are kept.
    static let longestReason = 2000

    static func reason(_ fields: Fields, isNeeded: Bool, _ visit: Visit, _ faults: inout FormFaults) -> String {
        let reason = fields["reason"] ?? ""
        if reason.isEmpty, isNeeded {
            faults.add("reason", visit.t("A reason is needed.", "Een reden is nodig."))
        }
        faults.check(reason, in: "reason", as: .line, visit)
        if reason.utf8.count > longestReason {
            faults.add(
                "reason",
                visit.t(
                    "The reason has at most \(visit.number(longestReason)) bytes.",
                    "De reden heeft hoogstens \(visit.number(longestReason)) bytes."
                )
            )
        }
        return reason
    }

    static func write(
        reason: String?,
        isNeeded: Bool,
        to page: inout HTMLWriter,
        _ visit: Visit,
        _ faults: FormFaults
    ) {
        let t = visit.t
        page.field(
            isNeeded ? t("Why", "Waarom") : t("Why (may be empty)", "Waarom (mag leeg zijn)"),
            "reason",
            reason,
            fault: faults["reason"],
            size: "wide"
        )
    }

    /// Whether the number was typed where it must be. Where something has changed since the preview, the number is of what was
    /// there before, and no fault of who typed it.
    ///
    /// - Parameter facts: what the preview would show now; see ``Visit/confirm(_:_:_:_:preview:)``.
    static func check(
        number count: Int,
        from most: Int,
        of action: String,
        _ facts: [String],
        _ fields: Fields,
        _ visit: Visit,
        _ faults: inout FormFaults
    ) {
        guard count > most, fields["token"] == visit.previews.token(visit, for: action, facts) else { return }
        let typed = (fields["number"] ?? "").filter { $0.isASCII && $0.isNumber }
        guard Int(typed) != count else { return }
        let number = visit.number(count)
        faults.add("number", visit.t("Type \(number) to confirm.", "Typ \(number) om te bevestigen."))
    }

    static func write(
        number count: Int,
        from most: Int,
        _ fields: Fields,
        to page: inout HTMLWriter,
        _ visit: Visit,
        _ faults: FormFaults
    ) {
        guard count > most else { return }
        page.field(
            visit.t(
                "To confirm, type how many: \(visit.number(count))",
                "Typ ter bevestiging hoeveel: \(visit.number(count))"
            ),
            "number",
            fields["number"],
            fault: faults["number"],
            size: "short"
        )
    }

    /// What was confirmed is not what there is now.
    static func writeStale(to page: inout HTMLWriter, _ visit: Visit) {
        let t = visit.t
        page.element("div", ["class": "notice warning", "role": "alert"]) { page in
            page.element(
                "p",
                ["class": "first"],
                t("Something has changed since the preview", "Er is iets gewijzigd sinds het voorbeeld")
            )
            page.element(
                "p",
                t(
                    "Somebody has changed one of these dead letters, others came in, or the settings are others. Nothing was done. This is what there is now: look at it, and confirm it again.",
                    "Iemand heeft een van deze dead letters gewijzigd, er kwamen er bij, of de instellingen zijn anders. Er is niets gedaan. Dit is wat er nu is: bekijk het en bevestig het opnieuw."
                )
            )
        }
    }
}

extension Visit {
    /// Does what was previewed, once, and leads to the page of what came of it.
    ///
    /// - Parameters:
    ///   - facts: the digest of the plan as it is now, and what else the preview has shown.
    ///   - faults: of the form; where there are any, nothing is done.
    ///   - start: begins the work.
    ///   - preview: makes a new preview, where there are faults or something has changed.
    func confirm(
        _ action: String,
        _ facts: [String],
        _ faults: FormFaults,
        _ start: () -> RunningJobs.Start,
        preview: (_ isStale: Bool) throws -> Page
    ) throws -> PageAnswer {
        guard faults.isEmpty else { return try preview(false).answer(self) }
        do {
            return try previews.confirm(self, action, facts) {
                switch start() {
                case .began(.action(let number)): return "/actions/\(number)"
                case .began(.replay(let number)): return "/replays/\(number)"
                case .began(.dryRun), .nothing, .changed: throw Previews.Changed()
                case .failed(let error): throw error
                }
            }
        } catch is Previews.Changed {
            return try preview(true).answer(self)
        }
    }

    /// Why something was interrupted. Never a value of a message.
    func words(_ error: any Error) -> String {
        switch error {
        case let error as ApplicationError: return t(error.text)
        case let error as LedgerError:
            let sentence = error.sentence(t)
            return sentence.text + (sentence.original.map { " (\($0))" } ?? "")
        // A console that stops takes no more jobs.
        case let error as ConsoleError: return t(error.description, "De console stopt.")
        default: return t("It failed.", "Het is mislukt.")
        }
    }
}
