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

    init(_ error: LedgerError) {
        let status: ExitStatus =
            switch error.code {
            // A service manager starts the worker again after these: it goes on when their cause is gone.
            case .locked, .diskFull, .readOnly, .settingsChanged, .runTaken: .temporary
            case .reasonInUse: .dataError
            case .cannotOpen, .foreign, .noSettings: .configuration
            case .inputOutput, .damaged, .constraint, .other: .inputOutput
            }
        self.init(status, error.description, hint: error.hint)
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

/// Runs work of the ledger or the broker for a command.
func reporting<Result>(_ work: () throws -> Result) throws -> Result {
    do {
        return try work()
    } catch let error as LedgerError {
        throw CommandFailure(error)
    } catch let error as RabbitMQError {
        throw CommandFailure(error)
    }
}
