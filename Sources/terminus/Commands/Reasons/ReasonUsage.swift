import ArgumentParser
import Ledger
import Terminations

extension ReasonsCommand {
    struct Usage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count the recorded terminations by reason, as each read when it was recorded.",
            usage: "terminus reasons usage [<code>] [--totals] [<options>]",
            discussion: """
                A termination keeps the label and the version of the settings that it was recorded with. A reason that \
                was merged is counted under the one that replaced it; --totals adds up by that. Withdrawn terminations \
                are included.

                EXAMPLE
                  terminus reasons usage
                  terminus reasons usage price
                  terminus reasons usage --totals --format json
                """
        )

        @Argument(
            help: ArgumentHelp("Only this reason, and what was merged into it.", valueName: "code"),
            completion: .reasonCode
        )
        var code: String?
        @Flag(help: "Add up what is counted under one reason.")
        var totals = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let (settings, all, without) = try configuration.withLedger(.readOnly) { ledger in
                (
                    try configuration.appliedSettings(in: ledger).settingsDocument().settings,
                    try ledger.reasonUses(),
                    code == nil ? try ledger.countTerminationsWithoutReason() : 0
                )
            }
            var uses = all
            if let code {
                let wanted = try settings.reason(named: code).code
                uses = uses.filter { $0.code == wanted || settings.countedUnder($0.code) == wanted }
            }
            if totals { printTotals(uses, without: without, settings) } else { printUses(uses, without, settings) }
        }

        private func printUses(_ uses: [ReasonUse], _ without: Int, _ settings: Settings) {
            var table = Table("CODE", "RECORDED", "VERSION", "COUNTED UNDER", "LABEL WHEN RECORDED")
            for use in uses {
                let successor = settings.countedUnder(use.code)
                switch output.format {
                case .text:
                    let alias = use.givenCode == use.code ? "" : " (given as \(use.givenCode))"
                    table.add(use.code, Count.text(use.count), "\(use.settingsVersion)", successor, use.label + alias)
                case .json:
                    var line = JSONWriter()
                    line.use(use, countedUnder: successor)
                    Console.print(line)
                }
            }
            if without > 0 { finish(&table, without) }
            if output.format == .text { printed(table) }
        }

        private func printTotals(_ uses: [ReasonUse], without: Int, _ settings: Settings) {
            var counts: [String: Int] = [:]
            for use in uses { counts[settings.countedUnder(use.code), default: 0] += use.count }
            var table = Table("RECORDED", "CODE", "LABEL")
            for (code, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                let label = settings.reason(code)?.labels[settings.defaultLanguage] ?? ""
                switch output.format {
                case .text: table.add(Count.text(count), code, label)
                case .json:
                    var line = JSONWriter()
                    line.beginObject()
                    line.name("code")
                    line.string(code)
                    line.name("label")
                    line.string(label)
                    line.name("recorded")
                    line.integer(count)
                    line.endObject()
                    Console.print(line)
                }
            }
            if without > 0 {
                if output.format == .text { table.add(Count.text(without), "", "(without a reason)") }
                if output.format == .json { printWithout(without) }
            }
            if output.format == .text { printed(table) }
        }

        private func printed(_ table: Table) {
            if table.rows.isEmpty { Console.print("No termination is recorded with it.") } else { table.print() }
        }

        private func finish(_ table: inout Table, _ without: Int) {
            switch output.format {
            case .text: table.add("", Count.text(without), "", "", "(without a reason)")
            case .json: printWithout(without)
            }
        }

        private func printWithout(_ count: Int) {
            var line = JSONWriter()
            line.beginObject()
            line.name("code")
            line.null()
            line.name("recorded")
            line.integer(count)
            line.endObject()
            Console.print(line)
        }
    }
}
