import ArgumentParser
import Foundation
import Ledger
import Terminations

extension LedgerCommand {
    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the ledger to a new file, while the worker goes on.",
            usage: "terminus ledger backup <file> [<options>]",
            discussion: """
                The copy is one state of the ledger: what was recorded when it began. It is checked and on disk before \
                it has its name, and a file that exists is never overwritten. Without the messages that came since, it \
                is a ledger like any other: terminus ledger restore puts it in the ledger's place.

                Exit code 65 when the copy was made and does not hold; it is removed then.

                EXAMPLE
                  terminus ledger backup /var/backups/terminus-2026-03-31.sqlite
                """
        )

        @Argument(help: "The file to write; it must not exist.", completion: .file())
        var file: String
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if file == "-" {
                throw ValidationError(
                    "A backup cannot be written to standard output: it is checked as a file. For a file of that name: ./-"
                )
            }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            var status = stat()
            if lstat(file, &status) == 0 {
                throw (status.st_mode & S_IFMT) == S_IFDIR
                    ? CommandFailure(
                        .usage,
                        "\(file) is a folder.",
                        hint: "Name a file in it: \(file)/ledger-DATE.sqlite"
                    )
                    : CommandFailure(
                        .usage,
                        "\(file) exists already, and nothing is overwritten.",
                        hint: "Name a file that does not exist, one with the date in its name for instance."
                    )
            }
            let removal = RemovalAtSignal(of: LedgerFile.partialFiles(ofBackup: file))
            defer { withExtendedLifetime(removal) {} }
            let findings = try configuration.withLedger(.readOnlyOfAnyVersion) { ledger in
                var bar: ProgressBar?
                let findings = try ledger.file.backUp(to: file) { done, total in
                    if bar == nil { bar = ProgressBar(total: total) }
                    bar?.advance(to: done)
                }
                bar?.finish()
                return findings
            }
            guard findings.isEmpty else {
                LedgerFindings.print(findings, of: configuration.ledgerPath)
                throw CommandFailure(
                    .dataError,
                    "The copy does not hold, so that there is no backup.",
                    hint: "Run: terminus ledger check. Keep the backups that there are."
                )
            }
            let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
            switch output.format {
            case .text: Console.print("\(file): \(Count.text(size)) bytes, checked.")
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.name("file")
                line.string(file)
                line.name("bytes")
                line.integer(size)
                line.name("holds")
                line.bool(true)
                line.endObject()
                Console.print(line)
            }
        }
    }
}
