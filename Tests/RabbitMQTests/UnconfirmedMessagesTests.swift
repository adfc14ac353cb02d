import Testing
import Threads

@testable import RabbitMQ

@Suite struct `Unconfirmed messages` {
    /// Compares with a plain model over many random steps.
    @Test(arguments: 1...20) func `have one outcome each, and are sent again in order`(seed: UInt64) throws {
        var random = Steps(state: seed)
        var unconfirmed = UnconfirmedMessages(window: 4)
        var open: [UInt64] = []
        var onWire: [UInt64] = []
        var settled: Set<UInt64> = []
        var (next, connectionStart): (UInt64, Int) = (0, 0)
        for _ in 0..<2_000 {
            switch random.next() % 8 {
            case 0, 1:
                unconfirmed.append(LiveBroker.message("x", to: "q", token: next))
                open.append(next)
                next += 1
            case 2, 3, 4:
                guard unconfirmed.maySend else { continue }
                try unconfirmed.sendNext { message throws(RabbitMQError) in onWire.append(message.token) }
            case 5, 6:
                let sent = onWire[connectionStart...]
                guard !sent.isEmpty else { continue }
                let tag = 1 + random.next() % UInt64(sent.count)
                let multiple = random.next() % 2 == 0
                let expected = sent.prefix(Int(tag)).suffix(multiple ? Int(tag) : 1).filter { !settled.contains($0) }
                var outcomes: [PublishOutcome] = []
                let isKnown = unconfirmed.settle(tag, multiple: multiple, isAcknowledged: true, into: &outcomes)
                #expect(isKnown)
                #expect(outcomes.map(\.token) == expected)
                settled.formUnion(expected)
                open.removeAll { settled.contains($0) }
            default:
                guard random.next() % 10 == 0 else { continue }
                #expect(unconfirmed.rewind(frameLimit: 1_000).isEmpty)
                connectionStart = onWire.count
            }
            let sentNow = onWire[connectionStart...].filter { !settled.contains($0) }
            #expect(Array(open.prefix(sentNow.count)) == sentNow)
            #expect(unconfirmed.isEmpty == open.isEmpty)
        }
    }

    @Test func `fail when the broker confirms what was sent much later, and not when it is merely slow`() throws {
        var unconfirmed = UnconfirmedMessages(window: 8)
        for token in 1...5 as ClosedRange<UInt64> {
            unconfirmed.append(LiveBroker.message("x", to: "q", token: token))
            let sentAt = Deadline(nanoseconds: token * 1_000_000_000)
            try unconfirmed.sendNext(at: sentAt) { _ throws(RabbitMQError) in }
        }
        var outcomes: [PublishOutcome] = []
        // In order, however late: nothing is passed over.
        #expect(unconfirmed.settle(1, multiple: false, isAcknowledged: true, into: &outcomes))
        #expect(unconfirmed.failPassedOver(for: .zero).isEmpty)
        // The fourth was sent two seconds after the second, and one after the third.
        #expect(unconfirmed.settle(4, multiple: false, isAcknowledged: true, into: &outcomes))
        #expect(unconfirmed.failPassedOver(for: .seconds(3)).isEmpty)
        let failed = unconfirmed.failPassedOver(for: .seconds(2))
        #expect(failed.map(\.token) == [2])
        #expect(failed.map(\.failureCode) == [.timedOut])
        #expect(unconfirmed.failPassedOver(for: .zero).map(\.token) == [3])
        // The broker confirms them after all: they have their outcome already.
        #expect(unconfirmed.settle(3, multiple: true, isAcknowledged: true, into: &outcomes))
        #expect(unconfirmed.settle(5, multiple: false, isAcknowledged: true, into: &outcomes))
        #expect(outcomes == [1, 4, 5].map { .confirmed(token: $0) })
        #expect(unconfirmed.isEmpty)
        // Their bytes are room for others again: one each.
        #expect(unconfirmed.takeSettledBytes() == 5)
    }

    @Test func `fail when the next connection cannot carry them`() throws {
        var unconfirmed = UnconfirmedMessages(window: 4)
        unconfirmed.append(
            LiveBroker.message("x", to: "q", token: 1) {
                $0.headers = ["h": .string(String(repeating: "h", count: 900))]
            }
        )
        unconfirmed.append(LiveBroker.message("x", to: "q", token: 2))
        let outcomes = unconfirmed.rewind(frameLimit: 500)
        #expect(outcomes.map(\.token) == [1])
        #expect(!unconfirmed.isEmpty)
    }
}

/// Reproducible random numbers (xorshift).
private struct Steps {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state >> 3
    }
}
