import Glibc
import RabbitMQ
import Testing

extension Timing {
    @Suite struct `Idle connections` {
        /// The CPU time that a thread has used so far.
        private func cpuTime(of clock: clockid_t) -> Duration {
            var time = timespec()
            clock_gettime(clock, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }

        /// Records the CPU clock of the connection's thread, which reports its state.
        private func note(in clocks: Record<clockid_t>) -> @Sendable (ConnectionState) -> Void {
            { state in
                guard state == .connected else { return }
                var clock = clockid_t()
                pthread_getcpuclockid(pthread_self(), &clock)
                clocks.add(clock)
            }
        }

        @Test func `use no CPU`() throws {
            try LiveBroker.withQueue("idle") { queue, configuration in
                let clocks = Record<clockid_t>()
                let consumer = Consumer(
                    connection: configuration,
                    queue: queue,
                    prefetch: 10,
                    logger: LiveBroker.quiet,
                    onStateChange: note(in: clocks)
                )
                let publisher = Publisher(
                    connection: configuration,
                    logger: LiveBroker.quiet,
                    onOutcomes: { _ in },
                    onStateChange: note(in: clocks)
                )
                consumer.start()
                publisher.start()
                let threads = try #require(clocks.wait(count: 2))
                let before = threads.map { cpuTime(of: $0) }
                #expect(consumer.nextBatch(limit: 1, timeout: .seconds(1))?.isEmpty == true)
                let used = zip(threads, before).map { cpuTime(of: $0) - $1 }
                #expect(used.allSatisfy { $0 < .milliseconds(5) })
                consumer.close()
                publisher.close()
            }
        }

        /// With so many waiting deliveries a consumer naps instead of polling its socket, but only while more arrive.
        @Test func `use no CPU while nobody takes what has come`() throws {
            try LiveBroker.withQueue("untaken") { queue, configuration in
                try LiveBroker.fill(queue, (1...200).map(String.init), on: configuration)
                let clocks = Record<clockid_t>()
                let consumer = Consumer(
                    connection: configuration,
                    queue: queue,
                    prefetch: 100,
                    logger: LiveBroker.quiet,
                    onStateChange: note(in: clocks)
                )
                consumer.start()
                let thread = try #require(clocks.wait(count: 1)?.first)
                let limit = ContinuousClock.now + .seconds(30)
                while consumer.waiting < 100, .now < limit { usleep(1000) }
                let before = cpuTime(of: thread)
                #expect(clocks.wait(within: .seconds(1)) { $0.count > 1 } == nil)
                #expect(consumer.waiting == 100)
                #expect(cpuTime(of: thread) - before < .milliseconds(5))
                consumer.close()
            }
        }

        @Test func `use no CPU while as much is unsettled as may be, and more waits on the socket`() throws {
            try LiveBroker.withQueue("held-back") { queue, configuration in
                let body = String(repeating: "x", count: 100_000)
                try LiveBroker.fill(queue, .init(repeating: body, count: 40), on: configuration)
                let clocks = Record<clockid_t>()
                let consumer = Consumer(
                    connection: configuration,
                    queue: queue,
                    prefetch: 100,
                    byteLimit: 1_000_000,
                    logger: LiveBroker.quiet,
                    onStateChange: note(in: clocks)
                )
                consumer.start()
                let thread = try #require(clocks.wait(count: 1)?.first)
                let limit = ContinuousClock.now + .seconds(30)
                while consumer.waiting < 10, .now < limit { usleep(1000) }
                let before = cpuTime(of: thread)
                #expect(clocks.wait(within: .seconds(1)) { $0.count > 1 } == nil)
                #expect(consumer.waiting == 10)
                #expect(cpuTime(of: thread) - before < .milliseconds(5))
                consumer.close()
            }
        }

        /// Lasts longer than the probation of a new connection.
        @Test func `use no CPU while the broker takes no messages`() throws {
            let broker = ScriptedBroker { peer in
                try peer.acceptPublisher()
                try peer.send(AMQPBytes.method(10, 60, channel: 0) { $0.add(short: "low on memory") })
            }
            let clocks = Record<clockid_t>()
            let publisher = Publisher(
                connection: broker.configuration,
                logger: LiveBroker.quiet,
                onOutcomes: { _ in },
                onStateChange: { state in
                    guard case .blocked = state else { return }
                    var clock = clockid_t()
                    pthread_getcpuclockid(pthread_self(), &clock)
                    clocks.add(clock)
                }
            )
            publisher.start()
            let thread = try #require(clocks.wait(count: 1)?.first)
            #expect(publisher.publish([LiveBroker.message("waits", to: "q")]))
            #expect(!publisher.drain(timeout: .seconds(7)))
            #expect(cpuTime(of: thread) < .milliseconds(200))
            publisher.close(timeout: .zero)
            broker.stop()
        }
    }
}
