import Application
import JSON
import Ledger
import Reports
import Terminations

/// What a person changes: their draft, or the settings in force where they have none yet.
///
/// The first change begins the draft. Each form names the draft that it was shown with, so that a change in another window
/// is not overwritten.
struct SettingsWorkspace {
    /// The settings in force.
    let current: AppliedSettings
    let inForce: SettingsDocument
    /// nil where the person has none.
    let draft: SettingsDraft?
    private let owner: String
    private let visit: Visit

    var document: SettingsDocument { draft?.document ?? inForce }
    var settings: Settings { document.settings }
    /// The version that the draft is made from, or would be.
    var base: Int { draft?.base ?? current.version }
    /// Whether other settings came into force since the draft was begun.
    var isStale: Bool { base != current.version }

    init(_ visit: Visit) throws {
        self.visit = visit
        current = try visit.queries.application().appliedSettings()
        inForce = try current.settingsDocument()
        owner = try visit.actor().name
        draft = try visit.store.draft(of: owner)
    }

    /// The hidden fields by which a form says what it was shown with.
    func hide(in page: inout HTMLWriter) {
        page.hidden("draft", draft?.digest ?? "")
        page.hidden("base", String(base))
    }

    /// Whether the form that was posted was shown with what is there now.
    var isAsShown: Bool {
        visit.request.form["draft"] == draft?.digest && visit.request.form["base"] == String(base)
    }

    /// Keeps a changed document as the draft.
    ///
    /// - Parameters:
    ///   - version: that the draft is made from; nil for the one that it was made from before.
    ///   - path: of the page that follows.
    /// - Returns: nil where the draft was changed meanwhile.
    func keep(_ document: SettingsDocument, on version: Int? = nil, then path: String) throws -> PageAnswer? {
        guard isAsShown,
            try visit.store.keep(
                document,
                of: owner,
                base: version ?? base,
                over: draft?.digest,
                at: visit.now
            )
        else { return nil }
        return .seeOther(visit.url(path))
    }

    /// What a form says where the draft was changed in another window since it was shown.
    static func changedMeanwhile(_ visit: Visit) -> String {
        visit.t(
            "Since this page was shown, your draft was changed in another window, or other settings were applied. Look at the present state below, and send the form again.",
            "Sinds deze pagina getoond werd, is je concept in een ander venster gewijzigd, of zijn er andere instellingen toegepast. Bekijk wat er nu staat en verstuur het formulier opnieuw."
        )
    }

    /// A page that changes the draft: the other pages, the title, the state of the draft, and what is wrong with the form.
    func page(
        _ title: String,
        _ faults: FormFaults,
        place: NavigationPlace,
        _ content: @escaping (inout HTMLWriter) -> Void
    ) -> Page {
        Page(
            faults.prefix(visit.t) + title,
            status: faults.isEmpty ? 200 : 422,
            place: place,
            hasOwnHeading: true
        ) { page in
            Self.writeHeader(to: &page, visit)
            page.element("h1", title)
            writeState(to: &page)
            faults.write(to: &page, visit)
            content(&page)
        }
    }

    /// The pages of a draft.
    static func writeHeader(to page: inout HTMLWriter, _ visit: Visit) {
        let t = visit.t
        let places = [
            ("/settings", t("Settings", "Instellingen")), ("/draft", t("Your draft", "Je concept")),
            ("/draft/reasons", t("Reasons", "Redenen")), ("/draft/translations", t("Translations", "Vertalingen")),
            ("/draft/rules", t("When a reason is required", "Wanneer een reden verplicht is")),
            ("/draft/general", t("General", "Algemeen")), ("/draft/yaml", "YAML"),
            ("/draft/what-if", t("What if", "Wat als")),
        ]
        page.element("p", ["class": "crumbs"]) { page in
            // A person who may change nothing can still ask what if.
            for (path, title) in places where visit.may(.draftSettings) || Self.readable.contains(path) {
                let isHere = path == visit.request.path
                page.element("a", ["href": visit.url(path), "aria-current": isHere ? "page" : nil], title)
            }
        }
    }

    private static let readable: Set<String> = ["/settings", "/draft/what-if"]

    /// What one's changes come to.
    func writeState(to page: inout HTMLWriter) {
        let t = visit.t
        guard draft != nil else {
            guard visit.may(.draftSettings) else { return }
            page.element(
                "p",
                ["class": "remark"],
                t(
                    "This is version \(current.version), which is in force. Your first change starts a draft. The draft has no effect until it is applied.",
                    "Dit is versie \(current.version), die nu geldt. Je eerste wijziging begint een concept. Dat geldt pas als het is toegepast."
                )
            )
            return
        }
        let difference = SettingsDifference(from: inForce, to: document)
        let count = difference.fields.count + difference.reasons.count
        page.element("p", ["class": "remark"]) { page in
            page.write(
                count == 0
                    ? t("Your draft changes nothing. ", "Je concept wijzigt niets. ")
                    : t.count(
                        count,
                        (
                            "change in your draft, which is not in force. ",
                            "changes in your draft, which is not in force. "
                        ),
                        (
                            "wijziging in je concept, dat nog niet geldt. ",
                            "wijzigingen in je concept, dat nog niet geldt. "
                        )
                    )
            )
            page.link(t("See what changes", "Bekijk wat er wijzigt"), to: visit.url("/draft"))
            if isStale {
                page.write(" ")
                page.badge(
                    t(
                        "version \(current.version) was applied meanwhile",
                        "intussen is versie \(current.version) toegepast"
                    ),
                    .warning
                )
            }
        }
    }
}
