import Foundation
import Ledger
import TestSupport
import Testing

@testable import terminus

@Suite struct `Exit codes` {
    /// A port on which nobody listens: the discard service's.
    static let nowhere = "amqp://guest:guest@127.0.0.1:9"

    @Test(arguments: ["run --nonsense", "check", "nonsense", "dead-letters list --state lost", "check a --format xml"])
    func `64 for a wrong command line`(line: String) throws {
        let answer = try Folder().run(line.split(separator: " ").map(String.init))
        #expect(answer.end == .exit(64))
        #expect(answer.output.isEmpty)
        #expect(answer.errors.contains("Usage:"))
    }

    @Test func `75 where another process continues the same import`() {
        #expect(CommandFailure(LedgerError(.runTaken, "Import 1 is not where it was.")).status == .temporary)
    }

    @Test func `65 for messages that would be refused`() throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        let answer = try folder.run("check", "-", "--settings", "settings.yaml", input: Array("garbage".utf8))
        #expect(answer.end == .exit(65))
    }

    @Test func `65 for settings that cannot be used, with every fault and nothing applied`() throws {
        let folder = try Folder()
        try folder.file(
            "settings.yaml",
            "timeZone: Mars/Olympus\ndefaultLanguage: nl\nreasons:\n  - code: price\n    labels: {}\n"
        )
        let answer = try folder.run("settings", "apply", "settings.yaml", "--create")
        #expect(answer.end == .exit(65))
        #expect(answer.errors.contains("/timeZone"))
        #expect(answer.errors.contains("/reasons/0/labels"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/terminus.sqlite"))
    }

    @Test func `65 for a dead letter or a version that does not exist`() throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        #expect(try folder.run("dead-letters", "show", "0000").end == .exit(65))
        #expect(try folder.run("settings", "show", "--version", "2").end == .exit(65))
    }

    @Test(arguments: [
        ["check", "missing.json", "--settings", "settings.yaml"], ["send", "missing.json"],
        ["settings", "apply", "missing.yaml", "--create"], ["import", "missing.csv"],
        ["settings", "check", "missing.yaml"],
        ["dead-letters", "mend", "--all", "--patch", "missing.json"],
        ["ledger", "restore", "missing.sqlite", "--dry-run"],
    ])
    func `66 for a file that is not there`(arguments: [String]) throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        let answer = try folder.run(arguments)
        #expect(answer.end == .exit(66))
        #expect(answer.errors.contains("missing."))
    }

    /// Nobody knows where it ends.
    @Test(
        arguments: [
            (["check", "/dev/zero"], 66), (["settings", "check", "/dev/urandom"], 66),
            (["import", "/dev/zero", "--input", "csv"], 66), (["import", "/dev/urandom", "--dry-run"], 66),
            (["doctor", "--config", "/dev/zero"], 78), (["import", "in.ndjson", "--rejects", "-"], 64),
        ] as [([String], Int32)]
    )
    func `are given at once for a device instead of a file`(arguments: [String], code: Int32) throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        let answer = try folder.run(arguments)
        #expect(answer.end == .exit(code), "\(answer.errors)")
    }

    @Test(arguments: [["send", "message.json"], ["setup"], ["listen", "--timeout", "1"], ["doctor"]])
    func `69 for a broker that cannot be reached`(arguments: [String]) throws {
        let folder = try Folder()
        try folder.file("message.json", String(decoding: Sample.message("t-1"), as: UTF8.self))
        let answer = try folder.run(arguments, environment: ["TERMINUS_AMQP_URL": Self.nowhere])
        #expect(answer.end == .exit(69))
        #expect((answer.output + answer.errors).contains("127.0.0.1:9"))
        #expect(!(answer.output + answer.errors).contains("guest"))
    }

    @Test(arguments: [
        ["reasons", "list"], ["settings", "show"], ["settings", "history"], ["dead-letters", "list"],
        ["dead-letters", "show", "0"], ["check", "-"],
    ])
    func `78 for a ledger that is not there, which is not made by asking`(arguments: [String]) throws {
        let folder = try Folder()
        let answer = try folder.run(arguments)
        #expect(answer.end == .exit(78))
        #expect(answer.errors.contains("terminus settings apply FILE"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/terminus.sqlite"))
    }

    @Test(arguments: [
        ["TERMINUS_PREFETCH": "0"], ["TERMINUS_AMQP_URL": "http://localhost"], ["TERMINUS_AMQP_URL": ""],
        ["TERMINUS_SETUP": "perhaps"], ["TERMINUS_LOG_LEVEL": "loud"], ["TERMINUS_CONFIG": "missing.yaml"],
        ["TERMINUS_AMQP_PASSWORD_FILE": "missing"], ["TERMINUS_SOURCE": "two words"],
        ["TERMINUS_PREFIX": String(repeating: "x", count: 201)],
    ])
    func `78 for a configuration that cannot be used`(variables: [String: String]) throws {
        for command in [["run"], ["doctor"], ["setup", "--dry-run"]] {
            let answer = try Folder().run(command, environment: variables)
            #expect(answer.end == .exit(78), "\(command) with \(variables)")
        }
    }
}
