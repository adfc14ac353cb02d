import Foundation
import Ledger
import Logging
import RabbitMQ

/// Milliseconds from the start of a worker's process until a waiting message is recorded, and until its event is received.
struct FirstMessage {
    let recorded: Double
    let received: Double

    /// - Parameter number: the number of a message that the ledger does not have.
    static func measure(_ environment: TestEnvironment, _ worker: TerminusUnderTest, number: Int, run: Int) throws
        -> FirstMessage
    {
        let ledger = try Ledger(path: worker.ledgerPath, access: .readOnly)
        defer { ledger.close() }
        let before = try ledger.lastEventPosition()
        let consumer = Consumer(
            connection: environment.connection,
            queue: environment.billing,
            prefetch: 100,
            logger: Logger(label: "first")
        )
        consumer.start()
        defer { consumer.close() }
        environment.load(1, from: number, run: run)

        let begin = ContinuousClock.now
        let process = try worker.start()
        defer { _ = process.end(with: SIGTERM) }
        var recorded: Duration?
        while true {
            if recorded == nil, try ledger.lastEventPosition() > before { recorded = ContinuousClock.now - begin }
            let batch = consumer.nextBatch(limit: 100, timeout: .milliseconds(1)) ?? []
            let elapsed = ContinuousClock.now - begin
            if let last = batch.last { consumer.acknowledge(through: last.tag) }
            if batch.contains(where: { $0.properties.type == "contract.terminated.v1" }) {
                return FirstMessage(
                    recorded: (recorded ?? elapsed) / .milliseconds(1),
                    received: elapsed / .milliseconds(1)
                )
            }
            guard elapsed < .seconds(60), process.isRunning else {
                throw BenchmarkError("The first message was not recorded: see \(worker.log)")
            }
        }
    }
}
