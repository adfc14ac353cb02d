import Foundation
import TestSupport
import Testing

@testable import terminus

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

    @Test(arguments: [
        "prefix: null", "prefix: ~", "prefix: Null", "prefix: NULL", "prefix:", "amqp: ~\nledger: null\nprefix: ~", "~",
        "null", "",
        "# nothing", "amqp:\n  passwordFile: ~\nledger:\n  path: ~\nsource: null\nprefetch: ~\nsetup: null\n",
    ])
    func `is not set by null, as YAML has it`(text: String) throws {
        let folder = try Folder()
        try folder.file("terminus.yaml", text)
        #expect(try prefix(folder, [], [:]) == "terminus")
        #expect(try folder.run("doctor").output.contains("null") == false)
        #expect(try prefix(folder, [], ["TERMINUS_PREFIX": "set"]) == "set")
    }

    @Test func `takes quoted null, and null of a variable, for the text`() throws {
        let folder = try Folder()
        try folder.file("terminus.yaml", "prefix: 'null'")
        #expect(try prefix(folder, [], [:]) == "null")
        #expect(try prefix(folder, [], ["TERMINUS_PREFIX": "~x"]) == "~x")
    }

    @Test func `may begin with a byte order mark, or come through a pipe`() throws {
        let folder = try Folder()
        try folder.file("terminus.yaml", "\u{FEFF}prefix: marked\n")
        #expect(try prefix(folder, [], [:]) == "marked")
        let answer = try Program.run(
            ["-c", "$T setup --dry-run --config <(echo 'prefix: piped')"],
            of: "/bin/bash",
            in: folder.path,
            environment: ["T": Program.path]
        )
        #expect(answer.output.contains("piped.terminations"))
    }

    @Test(arguments: [
        (["TERMINUS_PREFIX": "\"terminus\""], "in quotes"), (["TERMINUS_LEDGER_PATH": "'x.sqlite'"], "in quotes"),
        (["TERMINUS_LEDGER_PATH": "~/x.sqlite"], "only a shell expands"),
        (["TERMINUS_CONFIG": "~/x"], "only a shell expands"),
        (["TERMINUS_AMQP_CA_FILE": "~/ca.pem"], "only a shell expands"),
    ])
    func `refuses what a shell would have taken away`(variables: [String: String], told: String) throws {
        let answer = try Folder().run(["doctor"], environment: variables)
        #expect(answer.end == .exit(78))
        #expect(answer.output.replacing(/\s+/, with: " ").contains(told))
        #expect(answer.output.contains(variables.keys.first ?? ""))
    }

    @Test(arguments: [
        "amqp://terminus:42/s3cretX@localhost:35672", "amqp://127.0.0.1:9,amqp://t:1/s3cretX@h", "amqp://t@9/s3cretX@h",
        "amqp://t:s3cretX:h:1", "amqp://t:1#s3cretX@h", "amqp://t:1?s3cretX@h", "amqp://t:s3cretX%@h",
        "amqp://t:p,s3cretX@h",
        "s3cretX", "amqp:/t:s3cretX@h", "amqps://t:s3cretX@h:1:2", "amqp://t:s3cretX@h/v/@x", "amqp://t:s3cretX@@h/@",
    ])
    func `never shows a password, however odd the address`(address: String) throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        try folder.file("message.json", String(decoding: Sample.message("t-1"), as: UTF8.self))
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        try folder.file("address.yaml", "amqp:\n  url: '\(address)'\n")
        for command in [
            ["doctor"], ["doctor", "--format", "json"], ["doctor", "--probe"], ["send", "message.json"], ["run"],
            ["setup"],
            ["listen", "--timeout", "1"],
        ] {
            for (flags, variables) in [
                ([], ["TERMINUS_AMQP_URL": address]), (["--amqp-url", address], [:]),
                (["--config", "address.yaml"], [:]),
            ] {
                let answer = try folder.run(command + flags, environment: variables)
                #expect(answer.end == .exit(command == ["doctor", "--probe"] ? 1 : 78), "\(command)")
                let text = (answer.output + answer.errors).replacing(/\s+/, with: " ")
                #expect(!text.contains("s3cretX"), "\(command): \(text)")
                #expect(text.contains("percent-encode"), "\(command): \(text)")
            }
        }
        // As an argument where none belongs.
        let mistyped = try folder.run(["doctor", address])
        #expect(mistyped.end == .exit(64))
        if address.hasPrefix("amqp") { #expect(!mistyped.errors.contains("s3cretX")) }
    }

    /// What the fuzzer does for settings, for a file that only this program reads.
    @Test(arguments: 1...8 as ClosedRange<UInt64>) func `of any bytes comes to values or faults`(seed: UInt64) throws {
        let folder = try Folder()
        let path = folder.path + "/any.yaml"
        let seeds: [[UInt8]] = [
            Array("amqp:\n  url: amqp://u:p@h\n  caFile: &a x\nledger: {path: *a}\nprefix: !!str 5\n".utf8),
            Array("? [a, b]\n: c\n<<: {prefetch: 1e400}\nhttp: {address: '[::1]:99999'}\n".utf8),
            Array("\u{FEFF}prefix: \"\\0\\ud800\"\nsetup: ~\n---\nb: 2\n".utf8), [0xFF, 0xFE, 0x00],
            Array("a: \u{202E}".utf8),
            Array(String(repeating: "[", count: 3000).utf8), Array("{url:amqp://u:p@h}".utf8),
        ]
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(bound, 1)
        }
        for _ in 0..<150 {
            var bytes = seeds[next(seeds.count)]
            for _ in 0..<next(6) {
                let place = next(bytes.count)
                switch next(3) {
                case 0 where !bytes.isEmpty: bytes[place] = UInt8(next(256))
                case 1 where !bytes.isEmpty: bytes.removeSubrange(place..<min(place + next(9), bytes.count))
                default: bytes.insert(contentsOf: seeds[next(seeds.count)].prefix(next(20)), at: place)
                }
            }
            try Data(bytes).write(to: URL(filePath: path))
            switch ConfigurationFile(flag: path, environment: [:]).content() {
            case .nothing: break
            case .unreadable(let fault): #expect(fault.contains(path))
            case .mapping(_, let faults): #expect(faults.allSatisfy { $0.contains("any.yaml") })
            }
        }
    }

    @Test func `shows no password that stands where a key should`() throws {
        let folder = try Folder()
        try folder.file("terminus.yaml", "{amqp: {url:amqp://u:s3cretX@h}}")
        let answer = try folder.run("doctor")
        #expect(answer.end == .exit(78))
        #expect(answer.output.contains("not a key"))
        #expect(!answer.output.contains("s3cretX"))
    }

    @Test func `warns of a variable that nobody reads`() throws {
        let answer = try Folder().run(
            ["doctor", "--format", "json"],
            environment: ["TERMINUS_PREFECTH": "5", "TERMINUS_AMQP_URL": `Exit codes`.nowhere]
        )
        #expect(try answer.objects().contains { $0["detail"]?.string?.contains("TERMINUS_PREFECTH") == true })
    }

    /// Windows' editors write a byte order mark, old Macs ended lines by a carriage return alone.
    @Test(arguments: ["guest\n", "guest", "guest\r\nmore", "\u{FEFF}guest\r\n", "guest\r", "guest\rmore\n"])
    func `takes the password from a file`(content: String) throws {
        try TestEnvironment.with("password") { testEnvironment in
            let wrong = testEnvironment.url.replacing("guest:guest@", with: "guest:Zebra@")
            try #require(wrong != testEnvironment.url, "the test's broker knows guest")
            let file = try testEnvironment.file("password", content.utf8)
            let refused = try Program.run(
                ["setup"],
                in: testEnvironment.folder.path,
                environment: ["TERMINUS_AMQP_URL": wrong]
            )
            #expect(refused.end == .exit(69))
            #expect(!(refused.output + refused.errors).contains("Zebra"))
            let taken = try Program.run(
                ["setup", "--prefix", testEnvironment.names.prefix, "--amqp-password-file", file],
                in: testEnvironment.folder.path,
                environment: ["TERMINUS_AMQP_URL": wrong]
            )
            #expect(taken.end == .exit(0))
            let piped = try Program.run(
                ["-c", "$T setup --prefix \(testEnvironment.names.prefix) --amqp-password-file <(cat \(file))"],
                of: "/bin/bash",
                in: testEnvironment.folder.path,
                environment: ["TERMINUS_AMQP_URL": wrong, "T": Program.path]
            )
            #expect(piped.end == .exit(0))
        }
    }
}
