import Application
import JSON
import Ledger
import Reports
import Terminations

/// The dry run of more dead letters than a page waits for: a job with its progress and its outcome. Changes nothing.
enum DryRunPages {
    // MARK: - The start

    /// What a page with the first of them offers: a dry run of all.
    static func offer(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ count: Int,
        _ hidden: (inout HTMLWriter) -> Void
    ) {
        let t = visit.t
        let label = t("Dry run of all \(visit.number(count))", "Proef met alle \(visit.number(count))")
        page.editor(visit.url("/replays/dry-runs"), label: label) { page in
            hidden(&page)
            page.element(
                "p",
                t(
                    "\(t.deadLetters(count)) match. Judging all of them takes longer than a page waits, so it runs in the background. It changes nothing.",
                    "Er passen \(t.deadLetters(count)). Ze alle beoordelen duurt langer dan een pagina wacht; het loopt daarom op de achtergrond. Het wijzigt niets."
                )
            )
            page.element("div", ["class": "actions"]) { $0.button(label, isQuiet: true) }
        }
    }

    static func start(_ visit: Visit) throws -> PageAnswer {
        let fields = visit.request.form
        let selected = try SelectedDeadLetters(fields, visit)
        try selected.check()
        let options = ReplayPages.Options(fields, visit)
        guard options.faults.isEmpty else { return try ReplayPages.new(visit, fields).answer(visit) }
        let replay = ReplayJob(selected.selection, options.replay)
        let actor = try visit.actor()
        let start = visit.jobs.run { job in
            try visit.queries.withWritableApplication(waiting: .patient) { application in
                let plan = try application.plan(replay)
                guard plan.count > 0 else { return .nothing }
                let entry = DryRuns.Entry(
                    id: String(Token().text.prefix(16)),
                    fields: fields,
                    startedBy: actor.name,
                    startedAt: visit.now,
                    digest: plan.digest,
                    total: plan.count,
                    causes: plan.causes
                )
                switch visit.jobs.dryRuns.add(entry) {
                case .added: break
                case .same(let id): return .began(.dryRun(id))
                case .tooMany: throw tooMany(visit)
                }
                run(plan, as: entry.id, job, visit)
                return .nothing
            }
        }
        switch start {
        case .began(.dryRun(let id)): return .seeOther(url(id, visit, selected, options))
        case .failed(let error): throw error
        // Nothing is open any more: the page says so.
        case .began, .nothing, .changed: return try ReplayPages.new(visit, fields).answer(visit)
        }
    }

    /// Runs on the job's thread.
    private static func run(_ plan: ReplayJob.Plan, as id: String, _ job: RunningJobs.Job, _ visit: Visit) {
        let dryRuns = visit.jobs.dryRuns
        job.began(.dryRun(id))
        do throws(LedgerError) {
            let dryRun = try plan.dryRun(progress: { dryRuns.found($0, by: id) }, stop: job.stop)
            dryRuns.found(dryRun, by: id)
            dryRuns.ended(id, dryRun.judged < plan.count ? .stopped : .complete)
        } catch {
            dryRuns.ended(id, .failed(error))
        }
        job.ended(.dryRun(id), because: nil)
    }

    private static func tooMany(_ visit: Visit) -> PageProblem {
        let t = visit.t
        return PageProblem(
            503,
            t("Busy", "Bezet"),
            t(
                "\(DryRuns.mostRunning) long dry runs are under way, and more would slow down the worker.",
                "Er lopen al \(DryRuns.mostRunning) lange proeven, en meer zou de worker vertragen."
            ),
            remedy: t(
                "Wait until one has ended, or stop one.",
                "Wacht tot er een klaar is, of stop er een."
            ),
            link: (t("To the replays", "Naar de herhalingen"), visit.url("/replays")),
            headers: [("retry-after", "10")]
        )
    }

    // MARK: - One dry run

    /// With the question in the query where it has a place in an address, so that it can be asked again when the answer is gone.
    private static func url(
        _ id: String,
        _ visit: Visit,
        _ selected: SelectedDeadLetters,
        _ options: ReplayPages.Options
    ) -> String {
        let query = selected.query.map { $0 + options.pairs } ?? []
        return visit.url("/replays/dry-runs", to: id, query)
    }

    private static func entry(_ visit: Visit) throws -> DryRuns.Entry {
        if let entry = visit.jobs.dryRuns.entry(visit.parameters["id"] ?? "") { return entry }
        let t = visit.t
        throw PageProblem(
            410,
            t("This dry run is gone", "Deze proef is er niet meer"),
            t(
                "The console keeps the outcome of a long dry run in memory, for an hour after its end. The hour is over, or the console was started again. Nothing was changed by it.",
                "De console houdt de uitkomst van een lange proef in het geheugen, tot een uur na het einde. Het uur is voorbij, of de console is opnieuw gestart. De proef heeft niets gewijzigd."
            ),
            link: (
                t("Make the dry run again", "Maak de proef opnieuw"),
                visit.url("/replays/new", visit.request.query.leaving(["lang"]))
            )
        )
    }

    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let entry = try entry(visit)
        let selected = try SelectedDeadLetters(entry.fields, visit)
        try selected.check()
        let options = ReplayPages.Options(entry.fields, visit)
        let title = t("Dry run of \(t.deadLetters(entry.total))", "Proef met \(t.deadLetters(entry.total))")
        let own = url(entry.id, visit, selected, options)
        let others = try selected.others(visit.queries.application())
        return Page(title, place: .replays, hasOwnHeading: true) { page in
            page.element("p", ["class": "crumbs"]) { $0.link(t("Replays", "Herhalingen"), to: visit.url("/replays")) }
            page.element("div", ["class": "heading"]) { page in
                page.element("h1", title)
                state(entry, visit, &page)
            }
            progress(&page, visit, entry, own)
            ended(&page, visit, entry, selected, options)
            page.element("section") { page in
                page.element("h2", t("Which", "Welke"))
                selected.write(to: &page)
                DeadLetterParts.others(others, possible: entry.total, taking: .open, visit, to: &page)
                page.facts { page in
                    page.fact(t("Asked by", "Gevraagd door"), entry.startedBy)
                    page.fact(t("Started", "Gestart")) { $0.time(entry.startedAt, visit) }
                    page.fact(
                        t("Rules as of", "Regels van"),
                        options.replay.asOf == .now
                            ? t("when it is judged", "het moment van beoordelen")
                            : t("when the termination occurred", "het moment van de beëindiging")
                    )
                }
            }
            guard let found = entry.found, found.judged > 0 else { return }
            page.element("section") { page in
                page.element("h2", t("What was found: nothing was changed", "Wat is gevonden: er is niets gewijzigd"))
                ReplayPages.verdict(&page, visit, found)
                DeadLetterParts.dryRun(found, entry.causes, visit, to: &page)
            }
            guard case .complete? = entry.ending else { return }
            ReplayPages.confirmation(&page, visit, selected, options, entry.total, entry.digest, FormFaults())
        }
    }

    private static func state(_ entry: DryRuns.Entry, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        switch entry.ending {
        case nil: page.badge(t("runs", "loopt"), .warning)
        case .complete?: page.badge(t("finished", "klaar"), .good)
        case .stopped?: page.badge(t("stopped", "gestopt"))
        case .failed?: page.badge(t("interrupted", "onderbroken"), .bad)
        }
    }

    private static func progress(_ page: inout HTMLWriter, _ visit: Visit, _ entry: DryRuns.Entry, _ own: String) {
        let t = visit.t
        let isRunning = entry.ending == nil
        page.element(
            "section",
            [
                "class": "progress", "aria-label": t("Progress", "Voortgang"),
                "data-counts": isRunning ? visit.url("/replays/dry-runs/\(entry.id)/counts") : nil,
            ]
        ) { page in
            let counts = figures(entry)
            page.element("div", ["class": "stats", "role": "status"]) { page in
                for (key, name) in [
                    ("taken", t("Judged", "Beoordeeld")), ("resolved", t("Would be resolved", "Zou worden opgelost")),
                    ("rejected", t("Would be refused again", "Zou weer worden geweigerd")),
                    ("notOpen", t("Not open any more", "Niet meer open")), ("left", t("Left", "Over")),
                ] { ReplayPages.figure(&page, visit, key, name, counts.first { $0.name == key }?.count ?? 0) }
            }
            page.bar(entry.total == 0 ? 1 : Double(entry.judged) / Double(entry.total))
            guard isRunning else { return }
            page.element("p") { page in
                page.write(t("It runs, and changes nothing. ", "Het loopt, en wijzigt niets. "))
                page.link(t("Look again", "Kijk opnieuw"), to: own)
            }
        }
        guard isRunning else { return }
        let stop = visit.url("/replays/dry-runs/\(entry.id)/stop")
        page.element("form", ["class": "change", "method": "post", "action": stop]) { page in
            page.element(
                "p",
                ["class": "remark"],
                t(
                    "It stops after the batch that is being judged. It does not resume: another one begins anew.",
                    "Het stopt na de groep die wordt beoordeeld. Het is niet te hervatten: een volgende begint opnieuw."
                )
            )
            page.element("div", ["class": "actions"]) { $0.button(t("Stop", "Stoppen")) }
        }
    }

    /// Why it has no full outcome, and how to ask again.
    private static func ended(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ entry: DryRuns.Entry,
        _ selected: SelectedDeadLetters,
        _ options: ReplayPages.Options
    ) {
        let t = visit.t
        let why: String
        switch entry.ending {
        case nil: return
        case .complete?:
            page.element(
                "p",
                ["class": "remark"],
                t(
                    "The outcome is kept for an hour, or until the console ends.",
                    "De uitkomst blijft een uur bewaard, of tot de console eindigt."
                )
            )
            return
        case .stopped?:
            why = t("It was stopped. The oldest were judged.", "Hij is gestopt. De oudste zijn beoordeeld.")
        case .failed(let error)?:
            why = t("It was interrupted: \(visit.words(error))", "Hij is onderbroken: \(visit.words(error))")
        }
        page.notice(.warning, why)
        page.element("form", ["class": "change", "method": "post", "action": visit.url("/replays/dry-runs")]) { page in
            selected.hide(in: &page)
            options.hide(in: &page)
            page.hidden("reason", entry.fields["reason"] ?? "")
            page.element(
                "p",
                ["class": "remark"],
                t("Another one begins anew, with all of them.", "Een volgende begint opnieuw, met alle.")
            )
            page.element("div", ["class": "actions"]) { page in
                page.button(t("Dry run of all again", "Opnieuw proberen met alle"), isQuiet: true)
            }
        }
    }

    private static func figures(_ entry: DryRuns.Entry) -> [(name: String, count: Int)] {
        let counts = entry.found?.summary.counts
        return [
            ("total", entry.total), ("taken", entry.judged), ("resolved", counts?.resolved ?? 0),
            ("rejected", counts?.rejected ?? 0), ("notOpen", (counts?.notOpen ?? 0) + (counts?.unknown ?? 0)),
            ("left", entry.total - entry.judged),
        ]
    }

    /// The figures of ``page(_:)`` alone, for the script.
    static func counts(_ visit: Visit) throws -> PageAnswer {
        let entry = try entry(visit)
        var json = JSONWriter()
        json.beginObject()
        for (name, count) in figures(entry) {
            json.name(escaping: name)
            json.integer(count)
        }
        json.name("isRunning")
        json.bool(entry.ending == nil)
        json.endObject()
        return PageAnswer(contentType: "application/json; charset=utf-8", body: Array(json.bytes))
    }

    static func stop(_ visit: Visit) throws -> PageAnswer {
        let entry = try entry(visit)
        _ = visit.jobs.stop(.dryRun(entry.id))
        let selected = try SelectedDeadLetters(entry.fields, visit)
        return .seeOther(url(entry.id, visit, selected, ReplayPages.Options(entry.fields, visit)))
    }

    // MARK: - The list

    /// The dry runs that this console has, for those who may replay.
    static func list(_ page: inout HTMLWriter, _ visit: Visit) {
        let t = visit.t
        let entries = visit.may(.replayDeadLetters) ? visit.jobs.dryRuns.all() : []
        guard !entries.isEmpty else { return }
        page.table(
            t("Long dry runs, kept for an hour after their end", "Lange proeven, tot een uur na hun einde bewaard"),
            [
                .text(t("Started", "Gestart")), .text(t("By", "Door")), .number(t("Judged", "Beoordeeld")),
                .text(t("State", "Toestand")),
            ]
        ) { page in
            for entry in entries {
                page.row { page in
                    page.rowHeading { page in
                        page.element("a", ["href": visit.url("/replays/dry-runs", to: entry.id)]) { page in
                            page.time(entry.startedAt, visit)
                        }
                    }
                    page.cell(entry.startedBy)
                    page.cell(
                        t(
                            "\(visit.number(entry.judged)) of \(visit.number(entry.total))",
                            "\(visit.number(entry.judged)) van \(visit.number(entry.total))"
                        )
                    )
                    page.cell { state(entry, visit, &$0) }
                }
            }
        }
    }
}
