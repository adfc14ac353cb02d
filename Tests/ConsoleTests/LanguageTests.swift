import Foundation
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Every text of a page that a person reads, with what is around it.
private final class PageTexts: NSObject, XMLParserDelegate {
    struct Text {
        let text: String
        /// Names and classes of the elements around it, the outermost first.
        let place: String
        /// Of the nearest element that has one.
        let language: String
        /// Whether it is what somebody typed, sent or named: the same in every language.
        let isData: Bool
        let isReport: Bool
    }

    struct Form {
        let action: String
        let isPosted: Bool
        var hidden: [(String, String)] = []
        var fields: [(String, String)] = []
        var buttons: [(String, String)] = []
    }

    private(set) var texts: [Text] = []
    private(set) var links: [String] = []
    private(set) var forms: [Form] = []
    private var elements: [(name: String, attributes: [String: String])] = []
    private var text = ""
    private var select: String?

    init(_ answer: PageAnswer) throws {
        super.init()
        let html = String(decoding: answer.body, as: UTF8.self).replacing("<!DOCTYPE html>", with: "")
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = self
        guard parser.parse() else { throw ParsedPage.Malformed(description: html) }
    }

    private static let dataElements: Set<String> = ["code", "pre", "textarea", "del", "ins", "script", "style"]

    private func add(_ text: String, attribute: String? = nil) {
        guard text.contains(where: \.isLetter) else { return }
        let names = elements.map { $0.name + ($0.attributes["class"].map { ".\($0)" } ?? "") }
        texts.append(
            Text(
                text: text,
                place: names.suffix(4).joined(separator: " ") + (attribute.map { "@" + $0 } ?? ""),
                language: elements.last { $0.attributes["lang"] != nil }?.attributes["lang"] ?? "",
                isData: attribute == nil
                    && elements.contains {
                        Self.dataElements.contains($0.name)
                            || ($0.attributes["class"] ?? "").split(separator: " ")
                                .contains { ["body", "cause", "lines"].contains($0) }
                    },
                isReport: elements.contains { ["report", "ranking"].contains($0.attributes["class"]) }
            )
        )
    }

    private func flush() {
        add(text)
        text = ""
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        flush()
        elements.append((name, attributes))
        for attribute in ["aria-label", "placeholder", "title", "alt"] {
            // An example of a pointer or of a patch is the same in every language.
            if let text = attributes[attribute], !text.hasPrefix("/"), !text.hasPrefix("[{") {
                add(text, attribute: attribute)
            }
        }
        let field = attributes["name"] ?? ""
        switch name {
        case "a": if let link = attributes["href"] { links.append(link) }
        case "form":
            forms.append(Form(action: attributes["action"] ?? "", isPosted: attributes["method"] == "post"))
        case "input" where !forms.isEmpty:
            switch attributes["type"] {
            case "hidden": forms[forms.count - 1].hidden.append((field, attributes["value"] ?? ""))
            case "checkbox", "radio":
                if attributes["checked"] != nil {
                    forms[forms.count - 1].hidden.append((field, attributes["value"] ?? "on"))
                }
            default: forms[forms.count - 1].fields.append((field, attributes["value"] ?? ""))
            }
        case "textarea" where !forms.isEmpty: forms[forms.count - 1].fields.append((field, ""))
        case "select": select = field
        case "option" where !forms.isEmpty:
            if let select, attributes["selected"] != nil {
                forms[forms.count - 1].hidden.append((select, attributes["value"] ?? ""))
            }
        case "button" where !forms.isEmpty:
            forms[forms.count - 1].buttons.append((field, attributes["value"] ?? ""))
        default: break
        }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if name == "textarea", let last = forms.indices.last, let field = forms[last].fields.indices.last {
            forms[last].fields[field].1 = text.hasPrefix("\n") ? String(text.dropFirst()) : text
        }
        if name == "select" { select = nil }
        flush()
        elements.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}

/// Goes through the whole console: follows every link, and sends every form, as it is and with nonsense in it.
private final class Crawler {
    let fixture: ConsoleFixture
    private(set) var pages: [(name: String, page: PageTexts)] = []
    private let session: Token
    private var seen: Set<String> = []

    init(_ fixture: ConsoleFixture) {
        self.fixture = fixture
        session = fixture.signIn()
    }

    @discardableResult
    func keep(_ name: String, _ answer: PageAnswer) throws -> PageTexts? {
        guard answer.contentType.hasPrefix("text/html") else { return nil }
        let page = try PageTexts(answer)
        pages.append((name, page))
        return page
    }

    func run(from paths: [String]) throws {
        var left = paths.reversed() as [String]
        var forms: [PageTexts.Form] = []
        while !left.isEmpty || !forms.isEmpty {
            if let path = left.popLast() {
                // One page of each kind: what is in the query makes another page.
                guard seen.insert(path).inserted, seen.count < 700, !path.hasPrefix("/assets/"),
                    !path.hasPrefix("/report.")
                else { continue }
                guard let page = try keep(path, fixture.ask(path, session: session).answer) else { continue }
                left += page.links.filter { $0.hasPrefix("/") && !seen.contains($0) }
                forms += page.forms
            } else if let form = forms.popLast() {
                guard form.isPosted, !["/sign-out", "/language"].contains(form.action) else { continue }
                for button in form.buttons.isEmpty ? [("", "")] : form.buttons {
                    for isNonsense in [true, false] {
                        let names = (form.hidden + form.fields).map(\.0).joined(separator: " ")
                        guard seen.insert("\(form.action) \(names) \(button) \(isNonsense)").inserted else { continue }
                        let fields = form.fields.map { ($0.0, isNonsense ? " Zqx\u{1} " : $0.1) }
                        let answer = fixture.ask(
                            form.action,
                            method: "POST",
                            form: form.hidden + fields + [button],
                            session: session
                        ).answer
                        if let page = try keep("POST \(form.action) \(isNonsense ? "nonsense" : "as it is")", answer) {
                            forms += page.forms
                            left += page.links.filter { $0.hasPrefix("/") && !seen.contains($0) }
                        }
                        if let location = answer.headers.first(where: { $0.name == "location" })?.value {
                            left.append(location)
                        }
                    }
                }
            }
        }
    }

    /// The pages that no link leads to.
    func runOutside() throws {
        for path in ["/nowhere", "/causes/000000000000", "/settings/99", "/replays/99", "/actions/99", "/find?id=Zqx"] {
            try keep(path, fixture.ask(path).answer)
        }
        try keep("PUT", fixture.ask("/causes", method: "PUT").answer)
        try keep("host", fixture.ask("/", headers: ["host": "evil.example"]).answer)
        for headers in [["sec-fetch-site": "cross-site"], ["sec-fetch-site": "", "origin": "https://evil.example"]] {
            try keep("origin", fixture.ask("/draft/discard", method: "POST", headers: headers).answer)
        }
        let paths = [
            "/", "/causes", "/dead-letters", "/dead-letters/edit", "/replays/new", "/terminations", "/worker",
            "/reasons",
            "/draft", "/report", "/audit", "/access",
        ]
        for path in paths {
            try keep("\(path) without a sign-in", fixture.ask(path, as: nil).answer)
            try keep("\(path) without permissions", fixture.ask(path, as: []).answer)
            try keep("\(path) with few permissions", fixture.ask(path, as: [.readDeadLetters, .readSettings]).answer)
        }
        let file = fixture.folder.appending(path: "ledger.sqlite").path
        try FileManager.default.moveItem(atPath: file, toPath: file + ".away")
        for path in paths { try keep("\(path) without a ledger", fixture.ask(path).answer) }
        try FileManager.default.moveItem(atPath: file + ".away", toPath: file)
    }
}

@Suite struct `The language of the pages` {
    private static let messages = [
        Sample.message("t-1", endDate: "2026-03-31", others: ["note": "\"Zqx\""]),
        Sample.message("t-2", reason: "deceased", endDate: "2026-02-28"),
        Sample.message("t-3", reason: "te-duur"), Sample.message("t-4", reason: "te-duur"),
        Sample.message("t-5", reason: nil, endDate: "31-12-2026"), Array("{\"a\":".utf8), Array("[]".utf8),
        Sample.message("t-1", endDate: "2026-04-30"),
        Sample.message("t-6", endDate: "1999-01-01", others: ["note": "7", "contract": "{\"currency\":\"eur\"}"]),
    ]

    private func crawl(_ language: Language) throws -> Crawler {
        let fixture = try ConsoleFixture(isWritable: true, language: language)
        for message in Self.messages { try fixture.record(message) }
        let settings = ConsoleFixture.settings.replacing(
            "reasonRequired: true",
            with: "reasonRequired: [{required: true}]"
        )
        try fixture.apply(settings, reason: "Zqx")
        let crawler = Crawler(fixture)
        try crawler.run(from: [
            "/", "/draft", "/draft/rules", "/draft/translations?to=de", "/draft/yaml", "/report?across=month",
        ])
        try crawler.runOutside()
        try signIns(crawler, language)
        let empty = Crawler(try ConsoleFixture(settings: nil, isWritable: true, language: language))
        try empty.run(from: ["/", "/report", "/draft"])
        for (name, page) in empty.pages { crawler.add("\(name) of an empty ledger", page) }
        #expect(crawler.pages.count > 300)
        return crawler
    }

    /// The pages of every way to sign in, refusals included.
    private func signIns(_ crawler: Crawler, _ language: Language) throws {
        let users = try Users(
            parsing: Users.line(
                name: "kim",
                hash: try PasswordHash(of: "Zqx", cost: .init(logRounds: 10, blockSize: 1, parallelism: 1)),
                roles: ["ops"]
            ),
            roles: RoleTable()
        )
        let proxy = ProxySignIn(
            trustedProxies: [try #require(AddressRange("10.1.0.0/16"))],
            userHeader: "X-Forwarded-User",
            groupsHeader: "X-Forwarded-Groups"
        )
        for method in [SignInMethod.local, .users(users), .proxy(proxy, nil)] {
            let fixture = try ConsoleFixture(language: language, signIn: method)
            let name = "signing in by \(method.name)"
            for path in ["/sign-in", "/sign-in?token=Zqx", "/signed-out", "/causes"] {
                for headers in [
                    [:], ["x-forwarded-user": "kim"], ["x-forwarded-user": "kim,kim", "authorization": "Bearer a"],
                ] {
                    for peer in ["10.1.0.1", "192.0.2.1"] {
                        let answer = fixture.ask(path, as: nil, headers: headers, from: peer).answer
                        try crawler.keep("\(path) \(name)", answer)
                    }
                }
            }
            for form in [[], [("name", "kim"), ("password", "Zqy")], [("token", "Zqx")], [("name", "kim")]] {
                for _ in 0..<6 {
                    let answer = fixture.ask("/sign-in", method: "POST", form: form, as: nil).answer
                    try crawler.keep("POST /sign-in \(name)", answer)
                }
            }
        }
    }

    /// Words and names that are the same in every language, or that somebody gave.
    private static let names: Set<String> = [
        "terminus", "alex", "kim", "zqx", "console", "event", "html", "ndjson", "sqlite", "mib", "https",
        // Roles.
        "viewer", "ops", "approver", "auditor", "management",
        // Terms of the product.
        "event", "csv", "json", "yaml", "utc", "english", "nederlands", "events",
        "menu",
        // Labels, codes and categories of the fixture, and its languages.
        "te", "duur", "too", "expensive", "verhuisd", "moved", "overleden", "deceased", "price", "commercial", "nl",
        "en",
        "de",
    ]

    @Test func `is that of the reader in every text`() throws {
        var found: [String: String] = [:]
        for (name, page) in try crawl(.pseudo).pages {
            // Reports have languages of their own.
            for text in page.texts
            where !text.isData && !text.isReport && !(name.hasPrefix("/report") && text.place.hasSuffix("title")) {
                let rest = Self.outsideOfMarks(text.text)
                // What holds a digit, or a sign between letters, is an id, a code, a version or an address.
                let words = rest.split(whereSeparator: \.isWhitespace).map {
                    $0.trimming { !$0.isLetter && !$0.isNumber }
                }
                for word in words.map({ $0.lowercased() })
                where word.count > 1 && word.allSatisfy(\.isLetter) && !Self.names.contains(word) {
                    found["\(word) | \(text.place) | \(text.text.prefix(90))"] = name
                }
            }
        }
        for (text, page) in found.sorted(by: { $0.key < $1.key }).prefix(400) { Issue.record("\(text) | \(page)") }
    }

    @Test func `is Dutch where the reader is`() throws {
        let english: Set<String> = [
            "the", "are", "were", "cannot", "already", "this", "that", "with", "not", "no", "and", "has",
            "have", "must", "there", "which", "what", "by", "at", "to", "for", "an", "it", "its", "only", "than",
            "been",
        ]
        var found: [String: String] = [:]
        for (name, page) in try crawl(.nl).pages {
            for text in page.texts where !text.isData && text.language == "nl" {
                let words = text.text.split(whereSeparator: \.isWhitespace).map {
                    $0.trimming { !$0.isLetter }.lowercased()
                }
                let wrong = words.filter(english.contains)
                if !wrong.isEmpty { found["\(wrong) | \(text.place) | \(text.text.prefix(120))"] = name }
            }
        }
        for (text, page) in found.sorted(by: { $0.key < $1.key }).prefix(200) { Issue.record("\(text) | \(page)") }
    }

    /// Marks may be within each other.
    private static func outsideOfMarks(_ text: String) -> String {
        var depth = 0
        var outside = ""
        var rest = text[...]
        while let character = rest.first {
            if rest.hasPrefix("[!!") {
                depth += 1
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("!!]") {
                depth -= 1
                rest = rest.dropFirst(3)
            } else {
                if depth == 0 { outside.append(character) }
                rest = rest.dropFirst()
            }
        }
        return outside
    }
}

extension Substring {
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
        guard let first = firstIndex(where: { !isTrimmed($0) }), let last = lastIndex(where: { !isTrimmed($0) }) else {
            return ""
        }
        return self[first...last]
    }
}

extension Crawler {
    fileprivate func add(_ name: String, _ page: PageTexts) { pages.append((name, page)) }
}
