import Application
import Ledger
import Reports

/// The dead letters that a form is about: those that were picked, or all that a filter means.
///
/// Every step of a change carries them along in hidden fields. What is done is what the preview has shown, or nothing.
struct SelectedDeadLetters {
    /// Those that were picked in a list; empty where the filter selects.
    let ids: [String]
    let form: DeadLetterForm
    private let visit: Visit

    /// - Throws: ``PageProblem``, as ``DeadLetterForm/init(_:_:standardState:)``.
    init(_ fields: Fields, _ visit: Visit) throws {
        // An empty id must not mean all dead letters.
        if fields.pairs.contains(where: { $0.name == "id" && $0.value.trimmed.isEmpty }) {
            throw PageProblem.query(
                "id",
                "it is empty: give the id of a dead letter.",
                "hij is leeg: geef het id van een dead letter.",
                visit
            )
        }
        var known: Set<String> = []
        ids = fields.all("id").filter { known.insert($0).inserted }
        let conditions = fields.pairs.filter { Self.conditions.contains($0.name) }.map { ($0.name, $0.value) }
        form = try DeadLetterForm(Fields(conditions), visit)
        self.visit = visit
    }

    private static let conditions = DeadLetterForm.names.union(["customer", "text"])
    /// What means dead letters in an address.
    static let names = DeadLetterForm.names.union(["id"])

    var filter: DeadLetterFilter { ids.isEmpty ? form.filter : DeadLetterFilter(ids: ids) }
    /// Means those of them that are open.
    var openFilter: DeadLetterFilter {
        var filter = filter
        if filter.states.isEmpty || filter.states.contains(.open) {
            filter.states = [.open]
        } else {
            filter.ids = []
        }
        return filter
    }
    /// How many of them a change leaves as they are, by their state.
    ///
    /// - Parameter states: those that the change takes.
    func others(
        than states: Set<DeadLetter.State> = [.open],
        _ application: Application
    ) throws -> [DeadLetter.State: Int] {
        var counts: [DeadLetter.State: Int] = [:]
        for state in DeadLetter.State.allCases where !states.contains(state) {
            guard filter.states.isEmpty || filter.states.contains(state) else { continue }
            var one = filter
            one.states = [state]
            let count = try application.countDeadLetters(matching: one)
            if count > 0 { counts[state] = count }
        }
        return counts
    }
    var selection: DeadLetterSelection { DeadLetterSelection(filter: filter) }

    /// The hidden fields and, where nothing in them must stay out of an address, the query that mean the same.
    private var pairs: [(String, String)] {
        ids.isEmpty ? form.fields.leaving(["order", "after", "lang"]) : ids.map { ("id", $0) }
    }

    /// Nil where the selection has no place in an address: a customer, a free text, or more ids than an address holds.
    var query: [(String, String)]? {
        form.filter.customerID != nil || form.filter.text != nil || ids.count > 1 ? nil : pairs
    }

    /// Where they are shown: the list of the filter, or the page of the one that was picked.
    var url: String {
        guard let id = ids.first, ids.count == 1 else { return visit.url("/dead-letters", query ?? []) }
        return visit.url("/dead-letters", to: id)
    }

    func hide(in page: inout HTMLWriter) {
        for (name, value) in pairs { page.hidden(name, value) }
    }

    /// - Throws: ``PageProblem`` where the filter cannot be read.
    func check() throws { try form.check() }

    /// What was selected, in words.
    func write(to page: inout HTMLWriter) {
        let t = visit.t
        page.facts { page in
            if ids.count == 1 {
                page.fact(t("Dead letter", "Dead letter")) { page in
                    page.link(ids[0], to: visit.url("/dead-letters", to: ids[0]))
                }
            } else if !ids.isEmpty {
                page.fact(t("Picked in the list", "Gekozen in de lijst"), t.deadLetters(ids.count))
            } else {
                let conditions = form.conditions
                if conditions.isEmpty {
                    page.fact(t("Selected", "Gekozen"), t("all dead letters", "alle dead letters"))
                }
                for condition in conditions { page.fact(condition.name) { $0.code(condition.value) } }
            }
        }
    }
}

extension Visit {
    /// - Throws: ``PageProblem`` where who asks may not.
    func demand(_ permission: Permission) throws {
        guard !may(permission) else { return }
        throw PageProblem(
            403,
            t("Not allowed", "Niet toegestaan"),
            t(
                "This needs the permission \(permission.rawValue), which you do not have.",
                "Dit vraagt de bevoegdheid \(permission.rawValue), die je niet hebt."
            ),
            remedy: t("The page Access lists what you may do.", "Op de pagina Toegang staat wat je mag.")
        )
    }
}

extension Language {
    /// `312 dead letters`: the word is the same in both languages.
    func deadLetters(_ count: Int) -> String {
        self.count(count, ("dead letter", "dead letters"), ("dead letter", "dead letters"))
    }
}
