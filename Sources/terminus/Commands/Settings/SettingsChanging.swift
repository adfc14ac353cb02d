import ArgumentParser
import Ledger
import Terminations

/// Who changes the settings and why, and whether only to look at what it would do.
struct SettingsChangeOptions: ParsableArguments {
    @Flag(help: "Say what would change, and change nothing.")
    var dryRun = false
    @OptionGroup var change: ChangeOptions
    @OptionGroup var confirmation: ConfirmationOptions
}

/// Changes the settings for a person or a script: shows what changes, asks, applies, and says what became of it.
struct SettingsChanging {
    let options: SettingsChangeOptions
    let format: OutputFormat
    let configuration: TerminusConfiguration

    /// - Parameters:
    ///   - what: the change as a sentence without its end: `Retire price`.
    ///   - change: makes the change, given the current settings.
    func run(_ what: String, _ change: (Settings) throws -> SettingsChange) throws {
        try run(what) { _, document in
            do {
                return try change(document.settings).applied(to: document)
            } catch let error as SettingsChangeError {
                let remedy = error.remedy.map { " " + CommandHint.text($0) } ?? ""
                throw CommandFailure(.dataError, Table.printable(error.description + remedy))
            }
        }
    }

    /// - Parameter next: the document that follows the current one.
    func run(_ what: String, to next: (Ledger, SettingsDocument) throws -> SettingsDocument) throws {
        try demandReason()
        try configuration.withLedger(.readWrite) { ledger in
            let current = try configuration.appliedSettings(in: ledger)
            let changed = try next(ledger, try current.settingsDocument())
            let impact = try SettingsImpact(
                of: changed,
                basedOn: current.version,
                in: ledger,
                with: configuration.recorder(on: ledger)
            )
            if format == .text { printPreview(impact) }
            guard impact.application.isNew, !options.dryRun else {
                finish(impact, impact.application)
                return
            }
            try options.confirmation.confirm(Table.printable(what))
            let reason = try options.change.reason(isNeeded: true)
            let applied = try ledger.apply(
                changed,
                by: options.change.actor,
                reason: reason,
                basedOn: current.version,
                source: configuration.worker.source,
                at: .now
            )
            finish(impact, applied)
        }
    }

    /// Where nobody can be asked, the reason must be there before anything is looked at.
    private func demandReason() throws {
        if !options.dryRun, !Console.canAsk { _ = try options.change.reason(isNeeded: true) }
    }

    private func printPreview(_ impact: SettingsImpact) {
        for line in impact.lines { Console.print(line) }
    }

    private func finish(_ impact: SettingsImpact, _ applied: SettingsApplication) {
        switch format {
        case .text:
            if !applied.isNew {
                Console.print("Nothing changes: version \(applied.version) says so already.")
            } else if options.dryRun {
                Console.print("Nothing was changed. It would be version \(applied.version).")
            } else {
                Console.print("Version \(applied.version) is in force.")
            }
        case .json:
            var line = JSONWriter()
            line.beginObject()
            line.application(applied, isDryRun: options.dryRun)
            impact.write(to: &line)
            line.endObject()
            Console.print(line)
        }
    }
}

extension SettingsChangeError {
    /// The commands that make the change possible, or do what was meant.
    fileprivate var remedy: String? {
        switch self {
        case .mergedInCircle(let path): path.first.map { "Undo first: terminus reasons restore \($0.shellWord)" }
        case .alreadyRetired(let code, _):
            "Undo it with: terminus reasons restore \(code.shellWord); for another last day: terminus reasons edit "
                + "\(code.shellWord) --valid-through DATE"
        case .alreadyMerged(let code, _): "Undo it with: terminus reasons restore \(code.shellWord)"
        case .noSuchReason, .isAlias, .codeTaken, .noSuchAlias, .retiredBeforeValid, .notRetired, .mergedIntoItself,
            .mergedIntoMerged, .aliasWouldReveal, .placedAtItself, .invalid:
            nil
        }
    }
}

extension JSONWriter {
    mutating func application(_ application: SettingsApplication, isDryRun: Bool) {
        name("version")
        integer(application.version)
        name("isNew")
        bool(application.isNew)
        name("dryRun")
        bool(isDryRun)
        name("events")
        integer(application.eventCount)
    }
}
