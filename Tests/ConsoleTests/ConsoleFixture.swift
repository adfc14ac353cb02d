import Foundation
import JSON
import Ledger
import Logging
import TestSupport
import Terminations
import Testing
import YAML

@testable import Console

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A ledger in a folder of its own, and a console over it that is asked without a socket.
final class ConsoleFixture {
    static let now = Instant(rfc3339: "2026-03-10T12:00:00Z")!

    let folder: URL
    let ledger: Ledger
    let recorder: Recorder
    let responder: Responder
    let clock = Clock()

    final class Clock: @unchecked Sendable {
        // Only the test's own thread sets it.
        var now = ConsoleFixture.now
    }

    static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired: true
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
            category: commercial
            voluntary: true
          - code: moved
            labels: {nl: Verhuisd, en: Moved}
          - code: deceased
            labels: {nl: Overleden, en: Deceased}
            sensitive: true
        """

    init(
        settings: String? = ConsoleFixture.settings,
        isWritable: Bool = false,
        requiresApproval: Bool = false,
        basePath: String = "",
        language: Language? = nil,
        signIn: SignInMethod = .local,
        roles: RoleTable = RoleTable(),
        publicOrigin: String? = nil,
        port: Int = 9465,
        logger: Logger = Logger(label: "console")
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "console-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "ledger.sqlite").path
        ledger = try Ledger(path: path)
        recorder = Recorder(ledger: ledger, source: "urn:test")
        let clock = clock
        responder = Responder(
            ConsoleConfiguration(
                port: port,
                basePath: basePath,
                publicOrigin: publicOrigin,
                isWritable: isWritable,
                ledgerPath: path,
                source: "urn:test",
                version: "0.0.0",
                userName: "alex",
                signIn: signIn,
                roles: roles,
                requiresApproval: requiresApproval
            ),
            language: language,
            logger: logger,
            now: { clock.now }
        )
        if let settings { try apply(settings) }
    }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(at: folder)
    }

    func apply(_ settings: String, reason: String = "") throws {
        _ = try ledger.apply(
            try Settings.parse(yamlOrJSON: settings),
            by: Actor("kim", by: .cli),
            reason: reason,
            basedOn: try ledger.currentSettingsVersion(),
            source: "urn:test",
            at: Self.now
        )
    }

    /// - Returns: the ids of the dead letters that were made.
    func record(_ bodies: [UInt8]...) throws {
        _ = try recorder.record(
            bodies.map { body in
                let message = IncomingMessage(body: body, properties: MessageProperties())
                return ReceivedMessage(message: message, parsed: ParsedMessage(message, limits: MessageLimits()))
            },
            at: Self.now
        )
    }

    /// Imports messages without events, and keeps what is refused.
    func importMessages(_ bodies: [[UInt8]]) throws {
        let run = try ledger.startImportRun(
            of: [UInt8](repeating: 7, count: 32),
            size: Int64(bodies.count),
            publishesEvents: false,
            by: Actor("kim", by: .cli),
            at: Self.now
        )
        let received = bodies.map { body in
            let message = IncomingMessage(body: body, properties: MessageProperties())
            return ReceivedMessage(message: message, parsed: ParsedMessage(message, limits: MessageLimits()))
        }
        _ = try recorder.record(
            ImportPage(received, end: Int64(bodies.count)),
            of: run,
            keepsRejected: true,
            at: Self.now
        )
    }

    /// Two terminations, one of them with a sensitive reason; and three dead letters of two causes.
    func fill() throws {
        try record(
            Sample.message("t-1", endDate: "2026-03-31", others: ["note": "\"Was too dear\""]),
            Sample.message("t-2", reason: "deceased", endDate: "2026-02-28"),
            Sample.message("t-3", reason: "te-duur"),
            Sample.message("t-4", reason: "te-duur"),
            Sample.message("t-5", reason: nil, endDate: "31-12-2026")
        )
    }

    /// Makes action 1 and replay 1.
    func discardAndReplay() throws {
        let actor = Actor("kim", by: .cli)
        let versions = try ledger.deadLetterVersions(matching: .all)
        let action = try ledger.startDeadLetterAction(.discarded, of: 1, by: actor, reason: "", at: .now)
        _ = try ledger.discard([versions[0]], action: action.number, by: actor, reason: "", at: .now)
        try ledger.finishDeadLetterAction(action.number, at: .now)
        _ = try ledger.startReplayRun(
            of: [],
            settingsVersion: try ledger.currentSettingsVersion(),
            by: actor,
            reason: "",
            at: .now
        )
    }

    /// An address for each page, with ids that are there.
    func addresses() throws -> [(route: Route, path: String)] {
        let deadLetter = try #require(try deadLetters().first)
        let values = [
            "{id}": deadLetter.id, "{fingerprint}": deadLetter.fingerprint, "{code}": "price", "{version}": "1",
            "{owner}": "nobody", "{number}": "1",
        ]
        return Route.all.map { route in
            var path = route.pattern
            if path == "/terminations/{id}" { path = "/terminations/t-1" }
            if path == "/settings/difference" { path += "?from=1&to=1" }
            if path == "/report/terminations" { path += "?group=price" }
            if path == "/draft/reason" { path += "?code=price" }
            for (name, value) in values { path = path.replacing(name, with: value) }
            return (route, path)
        }
    }

    func deadLetters() throws -> [DeadLetter] { try ledger.deadLetters(matching: .all, limit: 100) }

    // MARK: - Asking

    /// The headers of a browser that stays on the console's own pages.
    static let browser = ["host": "127.0.0.1:9465", "sec-fetch-site": "same-origin", "accept-language": "en"]

    /// A session of its own, for what is previewed and then confirmed.
    func signIn(name: String = "alex", as permissions: Set<Permission> = Set(Permission.allCases)) -> Token {
        responder.signIn.sessions.start(
            for: Person(name: name, permissions: permissions, isWritable: responder.configuration.isWritable),
            at: clock.now
        )
    }

    /// - Parameters:
    ///   - permissions: those of who asks; nil for nobody.
    ///   - session: goes before the permissions.
    /// The form as it arrives from a browser, whose line breaks are CRLF.
    private static func sent(_ form: [(String, String)]) -> Fields {
        let body = form.map { name, value in
            "\(encoded(name))=\(encoded(value.replacing("\n", with: "\r\n")))"
        }
        .joined(separator: "&")
        let fields = try? FormBody.fields(
            Array(body.utf8),
            contentType: "application/x-www-form-urlencoded",
            contentEncoding: nil
        )
        return fields ?? Fields(form)
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return "%" + (digits.utf8.count < 2 ? "0" : "") + digits
        }
        .joined()
    }

    func ask(
        _ path: String,
        method: String = "GET",
        form: [(String, String)] = [],
        as permissions: Set<Permission>? = Set(Permission.allCases),
        session: Token? = nil,
        headers: [String: String] = [:],
        from peer: String? = "127.0.0.1"
    ) -> Responder.Result {
        var headers = Self.browser.merging(headers) { _, new in new }
        if let session {
            headers["cookie"] = "\(responder.signIn.cookies.session)=\(session.text)"
        } else if let permissions {
            let person = Person(name: "alex", permissions: permissions, isWritable: true)
            let token = responder.signIn.sessions.start(for: person, at: clock.now)
            headers["cookie"] = "\(responder.signIn.cookies.session)=\(token.text)"
        }
        headers = headers.filter { !$0.value.isEmpty }
        let parts = path.split(separator: "?", maxSplits: 1)
        var request = PageRequest(
            method: method,
            path: String(parts[0]),
            query: parts.count > 1 ? Fields(parsing: parts[1]) : Fields([]),
            form: Self.sent(form),
            headers: headers
        )
        request.peer = peer
        return responder.respond(to: request)
    }

    /// An answer in JSON.
    func json(_ path: String) throws -> JSONObject {
        let answer = ask(path).answer
        guard answer.contentType.hasPrefix("application/json"),
            case .object(let object) = try JSONValue(parsing: answer.body)
        else { throw ParsedPage.Malformed(description: String(decoding: answer.body, as: UTF8.self)) }
        return object
    }

    func page(_ path: String, as permissions: Set<Permission> = Set(Permission.allCases), language: String = "en")
        throws -> ParsedPage
    {
        let result = ask(path, as: permissions, headers: ["accept-language": language])
        return try ParsedPage(result.answer)
    }
}

/// A page read as XML, which every page must be.
struct ParsedPage {
    struct Malformed: Error, CustomStringConvertible { let description: String }

    let status: Int
    let html: String
    /// All texts, one after another.
    let text: String
    /// The addresses of links.
    let links: [String]
    let ids: [String]
    /// How often an element is there.
    let elements: [String: Int]
    let attributes: Set<String>

    init(_ answer: PageAnswer) throws {
        status = answer.status
        html = String(decoding: answer.body, as: UTF8.self)
        let reader = Reader()
        let parser = XMLParser(data: Data(html.replacing("<!DOCTYPE html>", with: "").utf8))
        parser.delegate = reader
        guard parser.parse() else {
            throw Malformed(
                description: "\(parser.parserError.map(String.init(describing:)) ?? "?") in \(html.prefix(4000))"
            )
        }
        text = reader.text
        links = reader.links
        ids = reader.ids
        elements = reader.elements
        attributes = reader.attributes
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var text = ""
        var links: [String] = []
        var ids: [String] = []
        var elements: [String: Int] = [:]
        var attributes: Set<String> = []

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes found: [String: String]
        ) {
            elements[name, default: 0] += 1
            attributes.formUnion(found.keys)
            if name == "a", let link = found["href"] { links.append(link) }
            if let id = found["id"] { ids.append(id) }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }
}
