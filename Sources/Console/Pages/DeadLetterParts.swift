import Application
import JSON
import Ledger
import Reports
import Terminations

/// What several pages about dead letters show alike.
enum DeadLetterParts {
    /// The causes of what would be changed, the largest first.
    static func causes(_ groups: [DeadLetterGroup], _ visit: Visit, to page: inout HTMLWriter) {
        let t = visit.t
        let shown = 20
        page.table(
            t("By cause", "Naar oorzaak"),
            [
                .text(t("Cause", "Oorzaak")), .number(t("Dead letters", "Dead letters")),
                .text(t("First seen", "Eerst gezien")), .text(t("Last seen", "Laatst gezien")),
            ]
        ) { page in
            for group in groups.prefix(shown) {
                page.row { page in
                    page.rowHeading(class: "wide-text") { page in
                        page.element("a", ["href": visit.url("/causes", to: group.fingerprint)]) { page in
                            CausesPage.cause(group.cause, &page, t)
                        }
                    }
                    page.cell(visit.number(group.count))
                    page.cell { $0.time(group.firstSeen, visit) }
                    page.cell { $0.time(group.lastSeen, visit) }
                }
            }
        }
        more(groups.count - shown, ("cause is", "causes are"), ("oorzaak is", "oorzaken zijn"), visit, to: &page)
    }

    /// Which change takes dead letters of which states.
    enum Taken {
        case open
        case openOrHeld
        case discarded
    }

    /// Why fewer are changed than were selected: `97 of the 264 are not open and stay as they are: 65 resolved, 32 discarded.`
    ///
    /// - Parameters:
    ///   - others: those that stay as they are, by their state.
    ///   - possible: how many of the selected ones can be changed.
    static func others(
        _ others: [DeadLetter.State: Int],
        possible: Int,
        taking taken: Taken,
        _ visit: Visit,
        to page: inout HTMLWriter
    ) {
        let count = others.values.reduce(0, +)
        guard count > 0 else { return }
        page.element("p", sentence(others, count: count, of: count + possible, taking: taken, visit))
    }

    private static func sentence(
        _ others: [DeadLetter.State: Int],
        count: Int,
        of total: Int,
        taking taken: Taken,
        _ visit: Visit
    ) -> String {
        let t = visit.t
        let isOne = count == 1
        let states = others.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\(visit.number($0.value)) \(DeadLettersPage.state($0.key, t))" }.joined(separator: ", ")
        let why =
            switch taken {
            case .open: t(isOne ? "is not open" : "are not open", isOne ? "staat niet open" : "staan niet open")
            case .openOrHeld:
                t(
                    isOne ? "is neither open nor held" : "are neither open nor held",
                    isOne ? "staat niet open en niet in de wacht" : "staan niet open en niet in de wacht"
                )
            case .discarded:
                t(
                    isOne ? "is not discarded" : "are not discarded",
                    isOne ? "is niet weggegooid" : "zijn niet weggegooid"
                )
            }
        let stays = t(
            isOne ? "stays as it is" : "stay as they are",
            isOne ? "blijft zoals hij is" : "blijven zoals ze zijn"
        )
        return t(
            "\(visit.number(count)) of the \(visit.number(total)) \(why) and \(stays): \(states).",
            "\(visit.number(count)) van de \(visit.number(total)) \(why) en \(stays): \(states)."
        )
    }

    static func more(
        _ count: Int,
        _ en: (one: String, many: String),
        _ nl: (one: String, many: String),
        _ visit: Visit,
        to page: inout HTMLWriter
    ) {
        guard count > 0 else { return }
        let number = visit.number(count)
        page.element(
            "p",
            ["class": "remark"],
            visit.t(
                "\(number) more \(count == 1 ? en.one : en.many) not shown.",
                "Nog \(number) \(count == 1 ? nl.one : nl.many) niet getoond."
            )
        )
    }

    /// What would become of dead letters, or became of them, in figures.
    static func counts(_ counts: ReplaySummary.Counts, _ visit: Visit, isDryRun: Bool) -> [(name: String, count: Int)] {
        let t = visit.t
        return [
            (
                isDryRun
                    ? t("would be resolved", counts.accepted == 1 ? "zou worden opgelost" : "zouden worden opgelost")
                    : t("resolved", "opgelost"),
                counts.accepted
            ),
            (
                t("recorded already: resolved without an event", "al vastgelegd: opgelost zonder event"),
                counts.alreadyRecorded
            ),
            (
                isDryRun
                    ? t(
                        "would be refused again",
                        counts.rejected == 1 ? "zou weer worden geweigerd" : "zouden weer worden geweigerd"
                    )
                    : t("refused again", "weer geweigerd"),
                counts.rejected
            ),
            (t("not open any more", "staan niet meer open"), counts.notOpen),
            (t("changed by somebody meanwhile", "intussen door iemand gewijzigd"), counts.changedMeanwhile),
            (t("cannot be changed so", "zijn zo niet te wijzigen"), counts.unpatchable),
            (t("not there any more", "zijn er niet meer"), counts.unknown),
        ]
        .filter { $0.count > 0 }
    }

    /// What judging them would come to: counts by cause, why some are refused again, and the events that billing would get.
    static func dryRun(
        _ dryRun: DryRun,
        _ causes: [DeadLetterGroup],
        _ visit: Visit,
        to page: inout HTMLWriter
    ) {
        let t = visit.t
        let summary = dryRun.summary
        let words = Dictionary(causes.map { ($0.fingerprint, $0.cause) }) { first, _ in first }
        page.table(
            t("What would become of them, by cause", "Wat ervan zou worden, naar oorzaak"),
            [
                .text(t("Cause", "Oorzaak")), .number(t("Judged", "Beoordeeld")), .number(t("Resolved", "Opgelost")),
                .number(t("Refused again", "Weer geweigerd")), .number(t("Other", "Anders")),
            ]
        ) { page in
            for (fingerprint, counts) in summary.sortedGroups.prefix(20) {
                page.row { page in
                    page.rowHeading(class: "wide-text") { page in
                        page.element("a", ["href": visit.url("/causes", to: fingerprint)]) { page in
                            CausesPage.cause(words[fingerprint] ?? fingerprint, &page, t)
                        }
                    }
                    page.cell(visit.number(counts.total))
                    page.cell(visit.number(counts.resolved))
                    page.cell(visit.number(counts.rejected))
                    page.cell(visit.number(counts.total - counts.resolved - counts.rejected))
                }
            }
        }
        more(
            summary.sortedGroups.count - 20,
            ("cause is", "causes are"),
            ("oorzaak is", "oorzaken zijn"),
            visit,
            to: &page
        )
        refusals(summary.sortedRefusals, visit, to: &page)
        for (why, count) in summary.unpatchable.sorted(by: { $0.key < $1.key }) {
            page.element("p") { page in
                page.write(
                    t.count(
                        count,
                        ("dead letter cannot be changed: ", "dead letters cannot be changed: "),
                        ("dead letter is niet te wijzigen: ", "dead letters zijn niet te wijzigen: ")
                    )
                )
                page.write(KnownSentences.ofPatch(why, t))
            }
        }
        events(dryRun, visit, to: &page)
    }

    private static func refusals(_ refusals: [ReplaySummary.Refusal], _ visit: Visit, to page: inout HTMLWriter) {
        guard !refusals.isEmpty else { return }
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("Why some would be refused again", "Waarom een deel weer zou worden geweigerd"))
            for refusal in refusals.prefix(10) {
                page.element("p", ["class": "first"]) { page in
                    page.write("\(visit.number(refusal.count)) × ")
                    page.link(
                        t("such as this one", "zoals deze"),
                        to: visit.url("/dead-letters", to: refusal.sampleID)
                    )
                }
                ViolationList.write(refusal.violations, visit, to: &page, linksToLines: false)
            }
            more(refusals.count - 10, ("cause is", "causes are"), ("oorzaak is", "oorzaken zijn"), visit, to: &page)
        }
    }

    private static func events(_ dryRun: DryRun, _ visit: Visit, to page: inout HTMLWriter) {
        let t = visit.t
        let total = dryRun.eventCounts.values.reduce(0, +)
        let counts = dryRun.summary.counts
        page.element("section") { page in
            page.element("h2", t("Events that would be published", "Events die zouden worden gepubliceerd"))
            guard total > 0 else {
                page.empty(
                    t("None", "Geen"),
                    counts.resolved == 0
                        ? t(
                            "No message would be accepted, so billing gets nothing.",
                            "Geen bericht zou worden aangenomen, dus facturatie krijgt niets."
                        ) : t("Billing gets nothing.", "Facturatie krijgt niets.")
                )
                withoutEvent(dryRun, visit, to: &page)
                return
            }
            withoutEvent(dryRun, visit, to: &page)
            page.element("ul") { page in
                for (type, count) in dryRun.eventCounts.sorted(by: { $0.key < $1.key }) {
                    page.element("li") { page in
                        page.write("\(visit.number(count)) × ")
                        page.code(type)
                    }
                }
            }
            guard visit.may(.readTerminations), !dryRun.events.isEmpty else { return }
            page.table(
                t("The first of them", "De eerste ervan"),
                [
                    .text(t("Event", "Event")), .text(t("Contract", "Contract")), .text(t("Last day", "Laatste dag")),
                    .text(t("Billing stops at", "Facturatie stopt op")),
                ]
            ) { page in
                for event in dryRun.events { row(event, visit, &page) }
            }
            more(
                total - dryRun.events.count,
                ("event is", "events are"),
                ("event is", "events zijn"),
                visit,
                to: &page
            )
        }
    }

    /// Why some that would be resolved have no event.
    private static func withoutEvent(_ dryRun: DryRun, _ visit: Visit, to page: inout HTMLWriter) {
        let t = visit.t
        let imported = dryRun.acceptedWithoutEvent
        if imported > 0 {
            page.element(
                "p",
                t.count(
                    imported,
                    (
                        "dead letter would be resolved without an event, because it came with an import without events (terminus import --events none).",
                        "dead letters would be resolved without an event, because they came with an import without events (terminus import --events none)."
                    ),
                    (
                        "dead letter zou zonder event worden opgelost, omdat die met een import zonder events kwam (terminus import --events none).",
                        "dead letters zouden zonder event worden opgelost, omdat ze met een import zonder events kwamen (terminus import --events none)."
                    )
                )
            )
        }
        let recorded = dryRun.summary.counts.alreadyRecorded
        if recorded > 0 {
            page.element(
                "p",
                t.count(
                    recorded,
                    (
                        "dead letter has no event, because its termination is recorded already.",
                        "dead letters have no event, because their terminations are recorded already."
                    ),
                    (
                        "dead letter heeft geen event, omdat de beëindiging al is vastgelegd.",
                        "dead letters hebben geen event, omdat hun beëindigingen al zijn vastgelegd."
                    )
                )
            )
        }
    }

    /// Without the reason, which may be a sensitive one.
    private static func row(_ event: StoredEvent, _ visit: Visit, _ page: inout TableRows) {
        let document = try? JSONValue(parsing: event.body, maxDepth: JSONValue.maxDepth)
        let data = document?.object?["data"]?.object
        page.row { page in
            page.rowHeading { $0.code(event.type) }
            page.cell(event.contractID ?? "–", class: "id")
            page.cell { $0.date(data?["endDate"]?.string.flatMap { LocalDate($0) }) }
            page.cell { $0.time(data?["billingStopsAt"]?.string.flatMap { Instant(rfc3339: $0) }, visit) }
        }
    }
}
