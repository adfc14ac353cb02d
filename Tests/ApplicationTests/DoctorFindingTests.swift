import Application
import Foundation
import JSON
import Ledger
import RabbitMQ
import TestSupport
import Testing
import Worker

@Suite struct `The doctor without a command line` {
    /// Nothing listens there.
    private func configuration() throws -> WorkerConfiguration {
        var connection = ConnectionConfiguration(
            addresses: [try BrokerAddress(uri: "amqp://127.0.0.1:9")],
            name: "test"
        )
        connection.connectTimeout = .seconds(2)
        return WorkerConfiguration(connection: connection)
    }

    @Test func `finds neither broker nor ledger, and says what to do`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "no-\(UUID().uuidString).sqlite").path
        let doctor = Doctor(ledgerPath: path, worker: try configuration())
        let findings = doctor.examine()
        #expect(findings.map(\.check) == ["broker", "ledger"])
        #expect(findings.map(\.result) == [.failed, .failed])
        guard case .broker(let error)? = findings.first?.cause else {
            Issue.record("The broker answered.")
            return
        }
        #expect(error.code == .unreachable)
        #expect(findings.last?.remedy == .ledger(.nameOrCreateLedger))
        let refusal = #expect(throws: ApplicationError.self) { try doctor.probe(timeout: .seconds(1)) }
        #expect(refusal?.code == .notConfigured)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `reads a ledger, and changes nothing in it`() throws {
        let fixture = try ActionFixture()
        try fixture.record([Sample.message("t-1"), Sample.message("t-2", reason: "nonsense")])
        fixture.ledger.close()
        let before = try Data(contentsOf: URL(filePath: fixture.path))
        let findings = Doctor(ledgerPath: fixture.path, worker: try configuration()).examine().dropFirst()
        func results(_ check: String) -> [Doctor.Finding.Result] {
            findings.filter { $0.check == check }.map(\.result)
        }
        #expect(results("ledger") == [.good] && results("settings") == [.good] && results("workers") == [.good])
        #expect(findings.first { $0.check == "dead letters" }?.remedy == .groupDeadLetters)
        // Nobody knows yet whether a queue takes the events.
        #expect(findings.first { $0.check == "events" }?.remedy == .bindQueueFirst(exchange: "terminus.events"))
        #expect(findings.first { $0.check == "relay" }?.text == "At most 2 events to be published.")
        #expect(try Data(contentsOf: URL(filePath: fixture.path)) == before)
    }

    @Test func `fails where no settings were ever applied`() throws {
        let fixture = try ActionFixture(settings: nil)
        fixture.ledger.close()
        let findings = Doctor(ledgerPath: fixture.path, worker: try configuration()).examine()
        let settings = findings.first { $0.check == "settings" }
        #expect(settings?.result == .failed && settings?.remedy == .applySettings)
    }
}
