import Synchronization

/// Advice that names commands, such as `Run: terminus settings apply FILE`.
///
/// Options that name the configuration or the ledger are repeated in these commands. Without them the commands would use
/// another ledger.
enum CommandHint {
    private static let options = Mutex<[String]>([])

    /// The options of this command that those in its advice need.
    static var repeated: [String] {
        get { options.withLock { $0 } }
        set { options.withLock { $0 = newValue } }
    }

    /// The advice with these options after each of its commands of Terminus.
    static func text(_ hint: String, repeating options: [String] = repeated) -> String {
        guard !options.isEmpty else { return hint }
        return hint.replacing(/terminus (?:[a-z-]+)(?: [^\s,;:()]*[^\s,;:.()])*/) { match in
            let words = match.output.split(separator: " ")
            let names = Terminus.configuration.subcommands.map { $0._commandName }
            guard words.count > 1, names.contains(String(words[1])) else { return String(match.output) }
            return ([String(match.output)] + options).joined(separator: " ")
        }
    }
}

extension String {
    /// Quoted as one word for a shell.
    var shellWord: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || "._-/=@%+,:".utf8.contains(byte)
            }
        guard !isPlain else { return self }
        // By scalars: a quote and a combining mark after it are one character, and the shell sees the quote.
        let parts = unicodeScalars.split(separator: "'", omittingEmptySubsequences: false).map { String($0) }
        return "'" + parts.joined(separator: "'\\''") + "'"
    }
}
