import Ledger
import Reports
import Terminations

/// The worker's parts, and what waits in the ledger for it.
enum WorkerPage {
    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let answer = WorkerProbe.ask(visit.configuration.worker)
        let health = try visit.queries.health()
        let statistics = try visit.queries.statistics()
        let runs = visit.may(.readDeadLetters) ? try visit.queries.replayRuns() : []
        return Page(t("Worker", "Worker"), place: .worker) { page in
            state(&page, visit, answer)
            page.element("section") { page in
                page.element("h2", t("In the ledger", "In het grootboek"))
                page.element("dl", ["class": "facts across"]) { page in
                    page.fact(t("Unpublished events", "Niet-gepubliceerde events")) { page in
                        page.write(visit.number(Int(health.unpublishedEvents)))
                        if let oldest = health.oldestUnpublishedAt {
                            page.write(", " + t("oldest of ", "oudste van "))
                            page.time(oldest, visit)
                        }
                    }
                    page.fact(
                        t("Published through", "Gepubliceerd tot en met"),
                        t("event \(statistics.publishedThrough)", "event \(statistics.publishedThrough)")
                    )
                    page.fact(t("Parked events", "Geparkeerde events"), visit.number(health.parkedEvents))
                    page.fact(t("Terminations", "Beëindigingen"), visit.number(statistics.terminations))
                    page.fact(
                        t("Settings", "Instellingen"),
                        health.settingsVersion.map { t("version \($0)", "versie \($0)") } ?? t("none", "geen")
                    )
                    page.fact(t("Size", "Grootte"), size(health.bytes, t))
                    page.fact("SQLite", statistics.sqliteVersion)
                }
            }
            if !statistics.parkedKinds.isEmpty { parked(&page, visit, statistics.parkedKinds) }
            if !runs.isEmpty { replays(&page, visit, runs) }
        }
    }

    private static func size(_ bytes: Int64, _ t: Language) -> String {
        let mebibyte: Int64 = 1024 * 1024
        if bytes < mebibyte { return "\(t.number(Int(bytes / 1024))) KiB" }
        return "\(t.number(Int(bytes / mebibyte))) MiB"
    }

    private static func state(_ page: inout HTMLWriter, _ visit: Visit, _ answer: WorkerAnswer) {
        let t = visit.t
        switch answer {
        case .answered(let isReady, let components):
            page.element("div", ["class": isReady ? "notice good" : "notice bad"]) { page in
                page.element(
                    "p",
                    ["class": "first"],
                    isReady
                        ? t("The worker works: messages become events.", "De worker werkt: berichten worden events.")
                        : t("The worker is not ready.", "De worker is niet gereed.")
                )
            }
            page.table(
                t("Its parts", "Zijn onderdelen"),
                [
                    .text(t("Part", "Onderdeel")), .text(t("State", "Toestand")), .text(t("Since", "Sinds")),
                    .text(t("Why", "Waarom")),
                ]
            ) { page in
                for component in components {
                    page.row { page in
                        page.rowHeading { $0.write(name(component.name, t)) }
                        page.cell {
                            $0.badge(
                                component.isReady ? t("ready", "gereed") : t("not ready", "niet gereed"),
                                component.isReady ? .good : .bad
                            )
                        }
                        page.cell { $0.time(component.since, visit) }
                        if let reason = component.reason {
                            page.cell(class: "wide-text") { $0.write(KnownSentences.ofWorker(reason, t)) }
                        } else {
                            page.cell("–")
                        }
                    }
                }
            }
        case .silent(let address):
            page.element("div", ["class": "notice bad"]) { page in
                page.element(
                    "p",
                    ["class": "first"],
                    t("Nobody answers at \(address)", "Niemand antwoordt op \(address)")
                )
                page.element(
                    "p",
                    t(
                        "Either no worker runs there, or it does not respond. The figures below are read from the ledger and are right either way.",
                        "Er draait daar geen worker, of hij reageert niet. De gegevens hieronder komen uit het grootboek en kloppen in beide gevallen."
                    )
                )
                page.element("p") { page in
                    page.write(t("Look on its machine: ", "Kijk op zijn machine: "))
                    page.code("systemctl status terminus")
                    page.write(t(" and ", " en "))
                    page.code("terminus doctor")
                }
            }
        case .off:
            page.element("div", ["class": "notice"]) { page in
                page.element(
                    "p",
                    ["class": "first"],
                    t("The state of the worker is not known", "De toestand van de worker is niet bekend")
                )
                page.element(
                    "p",
                    t(
                        "Its HTTP address (http.address) is off, so this page cannot show whether it works. The figures below are read from the ledger.",
                        "Zijn HTTP-adres (http.address) staat uit, dus deze pagina kan niet tonen of hij werkt. De gegevens hieronder komen uit het grootboek."
                    )
                )
            }
        }
    }

    private static func name(_ name: String, _ t: Language) -> String {
        switch name {
        case "intake": t("Intake of messages", "Inname van berichten")
        case "dead-letters": t("Dead letters of the broker", "Dead letters van de broker")
        case "relay": t("Relay of events", "Relay van events")
        case "scheduler": t("Scheduler", "Planner")
        case "relay-lag": t("Lag of the relay", "Achterstand van de relay")
        case "parked-events": t("Parked events", "Geparkeerde events")
        case "exchanges": t("Exchanges", "Exchanges")
        case "ledger": t("Ledger", "Grootboek")
        case "settings": t("Settings", "Instellingen")
        default: name
        }
    }

    private static func parked(_ page: inout HTMLWriter, _ visit: Visit, _ kinds: [ParkedKind]) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("Parked events", "Geparkeerde events"))
            page.element(
                "p",
                t(
                    "The broker returned or refused them. The relay tries them again by itself.",
                    "De broker gaf ze terug of weigerde ze. De relay probeert ze vanzelf opnieuw."
                )
            )
            page.table(
                t("By type and cause", "Naar soort en oorzaak"),
                isCaptionHidden: true,
                [
                    .text(t("Type", "Soort")), .number(t("Events", "Events")), .text(t("Why", "Waarom")),
                    .text(t("For billing", "Voor facturatie")), .number(t("First", "Eerste")),
                ]
            ) { page in
                for kind in kinds {
                    page.row { page in
                        page.rowHeading { $0.code(kind.type) }
                        page.cell(visit.number(kind.count))
                        page.cell(class: "wide-text") { $0.write(KnownSentences.ofRelay(kind.failure, t)) }
                        page.cell(kind.isOfContract ? t("yes", "ja") : t("no", "nee"))
                        page.cell(visit.number(Int(kind.first)))
                    }
                }
            }
        }
    }

    private static func replays(_ page: inout HTMLWriter, _ visit: Visit, _ runs: [ReplayRun]) {
        page.element("section") { page in
            page.element("h2", visit.t("Replays", "Herhalingen"))
            ReplayPages.table(runs, visit, to: &page)
        }
    }
}
