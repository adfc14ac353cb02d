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
    private static let mostWithoutNumber = 1000
    static let standardCanary = 5
    /// What a dry run reads in an address.
    static let names = SelectedDeadLetters.names.union(["limit", "rate", "canary", "as-of", "reason"])

    // MARK: - Options

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

    private static func label(_ name: String, _ t: Language) -> String {
        switch name {
        case "limit": t("At most this many, the oldest first", "Hoogstens zoveel, de oudste eerst")
        case "rate": t("At most this many per second", "Hoogstens zoveel per seconde")
        default: t("This many first", "Eerst zoveel")
        }
    }

    private static func options(_ page: inout HTMLWriter, _ visit: Visit, _ options: Options) {
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

    // MARK: - The deed

    static func start(_ visit: Visit) throws -> PageAnswer {
        let fields = visit.request.form
        guard fields["step"] == "do" else { return try new(visit, fields).answer(visit) }
        if let answer = try visit.previews.answerGivenBefore(visit) { return answer }
        let selected = try SelectedDeadLetters(fields, visit)
        try selected.check()
        let options = Options(fields, visit)
        guard options.faults.isEmpty else { return try new(visit, fields).answer(visit) }
        let replay = ReplayJob(selected.selection, options.replay)
        let seen = try visit.queries.application().plan(replay)
        var faults = FormFaults()
        let reason = ChangeFields.reason(fields, isNeeded: false, visit, &faults)
        let facts = [seen.digest] + options.facts
        ChangeFields.check(number: seen.count, from: mostWithoutNumber, of: "replay", facts, fields, visit, &faults)
        let actor = try visit.actor()
        return try visit.confirm("replay", facts, faults) {
            visit.jobs.run { [digest = seen.digest] job in
                try visit.queries.withWritableApplication { application in
                    let plan = try application.plan(replay)
                    guard plan.digest == digest else { return .changed }
                    try run(plan, as: job, by: actor, because: reason)
                    return .nothing
                }
            }
        } preview: { isStale in
            try new(visit, fields, faults, isStale: isStale)
        }
    }

    /// Runs on the job's thread to the replay's end.
    ///
    /// - Parameter earlier: the action by which the dead letters were edited before.
    static func run(
        _ plan: ReplayJob.Plan,
        as job: RunningJobs.Job,
        by actor: Actor,
        because reason: String,
        after earlier: RunningJobs.Name? = nil
    ) throws {
        var name: RunningJobs.Name?
        let outcome = try plan.execute(
            by: actor,
            because: reason,
            progress: { run, _ in
                guard name == nil else { return }
                name = .replay(run.number)
                job.began(.replay(run.number), after: earlier)
            },
            stop: job.stop
        )
        switch outcome.ending {
        case .finished: job.ended(.replay(outcome.run.number), because: nil)
        case .stopped: job.ended(.replay(outcome.run.number), because: .stopped)
        case .canaryRefused: job.ended(.replay(outcome.run.number), because: .canaryRefused)
        }
    }

    static func stop(_ visit: Visit) throws -> PageAnswer {
        let run = try run(visit)
        // One that has ended meanwhile needs no stop. One in another process cannot be stopped from here: the page says so.
        _ = visit.jobs.stop(.replay(run.number))
        return .seeOther(url(run.number, visit))
    }

    static func resume(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let run = try run(visit)
        let options = Options(visit.request.form, visit, reads: ["rate", "canary"])
        guard options.faults.isEmpty else { return try page(visit, options.faults).answer(visit) }
        guard !run.isFinished, !visit.jobs.isRunning(.replay(run.number)) else {
            return .seeOther(url(run.number, visit))
        }
        let actor = try visit.actor()
        // What is left is fixed since the replay began, so that there is nothing to compare.
        let start = visit.jobs.run(as: .replay(run.number)) { job in
            try visit.queries.withWritableApplication { application in
                let plan = try application.planResumingReplay(run.number, options.replay)
                try Self.run(plan, as: job, by: actor, because: "")
                return .nothing
            }
        }
        if case .failed(let error) = start {
            throw PageProblem(
                503,
                t("The replay was not resumed", "De herhaling is niet hervat"),
                visit.words(error),
                remedy: t("Try again.", "Probeer het opnieuw.")
            )
        }
        return .seeOther(url(run.number, visit))
    }

    // MARK: - One replay

    static func url(_ number: Int64, _ visit: Visit) -> String { visit.url("/replays", to: String(number)) }

    private static func run(_ visit: Visit) throws -> ReplayRun {
        let text = visit.parameters["number"] ?? ""
        if let number = Int64(text), let run = try visit.queries.replayRun(number) { return run }
        throw PageProblem.notFound(
            visit,
            visit.t("There is no replay \(text).", "Er is geen herhaling \(text).")
        )
    }

    static func page(_ visit: Visit) throws -> Page { try page(visit, FormFaults()) }

    private static func page(_ visit: Visit, _ faults: FormFaults) throws -> Page {
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
