import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

/// Records terminations as another process does.
private func record(_ numbers: ClosedRange<Int>, in environment: TestEnvironment) throws {
    let receivedMessages = numbers.map { number in
        let message = IncomingMessage(body: Sample.message("t-\(number)"))
        return ReceivedMessage(message: message, parsed: ParsedMessage(message))
    }
    _ = try Recorder(ledger: environment.ledger, source: "urn:test").record(receivedMessages, at: .now)
}

@Suite struct `The relay` {
    private func sequences(_ events: [Delivery]) -> [Int64?] {
        events.map { $0["sequence"].flatMap { $0.integer ?? $0.string.flatMap(Int64.init) } }
    }

    @Test func `publishes in sequence order, a thousand events and more`() throws {
        try TestEnvironment.with("order") { environment in
            let billing = try environment.subscriber()
            for page in 0..<3 { try record((page * 400 + 1)...(page * 400 + 400), in: environment) }
            // Fewer in flight than a page has, so that the window fills.
            let worker = try RunningWorker(environment, components: [.relay]) { $0.confirmWindow = 50 }
            #expect(sequences(billing.take(1200)) == Array(1...1200))
            #expect(worker.stop())
            #expect(try environment.ledger.relayPosition() == 1200)
        }
    }

    @Test func `goes on from the cursor at a new start, and publishes nothing again after an orderly stop`() throws {
        try TestEnvironment.with("cursor") { environment in
            let billing = try environment.subscriber()
            try record(1...10, in: environment)
            _ = try environment.ledger.advanceRelay(to: 4)
            let first = try RunningWorker(environment, components: [.relay])
            #expect(first.stop())
            #expect(sequences(billing.take(6)) == [5, 6, 7, 8, 9, 10])
            #expect(try environment.ledger.relayPosition() == 10)

            let second = try RunningWorker(environment, components: [.relay])
            #expect(second.stop())
            #expect(try billing.rest().isEmpty)
        }
    }

    @Test func `publishes again under the same id what was not confirmed`() throws {
        try TestEnvironment.with("unconfirmed") { environment in
            let billing = try environment.subscriber()
            let line = try FaultyProxy(toPort: environment.connection.addresses[0].port)
            defer { line.close() }
            let worker = try RunningWorker(environment, components: [.relay]) {
                $0.connection = line.configuration($0.connection)
            }
            try record(1...1, in: environment)
            #expect(billing.take(1).count == 1)

            line.mute()
            try record(2...4, in: environment)
            let unconfirmed = billing.take(3)
            #expect(sequences(unconfirmed) == [2, 3, 4])
            line.cut()
            #expect(worker.stop())
            // The confirm of the first may have been on its way when the line went silent.
            let again = try billing.rest().filter { sequences([$0]) != [1] }
            #expect(sequences(again) == [2, 3, 4])
            #expect(again.map(\.properties.messageID) == unconfirmed.map(\.properties.messageID))
            #expect(again.map(\.body) == unconfirmed.map(\.body))
            #expect(try environment.ledger.relayPosition() == 4)
        }
    }

    @Test func `that is killed before the confirms leads to the same events again, to none lost`() throws {
        try TestEnvironment.with("killed") { environment in
            let billing = try environment.subscriber()
            let line = try FaultyProxy(toPort: environment.connection.addresses[0].port)
            defer { line.close() }
            try record(1...1, in: environment)
            let first = try RunningWorker(environment, components: [.relay]) {
                $0.connection = line.configuration($0.connection)
            }
            #expect(billing.take(1).count == 1)
            line.mute()
            try record(2...200, in: environment)
            let unconfirmed = billing.take(199)
            // A relay that ends writes the cursor as far as it believes to be.
            first.kill()
            let position = try environment.ledger.relayPosition()
            #expect(position <= 1)

            let second = try RunningWorker(environment, components: [.relay])
            #expect(second.stop())
            let again = try billing.rest()
            #expect(sequences(again) == Array((1...200).dropFirst(Int(position))))
            #expect(again.suffix(199).map(\.properties.messageID) == unconfirmed.map(\.properties.messageID))
        }
    }

    @Test func `never moves its cursor over an event that the broker has not got`() throws {
        try TestEnvironment.with("ahead") { environment in
            let line = try FaultyProxy(toPort: environment.connection.addresses[0].port)
            defer { line.close() }
            var received: Set<Int64?> = []
            for round in 0..<4 {
                let billing = try environment.subscriber()
                for page in 0..<5 {
                    let first = (round * 5 + page) * 400 + 1
                    try record(first...(first + 399), in: environment)
                }
                let worker = try RunningWorker(environment, components: [.relay]) {
                    $0.connection = line.configuration($0.connection)
                }
                received.formUnion(sequences(billing.take(200 + 300 * round)))
                // Hundreds are on their way; what is left of the line's buffers is gone.
                line.interrupt()
                worker.kill()
                line.restore()
                received.formUnion(sequences(try billing.rest()))
                let position = try environment.ledger.relayPosition()
                #expect((0...position).dropFirst().allSatisfy(received.contains))
            }
        }
    }

    @Test func `loses nothing on a line that breaks again and again`() throws {
        try TestEnvironment.with("breaking") { environment in
            let billing = try environment.subscriber()
            let line = try FaultyProxy(toPort: environment.connection.addresses[0].port)
            defer { line.close() }
            let worker = try RunningWorker(environment) { $0.connection = line.configuration($0.connection) }
            var ids: Set<String?> = []
            for round in 0..<5 {
                try environment.publish(Sample.messages((round * 100 + 1)...(round * 100 + 100)))
                let some = billing.take(20)
                #expect(some.count == 20)
                ids.formUnion(some.map(\.properties.messageID))
                line.cut()
            }
            try environment.publish(Sample.message("t-501"))
            // What came twice came under one id.
            while ids.count < 501, let event = billing.take(1).first { ids.insert(event.properties.messageID) }
            #expect(ids.count == 501)
            #expect(worker.stop())
            #expect(try Set(billing.rest().map(\.properties.messageID)).isSubset(of: ids))
            #expect(try environment.ledger.relayPosition() == 501)
            #expect(try environment.ledger.facts().terminations == 501)
            #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
        }
    }
}

extension Timing {
    @Suite struct `An idle relay` {
        @Test func `publishes within a second what another process has appended`() throws {
            try TestEnvironment.with("appended") { environment in
                let billing = try environment.subscriber()
                let worker = try RunningWorker(environment, components: [.relay])
                try record(1...1, in: environment)
                #expect(billing.take(1).count == 1)
                // Connected and idle by now.
                let start = ContinuousClock.now
                try record(2...2, in: environment)
                #expect(billing.take(1).count == 1)
                #expect(ContinuousClock.now - start < .seconds(1))
                #expect(worker.stop())
            }
        }
    }
}
