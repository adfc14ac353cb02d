import Application
import Ledger
import RabbitMQ

/// The exit codes of sysexits.h that the commands use.
enum ExitStatus: Int32 {
    /// Not everything was as asked, and no other code says it better.
    case failure = 1
    /// EX_USAGE: the command line is wrong.
    case usage = 64
    /// EX_DATAERR: the input is wrong.
    case dataError = 65
    /// EX_NOINPUT: an input file is missing or cannot be read.
    case noInput = 66
    /// EX_UNAVAILABLE: the broker cannot be reached.
    case unavailable = 69
    /// EX_IOERR: the ledger or the disk failed.
    case inputOutput = 74
    /// EX_TEMPFAIL: it may work later.
    case temporary = 75
    /// EX_CONFIG: the configuration is wrong.
    case configuration = 78
}

/// Why a command ends without success: a full sentence, what to do about it, and the exit code.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String
    let hint: String?

    init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    /// - Parameter path: of the ledger. It is put before the error where the error does not name it.
    init(_ error: LedgerError, of path: String? = nil) {
        let status: ExitStatus =
            switch error.code {
            // A service manager starts the worker again after these; it works once their cause is gone.
            case .locked, .readOnly, .settingsChanged, .runTaken: .temporary
            case .diskFull, .inputOutput, .stillOpen, .constraint, .other: .inputOutput
            // And not after these, which a new start does not mend.
            case .reasonInUse, .notPublished, .damaged: .dataError
            case .retentionTooShort, .notPlanned: .usage
            case .cannotOpen, .replaced, .foreign, .noSettings: .configuration
            }
        let isNamed = path.map { error.description.contains($0) || !error.code.isOfTheFile } ?? true
        // Unlike the worker a command does not go on by itself.
        let again = error.code == .diskFull || error.code == .inputOutput ? " Then give the command again." : ""
        let text = (isNamed ? "" : "\(path ?? ""): ") + error.description
        self.init(status, text, hint: error.operatorHint.map { $0 + again })
    }

    /// Why a running worker ended. Damage and loss alike are for people to mend: a service manager must not start it again.
    init(endOfWorker error: LedgerError, on path: String) {
        let failure = CommandFailure(error, of: path)
        self.init(error.needsRestore ? .configuration : failure.status, failure.message, hint: failure.hint)
    }

    init(_ error: ApplicationError) {
        let status: ExitStatus =
            switch error.code {
            case .notAllowed: .usage
            case .notFound, .invalid: .dataError
            case .nothingToDo, .changedMeanwhile: .failure
            case .interrupted: .temporary
            case .noSettings, .notConfigured: .configuration
            case .incomplete: .failure
            }
        let text = Table.printable(error.description)
        switch error.remedy {
        case .restoreReason, .restoreReasonFirst, .restoreOrEditReason:
            // Part of the sentence: it names what was refused again.
            self.init(status, text + (error.remedy.map { " " + CommandHint.text($0.hint) } ?? ""))
        case let remedy:
            self.init(status, text, hint: remedy?.hint)
        }
    }

    init(_ error: AmbiguousDeadLetter) {
        let count = (error.hasMore ? "More than " : "") + Count.text(error.count)
        self.init(.dataError, "\(count) dead letters go by \(Table.printable(error.name)).", hint: error.remedy.hint)
    }

    init(_ error: BodyChangeError) {
        let why =
            switch error {
            case .unusable(let substitution, let why): "--set-each \(substitution.pointer): \(why)"
            case .tooSlow: error.description
            }
        self.init(.dataError, "\(why) Nothing was changed.", hint: Remedy.simplifyPattern.hint)
    }

    init(_ error: RabbitMQError) {
        let status: ExitStatus =
            switch error.code {
            case .invalidAddress, .preconditionFailed: .configuration
            default: .unavailable
            }
        self.init(status, error.description, hint: error.hint)
    }
}

extension LedgerError.Code {
    /// Whether it says something of the ledger's file, and not of what is asked of it.
    fileprivate var isOfTheFile: Bool {
        switch self {
        case .locked, .diskFull, .readOnly, .inputOutput, .cannotOpen, .damaged, .replaced, .foreign, .other: true
        case .noSettings, .settingsChanged, .runTaken, .reasonInUse, .retentionTooShort, .notPublished, .notPlanned,
            .stillOpen, .constraint:
            false
        }
    }
}

/// Runs work of the ledger or the broker for a command.
///
/// - Parameter path: of the ledger, which errors of its file then name.
func reporting<Result>(on path: String? = nil, _ work: () throws -> Result) throws -> Result {
    do {
        return try work()
    } catch let error as LedgerError {
        throw CommandFailure(error, of: path)
    } catch let error as RabbitMQError {
        throw CommandFailure(error)
    } catch let error as ApplicationError {
        throw CommandFailure(error)
    } catch let error as AmbiguousDeadLetter {
        // A few are listed, for the person to choose one.
        if !error.found.isEmpty {
            for line in DeadLetter.lines(of: error.found, withState: true) { Console.note(line) }
        }
        throw CommandFailure(error)
    } catch let error as BodyChangeError {
        throw CommandFailure(error)
    }
}
