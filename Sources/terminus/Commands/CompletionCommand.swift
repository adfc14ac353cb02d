import ArgumentParser
import Ledger
import Terminations

struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print a shell completion script for commands, options, files and codes.",
        usage: "terminus completion <shell>",
        discussion: """
            It completes reason codes from the ledger that the command line names. The packages install the script for \
            bash, zsh and fish.

            EXAMPLE
              source <(terminus completion bash)
              terminus completion fish > ~/.config/fish/completions/terminus.fish
            """
    )

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish

        fileprivate var script: String {
            let shell: CompletionShell =
                switch self {
                case .bash: .bash
                case .zsh: .zsh
                case .fish: .fish
                }
            return Terminus.completionScript(for: shell)
        }
    }

    @Argument(help: "The shell.")
    var shell: Shell

    func run() {
        Console.write(shell.script + "\n")
    }
}

extension CompletionKind {
    /// The codes of the current settings.
    static let reasonCode = CompletionKind.custom { words, _, prefix async in
        // Without an answer it prints nothing, because an error would appear in the middle of the line.
        guard let options = try? ConfigurationOptions.typed(in: words),
            let configuration = try? await TerminusConfiguration.load(options),
            let current = try? configuration.withLedger(.readOnly, { try $0.currentSettings() })
        else { return [] }
        return current.settings.reasons.map(\.code).filter { $0.hasPrefix(prefix) }
    }

    static let violationCode = CompletionKind.list(Violation.Code.allCases.map(\.rawValue))
}

extension ConfigurationOptions {
    /// The configuration file and the ledger that the typed line names.
    fileprivate static func typed(in words: [String]) throws -> ConfigurationOptions {
        let options = ["--config", "--ledger-path"]
        var given: [String] = []
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            if options.contains(word), !next.isEmpty { given += [word, next] }
            if options.contains(where: { word.hasPrefix($0 + "=") }) { given.append(word) }
        }
        return try parse(given)
    }
}
