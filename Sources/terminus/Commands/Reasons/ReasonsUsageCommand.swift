import Application
import ArgumentParser

extension ReasonsCommand {
    struct Usage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count the recorded terminations by reason.",
            usage: "terminus reasons usage [<code>] [--totals] [<options>]",
            discussion: """
                A termination keeps the label and the settings version of its time. --totals counts a merged reason \
                under the one that replaced it. Withdrawn terminations are included.

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
        @Flag(help: "Add merged reasons to the ones that replaced them.")
        var totals = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let usage = try configuration.withApplication(.readOnly) { try $0.reasonUsage(code) }
            switch output.format {
            case .text: if totals { printTotals(usage) } else { printUses(usage) }
            case .json:
                if totals {
                    for total in usage.totals { Console.print { total.write(to: &$0) } }
                } else {
                    for use in usage.uses { Console.print { use.write(to: &$0) } }
                }
                if usage.withoutReason > 0 { Console.print { usage.writeWithoutReason(to: &$0) } }
            }
        }

        private func printUses(_ usage: ReasonUsage) {
            var table = Table("CODE", "RECORDED", "VERSION", "COUNTED UNDER", "LABEL WHEN RECORDED")
            for counted in usage.uses {
                let use = counted.use
                let alias = use.givenCode == use.code ? "" : " (given as \(use.givenCode))"
                table.add(
                    use.code,
                    Count.text(use.count),
                    "\(use.settingsVersion)",
                    counted.countedUnder,
                    use.label + alias
                )
            }
            if usage.withoutReason > 0 {
                table.add("", Count.text(usage.withoutReason), "", "", "(without a reason)")
            }
            printed(table)
        }

        private func printTotals(_ usage: ReasonUsage) {
            var table = Table("RECORDED", "CODE", "LABEL")
            for total in usage.totals { table.add(Count.text(total.recorded), total.code, total.label) }
            if usage.withoutReason > 0 { table.add(Count.text(usage.withoutReason), "", "(without a reason)") }
            printed(table)
        }

        private func printed(_ table: Table) {
            if table.rows.isEmpty { Console.print("No termination is recorded with it.") } else { table.print() }
        }
    }
}
