import Application
import ArgumentParser
import Terminations

/// Who changes the settings and why, and whether only to see what it would do.
struct SettingsChangeOptions: ParsableArguments {
    @Flag(help: "Show what would change, and change nothing.")
    var dryRun = false
    @OptionGroup var change: ChangeOptions
    @OptionGroup var confirmation: ConfirmationOptions

    /// Shows what changes, asks, makes the change, and reports the outcome.
    ///
    /// - Parameters:
    ///   - what: the change as a sentence without its end: `Retire price`.
    ///   - plan: plans it, with a callback for its progress.
    func make(
        _ what: String,
        _ format: OutputFormat,
        _ configuration: TerminusConfiguration,
        _ plan: @escaping (Application, (Int, Int) -> Void) throws -> SettingsPlan
    ) throws {
        // Where nobody can be asked, the reason must be there before anything is planned.
        if !dryRun, !Console.canAsk { _ = try change.reason(isNeeded: true) }
        try configuration.withApplication(.readWrite) { application in
            let plan = try withProgressBar { try plan(application, $0) }
            if format == .text { for line in plan.preview.lines { Console.print(line) } }
            guard plan.preview.application.isNew, !dryRun else {
                // What changes nothing needs no reason.
                finish(dryRun ? plan.preview.dryRun : try plan.execute(by: change.actor, because: ""), format)
                return
            }
            try confirmation.confirm(Table.printable(what))
            finish(try plan.execute(by: change.actor, because: try change.reason(isNeeded: true)), format)
        }
    }

    private func finish(_ outcome: SettingsOutcome, _ format: OutputFormat) {
        let application = outcome.application
        switch format {
        case .text:
            if !application.isNew {
                Console.print("Nothing changes: version \(application.version) says so already.")
            } else if dryRun {
                Console.print("Nothing was changed. It would be version \(application.version).")
            } else {
                Console.print("Version \(application.version) is in force.")
            }
        case .json:
            Console.print { outcome.write(to: &$0) }
        }
    }
}
