public import Terminations

/// Selects dead letters. Every condition that is given must hold; without conditions it selects all.
public struct DeadLetterFilter: Sendable, Equatable {
    /// In one of these states; any when empty.
    public var states: Set<DeadLetter.State>
    /// With a violation of this code. Dead letters without violations have the code `unjudgeable`, or `broker-` with the
    /// broker's reason: `broker-delivery-limit`, `broker-expired`, `broker-rejected`.
    public var code: String?
    /// With a violation at this place (RFC 6901). With a code as well, one violation must have both.
    public var pointer: String?
    public var fingerprint: String?
    /// With this value at a place where it breaks a rule, as ``ShownValue`` writes it. With a pointer as well, at that
    /// place.
    ///
    /// Reads every dead letter that the other conditions select, as ``text`` does.
    public var value: String?
    public var contractID: String?
    public var customerID: String?
    /// Received at this instant or later.
    public var since: Instant?
    /// Received before this instant.
    public var until: Instant?
    /// Came with this import, and not with the queue as well.
    public var importRun: Int64?
    /// Occurs, byte for byte, in the body as received or as edited, in an id, or in the violations.
    ///
    /// Reads every dead letter that the other conditions select: there is no index for it, nor for `importRun`.
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

/// The order of a list of dead letters. Each has an index, so that a page costs the same wherever it begins.
public enum DeadLetterOrder: String, Sendable, CaseIterable {
    /// Received last comes first.
    case newest
    /// Received first comes first.
    case oldest
    /// Last seen comes first.
    case lastSeen
}
