public import Terminations

/// Which dead letters are meant. Every condition that is given must hold; without any, all are meant.
public struct DeadLetterFilter: Sendable, Equatable {
    /// In one of these states; any when empty.
    public var states: Set<DeadLetter.State>
    /// With a violation of this code. What has no violations answers to `unjudgeable`, and to `broker-` with the
    /// broker's reason: `broker-delivery-limit`, `broker-expired`, `broker-rejected`.
    public var code: String?
    /// With a violation at this place (RFC 6901). With a code as well, one violation must have both.
    public var pointer: String?
    public var fingerprint: String?
    /// With this value at a place where it breaks a rule, as ``ShownValue`` writes it. With a pointer as well, at that
    /// place.
    ///
    /// Reads every letter that the other conditions leave, as ``text`` does.
    public var value: String?
    public var contractID: String?
    public var customerID: String?
    /// Received at this instant or later.
    public var since: Instant?
    /// Received before this instant.
    public var until: Instant?
    /// Came with this import; not with the queue too, since it is the queue's then.
    public var importRun: Int64?
    /// Stands, byte for byte, in the body as received or as mended, in an id, or in the violations.
    ///
    /// Reads every letter that the other conditions leave: it has no index, as `importRun` has none.
    public var text: String?
    /// One of these ids; any when nil, none when empty.
    public var ids: [String]?

    public init(
        states: Set<DeadLetter.State> = [],
        code: String? = nil,
        pointer: String? = nil,
        fingerprint: String? = nil,
        value: String? = nil,
        contractID: String? = nil,
        customerID: String? = nil,
        since: Instant? = nil,
        until: Instant? = nil,
        importRun: Int64? = nil,
        text: String? = nil,
        ids: [String]? = nil
    ) {
        self.states = states
        self.code = code
        self.pointer = pointer
        self.fingerprint = fingerprint
        self.value = value
        self.contractID = contractID
        self.customerID = customerID
        self.since = since
        self.until = until
        self.importRun = importRun
        self.text = text
        self.ids = ids
    }

    /// Every dead letter.
    public static let all = DeadLetterFilter()
}

/// In which order dead letters are listed. Each has an index, so that a page costs the same wherever it lies.
public enum DeadLetterOrder: String, Sendable, CaseIterable {
    /// The one that was received last comes first.
    case newest
    /// The one that was received first comes first.
    case oldest
    /// The one that came again last comes first.
    case lastSeen
}
