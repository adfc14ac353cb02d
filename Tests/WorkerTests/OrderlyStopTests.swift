import Foundation
import Ledger
import RabbitMQ
import ServiceLifecycle
import TestSupport
import Testing
import Threads

@testable import Worker

extension Timing {
    @Suite struct `An orderly stop` {
        @Test func `leaves nothing unacknowledged that was delivered, and publishes all that was recorded`() throws {
            try TestEnvironment.with("stop") { environment in
                let billing = try environment.subscriber()
                try environment.publish(Sample.messages(1...2000))
                let first = try RunningWorker(environment) { $0.batchSize = 50 }
                #expect(billing.take(100).count == 100)
                #expect(first.stop())
                let facts = try environment.ledger.facts()
                #expect(facts.terminations >= 100)
                #expect(facts.unpublishedEvents == 0)

                let second = try RunningWorker(environment)
                #expect(billing.take(1900).count == 1900)
                #expect(second.stop())
                #expect(try billing.rest().isEmpty, "nothing is published twice")
                #expect(try environment.ledger.facts().terminations == 2000)
                #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
            }
        }

        /// Receives so many different events without blocking a thread of the pool, which the services need.
        /// The pool may be busy with other tests for a while.
        ///
        /// - Returns: how many different ones it got.
        private func take(_ count: Int, from billing: Subscriber) async -> Int {
            let taken = Record<Int>()
            await DedicatedThread.run(named: "billing") {
                let events = billing.takeDistinct(count, timeout: .seconds(300))
                taken.add(Set(events.map(\.properties.messageID)).count)
            }
            return taken.all.first ?? 0
        }

        private func worker(_ environment: TestEnvironment, _ status: WorkerStatus) -> Worker {
            Worker(
                configuration: WorkerConfiguration(connection: environment.connection, names: environment.names),
                ledger: environment.ledger,
                status: status,
                logger: LiveBroker.quiet
            )
        }

        @Test func `ends the intake before the relay, as the services of a group`() async throws {
            try await TestEnvironment.with("group") { environment in
                let billing = try environment.subscriber()
                try environment.publish(Sample.messages(1...500))
                let status = WorkerStatus()
                let group = ServiceGroup(
                    configuration: .init(services: worker(environment, status).services, logger: LiveBroker.quiet)
                )
                async let run: Void = group.run()
                #expect(await take(1, from: billing) == 1)
                await group.triggerGracefulShutdown()
                try await run
                #expect(!status.snapshot.wasAbandoned)
                #expect(try environment.ledger.facts().unpublishedEvents == 0)
                let left = try environment.remaining(in: environment.names.terminations)
                #expect(try environment.ledger.facts().terminations + left.count == 500)
                let (rest, recorded) = try (billing.rest().count, environment.ledger.facts().terminations)
                #expect(rest == recorded - 1)
            }
        }

        @Test func `that is cancelled ends at once, and the next run brings the rest`() async throws {
            try await TestEnvironment.with("cancelled") { environment in
                let billing = try environment.subscriber()
                try environment.publish(Sample.messages(1...500))
                let status = WorkerStatus()
                let group = ServiceGroup(
                    configuration: .init(services: worker(environment, status).services, logger: LiveBroker.quiet)
                )
                let run = Task { try await group.run() }
                #expect(await take(1, from: billing) == 1)
                run.cancel()
                _ = await run.result
                #expect(status.snapshot.wasAbandoned)
                let next = try RunningWorker(environment)
                #expect(await take(499, from: billing) == 499)
                #expect(next.stop())
                #expect(try environment.ledger.facts().terminations == 500)
                #expect(try environment.ledger.facts().unpublishedEvents == 0)
                #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
            }
        }
    }
}
