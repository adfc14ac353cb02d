import Application
import ArgumentParser
import Foundation
import Ledger

extension LedgerCommand {
    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a backup in the ledger's place, and explain the consequences for subscribers.",
            usage: "terminus ledger restore <file> [--dry-run] [<options>]",
            discussion: """
                Stop the worker first: the command refuses while any process has the ledger open. It checks the backup \
                and then replaces the ledger in one step. The old ledger and its log are kept under another name. The \
                backup itself stays as it is.

                Exit code 65 when the backup fails the check; nothing is changed then.

                EXAMPLE
                  terminus ledger restore /var/backups/terminus-2026-03-31.sqlite --dry-run
                """
        )

        @Argument(help: "The backup.")
        var file: String
        @Flag(help: "Show the consequences, and change nothing.")
        var dryRun = false
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let path = configuration.ledgerPath
            guard access(file, R_OK) == 0 else {
                let reason = String(cString: strerror(errno))
                throw CommandFailure(.noInput, "\(file) cannot be read: \(reason).", hint: "Name a backup.")
            }
            let action = RestoreLedger(from: file, to: path)
            let removal = RemovalAtSignal(of: action.partialFiles)
            defer { withExtendedLifetime(removal) {} }
            let plan = try reporting { try action.plan() }
            if !plan.check.holds { LedgerFindings.print(plan.check, of: file) }
            let planned = try reporting { try plan.requireRestoration() }
            if !dryRun {
                if !confirmation.yes { describe(planned, path, isDone: false, print: Console.note) }
                try confirmation.confirm("Put \(file) in the place of \(path)")
            }
            let done = dryRun ? planned : try restore(plan)
            switch output.format {
            case .text:
                describe(done, path, isDone: !dryRun, print: Console.print)
                if dryRun { Console.print("Nothing was changed.") }
            case .json: Console.print { done.write(to: &$0, file: file, ledger: path, isDryRun: dryRun) }
            }
        }

        private func restore(_ plan: RestorePlan) throws -> LedgerRestoration {
            var bar: ProgressBar?
            let restoration = try reporting {
                try plan.execute { done, total in
                    if bar == nil { bar = ProgressBar(total: total) }
                    bar?.advance(to: done)
                }
            }
            bar?.finish()
            return restoration
        }

        private func describe(
            _ restoration: LedgerRestoration,
            _ path: String,
            isDone: Bool,
            print: (String) -> Void
        ) {
            let copy = restoration.copy
            let state =
                "\(Count.text(copy.terminations)) termination\(copy.terminations == 1 ? "" : "s"), "
                + (copy.settingsVersion.map { "settings version \($0)" } ?? "no settings")
                + ", events up to position \(Count.text(Int(copy.lastEvent)))"
                + (copy.lastEventAt.map { ", the last recorded on \($0.toTheMinute) (UTC)" } ?? "")
            print(isDone ? "\(path) is now \(file): \(state)." : "\(file) would become \(path): \(state).")
            if let kept = restoration.kept { print("The ledger that was there is kept as \(kept).") }
            print("When the worker starts:")
            let paragraphs = [
                restoration.eventsToPublish == 0
                    ? "No event of the copy waits to be published."
                    : "\(Count.events(Int(restoration.eventsToPublish))) of the copy, from position "
                        + "\(Count.text(Int(copy.relayPosition) + 1)) on, are published. Those that were published since the "
                        + "copy was made come a second time, under the same ids.",
                lost(restoration),
                "Messages that were received since are not in the copy, and RabbitMQ no longer has them. Have the CRM send "
                    + "every message again for which it received no event. Duplicates do no harm.",
            ]
            for paragraph in paragraphs.compactMap(\.self) {
                for (index, line) in Paragraph.lines(paragraph, width: Paragraph.width - 2).enumerated() {
                    print((index == 0 ? "- " : "  ") + line)
                }
            }
        }

        private func lost(_ restoration: LedgerRestoration) -> String? {
            let next = Count.text(Int(restoration.copy.lastEvent) + 1)
            let reuse =
                "positions (sequence) from \(next) on, and numbers (contractSequence) of their contracts, are used again for "
                + "other events, with other ids: subscribers that compare them must start again from there."
            switch restoration.eventsNotInCopy {
            case 0?: return nil
            case let count?:
                return
                    "\(Count.events(Int(count))) of the replaced ledger are not in the copy. They are not published again; "
                    + reuse
            case nil:
                return "Events that were recorded since are not in the copy. They are not published again; " + reuse
            }
        }
    }
}
