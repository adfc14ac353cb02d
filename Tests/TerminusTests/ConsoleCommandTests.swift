import Foundation
import TestSupport
import Testing

@Suite struct `The console as a process` {
    private func folder() throws -> Folder {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create", "--yes").end == .exit(0))
        return folder
    }

    @Test func `prints a link that signs in once, logs no id, and ends in order`() throws {
        let folder = try folder()
        let console = try Program.start(["console", "--console-address", "127.0.0.1:0"], in: folder.path)
        #expect(console.waitForOutput("/sign-in?token="))
        let link = try #require(
            console.outputText.components(separatedBy: ": ").last?.trimmingCharacters(in: .newlines)
        )
        let client = MachineClient(address: String(link.dropFirst("http://".count).prefix { $0 != "/" }))
        let query = try #require(link.components(separatedBy: "?").last)
        #expect(try client.get("/sign-in?\(query)").status == 200)
        let post = """
            POST /sign-in HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
            Content-Length: \(query.utf8.count)\r\n\r\n\(query)
            """
        let answer = try client.send(post)
        #expect(answer.status == 303 && answer.headers["set-cookie"]?.hasPrefix("terminus-console=") == true)
        #expect(try client.send(post).status == 403)
        let cookie = try #require(answer.headers["set-cookie"]?.prefix { $0 != ";" })
        let page = try client.send(
            "GET /dead-letters/secret-id?code=secret HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\nConnection: close\r\n\r\n"
        )
        #expect(page.status == 404)
        console.send(SIGTERM)
        #expect(console.end() == .exit(0))
        #expect(console.errorText.contains("/dead-letters/{id}"))
        #expect(!console.errorText.contains("secret") && !console.errorText.contains(query))
    }

    @Test(arguments: [
        ["TERMINUS_CONSOLE_ADDRESS": "0.0.0.0:9465"], ["TERMINUS_CONSOLE_ADDRESS": "off"],
        ["TERMINUS_CONSOLE_BASE_PATH": "terminus"], ["TERMINUS_CONSOLE_PUBLIC_URL": "console.example.com"],
    ])
    func `does not start with what it cannot use, and says what to do`(variables: [String: String]) throws {
        let answer = try folder().run(["console"], environment: variables)
        #expect(answer.end == .exit(78), "\(answer.errors)")
        #expect(
            answer.output.isEmpty
                && answer.errors.contains(
                    variables.keys.first == "TERMINUS_CONSOLE_ADDRESS" ? "127.0.0.1:9465" : "must be"
                )
        )
    }

    @Test func `does not start without a ledger`() throws {
        let answer = try Folder().run("console", "--console-address", "127.0.0.1:0")
        #expect(answer.end != .exit(0) && answer.errors.contains("There is no ledger at"))
    }
}
