import JSON
import Terminations

/// Finds dead letters by a filter, and reads no more of them than it must.
///
/// An index has the dead letters of one state, of one cause in one state, of one contract or of one customer in the order
/// in which they are listed. A query reads one or several such lanes and merges them; the other conditions of the filter
/// are checked in each row. The SQL is made of constant parts; every value is an argument.
struct DeadLetterQuery {
    let filter: DeadLetterFilter
    /// Without those of a state, or of a cause in a state, that no dead letter has.
    let lanes: [DeadLetterLane]
    /// Whether the lanes select exactly what the filter selects.
    var isExact: Bool { isExactButForTime && filter.since == nil && filter.until == nil }
    /// Whether the lanes select exactly what the filter selects at any time.
    let isExactButForTime: Bool
    /// JSON arrays, for ``SQLiteSQL/list(_:)``.
    private let states: String
    private let causes: String?
    /// The digests of the texts that mean the filter's value, as a JSON array.
    private let digests: String?
    /// Whether the body has to be read to know whether it has the value.
    private let readsValue: Bool

    /// Where fewer dead letters have a value, their rows are read. Otherwise a list sooner finds enough of them among all.
    private static let rare = 2000

    /// - Parameters:
    ///   - database: has the causes with their codes and pointers.
    ///   - rare: which number of dead letters with one value is not few any more.
    init(_ filter: DeadLetterFilter, _ database: Database, rare: Int = rare) throws {
        self.filter = filter
        let states = (filter.states.isEmpty ? DeadLetter.State.allCases : Array(filter.states)).map(\.rawValue).sorted()
        self.states = JSONValue.array(states.map(JSONValue.string)).text
        let causes = try Self.fingerprints(filter, database)
        self.causes = causes.map { JSONValue.array($0.map(JSONValue.string)).text }
        let texts = filter.value.map(ShownValue.texts(meantBy:))
        digests = texts.map { texts in
            "[\(texts.texts.map { String(OffendingValueDigest.digest(of: $0)) }.sorted().joined(separator: ","))]"
        }
        readsValue = texts?.isAmbiguous ?? false
        if let ids = filter.ids {
            lanes = [.ids(JSONValue.array(ids.map(JSONValue.string)).text)]
        } else if let contractID = filter.contractID {
            lanes = [.contract(contractID)]
        } else if let customerID = filter.customerID {
            lanes = [.customer(customerID)]
        } else if let digests, try Self.count(digests, filter, database, limit: rare) < rare {
            lanes = [.value]
        } else {
            let counts = try Self.counts(database, states: self.states, causes: self.causes)
            lanes =
                causes != nil
                ? counts.map { .cause(fingerprint: $0.fingerprint, state: $0.state) }
                : Set(counts.map(\.state)).sorted().map(DeadLetterLane.state)
        }
        isExactButForTime =
            filter.ids == nil && filter.contractID == nil && filter.customerID == nil && filter.importRun == nil
            && filter.text == nil && filter.value == nil
    }

    /// How many dead letters have one of the values at a place that the filter allows, at most the limit.
    private static func count(
        _ digests: String,
        _ filter: DeadLetterFilter,
        _ database: Database,
        limit: Int
    ) throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM (SELECT 1 FROM dead_letter_values
                    WHERE digest IN \(EngineSQL.list("?1")) AND (?2 IS NULL OR pointer = ?2) LIMIT ?3)
                """,
            arguments: [digests, filter.pointer, limit]
        ) ?? 0
    }

    /// The fingerprints that the filter selects; nil where it selects any.
    private static func fingerprints(_ filter: DeadLetterFilter, _ database: Database) throws -> [String]? {
        guard filter.code != nil || filter.pointer != nil else { return filter.fingerprint.map { [$0] } }
        return try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT fingerprint FROM fingerprints
                WHERE (?1 IS NULL OR code = ?1) AND (?2 IS NULL OR pointer = ?2) AND (?3 IS NULL OR fingerprint = ?3)
                """,
            arguments: [filter.code, filter.pointer, filter.fingerprint]
        )
    }

    // MARK: - Lists

    /// Where a page begins: after this dead letter.
    struct Place {
        /// Milliseconds: `received_at` or `last_seen_at`, depending on the order.
        var at: Int64
        var number: Int64

        static func fetch(_ database: Database, id: String, order: DeadLetterOrder) throws -> Place? {
            try Row.fetchOne(
                database,
                sql: "SELECT number, received_at, last_seen_at FROM dead_letters WHERE id = ?",
                arguments: [id]
            )
            .map { row in Place(at: order == .lastSeen ? row[2] : row[1], number: row[0]) }
        }
    }

    /// The row numbers of the dead letters, in order.
    func numbers(
        _ database: Database,
        order: DeadLetterOrder,
        after place: Place? = nil,
        limit: Int
    ) throws -> [Int64] {
        var found: [Place] = []
        for lane in lanes {
            let sql = """
                SELECT number, \(order.column) FROM dead_letters \(lane.index(for: order))
                WHERE \(lane.condition) AND \(order.bounds) AND \(Self.rest)
                    AND \(Self.hasValue)
                    AND (:number IS NULL OR (\(order.column), number) \(order.comparison) (:at, :number))
                ORDER BY \(order.column) \(order.direction), number \(order.direction) LIMIT :limit
                """
            var values = values(of: lane)
            values.updateValue(place?.at, forKey: "at")
            values.updateValue(place?.number, forKey: "number")
            values.updateValue(limit, forKey: "limit")
            if order == .lastSeen {
                (values["first"], values["last"]) = (Int64.min, place?.at ?? Int64.max)
            } else {
                (values["first"], values["last"]) = bounds(order, place)
            }
            let arguments = StatementArguments(values)
            let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
            while let row = try rows.next() { found.append(Place(at: row[1], number: row[0])) }
        }
        if lanes.count > 1 {
            let isBefore: (Place, Place) -> Bool = { ($0.at, $0.number) < ($1.at, $1.number) }
            found.sort { order.isAscending ? isBefore($0, $1) : isBefore($1, $0) }
        }
        return found.prefix(limit).map(\.number)
    }

    // MARK: - Numbers

    /// How many dead letters the filter selects.
    func count(_ database: Database) throws -> Int {
        if isExact { return try counts(database).reduce(0) { $0 + $1.count } }
        return try countByOthers(database) ?? countInLanes(database)
    }

    private func countInLanes(_ database: Database) throws -> Int { try count(database, in: lanes) }

    private func count(_ database: Database, in lanes: [DeadLetterLane]) throws -> Int {
        try DeadLetterLane.joined(lanes).reduce(0) { sum, lane in
            let sql = """
                SELECT count(*) FROM dead_letters \(lane.index(for: .newest))
                WHERE \(lane.condition) AND \(DeadLetterOrder.newest.bounds) AND \(Self.rest)
                    AND \(Self.hasValue)
                """
            return try sum + (Int.fetchOne(database, sql: sql, arguments: StatementArguments(values(of: lane))) ?? 0)
        }
    }

    /// Of a filter by value, cause and state alone: those with the value, without those of other causes and states. The index of
    /// values has neither. Nil where the others are more, and for other filters.
    private func countByOthers(_ database: Database) throws -> Int? {
        guard let digests, !readsValue, filter == filter.withoutConditionsOfRows else { return nil }
        let selected = try counts(database)
        let pairs = Set(selected.map { [$0.fingerprint, $0.state] })
        let possible = try filter.pointer.map { pointer in
            try Self.fingerprints(DeadLetterFilter(pointer: pointer), database) ?? []
        }
        let others = try Self.counts(
            database,
            states: JSONValue.array(DeadLetter.State.allCases.map { .string($0.rawValue) }).text,
            causes: possible.map { JSONValue.array($0.map(JSONValue.string)).text }
        )
        .filter { !pairs.contains([$0.fingerprint, $0.state]) }
        guard others.reduce(0, { $0 + $1.count }) <= selected.reduce(0, { $0 + $1.count }) else { return nil }
        let all = try Int.fetchOne(
            database,
            sql: """
                SELECT count(DISTINCT letter) FROM dead_letter_values
                WHERE digest IN \(EngineSQL.list("?1")) AND (?2 IS NULL OR pointer = ?2)
                """,
            arguments: [digests, filter.pointer]
        )
        let lanes = others.map { DeadLetterLane.cause(fingerprint: $0.fingerprint, state: $0.state) }
        return try (all ?? 0) - count(database, in: lanes)
    }

    /// Of an exact filter: how many dead letters each cause has in each state.
    func counts(_ database: Database) throws -> [(fingerprint: String, state: String, count: Int)] {
        try Self.counts(database, states: states, causes: causes)
    }

    private static func counts(
        _ database: Database,
        states: String,
        causes: String?
    ) throws -> [(fingerprint: String, state: String, count: Int)] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT fingerprint, state, count FROM dead_letter_counts
                WHERE count > 0 AND state IN \(EngineSQL.list("?1"))
                    AND (?2 IS NULL OR fingerprint IN \(EngineSQL.list("?2")))
                """,
            arguments: [states, causes]
        )
        .map { ($0[0], $0[1], $0[2]) }
    }

    /// Calls `take` with the figures of each cause, of the dead letters that the filter selects.
    func sums(_ database: Database, _ take: (Row) -> Void) throws {
        for lane in lanes {
            let sql = """
                SELECT fingerprint, count(*), min(received_at), max(last_seen_at), max(number)
                FROM dead_letters \(lane.index(for: .newest))
                WHERE \(lane.condition) AND \(DeadLetterOrder.newest.bounds) AND \(Self.rest)
                    AND \(Self.hasValue)
                GROUP BY fingerprint
                """
            let rows = try Row.fetchCursor(database, sql: sql, arguments: StatementArguments(values(of: lane)))
            while let row = try rows.next() { take(row) }
        }
    }

    // MARK: - Conditions

    private static let containsText: String = {
        let texts = ["violations", "id", "message_id", "termination_id", "contract_id", "customer_id"]
        let conditions =
            ["body", "edited_body"].map { EngineSQL.bytes($0, contain: ":text") }
            + texts.map { EngineSQL.text($0, contains: ":text") }
        return "(\(conditions.joined(separator: " OR ")))"
    }()

    /// The pointers of the dead letter's violations that the filter asks for.
    private static let pointers = """
        (SELECT \(EngineSQL.array(of: "pointer")) FROM fingerprints
            WHERE fingerprints.fingerprint = dead_letters.fingerprint AND (:pointer IS NULL OR pointer = :pointer))
        """

    /// The conditions that no lane has. One whose value is NULL is always true.
    private static let rest = """
        (:since IS NULL OR received_at >= :since) AND (:until IS NULL OR received_at < :until)
            AND (:states IS NULL OR state IN \(EngineSQL.list(":states")))
            AND (:causes IS NULL OR fingerprint IN \(EngineSQL.list(":causes")))
            AND (:contract IS NULL OR contract_id = :contract) AND (:customer IS NULL OR customer_id = :customer)
            AND (:import IS NULL OR import_run = :import)
            AND (:text IS NULL OR \(containsText))
            AND (:value IS NULL OR \(EngineSQL.body("coalesce(edited_body, body)", has: ":value", atOneOf: pointers)))
        """

    /// Reads the numbers of all dead letters with the value first, and then needs no row to know whether it has the value.
    private static let hasValue =
        "(:digests IS NULL OR number IN \(DeadLetterLane.letters(withOneOf: ":digests")))"

    private func values(of lane: DeadLetterLane) -> [String: (any SQLConvertible)?] {
        let (first, last) = period
        var values: [String: (any SQLConvertible)?] = [
            "first": first, "last": last,
            "since": filter.since?.milliseconds, "until": filter.until?.milliseconds,
            "states": states, "causes": causes, "contract": filter.contractID, "customer": filter.customerID,
            "import": filter.importRun,
            "text": filter.text.flatMap { $0.isEmpty ? nil : $0 },
            "digests": digests, "value": readsValue ? filter.value : nil, "pointer": filter.pointer,
        ]
        switch lane {
        case .state(let state):
            values["state"] = state
            values.updateValue(nil, forKey: "states")
        case .cause(let fingerprint, let state):
            values["state"] = state
            values["fingerprint"] = fingerprint
            values.updateValue(nil, forKey: "states")
            values.updateValue(nil, forKey: "causes")
        case .causes(let fingerprints, let state):
            values["state"] = state
            values["fingerprints"] = fingerprints
            values.updateValue(nil, forKey: "states")
            values.updateValue(nil, forKey: "causes")
        case .contract(let id), .customer(let id):
            values["id"] = id
        case .ids(let ids):
            values["ids"] = ids
        case .value:
            values["values"] = digests
            values.updateValue(nil, forKey: "digests")
        }
        return values
    }

    /// The first and the last millisecond at which the dead letters were received.
    var period: (first: Int64, last: Int64) { bounds(.newest, nil) }

    /// The first and the last millisecond that `received_at` may have.
    private func bounds(_ order: DeadLetterOrder, _ place: Place?) -> (first: Int64, last: Int64) {
        let first = filter.since?.milliseconds ?? .min
        let last = filter.until.map { $0.milliseconds - 1 } ?? .max
        guard let place else { return (first, last) }
        return order.isAscending ? (max(first, place.at), last) : (first, min(last, place.at))
    }
}

/// One range of an index of dead letters: found by equality, and sorted within.
enum DeadLetterLane {
    case state(String)
    case cause(fingerprint: String, state: String)
    /// Several of these with one state, where the order does not matter. The fingerprints are a JSON array.
    case causes(fingerprints: String, state: String)
    case contract(String)
    case customer(String)
    /// A JSON array.
    case ids(String)
    /// The value that the filter asks for.
    case value

    /// The numbers of the dead letters that have one of the values at the place of a violation.
    static func letters(withOneOf digests: String) -> String {
        """
        (SELECT letter FROM dead_letter_values
            WHERE digest IN \(EngineSQL.list(digests)) AND (:pointer IS NULL OR pointer = :pointer))
        """
    }

    /// Fewer lanes with the same dead letters.
    static func joined(_ lanes: [DeadLetterLane]) -> [DeadLetterLane] {
        var fingerprints: [String: [JSONValue]] = [:]
        var joined: [DeadLetterLane] = []
        for lane in lanes {
            if case .cause(let fingerprint, let state) = lane {
                fingerprints[state, default: []].append(.string(fingerprint))
            } else {
                joined.append(lane)
            }
        }
        return joined
            + fingerprints.sorted { $0.key < $1.key }.map {
                .causes(fingerprints: JSONValue.array($0.value).text, state: $0.key)
            }
    }

    /// SQL without values.
    var condition: String {
        switch self {
        case .state: "state = :state"
        case .cause: "fingerprint = :fingerprint AND state = :state"
        case .causes: "fingerprint IN \(EngineSQL.list(":fingerprints")) AND state = :state"
        case .contract: "contract_id = :id"
        case .customer: "customer_id = :id"
        case .ids: "id IN \(EngineSQL.list(":ids"))"
        case .value: "number IN \(Self.letters(withOneOf: ":values"))"
        }
    }

    /// Named in the SQL, because SQLite has no statistics about the rows by which it could choose.
    func index(for order: DeadLetterOrder) -> String {
        switch self {
        case .state: EngineSQL.index(order == .lastSeen ? "dead_letters_by_state_seen" : "dead_letters_by_state")
        case .cause, .causes:
            EngineSQL.index(order == .lastSeen ? "dead_letters_by_cause_seen" : "dead_letters_by_cause")
        case .contract: EngineSQL.index("dead_letters_by_contract")
        case .customer: EngineSQL.index("dead_letters_by_customer")
        case .ids, .value: ""
        }
    }
}

extension DeadLetterOrder {
    var isAscending: Bool { self == .oldest }
    var direction: String { isAscending ? "ASC" : "DESC" }
    var comparison: String { isAscending ? ">" : "<" }

    var column: String {
        switch self {
        case .newest, .oldest: "received_at"
        case .lastSeen: "last_seen_at"
        }
    }

    /// Lets SQLite seek into the index instead of scanning from its start.
    var bounds: String { "\(column) BETWEEN :first AND :last" }
}

extension DeadLetterFilter {
    /// Only with the conditions that an index of causes or of values decides.
    fileprivate var withoutConditionsOfRows: DeadLetterFilter {
        DeadLetterFilter(states: states, code: code, pointer: pointer, fingerprint: fingerprint, value: value)
    }
}
