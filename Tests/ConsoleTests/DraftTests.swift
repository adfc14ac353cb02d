import Application
import Foundation
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

/// A person in front of the console: opens pages, and sends their forms with what is hidden in them.
private final class Visitor {
    let fixture: ConsoleFixture
    let session: Token

    init(_ fixture: ConsoleFixture, name: String = "alex", as permissions: Set<Permission> = Set(Permission.allCases)) {
        self.fixture = fixture
        session = fixture.signIn(name: name, as: permissions)
    }

    func open(_ path: String, language: String = "en") throws -> ParsedPage {
        try ParsedPage(fixture.ask(path, session: session, headers: ["accept-language": language]).answer)
    }

    /// Sends the form with this action of a page.
    ///
    /// - Parameter page: nil opens `path`.
    @discardableResult
    func send(
        _ action: String,
        on path: String,
        _ typed: [(String, String)] = [],
        from page: ParsedPage? = nil,
        headers: [String: String] = [:]
    ) throws -> PageAnswer {
        let shown = try page ?? open(path)
        let hidden = try #require(shown.hidden(action: action), "\(path) has no form \(action)")
        return fixture.ask(action, method: "POST", form: hidden + typed, session: session, headers: headers).answer
    }

    func draft() throws -> SettingsDraft? { try fixture.responder.store.draft(of: "alex") }
}

extension ParsedPage {
    /// The hidden fields of the first form that is posted to an address.
    fileprivate func hidden(action: String) -> [(String, String)]? {
        guard let start = html.range(of: "method=\"post\" action=\"\(action)\"") else { return nil }
        let end = html.range(of: "</form>", range: start.upperBound..<html.endIndex)?.lowerBound ?? html.endIndex
        let form = String(html[start.upperBound..<end])
        return form.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)"\/>/).map {
            (String($0.1), String($0.2))
        }
    }
}

@Suite struct `A draft of the settings` {
    private let fixture: ConsoleFixture
    private let visitor: Visitor

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        visitor = Visitor(fixture)
    }

    @discardableResult
    private func edit(_ code: String, _ typed: [(String, String)]) throws -> PageAnswer {
        try visitor.send("/draft/reason", on: "/draft/reason?code=\(code)", typed)
    }

    private static let price = [
        ("label.nl", "Te prijzig"), ("label.en", "Too expensive"), ("category", "commercial"), ("voluntary", "yes"),
        ("note", "optional"),
    ]

    @Test func `begins with the first change, and changes nothing that is in force`() throws {
        #expect(try edit("price", Self.price).status == 303)
        let draft = try #require(try visitor.draft())
        #expect(draft.base == 1)
        #expect(draft.document.settings.reason("price")?.labels["nl"] == "Te prijzig")
        #expect(draft.document.settings.reason("price")?.category == "commercial")
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
        let page = try visitor.open("/draft")
        #expect(page.text.contains("Te prijzig") && page.text.contains("1 event will be sent"))
    }

    @Test func `is applied as it was previewed, with its reason and by its person`() throws {
        try fixture.fill()
        try edit("price", Self.price)
        try visitor.send(
            "/draft/reason/change",
            on: "/draft/reason?code=moved",
            [("retire-through", "2026-03-31")]
        )
        let previewed = try visitor.send("/drafts/alex/preview", on: "/draft")
        let preview = try ParsedPage(previewed)
        #expect(preview.status == 200)
        #expect(preview.text.contains("Apply the draft as version 2?"))
        let applied = try visitor.send("/drafts/alex/apply", on: "", [("reason", "Clearer words")], from: preview)
        #expect(applied.location == "/settings/2?applied=yes")
        let current = try #require(try fixture.ledger.appliedSettings())
        #expect((current.version, current.appliedBy, current.reason) == (2, "alex", "Clearer words"))
        #expect(current.via == .console)
        #expect(try visitor.draft() == nil)
        // Sent again, as by a double click: the same answer, and nothing more.
        let again = try visitor.send("/drafts/alex/apply", on: "", [("reason", "Clearer words")], from: preview)
        #expect(again.location == "/settings/2?applied=yes")
        #expect(try fixture.ledger.currentSettingsVersion() == 2)
    }

    @Test func `says before it is applied what it means for what is recorded and what waits`() throws {
        try fixture.fill()
        let document = ConsoleFixture.settings
            .replacing("code: price\n", with: "code: price\n    aliases: [te-duur]\n    validThrough: 2026-02-01\n")
        try visitor.send("/draft/yaml", on: "/draft/yaml", [("text", document)])
        let page = try ParsedPage(try visitor.send("/drafts/alex/preview", on: "/draft"))
        #expect(page.text.contains("Of the latest 2 recorded terminations 1 would be refused today."))
        #expect(page.text.contains("reason-retired"))
        #expect(page.text.contains("Codes that are refused in terminations made after 2026-02-01: price."))
        #expect(page.text.contains("In the last 30 days 1 recorded termination had them."))
        #expect(page.text.contains("Of 3 open dead letters"))
    }

    @Test func `has the findings of one kind in a line that opens`() throws {
        let document = ConsoleFixture.settings.replacing(
            "labels: {nl: Verhuisd, en: Moved}",
            with: "labels: {nl: Verhuisd}"
        )
        .replacing("labels: {nl: Overleden, en: Deceased}", with: "labels: {nl: Overleden}")
        try visitor.send("/draft/yaml", on: "/draft/yaml", [("text", document)])
        let page = try visitor.open("/draft")
        #expect(page.text.contains("label-missing 2 labels are missing"))
        #expect(page.html.ranges(of: "label-missing").count == 1)
        #expect(try visitor.open("/draft", language: "nl").text.contains("2 labels ontbreken"))
    }

    @Test func `has labels in the language of the page, or else in the default language`() throws {
        let document = ConsoleFixture.settings.replacing(
            "labels: {nl: Verhuisd, en: Moved}",
            with: "labels: {nl: Verhuisd}"
        )
        try visitor.send("/draft/yaml", on: "/draft/yaml", [("text", document)])
        let page = try visitor.open("/draft/reasons")
        #expect(page.text.contains("Too expensive") && !page.text.contains("Te duur"))
        #expect(page.text.contains("price: Too expensive") && page.text.contains("moved: Verhuisd"))
        #expect(page.html.contains("lang=\"nl\">Verhuisd") && page.html.contains("lang=\"en\">Too expensive"))
        #expect(try visitor.open("/draft/reasons", language: "nl").text.contains("Te duur"))
        #expect(try visitor.open("/draft/reason?code=moved").text.contains("price: Too expensive"))
        try fixture.fill()
        #expect(try visitor.open("/draft/what-if?since=2026-01-01").text.contains("Too expensive"))
    }

    @Test func `is kept where other settings came in, and can follow them where nothing touches`() throws {
        try edit("price", Self.price)
        let shown = try visitor.open("/draft")
        try fixture.apply(ConsoleFixture.settings.replacing("Verhuisd", with: "Weg"), reason: "Other words")
        let answer = try visitor.send("/drafts/alex/preview", on: "", from: shown)
        #expect(answer.status == 409)
        let page = try ParsedPage(answer)
        #expect(page.text.contains("Version 2 was applied meanwhile") && page.text.contains("kim"))
        #expect(page.text.contains("Other words"))
        #expect(try visitor.draft()?.base == 1)
        #expect(try visitor.send("/draft/rebase", on: "/draft").status == 303)
        let draft = try #require(try visitor.draft())
        #expect(draft.base == 2)
        #expect(draft.document.settings.reason("price")?.labels["nl"] == "Te prijzig")
        #expect(draft.document.settings.reason("moved")?.labels["nl"] == "Weg")
    }

    @Test func `names what both have changed, and stays as it is`() throws {
        try edit("price", Self.price)
        try fixture.apply(ConsoleFixture.settings.replacing("Te duur", with: "Duur"))
        let answer = try visitor.send("/draft/rebase", on: "/draft")
        #expect(answer.status == 409)
        #expect(try ParsedPage(answer).text.contains("have both changed reasons.price.labels.nl"))
        #expect(try visitor.draft()?.base == 1)
    }

    @Test func `is not applied where other settings came in between preview and confirmation`() throws {
        try edit("price", Self.price)
        let preview = try ParsedPage(try visitor.send("/drafts/alex/preview", on: "/draft"))
        try fixture.apply(ConsoleFixture.settings.replacing("Verhuisd", with: "Weg"))
        let answer = try visitor.send("/drafts/alex/apply", on: "", [("reason", "x")], from: preview)
        #expect(answer.status == 409)
        #expect(try fixture.ledger.currentSettingsVersion() == 2)
        #expect(try visitor.draft() != nil)
    }

    @Test func `is not applied where it was changed since its preview`() throws {
        try edit("price", Self.price)
        let preview = try ParsedPage(try visitor.send("/drafts/alex/preview", on: "/draft"))
        try visitor.send("/draft/reasons/move", on: "/draft/reasons", [("down", "0")])
        let answer = try visitor.send("/drafts/alex/apply", on: "", [("reason", "x")], from: preview)
        #expect(answer.status == 409)
        #expect(try ParsedPage(answer).text.contains("The draft has changed since the preview"))
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
    }

    @Test func `needs a reason to be applied, and keeps nothing of a form from elsewhere`() throws {
        try edit("price", Self.price)
        let preview = try ParsedPage(try visitor.send("/drafts/alex/preview", on: "/draft"))
        let unexplained = try visitor.send("/drafts/alex/apply", on: "", from: preview)
        #expect(unexplained.status == 422)
        #expect(try ParsedPage(unexplained).text.contains("Say why"))
        let foreign = try visitor.send(
            "/drafts/alex/apply",
            on: "",
            [("reason", "x")],
            from: preview,
            headers: ["sec-fetch-site": "cross-site"]
        )
        #expect(foreign.status == 403)
        let bare = fixture.ask(
            "/drafts/alex/apply",
            method: "POST",
            form: [("reason", "x")],
            session: visitor.session
        ).answer
        #expect(bare.status == 403)
        // The token of one session is none of another.
        let other = Visitor(fixture)
        let stolen = try other.send("/drafts/alex/apply", on: "", [("reason", "x")], from: preview)
        #expect(stolen.status == 409)
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
    }

    @Test func `is not overwritten by a form of another window`() throws {
        let shown = try visitor.open("/draft/reason?code=price")
        try visitor.send("/draft/reasons/move", on: "/draft/reasons", [("down", "0")])
        let answer = try visitor.send("/draft/reason", on: "", Self.price, from: shown)
        #expect(answer.status == 409)
        let page = try ParsedPage(answer)
        #expect(page.text.contains("changed in another window"))
        #expect(page.html.contains("Te prijzig"))
        #expect(try visitor.draft()?.document.settings.reasons.map(\.code) == ["moved", "price", "deceased"])
    }

    @Test func `is discarded on demand, and only with a tick`() throws {
        try edit("price", Self.price)
        #expect(try visitor.send("/draft/discard", on: "/draft").status == 422)
        #expect(try visitor.draft() != nil)
        #expect(try visitor.send("/draft/discard", on: "/draft", [("sure", "yes")]).status == 303)
        #expect(try visitor.draft() == nil)
    }

    @Test func `is made of an earlier version, and replaces another only when told so`() throws {
        try fixture.apply(ConsoleFixture.settings.replacing("Verhuisd", with: "Weg"))
        #expect(try visitor.send("/draft/from-version", on: "/settings/1").location == "/draft")
        #expect(try visitor.draft()?.document.settings.reason("moved")?.labels["nl"] == "Verhuisd")
        #expect(try visitor.draft()?.base == 2)
        let asked = try visitor.send("/draft/from-version", on: "/settings/1")
        #expect(asked.status == 409)
        let confirmed = try visitor.send("/draft/from-version", on: "", from: try ParsedPage(asked))
        #expect(confirmed.location == "/draft")
    }

    @Test func `cannot be made or seen without permission, nor in a console that is read-only`() throws {
        let reader = Visitor(fixture, name: "sam", as: [.readSettings])
        #expect(try reader.open("/draft/reasons").status == 403)
        let posted = fixture.ask("/draft/reason", method: "POST", form: Self.price, session: reader.session)
        #expect(posted.answer.status == 403)
        let readOnly = try ConsoleFixture(isWritable: false)
        let owner = Visitor(readOnly)
        #expect(try owner.open("/draft/reasons").status == 403)
        #expect(!FileManager.default.fileExists(atPath: readOnly.responder.store.path))
        #expect(try owner.open("/draft").status == 200)
    }

    @Test func `of somebody else is shown, and cannot be changed`() throws {
        try edit("price", Self.price)
        let other = Visitor(fixture, name: "sam")
        #expect(try other.open("/settings").links.contains("/drafts/alex"))
        let page = try other.open("/drafts/alex")
        #expect(page.text.contains("Te prijzig"))
        #expect(!page.html.contains("/draft/discard"))
        #expect(try other.open("/drafts/nobody").status == 404)
    }
}

@Suite struct `The approval of a draft` {
    private let fixture: ConsoleFixture
    private let owner: Visitor
    private let approver: Visitor

    init() throws {
        fixture = try ConsoleFixture(isWritable: true, requiresApproval: true)
        owner = Visitor(fixture)
        approver = Visitor(fixture, name: "sam", as: [.readSettings, .approveSettings])
        try owner.send("/draft/reasons/move", on: "/draft/reasons", [("down", "0")])
    }

    private func apply() throws -> PageAnswer {
        let preview = try ParsedPage(try owner.send("/drafts/alex/preview", on: "/draft"))
        guard preview.html.contains("action=\"/drafts/alex/apply\"") else {
            return PageAnswer(status: 409, body: Array(preview.html.utf8))
        }
        return try owner.send("/drafts/alex/apply", on: "", [("reason", "x")], from: preview)
    }

    @Test func `is needed before it is applied, and given by somebody else`() throws {
        #expect(try apply().status == 409)
        #expect(!(try owner.open("/draft").html.contains("/drafts/alex/approve")))
        #expect(try approver.send("/drafts/alex/approve", on: "/drafts/alex").location == "/drafts/alex")
        #expect(try fixture.responder.store.draft(of: "alex")?.approval?.by == "sam")
        #expect(try apply().location == "/settings/2?applied=yes")
    }

    @Test func `is void after any change`() throws {
        try approver.send("/drafts/alex/approve", on: "/drafts/alex")
        try owner.send("/draft/reasons/move", on: "/draft/reasons", [("down", "1")])
        #expect(try fixture.responder.store.draft(of: "alex")?.approval == nil)
        #expect(try apply().status == 409)
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
    }

    @Test func `is of what was seen: a change meanwhile refuses it`() throws {
        let seen = try approver.open("/drafts/alex")
        try owner.send("/draft/reasons/move", on: "/draft/reasons", [("down", "1")])
        let answer = try approver.send("/drafts/alex/approve", on: "", from: seen)
        #expect(answer.status == 409)
        #expect(try fixture.responder.store.draft(of: "alex")?.approval == nil)
    }
}

@Suite struct `The forms of a draft` {
    private let fixture: ConsoleFixture
    private let visitor: Visitor

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        visitor = Visitor(fixture)
    }

    private func settings() throws -> Settings { try #require(try visitor.draft()).document.settings }

    @Test func `add a reason with all that it says`() throws {
        let typed = [
            ("code", "sold"), ("label.nl", "Verkocht"), ("label.en", ""), ("new-language", "de"),
            ("new-label", "Verkauft"), ("category", "asset"), ("voluntary", "no"), ("note", "required"),
            ("note-min-length", "10"), ("initiator", "customer"), ("contract-type", "lease, rent"),
            ("valid-from", "2026-04-01"), ("aliases", "verkocht, vk"), ("sensitive", "yes"),
            ("attributes", "{\"creditPolicy\": \"none\"}"),
        ]
        let answer = try visitor.send("/draft/reason", on: "/draft/reasons/new", typed)
        #expect(answer.location == "/draft/reasons")
        let reason = try #require(try settings().reasons.last)
        #expect(reason.code == "sold")
        #expect(reason.labels == ["nl": "Verkocht", "de": "Verkauft"])
        #expect((reason.category, reason.voluntary) == ("asset", false))
        #expect((reason.note.presence, reason.note.minLength) == (.required, 10))
        #expect(reason.allowed.initiators == [.customer])
        #expect(reason.allowed.contractTypes == ["lease", "rent"])
        #expect(reason.validFrom == LocalDate("2026-04-01"))
        #expect(reason.aliases == ["verkocht", "vk"])
        #expect(reason.isSensitive)
        #expect(reason.attributes["creditPolicy"]?.string == "none")
        // Sent back as it is shown, it changes nothing.
        let before = try visitor.draft()?.digest
        let same = typed.filter { $0.0 != "code" && !$0.0.hasPrefix("new-") } + [("label.de", "Verkauft")]
        try visitor.send("/draft/reason", on: "/draft/reason?code=sold", same)
        #expect(try visitor.draft()?.digest == before)
    }

    @Test func `keep what was typed, with each fault at its field and at the top`() throws {
        let typed = [
            ("code", "price"), ("label.nl", ""), ("note-min-length", "many"), ("valid-from", "tomorrow"),
            ("attributes", "[1]"), ("category", "<b>"),
        ]
        let page = try ParsedPage(try visitor.send("/draft/reason", on: "/draft/reasons/new", typed))
        #expect(page.status == 422)
        #expect(page.html.contains("<title>3 faults"))
        for field in ["note-min-length", "valid-from", "attributes"] {
            #expect(page.links.contains("#f-\(field)"), "\(field)")
            #expect(page.ids.contains("f-\(field)-fault"), "\(field)")
        }
        #expect(page.html.contains("value=\"tomorrow\"") && page.html.contains("&lt;b&gt;"))
        // What only the settings as a whole can tell.
        let taken = try ParsedPage(
            try visitor.send("/draft/reason", on: "/draft/reasons/new", [("code", "price"), ("label.nl", "Nog een")])
        )
        #expect(taken.status == 422 && taken.links.contains("#f-code"))
        let unnamed = try ParsedPage(
            try visitor.send("/draft/reason", on: "/draft/reasons/new", [("code", "new")])
        )
        #expect(unnamed.links.contains("#f-label.nl"))
        #expect(try visitor.draft() == nil)
    }

    @Test func `move a reason up, down and to a place`() throws {
        let move = { (typed: [(String, String)]) in
            try visitor.send("/draft/reasons/move", on: "/draft/reasons", typed)
        }
        _ = try move([("down", "0")])
        #expect(try settings().reasons.map(\.code) == ["moved", "price", "deceased"])
        _ = try move([("up", "2")])
        #expect(try settings().reasons.map(\.code) == ["moved", "deceased", "price"])
        _ = try move([("code", "price"), ("place", "1"), ("move", "place")])
        #expect(try settings().reasons.map(\.code) == ["price", "moved", "deceased"])
        _ = try move([("code", "price"), ("place", "3"), ("move", "place")])
        #expect(try settings().reasons.map(\.code) == ["moved", "deceased", "price"])
        let nowhere = try move([("code", "price"), ("place", "7"), ("move", "place")])
        #expect(nowhere.status == 422)
        #expect(try ParsedPage(nowhere).links.contains("#f-place"))
    }

    @Test func `retire, restore, merge and take out a reason`() throws {
        let change = { (code: String, typed: [(String, String)]) in
            // The forms of a page hide the same fields but for what they change.
            let page = try visitor.open("/draft/reason?code=\(code)")
            let hidden = try #require(page.hidden(action: "/draft/reason/change")).filter { $0.0 != "change" }
            return fixture.ask(
                "/draft/reason/change",
                method: "POST",
                form: hidden + typed,
                session: visitor.session
            ).answer
        }
        #expect(try change("price", [("change", "retire"), ("retire-through", "2026-06-30")]).status == 303)
        #expect(try settings().reason("price")?.validThrough == LocalDate("2026-06-30"))
        #expect(try change("price", [("change", "restore")]).status == 303)
        #expect(try settings().reason("price")?.validThrough == nil)
        let merged = try change("price", [("change", "merge"), ("into", "moved"), ("alias", "yes")])
        #expect(merged.status == 303)
        #expect(try settings().reason("price")?.replacedBy == "moved")
        #expect(try settings().reason("moved")?.aliases == ["price"])
        #expect(try change("deceased", [("change", "merge"), ("into", "price")]).status == 422)
        #expect(try change("moved", [("change", "remove")]).status == 422)
        try visitor.send("/draft/reason", on: "/draft/reasons/new", [("code", "oops"), ("label.nl", "Oeps")])
        #expect(try change("oops", [("change", "remove")]).status == 303)
        #expect(try settings().reason("oops") == nil)
    }

    @Test func `keep many labels at once, side by side`() throws {
        let path = "/draft/translations?from=nl&to=de"
        let page = try visitor.open(path)
        #expect(page.text.contains("3 of 3 reasons have no label in de"))
        try visitor.send(
            "/draft/translations",
            on: path,
            [("label-0", "Zu teuer"), ("label-1", ""), ("label-2", "Verstorben")]
        )
        #expect(try settings().reasons.map { $0.labels["de"] } == ["Zu teuer", nil, "Verstorben"])
        let long = String(repeating: "x", count: 201)
        let faulty = try ParsedPage(try visitor.send("/draft/translations", on: path, [("label-1", long)]))
        #expect(faulty.status == 422)
        #expect(faulty.links.contains("#f-label-1") && faulty.html.contains(long))
        let tag = try visitor.send("/draft/translations", on: "/draft/translations?to=x!", [("label-0", "y")])
        #expect(tag.status == 422)
    }

    @Test func `change the mandatory rules, show what holds when and try them`() throws {
        let send = { (typed: [(String, String)]) in
            try visitor.send("/draft/rules", on: "/draft/rules", typed)
        }
        let rule = [
            ("save", "yes"), ("required", "no"), ("from", "2026-07-01"), ("contract-type", "lease"),
            ("initiator", "provider"),
        ]
        #expect(try send(rule).status == 303)
        #expect(try settings().reasonRequired.rules.count == 2)
        #expect(try settings().reasonRequired.rules[1].when.contractTypes == ["lease"])
        let page = try visitor.open("/draft/rules")
        #expect(page.text.contains("through 2026-06-30") && page.text.contains("from 2026-07-01"))
        let query = "test-on=2026-08-01&test-contract-type=lease&test-initiator=provider"
        #expect(try visitor.open("/draft/rules?\(query)").text.contains("not required, by rule 2"))
        #expect(try visitor.open("/draft/rules?test-on=2026-08-01").text.contains("required, by rule 1"))
        #expect(try visitor.open("/draft/rules?test-on=soon").text.contains("A day such as"))
        _ = try send([("up", "1")])
        #expect(try settings().reasonRequired.rules.map(\.isRequired) == [false, true])
        _ = try send([("remove", "0")])
        #expect(try settings().reasonRequired.rules.map(\.isRequired) == [true])
        let faulty = try ParsedPage(try send([("save", "yes"), ("from", "soon")]))
        #expect(faulty.status == 422 && faulty.links.contains("#f-from"))
    }

    @Test func `change the rest of the settings`() throws {
        let typed = [
            ("timeZone", "UTC"), ("defaultLanguage", "nl"), ("maxBackdatingDays", "30"), ("maxForwardDays", "3660"),
            ("maxLength", "2000"), ("heldFor", "PT20M"),
        ]
        #expect(try visitor.send("/draft/general", on: "/draft/general", typed).status == 303)
        #expect((try settings().timeZone.name, try settings().maxBackdatingDays) == ("UTC", 30))
        #expect(try settings().heldFor == .seconds(1200))
        // A default that nobody changed stays unwritten.
        #expect(try visitor.draft()?.document.canonicalJSON.contains("maxForwardDays") == false)
        let faulty = typed.map { $0.0 == "timeZone" ? ("timeZone", "Mars") : $0 }
        let page = try ParsedPage(try visitor.send("/draft/general", on: "/draft/general", faulty))
        #expect(page.status == 422 && page.links.contains("#f-timeZone"))
    }

    @Test func `bring a file in, with every fault named by its line`() throws {
        let faulty = ConsoleFixture.settings.replacing("code: moved", with: "code: price")
        let page = try ParsedPage(try visitor.send("/draft/yaml", on: "/draft/yaml", [("text", faulty)]))
        #expect(page.status == 422)
        #expect(page.text.contains("line 9") && page.html.contains("code: price"))
        let hostile =
            "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n  - {code: x, labels: {nl: \"</script><b>\"}}"
        let misleading = hostile.replacing("<b>", with: "<b>\u{202E}")
        let refused = try ParsedPage(try visitor.send("/draft/yaml", on: "/draft/yaml", [("text", misleading)]))
        #expect(refused.status == 422 && refused.text.contains("line 4") && refused.text.contains("direction of text"))
        #expect(try visitor.send("/draft/yaml", on: "/draft/yaml", [("text", hostile)]).status == 303)
        for path in ["/draft", "/draft/reasons", "/draft/reason?code=x", "/draft/translations", "/draft/yaml"] {
            let page = try visitor.open(path)
            #expect(!page.html.contains("</script><b>") && !page.html.contains("\u{202E}"), "\(path)")
        }
        let file = fixture.ask("/draft/settings.yaml", session: visitor.session).answer
        #expect(file.contentType.hasPrefix("application/yaml"))
        #expect(try Settings.parse(yamlOrJSON: String(decoding: file.body, as: UTF8.self)) == visitor.draft()?.document)
    }

    @Test func `say how large they may be where a file or a text is larger, and keep the text`() throws {
        let large = "# " + String(repeating: "x", count: Settings.maxBytes) + "\n" + ConsoleFixture.settings
        let typed = try ParsedPage(try visitor.send("/draft/yaml", on: "/draft/yaml", [("text", large)]))
        #expect(typed.status == 422 && typed.links.contains("#f-text") && typed.html.contains("# xxxx"))
        #expect(typed.text.contains("may have 1,048,576"))
        let file = try ParsedPage(
            try visitor.send(
                "/draft/yaml",
                on: "/draft/yaml",
                [("text", large)],
                headers: ["content-type": "multipart/form-data; boundary=X"]
            )
        )
        #expect(file.status == 422 && file.links.contains("#f-file") && file.ids.contains("f-file-fault"))
        #expect(!file.html.contains("# xxxx") && file.html.contains("code: price"))
        #expect(fixture.responder.mostBytes(of: "/draft/yaml") == 4 * 1024 * 1024)
        #expect(fixture.responder.mostBytes(of: "/draft/general") == 1024 * 1024)
    }

    @Test func `are read from an uploaded file too`() throws {
        let body = """
            --X\r\nContent-Disposition: form-data; name="draft"\r\n\r\nabc\r\n--X\r\nContent-Disposition: form-data; \
            name="text"; filename="s.yaml"\r\nContent-Type: application/yaml\r\n\r\na: 1\nb: 2\n\r\n--X--\r\n
            """
        let read = { (type: String) in
            try FormBody.fields(Array(body.utf8), contentType: type, contentEncoding: nil)
        }
        #expect(try read("multipart/form-data; boundary=X") == Fields([("draft", "abc"), ("text", "a: 1\nb: 2\n")]))
        #expect(try read("Multipart/Form-Data; boundary=\"X\"").pairs.count == 2)
        #expect(throws: FormFault.unsupported) { try read("text/plain") }
    }

    @Test func `have line feeds, however their lines ended`() throws {
        let type = "application/x-www-form-urlencoded"
        let fields = try FormBody.fields(
            Array("text=a%0D%0Ab%0Dc%0Ad%0D%0D%0A".utf8),
            contentType: type,
            contentEncoding: nil
        )
        #expect(fields.pairs.map(\.value) == ["a\nb\nc\nd\n\n"])
    }

    @Test func `hold a thousand reasons`() throws {
        let reasons = (1...1000).map { "  - {code: r\($0), labels: {nl: Reden \($0)}}" }.joined(separator: "\n")
        try fixture.apply("timeZone: UTC\ndefaultLanguage: nl\nreasons:\n" + reasons)
        let labels = (0..<1000).map { ("label-\($0)", "Reason \($0)") }
        let started = ContinuousClock.now
        #expect(try visitor.send("/draft/translations", on: "/draft/translations?to=en", labels).status == 303)
        #expect(try settings().reasons.allSatisfy { $0.labels["en"] != nil })
        #expect(try visitor.open("/draft/reasons").status == 200)
        #expect(try visitor.open("/draft").text.contains("label in en"))
        #expect(ContinuousClock.now - started < .seconds(60))
    }

    @Test func `ask what if over the draft`() throws {
        try fixture.fill()
        let document = ConsoleFixture.settings
            .replacing("code: price\n", with: "code: price\n    aliases: [te-duur]\n")
            .replacing(
                "labels: {nl: Overleden, en: Deceased}",
                with: "labels: {nl: Overleden}\n    validThrough: 2026-01-01"
            )
        try visitor.send("/draft/yaml", on: "/draft/yaml", [("text", document)])
        let page = try visitor.open("/draft/what-if?since=2026-01-01")
        #expect(page.text.contains("Of 2 recorded terminations 1 would have been refused."))
        #expect(page.text.contains("Of 3 messages that were refused 2 would have been accepted."))
        #expect(try visitor.open("/draft/what-if?since=x").status == 400)
        let reader = Visitor(fixture, name: "sam", as: [.readSettings])
        let asked = try reader.open("/draft/what-if?since=2026-01-01")
        #expect(asked.status == 200 && !asked.html.contains("deceased"))
        // Who may not change anything is not led to where it is done.
        #expect(!asked.links.contains { $0.hasPrefix("/draft/reasons") })
    }

    @Test(arguments: ["en", "nl"]) func `are well-formed in both languages`(language: String) throws {
        try fixture.fill()
        try visitor.send("/draft/reasons/move", on: "/draft/reasons", [("down", "0")])
        for path in [
            "/draft", "/draft/reasons", "/draft/reasons/new", "/draft/reason?code=price", "/draft/translations",
            "/draft/rules", "/draft/rules?test-on=2026-03-01&edit=1", "/draft/general", "/draft/yaml",
            "/draft/what-if?since=2026-01-01", "/drafts/alex", "/settings", "/settings/1", "/reasons",
        ] {
            let page = try visitor.open(path, language: language)
            #expect(page.status == 200, "\(path)")
            #expect(page.elements["h1"] == 1, "\(path)")
            #expect(Set(page.ids).count == page.ids.count, "\(path) \(page.ids)")
            #expect(!page.attributes.contains("style") && page.attributes.allSatisfy { !$0.hasPrefix("on") }, "\(path)")
        }
    }
}
