import Ledger

/// Into which transactions a batch is cut, so that a message that ends the process is found and its neighbours are not.
enum RecordingPlan {
    enum Step: Equatable {
        /// Messages that nothing speaks against, in one transaction.
        case together(Range<Int>)
        /// A message that was taken up twice without an outcome.
        case alone(Int)
    }

    /// From this attempt on a message is judged alone.
    static let firstAttemptAlone = 3
    /// A message that has no outcome after so many attempts alone is kept without being judged.
    static let lastAttemptAlone = 3

    /// - Parameters:
    ///   - attempts: for each redelivered arrival, in order, how often it was taken up, this time included.
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
