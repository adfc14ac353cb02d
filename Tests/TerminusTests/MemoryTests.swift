import Foundation
import Ledger
import RabbitMQ
import Terminations
import TestSupport
import Testing

/// Real processes before large messages. The kernel limits their data (RLIMIT_DATA): a worker that takes more ends.
@Suite struct `A worker with little memory` {
    /// What waits in the queue when the worker starts.
    private struct Load {
        let name: String
        /// Bytes of each valid message.
        let valid: [Int]
        /// Bytes of each message that is too large; they stand among the valid ones.
        let tooLarge: [Int]

        init(_ name: String, valid: [Int], tooLarge: [Int] = []) {
            self.name = name
            self.valid = valid
            self.tooLarge = tooLarge
        }
    }

    /// `benchmark large-messages` has more and larger ones.
    private static let loads = [
        Load("500 valid ones of 255 kB", valid: .init(repeating: 255_000, count: 500)),
        Load(
            "9 of 15 MB among valid ones",
            valid: .init(repeating: 0, count: 30),
            tooLarge: .init(repeating: 15_000_000, count: 9)
        ),
        Load(
            "2 of 120 MB among valid ones",
            valid: .init(repeating: 0, count: 30),
            tooLarge: .init(repeating: 120_000_000, count: 2)
        ),
    ]
    /// More than an idle worker has.
    private static let room = 72 << 20

    /// A line of `/proc/PID/status`, in bytes.
    private func figure(_ name: String, of worker: ChildProcess) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(worker.pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("\(name):") })
        return 1024 * (line.split { $0 == " " || $0 == "\t" }.compactMap { Int($0) }.first ?? 0)
    }

    /// A worker that has recorded one message: address space as RLIMIT_DATA counts it, and resident memory.
    private func idle(_ url: String) throws -> (data: Int, resident: Int) {
        var idle = (data: 0, resident: 0)
        try TestEnvironment.with("memory-idle", url: url) { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.message("t-1"))
            #expect(billing.take(1).count == 1)
            idle = (try figure("VmData", of: worker), try figure("VmRSS", of: worker))
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
        return idle
    }

    /// On a broker of its own: the shared one would raise its memory alarm, and block the other tests.
    @Test func `records every valid message, and loses and sets aside none`() throws {
        try DeployedBroker.with { broker in
            try broker.control("set_vm_memory_high_watermark", "absolute", "3GB")
            let url = "amqp://guest:guest@localhost:\(broker.port)"
            let idle = try idle(url)
            for load in Self.loads { try expectAllRecorded(load, idle, url) }
        }
    }

    private func expectAllRecorded(_ load: Load, _ idle: (data: Int, resident: Int), _ url: String) throws {
        try TestEnvironment.with("memory", url: url) { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let every = load.valid.count / max(load.tooLarge.count, 1)
            for (number, size) in load.valid.enumerated() {
                let index = number / every
                if number % every == every / 2, index < load.tooLarge.count {
                    try testEnvironment.publish([UInt8](repeating: 0x20, count: load.tooLarge[index]))
                }
                try testEnvironment.publish(Sample.message("t-\(number)", padding: size))
            }
            let worker = try Program.start(
                ["--data=\(idle.data + Self.room)", Program.path, "run"],
                of: "/usr/bin/prlimit",
                in: testEnvironment.folder.path,
                environment: testEnvironment.environment
            )
            let events = billing.take(load.valid.count + load.tooLarge.count)
            let peak = try figure("VmHWM", of: worker)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0), "\(load.name): \(worker.errorText.suffix(2000))")

            #expect(
                peak < idle.resident + Self.room,
                "\(load.name): \(peak >> 20) MiB, idle \(idle.resident >> 20) MiB"
            )
            let refused = events.count { $0.routingKey == "contract.termination.rejected.v1" }
            #expect(refused == load.tooLarge.count, "\(load.name)")
            let ids = events.compactMap { $0["data", "terminationId"]?.string }
            #expect(ids == load.valid.indices.map { "t-\($0)" }, "\(load.name)")
            let deadLetters = try testEnvironment.ledger.deadLetters(limit: 100)
            #expect(deadLetters.count == load.tooLarge.count, "\(load.name)")
            #expect(deadLetters.allSatisfy { $0.violations.map(\.code) == [.tooLarge] && $0.occurrences == 1 })
            for queue in [
                testEnvironment.names.terminations, testEnvironment.names.deadLetters,
                testEnvironment.names.poisonMessages,
            ] {
                #expect(try testEnvironment.remaining(in: queue).isEmpty, "\(load.name)")
            }
            if let deadLetter = deadLetters.first {
                let show = try testEnvironment.run("dead-letters", "show", deadLetter.id)
                #expect(show.output.contains("Body (the first 1,048,576 of 1"))
            }
        }
    }
}

@Suite struct `The queue of dead letters` {
    /// As version 0.1.0 declared it.
    private static func declareEarlier(_ testEnvironment: TestEnvironment) throws {
        try Broker.deleteQueue(testEnvironment.names.deadLetters, on: testEnvironment.connection)
        try Broker.deleteQueue(testEnvironment.names.poisonMessages, on: testEnvironment.connection)
        try Broker.declare(
            Topology(
                queues: [
                    QueueDeclaration(name: testEnvironment.names.deadLetters, arguments: ["x-queue-type": "quorum"])
                ],
                bindings: [
                    BindingDeclaration(queue: testEnvironment.names.deadLetters, to: testEnvironment.names.deadLetters)
                ]
            ),
            on: testEnvironment.connection
        )
    }

    @Test func `of an earlier version is used as it is, and setup says what to do`() throws {
        try TestEnvironment.with("earlier-queue") { testEnvironment in
            try Self.declareEarlier(testEnvironment)
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.message("t-1"))
            #expect(billing.take(1).count == 1)
            #expect(worker.waitForError("The broker has the queues of an earlier version"))
            // A policy can lead to it.
            #expect(try Broker.queueStatus(testEnvironment.names.poisonMessages, on: testEnvironment.connection) != nil)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            let setup = try testEnvironment.run("setup")
            #expect(setup.end == .exit(0))
            #expect(setup.errors.contains("is left as an earlier version declared it"))
            #expect(setup.errors.contains("x-dead-letter-exchange"))
        }
    }

    @Test func `lets go of a message after twenty deliveries, and goes on with the next`() throws {
        try TestEnvironment.with("poison") { testEnvironment in
            try testEnvironment.publish(
                [Sample.message("t-bad"), Sample.message("t-good")],
                toQueue: testEnvironment.names.deadLetters
            )
            var ids: [String?] = []
            // As a worker that ends whenever it has read the first one.
            for _ in 0..<21 {
                let consumer = Consumer(
                    connection: testEnvironment.connection,
                    queue: testEnvironment.names.deadLetters,
                    prefetch: 1,
                    exclusive: true,
                    logger: LiveBroker.quiet
                )
                consumer.start()
                let delivery = consumer.nextBatch(limit: 1, timeout: .seconds(20))?.first
                ids.append(delivery?["terminationId"]?.string)
                consumer.close()
            }
            #expect(ids.contains("t-bad"))
            let poison = try testEnvironment.remaining(in: testEnvironment.names.poisonMessages)
            #expect(poison.map { $0["terminationId"]?.string } == ["t-bad"])
            let left = try testEnvironment.remaining(in: testEnvironment.names.deadLetters)
            #expect(left.map { $0["terminationId"]?.string } == ["t-good"])
        }
    }
}
