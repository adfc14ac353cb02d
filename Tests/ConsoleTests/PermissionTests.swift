import Foundation
import Ledger
import Terminations
import Testing

@testable import Console

@Suite struct `Who may see what` {
    private let fixture: ConsoleFixture

    init() throws {
        fixture = try ConsoleFixture()
        try fixture.fill()
        try fixture.discardAndReplay()
    }

    @Test(arguments: Role.shipped.map(\.name)) func `answers each page as the table of roles says`(name: String) throws
    {
        let role = try #require(Role.shipped.first { $0.name == name })
        for (route, path) in try fixture.addresses() {
            let answer = fixture.ask(path, method: route.method, as: role.permissions).answer
            let status = answer.status
            switch route.access {
            case .everybody, .signedIn: #expect(status == 200 || status == 303, "\(path)")
            case .permission(let permission):
                // The exact bytes may hold a note as well, and the permission for an action includes its undo.
                let isAllowed =
                    role.permissions.contains(permission)
                    && (!route.pattern.hasSuffix("/raw") || role.permissions.contains(.readNotes))
                    && (!route.pattern.hasSuffix("/undo") || role.permissions.contains(.discardDeadLetters))
                // What becomes of an empty form, or of what is not there, is another question.
                let body = String(decoding: answer.body, as: UTF8.self)
                let isForbidden =
                    status == 403
                    && [permission, .readNotes, .discardDeadLetters].contains { body.contains($0.rawValue) }
                #expect(isForbidden == !isAllowed && status < 500 && status != 401, "\(path)")
            }
        }
    }

    @Test func `shows nobody a page before they sign in`() throws {
        for (route, path) in try fixture.addresses() where route.access != .everybody {
            #expect(fixture.ask(path, method: route.method, as: nil).answer.status == 401, "\(path)")
        }
    }

    @Test func `names no page in the navigation that somebody may not see`() throws {
        let links = try fixture.page("/", as: [.readReports]).links
        #expect(links.contains("/report"))
        #expect(!links.contains("/dead-letters") && !links.contains("/audit") && !links.contains("/worker"))
    }

    @Test func `grants nothing that changes something where the console is read-only`() {
        let person = Person(name: "alex", permissions: Set(Permission.allCases), isWritable: false)
        #expect(person.permissions == Set(Permission.allCases.filter { !$0.isWriting }))
        #expect(!person.may(.mendDeadLetters) && person.may(.readBodies))
    }

    @Test func `keeps the body, the note and the sensitive reason apart from the list`() throws {
        let deadLetter = try #require(try fixture.deadLetters().last)
        let path = "/dead-letters/\(deadLetter.id)"
        #expect(!(try fixture.page(path, as: [.readDeadLetters]).html).contains("te-duur"))
        #expect((try fixture.page(path, as: [.readDeadLetters, .readBodies]).html).contains("te-duur"))
        let life = "/terminations/t-1"
        #expect(!(try fixture.page(life, as: [.readTerminations]).text).contains("Was too dear"))
        #expect((try fixture.page(life, as: [.readTerminations, .readNotes]).text).contains("Was too dear"))
        let sensitive = "/terminations/t-2"
        #expect(!(try fixture.page(sensitive, as: [.readTerminations]).html).contains("deceased"))
        #expect(
            (try fixture.page(sensitive, as: [.readTerminations, .readConfidentialReports]).html).contains("deceased")
        )
        #expect(!(try fixture.page("/terminations", as: [.readTerminations]).html).contains("Deceased"))
    }

    @Test func `does not find by a text without the permission to see bodies`() {
        let form = [("text", "te-duur")]
        let found = fixture.ask("/dead-letters/find", method: "POST", form: form, as: [.readDeadLetters])
        #expect(found.answer.status == 403)
    }

    @Test func `documents the roles as they are`() throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/console.md")
        #expect(try String(contentsOf: guide, encoding: .utf8).contains(Role.markdown))
    }
}

extension PageAnswer {
    fileprivate func names(_ text: String) -> Bool { String(decoding: body, as: UTF8.self).contains(text) }
}
