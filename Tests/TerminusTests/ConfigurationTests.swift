import Foundation
import TestSupport
import Testing

@Suite struct `The configuration` {
    /// The prefix that a command goes by, as the names tell that it would declare.
    private func prefix(_ folder: Folder, _ flags: [String], _ variables: [String: String]) throws -> String? {
        let answer = try folder.run(["setup", "--dry-run", "--format", "json"] + flags, environment: variables)
        #expect(answer.end == .exit(0))
        return try answer.objects().first?["name"]?.string?.replacing(".terminations", with: "")
    }

    @Test func `is that of the flags, then the environment, then the file, then the defaults`() throws {
        let folder = try Folder()
        #expect(try prefix(folder, [], [:]) == "terminus")
        try folder.file("terminus.yaml", "prefix: from-file\nprefetch: 10\nlog:\n  level: debug\n")
        #expect(try prefix(folder, [], [:]) == "from-file")
        #expect(try prefix(folder, [], ["TERMINUS_PREFIX": "from-environment"]) == "from-environment")
        #expect(
            try prefix(folder, ["--prefix", "from-flag"], ["TERMINUS_PREFIX": "from-environment"]) == "from-flag"
        )
        try folder.file("other.yaml", "prefix: from-other-file\n")
        #expect(try prefix(folder, [], ["TERMINUS_CONFIG": "other.yaml"]) == "from-other-file")
        #expect(try prefix(folder, ["--config", "other.yaml"], [:]) == "from-other-file")
    }

    @Test func `with several faults names all of them at once, and no password`() throws {
        let folder = try Folder()
        try folder.file(
            "terminus.yaml",
            "amqp:\n  url: amqp://user:Zebra@host:99999\nprefetch: many\nprefix: [a, b]\ncolour: blue\n"
        )
        let answer = try folder.run(
            ["doctor"],
            environment: ["TERMINUS_BATCH_SIZE": "-1", "TERMINUS_LOG_FORMAT": "xml", "TERMINUS_SETUP": "Zebra"]
        )
        #expect(answer.end == .exit(78))
        let text = answer.output + answer.errors
        for name in [
            "amqp.url in terminus.yaml", "prefetch in terminus.yaml", "prefix in terminus.yaml",
            "colour in terminus.yaml", "TERMINUS_BATCH_SIZE", "TERMINUS_LOG_FORMAT", "TERMINUS_SETUP",
        ] {
            #expect(text.contains(name), "\(name)")
        }
        #expect(!text.contains("Zebra"))
    }

    @Test func `warns of a variable that nobody reads`() throws {
        let answer = try Folder().run(
            ["doctor", "--format", "json"],
            environment: ["TERMINUS_PREFECTH": "5", "TERMINUS_AMQP_URL": `Exit codes`.nowhere]
        )
        #expect(try answer.objects().contains { $0["detail"]?.string?.contains("TERMINUS_PREFECTH") == true })
    }

    @Test func `takes the password from a file`() throws {
        try Scene.with("password") { scene in
            let wrong = scene.url.replacing("guest:guest@", with: "guest:Zebra@")
            try #require(wrong != scene.url, "the test's broker knows guest")
            let file = try scene.file("password", "guest\n".utf8)
            let refused = try Program.run(["setup"], in: scene.folder.path, environment: ["TERMINUS_AMQP_URL": wrong])
            #expect(refused.end == .exit(69))
            #expect(!(refused.output + refused.errors).contains("Zebra"))
            let taken = try Program.run(
                ["setup", "--prefix", scene.names.prefix, "--amqp-password-file", file],
                in: scene.folder.path,
                environment: ["TERMINUS_AMQP_URL": wrong]
            )
            #expect(taken.end == .exit(0))
        }
    }
}
