import Application
import JSON
import Ledger
import Terminations

/// Why a request to the API was not carried out, as `application/problem+json` (RFC 9457).
struct APIProblem: Error {
    /// What is wrong. Kinds are stable: programs go by them. `docs/http-api.md` lists them all.
    enum Kind: String, CaseIterable, Sendable {
        case invalidParameter = "invalid-parameter"
        case tokenInQuery = "token-in-query"
        case malformedBody = "malformed-body"
        case malformedRequest = "malformed-request"
        case unauthenticated
        case forbidden
        case notFound = "not-found"
        case noSettings = "no-settings"
        case methodNotAllowed = "method-not-allowed"
        case notAcceptable = "not-acceptable"
        case ambiguous
        case changedMeanwhile = "changed-meanwhile"
        case notAllowed = "not-allowed"
        case inProgress = "request-in-progress"
        case unknownOutcome = "unknown-outcome"
        case preconditionFailed = "precondition-failed"
        case tooLarge = "too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case misdirected
        case invalidContent = "invalid-content"
        case keyReused = "idempotency-key-reused"
        case preconditionRequired = "precondition-required"
        case tooManyRequests = "too-many-requests"
        case failed
        case busy
        case ledgerUnavailable = "ledger-unavailable"
        case stopping

        var status: Int {
            switch self {
            case .invalidParameter, .tokenInQuery, .malformedBody, .malformedRequest: 400
            case .unauthenticated: 401
            case .forbidden: 403
            case .notFound, .noSettings: 404
            case .methodNotAllowed: 405
            case .notAcceptable: 406
            case .ambiguous, .changedMeanwhile, .notAllowed, .inProgress, .unknownOutcome: 409
            case .preconditionFailed: 412
            case .tooLarge: 413
            case .unsupportedMediaType: 415
            case .misdirected: 421
            case .invalidContent, .keyReused: 422
            case .preconditionRequired: 428
            case .tooManyRequests: 429
            case .failed: 500
            case .busy, .ledgerUnavailable, .stopping: 503
            }
        }

        var title: String {
            switch self {
            case .invalidParameter: "A parameter is invalid"
            case .tokenInQuery: "A token is in the address"
            case .malformedBody: "The body cannot be read"
            case .malformedRequest: "The request is malformed"
            case .unauthenticated: "A valid token is needed"
            case .forbidden: "The token does not allow this"
            case .notFound: "Not found"
            case .noSettings: "No settings were applied yet"
            case .methodNotAllowed: "The method is not allowed here"
            case .notAcceptable: "No representation is acceptable"
            case .ambiguous: "The name is ambiguous"
            case .changedMeanwhile: "It has changed meanwhile"
            case .notAllowed: "Its state does not allow this"
            case .inProgress: "The request is being carried out"
            case .unknownOutcome: "The outcome of an earlier request is not known"
            case .preconditionFailed: "The version is not the current one"
            case .tooLarge: "Too large"
            case .unsupportedMediaType: "The content type is not supported"
            case .misdirected: "Unknown host"
            case .invalidContent: "The content is invalid"
            case .keyReused: "The idempotency key belongs to another request"
            case .preconditionRequired: "If-Match is needed"
            case .tooManyRequests: "Too many requests"
            case .failed: "The request failed"
            case .busy: "Busy"
            case .ledgerUnavailable: "The ledger is unavailable"
            case .stopping: "The console is stopping"
            }
        }

        /// The `type` of RFC 9457.
        var uri: String { "urn:terminus:problem:\(rawValue)" }
    }

    /// One fault of a parameter of the query.
    struct ParameterFault {
        let name: String
        let code: Violation.Code
        let message: String
    }

    let kind: Kind
    /// A sentence about this occurrence. It never repeats a value of a message.
    let detail: String
    var parameters: [ParameterFault] = []
    /// Of the body.
    var violations: [Violation] = []
    /// Dead letters that are not as the client has seen them, as they are now.
    var stale: [(id: String, now: DeadLetter?)] = []
    var headers: [(name: String, value: String)] = []

    init(
        _ kind: Kind,
        _ detail: String,
        parameters: [ParameterFault] = [],
        violations: [Violation] = [],
        stale: [(id: String, now: DeadLetter?)] = [],
        headers: [(name: String, value: String)] = []
    ) {
        self.kind = kind
        self.detail = detail
        self.parameters = parameters
        self.violations = violations
        self.stale = stale
        self.headers = headers
    }

    static func parameter(_ name: String, _ code: Violation.Code, _ message: String) -> APIProblem {
        APIProblem(
            .invalidParameter,
            message,
            parameters: [ParameterFault(name: name, code: code, message: message)]
        )
    }

    static func content(_ violations: [Violation]) -> APIProblem {
        APIProblem(
            .invalidContent,
            violations.count == 1 ? violations[0].message : "The body breaks \(violations.count) rules.",
            violations: violations
        )
    }

    var answer: PageAnswer {
        var json = JSONWriter()
        json.beginObject()
        json.name("type")
        json.string(kind.uri)
        json.name("title")
        json.string(kind.title)
        json.name("status")
        json.integer(kind.status)
        json.name("detail")
        json.string(detail)
        if !parameters.isEmpty {
            json.name("parameters")
            json.beginArray()
            for fault in parameters {
                json.beginObject()
                json.name("name")
                json.string(fault.name)
                json.name("code")
                json.string(fault.code.rawValue)
                json.name("message")
                json.string(fault.message)
                json.endObject()
            }
            json.endArray()
        }
        if !violations.isEmpty {
            json.name("violations")
            json.violations(violations)
        }
        if !stale.isEmpty {
            json.name("stale")
            json.beginArray()
            for (id, now) in stale {
                json.beginObject()
                json.name("id")
                json.string(id)
                json.name("version")
                json.integerOrNull(now?.version)
                json.name("state")
                json.stringOrNull(now?.state.rawValue)
                json.endObject()
            }
            json.endArray()
        }
        json.endObject()
        return PageAnswer(
            status: kind.status,
            contentType: "application/problem+json",
            body: json.bytes,
            headers: headers
        )
    }
}

extension APIProblem {
    /// The problem of an error that an action threw.
    init(_ error: any Error) {
        switch error {
        case let problem as APIProblem: self = problem
        case let error as LedgerError: self.init(error)
        case let error as ApplicationError: self.init(error)
        case let error as ConsoleStoreError:
            self.init(.ledgerUnavailable, error.description, headers: [("retry-after", "30")])
        case let error as AmbiguousDeadLetter:
            self.init(
                .ambiguous,
                "\(error.hasMore ? "More than \(error.count)" : "\(error.count)") dead letters have this name: use the whole id."
            )
        case let error as BodyChangeError:
            self = .content([
                Violation(.unknownValue, at: JSONPointer.root.appending("substitutions"), error.description)
            ])
        default:
            self.init(.failed, "The console could not carry out this request. Its log has the time and the route.")
        }
    }

    private init(_ error: ApplicationError) {
        switch error.code {
        case .notFound: self.init(.notFound, error.description)
        case .noSettings: self.init(.noSettings, error.description)
        case .changedMeanwhile: self.init(.changedMeanwhile, error.description)
        case .invalid: self.init(.invalidContent, error.description)
        case .notAllowed where error.remedy == .giveReason:
            self = .content([Violation(.missingField, at: JSONPointer("reason"), error.description)])
        case .notAllowed, .nothingToDo, .interrupted, .notConfigured, .incomplete:
            self.init(.notAllowed, error.description)
        }
    }

    private init(_ error: LedgerError) {
        switch error.code {
        case .noSettings: self.init(.noSettings, error.description)
        case .settingsChanged: self.init(.changedMeanwhile, error.description)
        case .runTaken, .reasonInUse, .retentionTooShort, .notPublished, .notPlanned:
            self.init(.notAllowed, error.description)
        case .locked:
            self.init(.ledgerUnavailable, error.description, headers: [("retry-after", "5")])
        case .diskFull, .readOnly, .inputOutput, .cannotOpen, .damaged, .replaced, .foreign, .stillOpen, .constraint,
            .other:
            self.init(.ledgerUnavailable, error.description, headers: [("retry-after", "30")])
        }
    }
}
