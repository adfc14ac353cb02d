import Foundation
import JSON
import TestSupport
import Testing

@Suite struct `The commands for tokens of the HTTP API` {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create", "--yes").end == .exit(0))
    }

    @Test func `make a token that the running console takes at once, and refuses once it is revoked`() throws {
        let console = try Program.start(["console", "--console-address", "127.0.0.1:0"], in: folder.path)
        #expect(console.waitForOutput("/sign-in?token="))
        let link = try #require(console.outputText.components(separatedBy: ": ").last)
        let client = MachineClient(address: String(link.dropFirst("http://".count).prefix { $0 != "/" }))
        func ask(_ token: String, _ path: String = "/api/v1/settings", _ more: String = "") throws -> Int {
            try client.send(
                "GET \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\(more)Connection: close\r\n\r\n"
            ).status
        }
        #expect(try ask("trm_none") == 401)
        let made = try folder.run("console", "token", "create", "crm-form", "--permission", "settings.read")
        let token = made.output.trimmingCharacters(in: .newlines)
        #expect(token.wholeMatch(of: /trm_[0-9a-f]{64}/) != nil && made.errors.contains("shown this once"))
        #expect(try ask(token) == 200)
        #expect(try ask(token, "/api/v1/audit") == 403)
        #expect(try ask(token, "/api/v1/settings?token=\(token)") == 400)
        #expect(try ask(token, "/api/v1/settings", "If-None-Match: \"1\"\r\n") == 304)
        let listed = try folder.run("console", "token", "list", "--format", "json").objects()
        #expect(listed.count == 1 && listed[0]["name"]?.string == "crm-form" && listed[0]["lastUsedAt"]?.string != nil)
        #expect(try folder.run("console", "token", "list").output.contains("settings.read"))
        #expect(try folder.run("console", "token", "revoke", "crm-form").end == .exit(0))
        #expect(try ask(token) == 401)
        console.send(SIGTERM)
        #expect(console.end() == .exit(0))
        #expect(!console.errorText.contains(token) && console.errorText.contains("/api/v1/settings"))
    }

    @Test func `say what is wrong with a name, a permission or a lifetime`() throws {
        func create(_ arguments: String...) throws -> Answer {
            try folder.run(["console", "token", "create"] + arguments)
        }
        #expect(try create("two words", "--role", "ops").end == .exit(64))
        #expect(try create("a", "--permission", "everything").errors.contains("settings.read"))
        #expect(try create("a", "--role", "king").end == .exit(64))
        #expect(try create("a").errors.contains("Say what the token may do"))
        for lifetime in ["0d", "367d", "1h", "for ever"] {
            #expect(try create("a", "--role", "ops", "--expires", lifetime).end == .exit(64), "\(lifetime)")
        }
        #expect(try create("a", "--role", "ops", "--role", "viewer", "--expires", "366d").end == .exit(0))
        let twice = try create("a", "--role", "ops")
        #expect(twice.end == .exit(65) && twice.errors.contains("terminus console token revoke a"))
        #expect(try folder.run("console", "token", "revoke", "none").end == .exit(65))
        #expect(try folder.run("console", "token", "list", "--ledger-path", "/nowhere/l.sqlite").end == .exit(0))
        let nowhere = try folder.run(
            ["console", "token", "create", "a", "--role", "ops", "--ledger-path", "/nowhere/l.sqlite"]
        )
        #expect(nowhere.end == .exit(74) && nowhere.errors.contains("/nowhere/terminus-console.sqlite"))
    }
}
