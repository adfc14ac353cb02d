import Application
import JSON
import Ledger
import Reports
import Terminations
import YAML

/// The versions of the settings: who applied which, when and why; one of them; and what is different between two.
enum SettingsPages {
    static func history(_ visit: Visit) throws -> Page {
        let t = visit.t
        let versions = try visit.queries.settingsHistory()
        let drafts = try visit.store.drafts()
        let isDrafting = drafts.contains { $0.owner == visit.person?.name }
        return Page(t("Settings", "Instellingen"), place: .settings) { page in
            guard let first = versions.first else {
                page.empty(
                    t("No settings were applied yet", "Er zijn nog geen instellingen toegepast"),
                    t(
                        "terminus settings apply FILE applies the first ones.",
                        "terminus settings apply FILE past ze toe."
                    )
                )
                return
            }
            page.element(
                "p",
                ["class": "lead"],
                t(
                    "Version \(first.version) is in force. No version is ever changed: every change makes a new one.",
                    "Versie \(first.version) geldt. Een versie wijzigt nooit: elke wijziging maakt een nieuwe."
                )
            )
            page.element("p", ["class": "onward"]) { page in
                if visit.may(.draftSettings) {
                    page.link(
                        isDrafting ? t("Your draft", "Je concept") : t("Begin a draft", "Een concept beginnen"),
                        to: visit.url("/draft")
                    )
                }
            }
            if versions.count > 1 { compareForm(&page, visit, versions) }
            page.table(
                t("Versions, the latest first", "Versies, de laatste eerst"),
                isCaptionHidden: true,
                [
                    .number(t("Version", "Versie")), .text(t("Applied", "Toegepast")), .text(t("By", "Door")),
                    .text(t("Why", "Waarom")), .text(t("Changes", "Wijzigingen")),
                ]
            ) { page in
                for version in versions {
                    page.row { page in
                        page.rowHeading { page in
                            page.link(String(version.version), to: visit.url("/settings", to: String(version.version)))
                        }
                        page.cell { $0.time(version.appliedAt, visit) }
                        page.cell(version.appliedBy)
                        page.cell(version.reason.isEmpty ? "–" : version.reason, class: "wide-text")
                        if version.version > 1 {
                            page.cell { page in
                                page.link(
                                    t("to version \(version.version - 1)", "met versie \(version.version - 1)"),
                                    to: visit.url(
                                        "/settings/difference",
                                        [("from", String(version.version - 1)), ("to", String(version.version))]
                                    )
                                )
                            }
                        } else {
                            page.cell("–")
                        }
                    }
                }
            }
            DraftPage.list(drafts, visit, &page)
        }
    }

    private static func compareForm(_ page: inout HTMLWriter, _ visit: Visit, _ versions: [AppliedSettings]) {
        let t = visit.t
        let options = versions.map { (value: String($0.version), text: "\($0.version), \(visit.moment($0.appliedAt))") }
        let from = visit.request.query["from"] ?? String(versions.dropFirst().first?.version ?? 1)
        let to = visit.request.query["to"] ?? String(versions.first?.version ?? 1)
        page.element("form", ["class": "filter", "method": "get", "action": visit.url("/settings/difference")]) {
            page in
            page.element("div", ["class": "fields"]) { page in
                page.choice(t("Compare version", "Vergelijk versie"), "from", from, options)
                page.choice(t("with version", "met versie"), "to", to, options)
                page.element("div", ["class": "actions"]) { $0.button(t("Compare", "Vergelijk")) }
            }
        }
    }

    static func version(_ visit: Visit) throws -> Page {
        let t = visit.t
        let name = visit.parameters["version"] ?? ""
        guard let number = Int(name), let version = try visit.queries.appliedSettings(number) else {
            throw PageProblem.notFound(
                visit,
                t("There is no version \(name) of the settings.", "Er is geen versie \(name) van de instellingen.")
            )
        }
        let settings = try version.settingsDocument().settings
        let current = try visit.queries.currentSettings()?.number
        let workspace = visit.may(.draftSettings) ? try SettingsWorkspace(visit) : nil
        if let applied = visit.request.query["applied"], applied != "yes" {
            throw PageProblem.query("applied", "yes, or nothing.", "yes, of niets.", visit)
        }
        let isApplied = visit.request.query["applied"] != nil && number == current
        return Page(
            t("Settings, version \(number)", "Instellingen, versie \(number)"),
            place: .settings,
            hasOwnHeading: true
        ) { page in
            page.element("p", ["class": "crumbs"]) { page in
                page.link(t("Settings", "Instellingen"), to: visit.url("/settings"))
                if number > 1 {
                    page.link(
                        t("Changes to version \(number - 1)", "Wijzigingen ten opzichte van versie \(number - 1)"),
                        to: visit.url("/settings/difference", [("from", String(number - 1)), ("to", String(number))]),
                        class: "next"
                    )
                }
            }
            page.element("h1", t("Settings, version \(number)", "Instellingen, versie \(number)"))
            if isApplied {
                page.notice(
                    .good,
                    t("Version \(number) is in force.", "Versie \(number) geldt.")
                ) { page in
                    page.element(
                        "p",
                        t(
                            "A running worker judges by it from its next batch on, and sends the events.",
                            "Een draaiende worker oordeelt ermee vanaf zijn volgende reeks, en verstuurt de gebeurtenissen."
                        )
                    )
                }
            }
            page.element("dl", ["class": "facts across"]) { page in
                page.fact(t("Applied", "Toegepast")) { $0.time(version.appliedAt, visit) }
                page.fact(t("By", "Door"), version.appliedBy)
                page.fact(t("Why", "Waarom"), version.reason.isEmpty ? "–" : version.reason)
                page.fact(t("Time zone", "Tijdzone"), settings.timeZone.name)
                page.fact(t("Default language", "Standaardtaal"), settings.defaultLanguage)
                page.fact(
                    t("Backdating", "Terugwerken"),
                    t.count(settings.maxBackdatingDays, ("day", "days"), ("dag", "dagen"))
                )
                page.fact(t("Ahead", "Vooruit"), t.count(settings.maxForwardDays, ("day", "days"), ("dag", "dagen")))
                page.fact(
                    t("Notes", "Toelichtingen"),
                    t(
                        "at most \(visit.number(settings.note.maxLength)) characters",
                        "hoogstens \(visit.number(settings.note.maxLength)) tekens"
                    )
                        + (settings.note.publish
                            ? t(", published", ", gepubliceerd") : t(", not published", ", niet gepubliceerd"))
                )
                page.fact(t("Hash", "Hash")) { $0.code(version.hash) }
            }
            page.element("div", ["class": "onward actions"]) { page in
                page.link(
                    t("Download it as YAML", "Haal haar op als YAML"),
                    to: visit.url("/settings/\(number)/settings.yaml")
                )
                if visit.may(.draftSettings), number != current {
                    takeForm(number, workspace, visit, &page)
                }
            }
            page.element("section") { page in
                page.element("h2", t("When a reason is required", "Wanneer een reden verplicht is"))
                RuleList.write(settings, visit, to: &page)
            }
            page.element("section") { page in
                page.element("h2", t("The whole document", "Het hele document"))
                if let json = try? JSONValue(parsing: version.document) {
                    MarkedBody(json: json).write(to: &page, visit)
                }
            }
        }
    }

    /// Makes the version what the person changes.
    private static func takeForm(
        _ number: Int,
        _ workspace: SettingsWorkspace?,
        _ visit: Visit,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        page.element("form", ["method": "post", "action": visit.url("/draft/from-version")]) { page in
            workspace?.hide(in: &page)
            page.hidden("version", String(number))
            page.button(t("Make it my draft", "Maak haar mijn concept"), isQuiet: true)
        }
    }

    static func download(_ visit: Visit) throws -> PageAnswer {
        let name = visit.parameters["version"] ?? ""
        guard let number = Int(name), let version = try visit.queries.appliedSettings(number) else {
            throw PageProblem.notFound(
                visit,
                visit.t(
                    "There is no version \(name) of the settings.",
                    "Er is geen versie \(name) van de instellingen."
                )
            )
        }
        return DraftYAMLPage.file(try SettingsPrinter.yaml(version.document), name: "settings.yaml")
    }

    static func difference(_ visit: Visit) throws -> Page {
        let t = visit.t
        let versions = try visit.queries.settingsHistory()
        let find = { (name: String) in
            visit.request.query[name].flatMap { Int($0) }.flatMap { number in versions.first { $0.version == number } }
        }
        guard let from = find("from"), let to = find("to") else {
            throw PageProblem.notFound(
                visit,
                t("Name two versions that exist: from and to.", "Noem twee versies die er zijn: from en to.")
            )
        }
        let difference = SettingsDifference(from: try from.settingsDocument(), to: try to.settingsDocument())
        let title = t(
            "Settings, version \(from.version) and \(to.version)",
            "Instellingen, versie \(from.version) en \(to.version)"
        )
        return Page(title, place: .settings) { page in
            compareForm(&page, visit, versions)
            SettingsDifferenceView.write(difference, visit, to: &page)
        }
    }
}
