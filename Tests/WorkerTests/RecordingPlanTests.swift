import Ledger
import Terminations
import Testing

@testable import Worker

@Suite struct `Cutting a batch into transactions` {
    /// A digit is a redelivered message that was taken up so often, a dot any other.
    @Test(
        arguments: [
            ("", []),
            ("...", [.together(0..<3)]),
            (".12", [.together(0..<3)]),
            (".3.", [.together(0..<1), .alone(1), .together(2..<3)]),
            ("345", [.alone(0), .alone(1), .alone(2)]),
            ("1.3..6.2", [.together(0..<2), .alone(2), .together(3..<5), .alone(5), .together(6..<8)]),
        ] as [(String, [RecordingPlan.Step])]
    )
    func `keeps those apart that may have ended the process`(batch: String, steps: [RecordingPlan.Step]) {
        let receivedMessages = batch.map { sign in
            let message = IncomingMessage(body: [])
            return ReceivedMessage(message: message, parsed: ParsedMessage(message), isRedelivered: sign != ".")
        }
        #expect(RecordingPlan.steps(for: receivedMessages, attempts: batch.compactMap(\.wholeNumberValue)) == steps)
    }
}
