import Application
import JSON
import Ledger
import Reports
import Terminations

/// Judges dead letters again: the dry run, the replay with its progress, and the list of replays.
enum ReplayPages {
    /// So many are judged while a page is made, in one transaction. ``DryRunPages`` judges more.
    static let mostJudged = DryRun.batchSize
    /// From how many on the number is typed.
    static let mostWithoutNumber = 1000
    static let standardCanary = 5
    /// What a dry run reads in an address.
    static let names = SelectedDeadLetters.names.union(["limit", "rate", "canary", "as-of", "reason"])

    // MARK: - One replay

    static func url(_ number: Int64, _ visit: Visit) -> String { visit.url("/replays", to: String(number)) }

    static func run(_ visit: Visit) throws -> ReplayRun {
        let text = visit.parameters["number"] ?? ""
        if let number = Int64(text), let run = try visit.queries.replayRun(number) { return run }
        throw PageProblem.notFound(
            visit,
            visit.t("There is no replay \(text).", "Er is geen herhaling \(text).")
        )
    }

    static func page(_ visit: Visit) throws -> Page { try page(visit, FormFaults()) }

    static func page(_ visit: Visit, _ faults: FormFaults) throws -> Page {
        let t = visit.t
        let run = try run(visit)
        let isRunning = visit.jobs.isRunning(.replay(run.number))
        let query = visit.request.query
        let outcome = query["outcome"].flatMap(ReplayedDeadLetter.Outcome.init(rawValue:))
        if outcome == nil, let text = query["outcome"] {
            throw PageProblem.query("outcome", "There is no outcome \(text).", "Er is geen uitkomst \(text).", visit)
        }
        let after = query["after"].map { Int($0) ?? -1 } ?? 0
        guard after >= 0 else {
            throw PageProblem.query(
                "after",
                "Name a place of the replay.",
                "Noem een plaats van de herhaling.",
                visit
            )
        }
        let found = try visit.queries.deadLetters(of: run, outcome: outcome, after: after)
        let title = t("Replay \(run.number)", "Herhaling \(run.number)")
        return Page(title, status: faults.isEmpty ? 200 : 422, place: .replays, hasOwnHeading: true) { page in
            page.element("p", ["class": "crumbs"]) { $0.link(t("Replays", "Herhalingen"), to: visit.url("/replays")) }
            page.element("div", ["class": "heading"]) { page in
                page.element("h1", title)
                state(run, visit, &page)
            }
            faults.write(to: &page, visit)
            progress(&page, visit, run, isRunning)
            controls(&page, visit, run, isRunning, faults)
            page.facts { page in
                page.fact(t("Who", "Wie"), "\(run.startedBy) (\(run.via.text))")
                page.fact(t("Why", "Waarom"), run.reason.isEmpty ? "–" : run.reason)
                page.fact(t("Started", "Gestart")) { $0.time(run.startedAt, visit) }
                page.fact(
                    t("Rules as of", "Regels van"),
                    run.asOf == .now
                        ? t("when it is judged", "het moment van beoordelen")
                        : t("when the termination occurred", "het moment van de beëindiging")
                )
            }
            items(&page, visit, run, found, outcome, after)
        }
    }

    private static func state(_ run: ReplayRun, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        if run.isFinished {
            page.badge(t("finished", "klaar"), run.rejected > 0 ? .warning : .good)
        } else if visit.jobs.isRunning(.replay(run.number)) {
            page.badge(t("runs", "loopt"), .warning)
        } else {
            page.badge(t("not finished", "niet af"), .bad)
        }
    }

    private static func progress(_ page: inout HTMLWriter, _ visit: Visit, _ run: ReplayRun, _ isRunning: Bool) {
        let t = visit.t
        let isLive = isRunning ? url(run.number, visit) + "/counts" : nil
        page.element("section", ["class": "progress", "data-counts": isLive, "aria-label": t("Progress", "Voortgang")])
        {
            page in
            page.element("div", ["class": "stats", "role": "status"]) { page in
                figure(&page, visit, "taken", t("Judged", "Beoordeeld"), run.taken)
                figure(&page, visit, "resolved", t("Resolved", "Opgelost"), run.accepted + run.alreadyRecorded)
                figure(&page, visit, "rejected", t("Refused again", "Weer geweigerd"), run.rejected)
                figure(&page, visit, "notOpen", t("Not open any more", "Niet meer open"), run.notOpen)
                figure(&page, visit, "left", t("Left", "Over"), run.total - run.taken)
            }
            page.bar(run.total == 0 ? 1 : Double(run.taken) / Double(run.total))
            if run.alreadyRecorded > 0 {
                page.element(
                    "p",
                    ["class": "remark"],
                    t(
                        "Of those resolved, \(visit.number(run.alreadyRecorded)) were recorded already: no event was published for them.",
                        "Van de opgeloste waren \(visit.number(run.alreadyRecorded)) al vastgelegd: daarvoor is geen event gepubliceerd."
                    )
                )
            }
            if isRunning {
                page.element("p") { page in
                    page.write(t("It runs. ", "Het loopt. "))
                    page.link(t("Look again", "Kijk opnieuw"), to: url(run.number, visit))
                }
            }
        }
    }

    static func figure(_ page: inout HTMLWriter, _ visit: Visit, _ key: String, _ name: String, _ count: Int) {
        page.element("div", ["class": "stat plain"]) { page in
            page.element("span", ["class": "name"], name)
            page.element("span", ["class": "value", "data-count": key], visit.number(count))
        }
    }

    private static func controls(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ run: ReplayRun,
        _ isRunning: Bool,
        _ faults: FormFaults
    ) {
        let t = visit.t
        if isRunning {
            guard visit.may(.replayDeadLetters) else { return }
            page.element("form", ["class": "change", "method": "post", "action": url(run.number, visit) + "/stop"]) {
                page in
                page.element(
                    "p",
                    ["class": "remark"],
                    t(
                        "It stops after the batch that is being recorded. It can be resumed.",
                        "Het stopt na de groep die wordt vastgelegd. Het is te hervatten."
                    )
                )
                page.element("div", ["class": "actions"]) { $0.button(t("Stop", "Stoppen")) }
            }
            return
        }
        guard !run.isFinished else { return }
        page.element("div", ["class": "notice warning"]) { page in
            page.element("p", ["class": "first"], unfinished(run, visit))
            if run.rejected > 0 {
                page.element("p") { page in
                    page.link(
                        t("See what was refused again", "Bekijk wat weer is geweigerd"),
                        to: visit.url("/replays", to: String(run.number), [("outcome", "refused")])
                    )
                    page.write(
                        t(
                            ", remove its cause, and resume. What is edited meanwhile is judged as it reads then.",
                            ", neem de oorzaak weg en hervat. Wat intussen is bewerkt, wordt beoordeeld zoals het dan luidt."
                        )
                    )
                }
            }
        }
        guard visit.may(.replayDeadLetters) else { return }
        let options = Options(visit.request.form, visit, reads: ["rate", "canary"])
        page.element("form", ["class": "change", "method": "post", "action": url(run.number, visit) + "/resume"]) {
            page in
            page.element("div", ["class": "fields"]) { page in
                page.field(
                    t(
                        "This many first; the rest only if none is refused again",
                        "Eerst zoveel; de rest alleen als geen wordt geweigerd"
                    ),
                    "canary",
                    options.value("canary"),
                    fault: faults["canary"]
                )
                page.field(label("rate", t), "rate", options.value("rate"), fault: faults["rate"])
            }
            page.element("div", ["class": "actions"]) { page in
                let left = visit.number(run.total - run.taken)
                page.button(t("Resume the \(left) that are left", "De \(left) die over zijn hervatten"))
            }
        }
    }

    private static func unfinished(_ run: ReplayRun, _ visit: Visit) -> String {
        let t = visit.t
        switch visit.jobs.interruption(of: .replay(run.number)) {
        case .stopped?: return t("It was stopped.", "Het is gestopt.")
        case .canaryRefused?:
            return t(
                "One of the first was refused again, so the replay stopped there.",
                "Een van de eerste is weer geweigerd; daarom stopte het daar."
            )
        case .failed(let error)?:
            return t("It was interrupted: \(visit.words(error))", "Het is onderbroken: \(visit.words(error))")
        case nil:
            return t(
                "This replay is not finished, and does not run in this console. It was stopped, its process ended, or another process runs it. You can resume it: each dead letter is judged once.",
                "Deze herhaling is niet af en loopt niet in deze console. Ze is gestopt, haar proces is geëindigd, of een ander proces voert haar uit. Je kunt haar hervatten: elke dead letter wordt één keer beoordeeld."
            )
        }
    }

    private static func items(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ run: ReplayRun,
        _ found: [ReplayedDeadLetter],
        _ outcome: ReplayedDeadLetter.Outcome?,
        _ after: Int
    ) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("Its dead letters", "De dead letters ervan"))
            page.element("nav", ["class": "tabs", "aria-label": t("By outcome", "Naar uitkomst")]) { page in
                let all: [ReplayedDeadLetter.Outcome?] = [nil] + ReplayedDeadLetter.Outcome.allCases
                for one in all {
                    page.element(
                        "a",
                        [
                            "href": visit.url("/replays", to: String(run.number), [("outcome", one?.rawValue ?? "")]),
                            "aria-current": one == outcome ? "page" : nil,
                        ],
                        one.map { words($0, t) } ?? t("all", "alle")
                    )
                }
            }
            guard !found.isEmpty else {
                page.empty(t("None", "Geen"))
                return
            }
            page.table(
                t("In the order in which they are judged", "In de volgorde van beoordelen"),
                isCaptionHidden: true,
                [
                    .place(t("Place", "Plaats")), .number(t("Number", "Nummer")), .text(t("Outcome", "Uitkomst")),
                    .text(t("State now", "Toestand nu")), .text(t("What is wrong", "Wat er mis is")),
                    .text(t("Contract", "Contract")),
                ]
            ) { page in
                for item in found.prefix(Queries.page) {
                    let deadLetter = item.deadLetter
                    page.row { page in
                        page.cell(visit.number(item.position))
                        page.rowHeading { page in
                            page.link(
                                visit.number(deadLetter.number),
                                to: visit.url("/dead-letters", to: deadLetter.id)
                            )
                        }
                        page.cell { $0.badge(words(item.outcome, t), tone(item.outcome)) }
                        page.cell { page in
                            page.write(DeadLettersPage.state(deadLetter.state, t))
                        }
                        page.cell(
                            deadLetter.state == .resolved ? "–" : DeadLettersPage.cause(deadLetter, t),
                            class: "wide-text"
                        )
                        page.cell(deadLetter.contractID ?? "–", class: "id")
                    }
                }
            }
            page.pager(
                visit,
                path: "/replays/\(run.number)",
                next: found.count > Queries.page ? found.prefix(Queries.page).last.map { String($0.position) } : nil,
                isFirst: after == 0
            )
        }
    }

    private static func words(_ outcome: ReplayedDeadLetter.Outcome, _ t: Language) -> String {
        switch outcome {
        case .waiting: t("not judged yet", "nog niet beoordeeld")
        case .resolved: t("resolved", "opgelost")
        case .refused: t("refused again", "weer geweigerd")
        case .skipped: t("not open any more", "niet meer open")
        }
    }

    private static func tone(_ outcome: ReplayedDeadLetter.Outcome) -> HTMLWriter.Tone {
        switch outcome {
        case .waiting, .skipped: .plain
        case .resolved: .good
        case .refused: .bad
        }
    }

    /// The figures of ``page(_:)`` alone, for the script.
    static func counts(_ visit: Visit) throws -> PageAnswer {
        let run = try run(visit)
        var json = JSONWriter()
        json.beginObject()
        for (name, count) in [
            ("total", run.total), ("taken", run.taken), ("resolved", run.accepted + run.alreadyRecorded),
            ("rejected", run.rejected), ("notOpen", run.notOpen), ("left", run.total - run.taken),
        ] {
            json.name(escaping: name)
            json.integer(count)
        }
        json.name("isRunning")
        json.bool(visit.jobs.isRunning(.replay(run.number)))
        json.endObject()
        return PageAnswer(contentType: "application/json; charset=utf-8", body: Array(json.bytes))
    }

    // MARK: - The list

    static func list(_ visit: Visit) throws -> Page {
        let t = visit.t
        let runs = try visit.queries.replayRuns(limit: 200)
        return Page(t("Replays", "Herhalingen"), place: .replays) { page in
            page.element(
                "p",
                ["class": "lead"],
                t(
                    "Dead letters that were judged again. Which ones is fixed when a replay begins, and each is judged once.",
                    "Dead letters die opnieuw zijn beoordeeld. Welke staat vast zodra het begint, en elke wordt één keer beoordeeld."
                )
            )
            if visit.may(.replayDeadLetters) {
                page.element("p") { page in
                    page.link(
                        t("Replay all that are open", "Alle openstaande opnieuw aanbieden"),
                        to: visit.url("/replays/new"),
                        class: "button"
                    )
                }
            }
            DryRunPages.list(&page, visit)
            guard !runs.isEmpty else {
                page.empty(t("Nothing was replayed yet", "Er is nog niets opnieuw aangeboden"))
                return
            }
            table(runs, visit, to: &page)
        }
    }

    static func table(_ runs: [ReplayRun], _ visit: Visit, to page: inout HTMLWriter) {
        let t = visit.t
        page.table(
            t("Replays, the latest first", "Herhalingen, de laatste eerst"),
            isCaptionHidden: true,
            [
                .number(t("Number", "Nummer")), .text(t("Started", "Gestart")), .text(t("By", "Door")),
                .text(t("Why", "Waarom")), .number(t("Judged", "Beoordeeld")), .number(t("Resolved", "Opgelost")),
                .number(t("Refused again", "Weer geweigerd")), .text(t("State", "Toestand")),
            ]
        ) { page in
            for run in runs {
                page.row { page in
                    page.rowHeading { page in
                        page.link(visit.number(Int(run.number)), to: url(run.number, visit))
                    }
                    page.cell { $0.time(run.startedAt, visit) }
                    page.cell { page in
                        page.write(run.startedBy)
                        page.element("span", ["class": "remark"], " " + run.via.text)
                    }
                    page.cell(run.reason.isEmpty ? "–" : run.reason, class: "wide-text")
                    page.cell(
                        t(
                            "\(visit.number(run.taken)) of \(visit.number(run.total))",
                            "\(visit.number(run.taken)) van \(visit.number(run.total))"
                        )
                    )
                    page.cell(visit.number(run.accepted + run.alreadyRecorded))
                    page.cell(visit.number(run.rejected))
                    page.cell { state(run, visit, &$0) }
                }
            }
        }
    }
}
