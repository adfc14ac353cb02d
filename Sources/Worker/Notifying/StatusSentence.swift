import RabbitMQ

extension WorkerStatus.Snapshot {
    /// Whether messages are consumed: the intake is connected and not paused.
    var consumes: Bool { intakeConnection == .connected && pauseReason == nil }

    /// The worker's status in one line, for `systemctl status`.
    func sentence(queue: String) -> String {
        let text: String
        if let pauseReason {
            text = "Paused: \(pauseReason)"
        } else {
            switch intakeConnection {
            case .connected:
                text =
                    parkedEvents == 0
                    ? "Consumes \(queue)."
                    : "Consumes \(queue); nobody received \(parkedEvents) of the events yet."
            case .connecting(_, let error?): text = "Waits for the broker: \(error.description)"
            case .connecting(_, nil), nil: text = "Connects to the broker."
            case .blocked(let reason): text = "The broker takes no messages: \(reason)"
            case .paused: text = "Paused."
            case .closed: text = "Stopped."
            }
        }
        // Each line is one assignment, so the text must be one line.
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
