import Ledger

/// Divides a batch into transactions, so that a message that ends the process is found without affecting the others.
enum RecordingPlan {
    enum Step: Equatable {
        /// Messages without suspicion, in one transaction.
        case together(Range<Int>)
        /// A message that was attempted twice without an outcome.
        case alone(Int)
    }

    /// From this attempt on a message is judged alone.
    static let firstAttemptAlone = 3
    /// A message without an outcome after so many attempts alone is kept as a dead letter without being judged.
    static let lastAttemptAlone = 3

    /// - Parameter attempts: the number of attempts of each redelivered message, in order, including the present one.
    static func steps(for receivedMessages: [ReceivedMessage], attempts: [Int]) -> [Step] {
        var steps: [Step] = []
        var start = 0
        var attempt = attempts.makeIterator()
        for (index, received) in receivedMessages.enumerated() where received.isRedelivered {
            guard let count = attempt.next(), count >= firstAttemptAlone else { continue }
            if start < index { steps.append(.together(start..<index)) }
            steps.append(.alone(index))
            start = index + 1
        }
        if start < receivedMessages.count { steps.append(.together(start..<receivedMessages.count)) }
        return steps
    }
}
