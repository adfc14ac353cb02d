import Application
import ArgumentParser
import Foundation
import Ledger
import Terminations

extension SettingsCommand {
    struct WhatIf: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "what-if",
            abstract: "Judge what came since a day by a settings file, as if it had been in force then.",
            usage: "terminus settings what-if <file> --since <date> [--until <date>] [<options>]",
            discussion: """
                Shows which recorded terminations would have been refused and why, which messages that were refused would \
                have been accepted, whatever became of them later, and how reports would count the reasons. Everything \
                counts on the day on which the termination was made. A termination is judged by its latest message; \
                withdrawn ones are left out. The history of a contract is left out too, since settings do not change it. \
                Sensitive reasons are one group without --confidential. Nothing is changed.

                EXAMPLE
                  terminus settings what-if settings.yaml --since 2026-01-01
                  terminus settings what-if settings.yaml --since 2026-01-01 \\
                      --until 2026-04-01 --format json
                """
        )

        @Argument(
            help: ArgumentHelp("A YAML or JSON file, or - for standard input.", valueName: "file"),
            completion: .file()
        )
        var file: String
        @Option(help: ArgumentHelp("The first day.", valueName: "date"), transform: LocalDate.argument)
        var since: LocalDate
        @Option(
            help: ArgumentHelp("The day after the last one (default: tomorrow).", valueName: "date"),
            transform: LocalDate.argument
        )
        var until: LocalDate?
        @Flag(help: "Name sensitive reasons, which are one group otherwise.")
        var confidential = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let until, until <= since { throw ValidationError("--until must be after --since \(since).") }
        }

        func run() async throws {
            // The worker goes first.
            _ = nice(10)
            let configuration = try await TerminusConfiguration.load(options)
            let file = try SettingsFile.read(file)
            let action = BacktestSettings(
                file.document,
                since: since,
                through: until?.adding(days: -1),
                isConfidential: confidential
            )
            let backtest = try configuration.withApplication(.readOnly) { application in
                var bars: [SettingsCheck.Step: ProgressBar] = [:]
                defer { for step in bars.keys { bars[step]?.finish() } }
                return try application.backtest(action) { step, done, total in
                    if bars[step] == nil {
                        for other in bars.keys { bars[other]?.finish() }
                        bars = [step: ProgressBar(total: total)]
                    }
                    bars[step]?.advance(to: done)
                }
            }
            switch output.format {
            case .text: for line in BacktestText(backtest).lines { Console.print(line) }
            case .json: Console.print { backtest.write(to: &$0) }
            }
        }
    }
}

/// The answer of ``SettingsCommand/WhatIf`` for a person.
private struct BacktestText {
    private static let mostRows = 20
    private let backtest: SettingsBacktest

    init(_ backtest: SettingsBacktest) { self.backtest = backtest }

    var lines: [String] {
        let total = backtest.total
        var lines = ["From \(backtest.since) through \(backtest.through), by the day of terminating:"]
        lines.append(
            total.refused == 0
                ? "Of \(Count.terminations(total.recorded)), none would have been refused."
                : "Of \(Count.terminations(total.recorded)), \(Count.text(total.refused)) would have been refused:"
        )
        for refusal in backtest.refusals {
            let examples = refusal.examples.joined(separator: ", ")
            lines += Paragraph.hanging(
                "\(Count.text(refusal.count)) × \(refusal.code.rawValue), such as \(examples)",
                indent: 2,
                hanging: 4
            )
        }
        if backtest.notKept > 0 {
            lines.append(
                "\(Count.terminations(backtest.notKept)) could not be judged: their messages are no longer kept."
            )
        }
        lines += Paragraph.hanging(deadLetters, indent: 0, hanging: 2)
        lines += table("MONTH", backtest.months)
        lines += table("CHANNEL", backtest.channels)
        lines += table("CONTRACT TYPE", backtest.contractTypes)
        return lines + reasons + ["Nothing was changed."]
    }

    private var deadLetters: String {
        let total = backtest.total
        guard total.deadLetters > 0 else { return "No message was refused then." }
        let of = "Of \(Count.messages(total.deadLetters)) that were refused then"
        guard total.accepted > 0 else { return "\(of), none would have been accepted." }
        let states = [DeadLetter.State.open, .resolved, .discarded].compactMap { state in
            backtest.acceptedByState[state].map { "\(Count.text($0)) \(state.rawValue)" }
        }
        return "\(of), \(Count.text(total.accepted)) would have been accepted. Now they are: \(states.listed)."
    }

    private func table(_ heading: String, _ groups: [SettingsBacktest.Group]) -> [String] {
        guard groups.count > 1 || groups.first?.name != nil else { return [] }
        var table = Table(heading, "RECORDED", "REFUSED", "DEAD LETTERS", "ACCEPTED", "WHY REFUSED")
        for group in groups.prefix(Self.mostRows) {
            let figures = group.figures
            table.add(
                group.name ?? "(none)",
                Count.text(figures.recorded),
                Count.text(figures.refused),
                Count.text(figures.deadLetters),
                Count.text(figures.accepted),
                figures.codes.map { "\(Count.text($0.count)) × \($0.code.rawValue)" }.joined(separator: ", ")
            )
        }
        return [""] + table.lines + Self.more(groups.count)
    }

    private var reasons: [String] {
        guard !backtest.reasons.isEmpty else { return [] }
        var table = Table("REASON", "RECORDED", "WITH THE FILE", "CHANGE", "LABEL")
        for reason in backtest.reasons.prefix(Self.mostRows) {
            let change = reason.expected - reason.recorded
            table.add(
                reason.code ?? "(none)",
                Count.text(reason.recorded),
                Count.text(reason.expected),
                change > 0 ? "+\(Count.text(change))" : Count.text(change),
                reason.code == SettingsBacktest.withheld ? "sensitive reasons together" : reason.label
            )
        }
        return [""] + table.lines + Self.more(backtest.reasons.count)
    }

    private static func more(_ count: Int) -> [String] {
        count > mostRows ? ["… and \(Count.text(count - mostRows)) more: --format json has all."] : []
    }
}
