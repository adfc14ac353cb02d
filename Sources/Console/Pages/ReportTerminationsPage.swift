import Application
import Ledger
import Reports
import Terminations

/// The terminations that one bar of a report counts.
enum ReportTerminationsPage {
    /// The address of the list behind a group; nil where there is none, or who asks may not see terminations.
    static func url(_ label: Report.Label, _ question: ReportQuestion, _ form: ReportForm, _ visit: Visit) -> String? {
        // What a report of the time counted cannot be told from the settings of today.
        guard visit.may(.readTerminations), !question.isAsRecorded else { return nil }
        let period = label.period?.asked ?? question.period
        let fixed = [("from", period.from.description), ("through", period.through.description)]
        let others = form.fields.leaving(["period", "from", "through", "lang", "across", "after", "group", "without"])
        let group: [(String, String)] =
            question.rows.isCalendar ? [] : label.code.map { [("group", $0)] } ?? [("without", "yes")]
        return visit.url("/report/terminations", fixed + others + group)
    }

    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let query = visit.request.query
        let form = ReportForm(query, visit)
        try form.check()
        if let text = query["without"], text != "yes" {
            throw PageProblem.query("without", "yes, or nothing.", "yes, of niets.", visit)
        }
        guard let question = form.question else { throw PageProblem.query(form.faults, visit) }
        let group = query["without"] == "yes" ? nil : query["group"]
        guard question.rows.isCalendar || group != nil || query["without"] == "yes" else {
            throw PageProblem.notFound(visit, t("Name a group of the report.", "Noem een groep van het rapport."))
        }
        let after = query["after"]
        try visit.requireTermination(after)
        let found = try visit.queries.application().terminations(
            countedBy: question,
            in: group,
            after: after,
            limit: Queries.page + 1
        )
        let list = Array(found.prefix(Queries.page))
        let title = t("Terminations that the report counts", "Beëindigingen die het rapport telt")
        return Page(title, place: .report, hasOwnHeading: true) { page in
            page.element("p", ["class": "crumbs"]) { page in
                let fields = form.fields.leaving(["lang", "after", "group", "without"])
                page.link(t("To the report", "Naar het rapport"), to: visit.url("/report", fields))
            }
            page.element("h1", title)
            page.element("p", ["class": "lead"]) { page in
                page.date(question.period.from)
                page.write(t(" through ", " tot en met "))
                page.date(question.period.through)
                if !question.rows.isCalendar {
                    page.write(" · \(ReportForm.name(question.rows, t)): ")
                    if let group { page.code(group) } else { page.element("i", t("not given", "niet gegeven")) }
                }
            }
            guard !list.isEmpty else {
                page.empty(t("There is none", "Er is er geen"))
                return
            }
            TerminationsPage.table(list, visit, to: &page)
            page.pager(
                visit,
                path: "/report/terminations",
                next: found.count > Queries.page ? list.last?.terminationID : nil,
                isFirst: after == nil
            )
        }
    }
}
