/// What an index of dead letters finds by equality, and in order within that.
enum DeadLetterLane {
    case state(String)
    case cause(fingerprint: String, state: String)
    case contract(String)
    case customer(String)
    /// A JSON array.
    case ids(String)

    /// SQL without values.
    var condition: String {
        switch self {
        case .state: "state = :state"
        case .cause: "fingerprint = :fingerprint AND state = :state"
        case .contract: "contract_id = :id"
        case .customer: "customer_id = :id"
        case .ids: "id IN (SELECT value FROM json_each(:ids))"
        }
    }

    /// Named, because SQLite would have to guess: it knows nothing of how the rows are spread.
    func index(for order: DeadLetterOrder) -> String {
        switch self {
        case .state: order == .lastSeen ? "INDEXED BY dead_letters_by_state_seen" : "INDEXED BY dead_letters_by_state"
        case .cause: order == .lastSeen ? "INDEXED BY dead_letters_by_cause_seen" : "INDEXED BY dead_letters_by_cause"
        case .contract: "INDEXED BY dead_letters_by_contract"
        case .customer: "INDEXED BY dead_letters_by_customer"
        case .ids: ""
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

    /// By it the index is entered in its middle.
    var bounds: String { "\(column) BETWEEN :first AND :last" }
}
