import Application
import JSON
import Ledger
import Reports
import Terminations

/// The dry run before a replay: the options, what would become of the dead letters, and the form that replays them.
extension ReplayPages {
    /// How a replay is done, as a form says it.
    struct Options {
        var replay = ReplayOptions(canary: standardCanary)
        private(set) var faults = FormFaults()
        let fields: Fields

        /// An empty field means its standard where the form was not sent yet, and nothing where it was.
        init(_ fields: Fields, _ visit: Visit, reads names: [String] = ["limit", "rate", "canary"]) {
            self.fields = fields
            let t = visit.t
            let wasSent = fields.pairs.contains { $0.name == "canary" }
            func number(_ name: String, _ most: Int, _ faults: inout FormFaults) -> Int? {
                guard names.contains(name), let text = fields[name] else { return nil }
                if let number = Int(text), 1...most ~= number { return number }
                faults.add(
                    name,
                    t(
                        "\(label(name, t)): a whole number from 1 to \(visit.number(most)), or nothing.",
                        "\(label(name, t)): een geheel getal van 1 tot \(visit.number(most)), of niets."
                    )
                )
                return nil
            }
            replay.limit = number("limit", 10_000_000, &faults)
            replay.rate = number("rate", 1_000_000, &faults)
            let canary = number("canary", 1_000_000, &faults)
            replay.canary = wasSent ? canary : standardCanary
            if let text = fields["as-of"] {
                if let clock = JudgingTime(rawValue: text) {
                    replay.asOf = clock
                } else {
                    faults.add(
                        "as-of",
                        t("Choose one of the instants in the list.", "Kies een van de momenten in de lijst.")
                    )
                }
            }
        }

        func value(_ name: String) -> String? {
            if name == "canary", !fields.pairs.contains(where: { $0.name == "canary" }) {
                return String(standardCanary)
            }
            return fields[name]
        }

        /// What makes the same options again.
        var pairs: [(String, String)] { ["limit", "rate", "canary", "as-of"].map { ($0, value($0) ?? "") } }
        /// What the preview shows and its plan does not hold.
        var facts: [String] { ["rate", "canary"].map { "\($0)=\(value($0) ?? "")" } }

        func hide(in page: inout HTMLWriter) {
            for (name, value) in pairs { page.hidden(name, value) }
        }
    }

    static func label(_ name: String, _ t: Language) -> String {
        switch name {
        case "limit": t("At most this many, the oldest first", "Hoogstens zoveel, de oudste eerst")
        case "rate": t("At most this many per second", "Hoogstens zoveel per seconde")
        default: t("This many first", "Eerst zoveel")
        }
    }

    static func options(_ page: inout HTMLWriter, _ visit: Visit, _ options: Options) {
        let t = visit.t
        page.element("div", ["class": "fields"]) { page in
            page.field(
                t(
                    "This many first; the rest only if none is refused again",
                    "Eerst zoveel; de rest alleen als geen wordt geweigerd"
                ),
                "canary",
                options.value("canary"),
                fault: options.faults["canary"]
            )
            page.field(label("limit", t), "limit", options.value("limit"), fault: options.faults["limit"])
            page.field(label("rate", t), "rate", options.value("rate"), fault: options.faults["rate"])
            page.choice(
                t("Judge by the dated rules as of", "Beoordeel met de regels van"),
                "as-of",
                options.replay.asOf.rawValue,
                [
                    ("occurred", t("when it occurred", "toen het gebeurde")),
                    ("now", t("now", "nu")),
                ]
            )
        }
    }

    // MARK: - The dry run

    static func new(_ visit: Visit) throws -> Page {
        try new(visit, visit.request.query)
    }

    /// - Parameter isStale: whether what was confirmed has changed since it was previewed.
    static func new(
        _ visit: Visit,
        _ fields: Fields,
        _ faults: FormFaults = FormFaults(),
        isStale: Bool = false
    ) throws -> Page {
        let t = visit.t
        let selected = try SelectedDeadLetters(fields, visit)
        try selected.check()
        let options = Options(fields, visit)
        var faults = faults
        for fault in options.faults.all { faults.add(fault.field, fault.text) }
        let title = t("Replay dead letters", "Dead letters opnieuw aanbieden")
        let found =
            options.faults.isEmpty
            ? try visit.queries.withWritableApplication { application in
                let plan = try application.plan(ReplayJob(selected.selection, options.replay))
                return (
                    digest: plan.digest, count: plan.count, causes: plan.causes,
                    dryRun: try plan.dryRun(limit: mostJudged),
                    sample: try application.deadLetters(matching: selected.openFilter, order: .oldest, limit: 5),
                    open: try application.countDeadLetters(matching: selected.openFilter),
                    others: try selected.others(application)
                )
            } : nil
        let status = isStale ? 409 : faults.isEmpty ? 200 : visit.request.isSafe ? 400 : 422
        return Page(title, status: status, place: .replays) { page in
            if isStale { ChangeFields.writeStale(to: &page, visit) }
            faults.write(to: &page, visit)
            page.element("section") { page in
                page.element("h2", t("Which", "Welke"))
                selected.write(to: &page)
            }
            if let found {
                DeadLetterParts.others(found.others, possible: found.open, taking: .open, visit, to: &page)
            }
            settings(&page, visit, selected, options)
            guard let found else { return }
            guard found.count > 0 else {
                page.empty(
                    t("Nothing to replay", "Niets om opnieuw aan te bieden"),
                    t("No open dead letter matches.", "Geen openstaande dead letter past hierbij.")
                )
                return
            }
            let isWhole = found.count <= mostJudged
            page.element("section") { page in
                page.element(
                    "h2",
                    isWhole
                        ? t("Dry run: nothing was changed", "Proef: er is niets gewijzigd")
                        : t(
                            "Dry run of the oldest \(visit.number(mostJudged)): nothing was changed",
                            "Proef met de oudste \(visit.number(mostJudged)): er is niets gewijzigd"
                        )
                )
                verdict(&page, visit, found.dryRun)
                if !isWhole {
                    DryRunPages.offer(&page, visit, found.count) { page in
                        selected.hide(in: &page)
                        options.hide(in: &page)
                        page.hidden("reason", options.fields["reason"] ?? "")
                    }
                }
                DeadLetterParts.dryRun(found.dryRun, found.causes, visit, to: &page)
            }
            page.element("section") { page in
                page.element("h2", t("The oldest of them", "De oudste ervan"))
                DeadLettersPage.table(found.sample, visit, [], to: &page)
            }
            confirmation(&page, visit, selected, options, found.count, found.digest, faults)
        }
    }

    /// The options that make another dry run.
    private static func settings(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ selected: SelectedDeadLetters,
        _ options: Options
    ) {
        let t = visit.t
        // What has no place in an address is posted.
        let isPosted = selected.query == nil
        let action = visit.url(isPosted ? "/replays" : "/replays/new")
        page.element("form", ["class": "filter", "method": isPosted ? "post" : "get", "action": action]) { page in
            selected.hide(in: &page)
            if let reason = options.fields["reason"] { page.hidden("reason", reason) }
            self.options(&page, visit, options)
            page.element("div", ["class": "actions"]) { page in
                if isPosted {
                    page.button(t("Dry run again", "Opnieuw proberen"), name: "step", value: "preview", isQuiet: true)
                } else {
                    page.button(t("Dry run again", "Opnieuw proberen"), isQuiet: true)
                }
                page.link(t("Cancel", "Annuleren"), to: selected.url)
            }
        }
    }

    static func verdict(_ page: inout HTMLWriter, _ visit: Visit, _ dryRun: DryRun) {
        let t = visit.t
        let counts = dryRun.summary.counts
        page.element("p", ["class": "summary"]) { page in
            let words = DeadLetterParts.counts(counts, visit, isDryRun: true)
                .map { "\(visit.number($0.count)) \($0.name)" }.joined(separator: ", ")
            page.write(
                t("Of \(t.deadLetters(counts.total)): \(words).", "Van \(t.deadLetters(counts.total)): \(words).")
            )
        }
    }

    /// The form that replays what was judged.
    static func confirmation(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ selected: SelectedDeadLetters,
        _ options: Options,
        _ count: Int,
        _ digest: String,
        _ faults: FormFaults
    ) {
        let t = visit.t
        page.element("form", ["class": "change", "method": "post", "action": visit.url("/replays")]) { page in
            page.element("h2", verb(count, t) + "?")
            selected.hide(in: &page)
            options.hide(in: &page)
            page.hidden("token", visit.previews.token(visit, for: "replay", [digest] + options.facts))
            page.element("p") { page in
                if let canary = options.replay.canary, canary < count {
                    page.write(
                        t(
                            "The oldest \(visit.number(canary)) go first. If one of them is refused again, the replay stops there. ",
                            "De oudste \(visit.number(canary)) gaan eerst. Wordt daarvan één weer geweigerd, dan stopt het daar. "
                        )
                    )
                }
                page.write(
                    t(
                        "Each message that is accepted becomes an event, and a published event cannot be taken back.",
                        "Elk aangenomen bericht wordt een event, en een gepubliceerd event is niet terug te nemen."
                    )
                )
            }
            ChangeFields.write(reason: options.fields["reason"], isNeeded: false, to: &page, visit, faults)
            ChangeFields.write(number: count, from: mostWithoutNumber, options.fields, to: &page, visit, faults)
            page.element("div", ["class": "actions"]) { page in
                page.button(verb(count, t), name: "step", value: "do")
            }
        }
    }

    private static func verb(_ count: Int, _ t: Language) -> String {
        t("Replay \(t.deadLetters(count))", "\(t.deadLetters(count)) opnieuw aanbieden")
    }
}
