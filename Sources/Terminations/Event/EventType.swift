/// What an event tells; also its routing key and the `type` of its CloudEvent.
public enum EventType: String, CaseIterable, Sendable {
    case terminated = "contract.terminated.v1"
    case corrected = "contract.termination.corrected.v1"
    case withdrawn = "contract.termination.withdrawn.v1"
    case effective = "contract.termination.effective.v1"
    case rejected = "contract.termination.rejected.v1"
    case reasonChanged = "cancellation-reason.changed.v1"

    /// The URI of the JSON Schema that its data keep.
    public var dataSchema: String { "urn:terminus:schema:" + rawValue }

    /// Whether an event that no queue is bound for may count as published.
    public var mayGoUnheard: Bool {
        switch self {
        case .terminated, .corrected, .withdrawn, .effective: false
        case .rejected, .reasonChanged: true
        }
    }
}

extension Action {
    /// What tells that a message with this action was accepted.
    public var eventType: EventType {
        switch self {
        case .terminate: .terminated
        case .correct: .corrected
        case .withdraw: .withdrawn
        }
    }
}
