import Foundation
import Ledger
import Terminations
import TestSupport
import Testing

/// A program on a terminal of a certain width, whose person types when the program has shown some text.
struct Terminal {
    /// Exit code, or 128 and the number of the signal that ended it.
    let code: Int32?
    let screen: String

    private static let driver = """
        import fcntl, os, pty, signal, struct, sys, termios
        columns, prompt, typed, command = int(sys.argv[1]), sys.argv[2].encode(), sys.argv[3].encode(), sys.argv[4:]
        pid, terminal = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            os.execv(command[0], command)
        screen = b""
        while True:
            try:
                read = os.read(terminal, 65536)
            except OSError:
                break
            if not read:
                break
            screen += read
            if prompt and prompt in screen:
                os.write(terminal, typed)
                prompt = b""
        status = os.waitpid(pid, 0)[1]
        os.write(1, screen.replace(b"\\r\\n", b"\\n"))
        sys.exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
        """

    /// - Parameter typed: what the person types once the program has shown `prompt`.
    static func run(
        _ arguments: [String],
        in folder: String,
        environment: [String: String],
        columns: Int = 100,
        at prompt: String = "",
        typing typed: String = ""
    ) throws -> Terminal {
        let process = try ChildProcess(
            "/usr/bin/python3",
            ["-c", driver, String(columns), prompt, typed, Program.path] + arguments,
            environment: Program.environment.merging(environment) { _, new in new },
            folder: folder
        )
        guard case .exit(let code)? = process.end() else { return Terminal(code: nil, screen: process.outputText) }
        return Terminal(code: code, screen: process.outputText)
    }
}

@Suite struct `On a terminal` {
    private static let interrupt = "\u{3}"

    @Test(arguments: [
        "notes redact --customer k-1", "dead-letters discard --all", "dead-letters replay --all",
        "settings apply other.yaml",
    ])
    func `Ctrl-C at a question ends the command, and nothing was changed`(command: String) throws {
        try DeadLetterSample.withRefused(3) { shell, ledger in
            let other = Sample.settings.replacing("nl: Te duur", with: "nl: Duur")
            try Data(other.utf8).write(to: URL(filePath: shell.folder).appending(path: "other.yaml"))
            let before = try ledger.currentSettingsVersion()
            // Old, and with a note.
            let message = IncomingMessage(
                body: Sample.message(
                    "old",
                    endDate: "2021-03-31",
                    occurredAt: "2021-03-01T10:00:00+01:00",
                    others: ["note": "\"of long ago\""]
                )
            )
            let then = try #require(Instant(rfc3339: "2021-03-01T12:00:00Z"))
            let recorder = Recorder(ledger: ledger, source: "urn:test")
            _ = try recorder.record([ReceivedMessage(message: message, parsed: ParsedMessage(message))], at: then)
            let terminal = try Terminal.run(
                command.split(separator: " ").map(String.init),
                in: shell.folder,
                environment: shell.environment,
                at: "?",
                typing: Self.interrupt
            )
            #expect(terminal.code == 130, "\(command): \(terminal.screen)")
            #expect(terminal.screen.contains("[y/N]") || command.contains("discard"))
            #expect(try ledger.countDeadLetters(in: .open) == 3)
            #expect(try ledger.facts().terminations == 1)
            let customer = try Program.run(
                ["customers", "export", "k-1"],
                in: shell.folder,
                environment: shell.environment
            )
            #expect(customer.output.contains("of long ago"))
            #expect(try ledger.currentSettingsVersion() == before)
        }
    }

    @Test func `Ctrl-C after an edit names the file that holds what was typed`() throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let environment = shell.environment.merging(
                ["VISUAL": "", "EDITOR": "sed -i s/te-duur/price/", "TMPDIR": shell.folder]
            ) { _, new in new }
            let terminal = try Terminal.run(
                ["dead-letters", "mend", "m-t-1", "--edit"],
                in: shell.folder,
                environment: environment,
                columns: 200,
                at: "[y/N]",
                typing: Self.interrupt
            )
            #expect(terminal.code == 130, "\(terminal.screen)")
            let files = try FileManager.default.contentsOfDirectory(atPath: shell.folder)
                .filter { $0.hasPrefix("terminus-dead-letter-") }
            let kept = try #require(files.first, "\(terminal.screen)")
            #expect(terminal.screen.contains("The text is kept in \(shell.folder)/\(kept)\n"))
            #expect(terminal.screen.contains("--body \(shell.folder)/\(kept)\n"))
            #expect(try String(contentsOfFile: "\(shell.folder)/\(kept)", encoding: .utf8).contains("\"price\""))
            #expect(try ledger.deadLetters(matching: .all, limit: 1).first?.isEdited == false)
        }
    }

    @Test func `lists take its width, and are cut by nothing but it`() throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            func list(_ columns: Int) throws -> [Substring] {
                try Terminal.run(
                    ["dead-letters", "list"],
                    in: shell.folder,
                    environment: shell.environment,
                    columns: columns
                )
                .screen.split(separator: "\n")
            }
            let narrow = try list(48)
            #expect(narrow.allSatisfy { $0.count <= 48 } && narrow.contains { $0.contains("…") })
            let wide = try list(250)
            #expect(wide.allSatisfy { !$0.contains("…") } && wide.count == narrow.count)
            // Nobody sees how wide a pipe is: what is searched there must be whole.
            let pipe = try shell.deadLetters("list")
            #expect(!pipe.output.contains("…"))
        }
    }
}

@Suite struct `A mistyped command` {
    @Test(arguments: [
        (["dead-leters", "list"], "terminus dead-letters"), (["dead-letters", "lst"], "terminus dead-letters list"),
        (["raesons"], "terminus reasons"),
    ])
    func `is told what was probably meant`(words: [String], meant: String) throws {
        let answer = try Folder().run(words)
        #expect(answer.end == .exit(64))
        #expect(answer.errors.contains("Did you mean: \(meant)\n"))
    }

    @Test func `is told nothing where nothing is near`() throws {
        #expect(try !Folder().run(["xyzzy"]).errors.contains("Did you mean"))
    }
}

@Suite struct `Shell completion` {
    /// What bash would offer behind this line.
    private func complete(_ line: String, in folder: Folder) throws -> [String] {
        let script = """
            PATH=\(URL(filePath: Program.path).deletingLastPathComponent().path):$PATH
            source <(terminus completion bash)
            COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE)
            [[ "$COMP_LINE" == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _terminus terminus "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let process = try ChildProcess(
            "/bin/bash",
            ["-c", script],
            environment: Program.environment,
            folder: folder.path
        )
        #expect(process.end() != nil)
        return process.outputText.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    @Test func `of bash completes commands, files, reason codes and violation codes`() throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        #expect(try complete("terminus dead-l", in: folder) == ["dead-letters"])
        #expect(try complete("terminus settings apply sett", in: folder) == ["settings.yaml"])
        #expect(try complete("terminus reasons show pr", in: folder) == ["price"])
        #expect(try complete("terminus dead-letters list --code unknown-r", in: folder) == ["unknown-reason"])
        #expect(try complete("terminus reasons show --ledger-path none.sqlite pr", in: folder).isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `is printed for each shell`(shell: String) throws {
        let answer = try Folder().run("completion", shell)
        #expect(answer.end == .exit(0))
        #expect(answer.output.contains("dead-letters"))
    }
}
