import Foundation
import Logging
import Health
import RabbitMQ
import Terminations
import Worker

/// The configuration of a process, checked.
struct TerminusConfiguration: Sendable {
    enum LogFormat: String, CaseIterable, Sendable {
        case text
        case json
    }

    /// The configuration file that was read, if any.
    var file: String?
    var ledgerPath: String
    /// nil where none is configured.
    var logLevel: Logger.Level?
    var logFormat: LogFormat
    /// Where HTTP is answered; nil where it is off.
    var health: HealthConfiguration?
    /// Where `terminus console` answers.
    var consoleEndpoint: ConsoleEndpoint
    /// Who may use it.
    var consoleAccess: ConsoleAccess
    var worker: WorkerConfiguration

    var connection: ConnectionConfiguration { worker.connection }
    var names: TopologyNames { worker.names }

    /// Checks all values, and names every fault at once.
    ///
    /// - Throws: ``CommandFailure`` with exit code 78. No text holds a password.
    init(_ values: ConfigurationValues) throws {
        var values = values
        file = values.file
        let addresses = values.read(.amqpURL, default: "amqp://guest:guest@localhost:5672") { text in
            try text.split(separator: ",", omittingEmptySubsequences: false).map { address in
                try BrokerAddress(uri: address.trimmingCharacters(in: .whitespaces))
            }
        }
        let password = values.read(.amqpPasswordFile, default: nil as String?) { try NamedFile.password(inFile: $0) }
        let heartbeat = values.integer(.amqpHeartbeatSeconds, default: 15, in: 2...600)
        let caFile = values.read(.amqpCAFile, default: nil as String?) { try NamedFile.certificates(inFile: $0) }
        let client = values.clientCertificate()
        let login: BrokerLogin = values.choice(.amqpLogin, default: .password)
        if login == .certificate { values.demandCertificateLogin(addresses) }
        let prefix = values.read(.prefix, default: "terminus") { text in
            // Queue names are short strings of at most 255 bytes (AMQP 0-9-1, 3.1.4); the longest suffix is 13 bytes.
            guard text.utf8.count <= 200 else { throw ConfigurationFault("must have at most 200 bytes") }
            guard !text.hasPrefix("amq.") else { throw ConfigurationFault("must not begin with amq.") }
            return text
        }
        ledgerPath = values.read(.ledgerPath, default: "terminus.sqlite") { $0 }
        logLevel = values.choice(.logLevel)
        logFormat = values.choice(.logFormat, default: .text)
        health = values.read(.httpAddress, default: "127.0.0.1:9464") { try HTTPAddress.parse($0) }
        consoleEndpoint = ConsoleEndpoint(&values)
        consoleAccess = ConsoleAccess(&values)
        let source = values.read(.source, default: "urn:terminus") { text in
            guard !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0.value < 0x7F })
            else { throw ConfigurationFault("must be a URI reference") }
            return text
        }
        let prefetch = values.integer(.prefetch, default: 1000, in: 1...2000)
        let batchSize = values.integer(.batchSize, default: 500, in: 1...10_000)
        let confirmWindow = values.integer(.confirmWindow, default: 1000, in: 1...100_000)
        let grace = values.integer(.graceSeconds, default: 20, in: 0...3600)
        let maxBytes = values.integer(.maxMessageBytes, default: 256 * 1024, in: 1024...16 * 1024 * 1024)
        let setup = values.boolean(.setup, default: true)
        try values.demandNoFaults()

        var connection = ConnectionConfiguration(addresses: addresses, name: "terminus")
        if let password {
            for index in connection.addresses.indices { connection.addresses[index].password = password }
        }
        connection.heartbeat = .seconds(heartbeat)
        if let caFile { connection.tls.certificateAuthorities = caFile }
        connection.tls.clientCertificate = client
        connection.authentication = login.authentication
        worker = WorkerConfiguration(
            connection: connection,
            names: TopologyNames(prefix: prefix),
            source: source,
            limits: MessageLimits(maxBytes: maxBytes),
            prefetch: UInt16(prefetch),
            batchSize: batchSize,
            confirmWindow: confirmWindow,
            declaresTopology: setup,
            grace: .seconds(grace)
        )
    }
}
