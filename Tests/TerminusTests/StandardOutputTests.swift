import Foundation
import Ledger
import TestSupport
import Testing

/// A ledger with a termination, its events and two dead letters; without a broker.
private struct Shop {
    let folder: Folder
    let deadLetter: String

    init() throws {
        folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        try folder.file("other.yaml", Sample.settings.replacing("Te duur", with: "Duur"))
        try folder.file("patch.json", #"[{"op": "add", "path": "/reasonCode", "value": "price"}]"#)
        let messages = [
            Sample.message("t-1"), Sample.message("t-2", reason: "nope"), Sample.message("t-3", reason: "nope"),
        ]
        try folder.file("in.ndjson", messages.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined())
        try folder.file("more.ndjson", String(decoding: Sample.message("t-4"), as: UTF8.self))
        try #require(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        try #require(try folder.run("import", "in.ndjson", "--events", "all", "--yes").end == .exit(1))
        let list = try folder.run("dead-letters", "list", "--format", "json").objects()
        deadLetter = try #require(list.first?["id"]?.string)
    }

    /// Runs a line of the shell in which `$T` is the program.
    func shell(_ line: String) throws -> Answer {
        try Program.run(
            ["-c", line],
            of: "/bin/bash",
            in: folder.path,
            environment: ["T": Program.path, "TERMINUS_AMQP_URL": `Exit codes`.nowhere, "ID": deadLetter]
        )
    }

    func open() throws -> Int {
        try #require(Int(try folder.run("dead-letters", "list", "--count", "--state", "open").output.dropLast()))
    }

    func version() throws -> Int64? {
        try folder.run("settings", "history", "--format", "json").objects().compactMap { $0["version"]?.integer }.max()
    }
}

@Suite struct `A standard output that cannot be written` {
    /// Commands that write to it, and how each ends where it can.
    static let commands: [(String, Int32)] = [
        ("--help", 0), ("--version", 0), ("settings --help", 0), ("help report", 0), ("schema", 0),
        ("schema settings.v1", 0), ("settings show", 0), ("settings show --format json", 0), ("settings history", 0),
        ("settings export", 0), ("settings export --format json", 0), ("settings export -", 0),
        ("settings check settings.yaml", 0), ("settings what-if settings.yaml --since 2026-01-01", 0),
        ("settings diff 1 1", 0), ("settings apply settings.yaml --dry-run", 0),
        ("reasons list", 0), ("reasons show price", 0), ("reasons usage", 0), ("terminations list", 0),
        ("terminations show t-1", 0), ("terminations show t-1 --format json", 0), ("report --period 2099", 0),
        ("report --period 2099 --format json", 0), ("report --period 2099 --format csv", 0),
        ("report --period 2099 --format html", 0), ("report --output -", 0), ("report --output /dev/stdout", 0),
        ("dead-letters list", 0), ("dead-letters list --count", 0), ("dead-letters list --format json", 0),
        ("dead-letters groups", 0), ("dead-letters show $ID", 0), ("dead-letters show $ID --raw", 0),
        ("dead-letters show $ID --format json", 0), ("dead-letters history $ID", 0),
        ("dead-letters audit", 0), ("dead-letters export --all", 0), ("dead-letters export --all --output -", 0),
        ("dead-letters replay --all --dry-run", 0), ("events list", 0), ("events list --format json", 0),
        ("events show 1", 0), ("customers export k-1", 0), ("ledger check", 0), ("ledger check --format json", 0),
        ("ledger migrate --dry-run", 0), ("check in.ndjson --settings settings.yaml", 65), ("setup --dry-run", 0),
        ("doctor", 69), ("doctor --format json", 69), ("doctor --probe", 1),
        ("--generate-completion-script bash", 0),
    ]

    @Test func `ends every command with 74 and one sentence`() throws {
        let shop = try Shop()
        for (command, _) in Self.commands {
            let full = try shop.shell("$T \(command) >/dev/full")
            #expect(full.end == .exit(74), "\(command): \(full.errors)")
            let told = full.errors.split(separator: "\n").filter { $0.contains("write error") }
            #expect(told == ["terminus: write error: No space left on device"], "\(command)")
        }
    }

    @Test func `is told too where it is closed, and nothing else is written into instead`() throws {
        let shop = try Shop()
        for (command, _) in Self.commands {
            let closed = try shop.shell("$T \(command) >&-")
            #expect(closed.end == .exit(74), "\(command): \(closed.errors)")
            #expect(closed.errors.contains("write error: Bad file descriptor"), "\(command)")
        }
        #expect(try shop.folder.run("ledger", "check").end == .exit(0))
    }

    /// Systemd starts its units with SIGPIPE ignored, shells do not.
    @Test(arguments: ["", "trap '' PIPE;"])
    func `is nothing to speak of where nobody reads any more, and the command's own code stays`(trap: String) throws {
        let shop = try Shop()
        for (command, code) in Self.commands {
            // The reader has gone before the first byte.
            let gone = try shop.shell(
                "\(trap) { read -r; $T \(command); echo $? >&3; } 3>code < <(sleep 0.05; echo) | true"
            )
            #expect(gone.end == .exit(0))
            #expect(
                try String(contentsOfFile: shop.folder.path + "/code", encoding: .utf8) == "\(code)\n",
                "\(command)"
            )
            #expect(!gone.errors.contains("write error"), "\(command)")
        }
    }

    @Test(arguments: [">/dev/full", ">&-", "| true"])
    func `does not keep back what was asked for`(output: String) throws {
        let shop = try Shop()
        _ = try shop.shell(
            "set -o pipefail; $T dead-letters mend --all --patch patch.json --replay --yes --reason r \(output)"
        )
        #expect(try shop.open() == 0)
        #expect(try shop.folder.run("terminations", "show", "t-2").end == .exit(0))
        _ = try shop.shell("$T reasons edit price --label nl=Duur --yes --reason r \(output)")
        #expect(try shop.version() == 2)
        _ = try shop.shell("$T import more.ndjson --yes \(output)")
        #expect(try shop.folder.run("terminations", "show", "t-4").end == .exit(0))
        _ = try shop.shell("$T ledger backup copy.sqlite \(output)")
        #expect(try shop.folder.run("ledger", "check", "--ledger-path", "copy.sqlite").end == .exit(0))
    }

    @Test func `keeps back what somebody would have to agree to`() throws {
        let shop = try Shop()
        let answer = try shop.shell("script -qec '$T dead-letters mend --all --patch patch.json >/dev/full' /dev/null")
        #expect(answer.output.contains("Nothing was changed."))
        #expect(try shop.open() == 2)
    }

    @Test func `ends a command that prints much`() throws {
        let shop = try Shop()
        let answer = try shop.shell("$T dead-letters export --all | head -c 1 | wc -c")
        #expect(answer.output.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
        #expect(answer.errors.isEmpty)
    }
}

@Suite struct `An output file` {
    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    private static let writers = [
        "report --period 2099 --output", "customers export k-1 --output", "dead-letters export --all --output",
        "settings export",
    ]

    @Test(arguments: writers) func `is for its owner alone, and never overwritten unasked`(writer: String) throws {
        let shop = try Shop()
        let path = shop.folder.path + "/out"
        #expect(try shop.shell("umask 0; $T \(writer) out").end == .exit(0))
        #expect(try mode(path) == 0o600)
        let content = try Data(contentsOf: URL(filePath: path))
        #expect(!content.isEmpty)
        try Data("old".utf8).write(to: URL(filePath: path))
        let refused = try shop.shell("$T \(writer) out")
        #expect(refused.end == .exit(64))
        #expect(refused.errors.contains("out exists already."))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")

        #expect(chmod(path, 0o640) == 0)
        #expect(try shop.shell("$T \(writer) out --force").end == .exit(0))
        #expect(try Data(contentsOf: URL(filePath: path)).count >= content.count - 8)
        #expect(try mode(path) == 0o640)
    }

    @Test(arguments: writers) func `may be a device, a pipe or a link, which stays one`(writer: String) throws {
        let shop = try Shop()
        #expect(try shop.shell("ln -s /dev/null null; $T \(writer) null && test -L null -a -c null").end == .exit(0))
        #expect(
            try shop.shell("mkfifo pipe; cat pipe > got & $T \(writer) pipe; wait; test -p pipe -a -s got").end
                == .exit(0)
        )
        #expect(try shop.shell("$T \(writer) /dev/stdout | grep -q .").end == .exit(0))
        #expect(try shop.shell("$T \(writer) /dev/stdout > got; test -s got").end == .exit(0))
        #expect(try shop.shell("$T \(writer) >(cat > got); sleep 0.2; test -s got").end == .exit(0))
        #expect(try shop.shell("$T \(writer) - | grep -q . && test ! -e ./-").end == .exit(0))
        #expect(
            try shop.shell("mkdir d; ln -s d/target link; $T \(writer) link && test -L link -a -s d/target").end
                == .exit(0)
        )
        #expect(try shop.shell("chmod 644 d/target; $T \(writer) link --force; stat -c %a d/target").output == "644\n")
    }

    @Test(arguments: writers) func `that cannot be written is named with the reason, and nothing is left`(
        writer: String
    ) throws {
        let shop = try Shop()
        let full = try shop.shell("$T \(writer) /dev/full")
        #expect(full.end == .exit(74))
        #expect(full.errors.contains("/dev/full cannot be written: No space left on device."))
        let nowhere = try shop.shell("$T \(writer) nowhere/out")
        #expect(nowhere.end == .exit(74))
        #expect(nowhere.errors.contains("No such file or directory"))
        #expect(try shop.shell("$T \(writer) .").end == .exit(64))
        let ledger = try shop.shell("$T \(writer) terminus.sqlite --force")
        #expect(ledger.end == .exit(64))
        #expect(ledger.errors.contains("is the ledger"))
        #expect(try shop.shell("ls -A | grep -c partial").output == "0\n")
    }

    @Test(arguments: writers) func `follows no link that somebody has planted for its beginning`(writer: String) throws
    {
        let shop = try Shop()
        try shop.folder.file("victim", "precious")
        let answer = try shop.shell(
            "ln -s victim out.partial; $T \(writer) out && test -f out -a ! -L out && cat victim"
        )
        #expect(answer.end == .exit(0))
        #expect(answer.output.contains("precious"))
    }

    @Test(arguments: writers, [SIGINT, SIGTERM]) func `that nobody reads can be given up by a signal`(
        writer: String,
        signal: Int32
    ) throws {
        let shop = try Shop()
        #expect(mkfifo(shop.folder.path + "/pipe", 0o600) == 0)
        let process = try Program.start(
            writer.split(separator: " ").map(String.init) + ["pipe"],
            in: shop.folder.path
        )
        // It waits for a reader: openat(2) has the number 257 on x86-64 and 56 on arm64.
        let waits = "grep -Eq '^(257|56) ' /proc/\(process.pid)/task/*/syscall"
        #expect(try shop.shell("until \(waits); do :; done").end == .exit(0))
        process.send(signal)
        #expect(process.end(timeout: .seconds(5)) == .signal(signal))
    }
}
