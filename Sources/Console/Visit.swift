import Ledger
import Reports
import Terminations

/// A request as the pages see it.
struct PageRequest: Sendable {
    var method: String
    /// Without the base path, percent form and all.
    var path: String
    var query: Fields
    /// What is in the body of a form; see ``FormBody``.
    var form: Fields
    /// As it came.
    var body: [UInt8]
    /// By their names in lower case.
    var headers: [String: String]
    /// The names of those that came more than once.
    var repeatedHeaders: Set<String> = []
    /// The address at the other end of the connection; nil where there is none.
    var peer: String?
    /// What another server said of who asks, where one had to be asked.
    var proof: Result<SignIn.Proof, SignInRefusal>?

    init(
        method: String = "GET",
        path: String,
        query: Fields = Fields([]),
        form: Fields = Fields([]),
        body: [UInt8] = [],
        headers: [String: String] = [:]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.form = form
        self.body = body
        self.headers = headers
    }

    var isSafe: Bool { method == "GET" || method == "HEAD" }

    /// The same without its path and query, for a page that must not repeat them.
    var withoutAddress: PageRequest {
        var request = self
        request.path = "/"
        request.query = Fields([])
        return request
    }

    /// Every value of a cookie. Another site of the same domain can add one of the same name, and a browser sends that of
    /// the longest path first.
    func cookies(_ name: String) -> [String] {
        (headers["cookie"] ?? "").split(separator: ";").compactMap { part in
            let halves = part.trimmingPrefix { $0 == " " }.split(separator: "=", maxSplits: 1)
            return halves.count == 2 && halves[0] == name ? String(halves[1]) : nil
        }
    }
}

/// What a request is answered with.
struct PageAnswer: Sendable {
    var status = 200
    var contentType = "text/html; charset=utf-8"
    var body: [UInt8]
    /// Further headers.
    var headers: [(name: String, value: String)] = []
    /// Why the request failed where no answer is made for it. For the log alone.
    var failure: (any Error)?
    /// A long body piece by piece, behind `body`: each call makes the next one, and the last gives nil. Blocks.
    var pieces: (@Sendable () throws -> [UInt8]?)?

    static func seeOther(_ url: String, headers: [(name: String, value: String)] = []) -> PageAnswer {
        PageAnswer(
            status: 303,
            contentType: "text/plain; charset=utf-8",
            body: [],
            headers: [("location", url)] + headers
        )
    }
}

/// One request with everything that its page needs: who asks, in which language, and what may be read.
struct Visit: Sendable {
    let request: PageRequest
    /// The parts of the path that its pattern names.
    let parameters: [String: String]
    /// Nil on pages that need no sign-in.
    let person: Person?
    /// The hash of the session's token in hexadecimal; nil on pages that need no sign-in.
    let session: String?
    let t: Language
    let zone: Zone
    let now: Instant
    let configuration: ConsoleConfiguration
    let queries: Queries
    let previews: Previews
    let store: ConsoleStore
    let jobs: RunningJobs
    /// Why the settings could not be read for this visit, where another process has the ledger to itself.
    var lockedLedger: LedgerError?

    func may(_ permission: Permission) -> Bool { person?.may(permission) ?? false }

    /// Who changes something by a page.
    ///
    /// - Throws: ``PageProblem`` where nobody has signed in.
    func actor() throws -> Actor {
        guard let person else { throw PageProblem(401, t("Sign in first", "Meld je eerst aan"), "") }
        return Actor(person.name, by: .console)
    }

    /// A path of the console with its base path, and a query.
    func url(_ path: String, _ query: [(String, String)] = []) -> String {
        let query = query.filter { !$0.1.isEmpty }
            .map { "\(Fields.encoded($0.0))=\(Fields.encoded($0.1))" }.joined(separator: "&")
        return configuration.basePath + path + (query.isEmpty ? "" : "?" + query)
    }

    /// A path whose last part comes from outside.
    func url(_ path: String, to name: String, _ query: [(String, String)] = []) -> String {
        url(path + "/" + Fields.encoded(name), query)
    }

    /// `2026-11-29 16:56` in the settings' zone.
    func moment(_ instant: Instant) -> String {
        let time = zone.localTime(at: instant)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(zone.localDate(at: instant)) \(two(time.hour)):\(two(time.minute))"
    }

    func number(_ number: Int) -> String { t.number(number) }
}

/// A page within the frame.
struct Page {
    var status = 200
    let title: String
    /// What of the navigation it belongs to.
    var place: NavigationPlace?
    /// Whether the content writes its own `h1`.
    var hasOwnHeading = false
    /// Further style sheets.
    var sheets: [Asset] = []
    let content: (inout HTMLWriter) -> Void

    init(
        _ title: String,
        status: Int = 200,
        place: NavigationPlace? = nil,
        hasOwnHeading: Bool = false,
        sheets: [Asset] = [],
        content: @escaping (inout HTMLWriter) -> Void
    ) {
        self.status = status
        self.title = title
        self.place = place
        self.hasOwnHeading = hasOwnHeading
        self.sheets = sheets
        self.content = content
    }

    func answer(_ visit: Visit) -> PageAnswer {
        PageAnswer(status: status, body: Array(Layout(visit: visit, page: self).html.utf8))
    }
}
