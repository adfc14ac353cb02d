import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger

extension ChildProcess {
    /// Where the worker answers, as its log says; nil when it does not say it in time.
    var client: MachineClient? {
        guard waitForError("http.address=") else { return nil }
        let address = errorText.components(separatedBy: "http.address=").dropFirst().first?.prefix { $0 != " " }
        return address.map { MachineClient(address: String($0)) }
    }
}

extension MachineClient {
    /// The parts that are not ready, and why.
    fileprivate func notReady() throws -> [String: String] {
        let reply = try get("/ready")
        let json = try JSONValue(parsing: reply.body).object
        #expect((reply.status == 200) == (json?["ready"] == .bool(true)))
        guard case .array(let parts)? = json?["parts"] else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: parts.compactMap(\.object).filter { $0["ready"] == .bool(false) }.map {
                ($0["part"]?.string ?? "?", $0["reason"]?.string ?? "")
            }
        )
    }

    /// Asks until enough of them have noticed what happened.
    fileprivate func notReady(until isEnough: ([String: String]) -> Bool) throws -> [String: String] {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let parts = try notReady()
            if isEnough(parts) || ContinuousClock.now > deadline { return parts }
        }
    }

    /// Asks until the worker, which counts a moment after the event is out, has counted.
    fileprivate func metrics(until isEnough: (Set<String>) -> Bool) throws -> Set<String> {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            let lines = Set(try get("/metrics").text.split(separator: "\n").map(String.init))
            if isEnough(lines) || ContinuousClock.now > deadline { return lines }
        }
    }
}

@Suite struct `A worker that answers over HTTP` {
    private func start(
        _ testEnvironment: TestEnvironment,
        through line: FaultyProxy? = nil,
        _ environment: [String: String] = [:]
    ) throws -> ChildProcess {
        var environment = testEnvironment.environment.merging(environment) { _, new in new }
        environment["TERMINUS_HTTP_ADDRESS"] = environment["TERMINUS_HTTP_ADDRESS"] ?? "127.0.0.1:0"
        if let line {
            environment["TERMINUS_AMQP_URL"] = testEnvironment.url.replacing(
                ":\(testEnvironment.connection.addresses[0].port)",
                with: ":\(line.port)"
            )
        }
        return try Program.start(["run"], in: testEnvironment.folder.path, environment: environment)
    }

    @Test func `is ready once settings were applied, and lives before`() throws {
        try TestEnvironment.with("ready", settings: nil) { testEnvironment in
            let worker = try start(testEnvironment)
            let client = try #require(worker.client)
            #expect(try client.get("/live").status == 200)
            let before = try client.notReady()
            #expect(before["settings"] == "No settings were ever applied. Run: terminus settings apply FILE")
            #expect(before["intake"] != nil)
            let file = try testEnvironment.file("settings.yaml", Sample.settings.utf8)
            #expect(try testEnvironment.run("settings", "apply", file, "--create").end == .exit(0))
            #expect(worker.waitForError("Connected to the broker", count: 4))
            #expect(try client.notReady() == [:])
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(throws: MachineClient.NoReply.self) { try client.get("/live") }
        }
    }

    @Test func `is not ready while the broker is gone, lives on, and is ready again`() throws {
        try TestEnvironment.with("unready") { testEnvironment in
            let line = try FaultyProxy(toPort: testEnvironment.connection.addresses[0].port)
            defer { line.close() }
            let worker = try start(testEnvironment, through: line)
            let client = try #require(worker.client)
            #expect(worker.waitForError("Connected to the broker", count: 4))
            #expect(try client.notReady() == [:])
            line.interrupt()
            #expect(worker.waitForError("The broker cannot be used"))
            let reasons = try client.notReady { $0.count == 3 }
            #expect(Set(reasons.keys) == ["intake", "dead-letters", "relay"])
            #expect(reasons.values.allSatisfy { $0.hasPrefix("The broker cannot be used: ") }, "\(reasons)")
            #expect(!reasons.values.contains { $0.contains("guest:guest") })
            #expect(try client.get("/live").status == 200)
            line.restore()
            #expect(worker.waitForError("The broker can be used again", timeout: .seconds(60)))
            #expect(try client.notReady(until: \.isEmpty) == [:])
            let lines = try client.metrics { _ in true }
            for connection in ["intake", "dead-letters", "relay"] {
                let label = #"terminus_reconnections_total{connection="\#(connection)"}"#
                #expect(lines.contains { $0.hasPrefix(label) && !$0.hasSuffix(" 0") }, "\(connection)")
            }
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }

    @Test func `says that it is paused, and over what`() throws {
        try TestEnvironment.with("paused-metric", settings: nil) { testEnvironment in
            let worker = try start(testEnvironment)
            let client = try #require(worker.client)
            #expect(worker.waitForError("Intake paused", count: 2))
            let lines = try client.metrics { _ in true }
            #expect(lines.contains(#"terminus_paused{part="intake",reason="no-settings"} 1"#))
            #expect(lines.contains(#"terminus_paused{part="intake",reason="disk-full"} 0"#))
            #expect(lines.contains(#"terminus_ready{part="settings"} 0"#))
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }

    @Test func `counts what was sent, in a form that promtool finds nothing wrong with`() throws {
        try TestEnvironment.with("metrics") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try start(testEnvironment)
            let client = try #require(worker.client)
            try testEnvironment.publish(
                Sample.messages(1...7) + [
                    Sample.message("t-1"), Sample.message("t-8", reason: "unknown"),
                    Sample.message("t-9", reason: nil, endDate: "never"), Array("nonsense".utf8),
                ]
            )
            #expect(billing.take(10).count == 10)
            let lines = try client.metrics { $0.contains("terminus_events_confirmed_total 10") }
            for line in [
                #"terminus_messages_total{verdict="accepted"} 7"#, #"terminus_messages_total{verdict="duplicate"} 1"#,
                #"terminus_messages_total{verdict="rejected"} 3"#, #"terminus_messages_total{verdict="stale"} 0"#,
                #"terminus_violations_total{code="unknown-reason"} 1"#,
                #"terminus_violations_total{code="reason-required"} 1"#,
                #"terminus_violations_total{code="invalid-date"} 1"#,
                #"terminus_violations_total{code="malformed-json"} 1"#,
                #"terminus_violations_total{code="too-large"} 0"#,
                "terminus_events_published_total 10", "terminus_events_confirmed_total 10",
                "terminus_events_returned_total 0", #"terminus_dead_letters{state="open"} 3"#,
                "terminus_batch_messages_sum 11", "terminus_settings_version 1", "terminus_parked_events 0",
                #"terminus_ready{part="relay"} 1"#,
            ] {
                #expect(lines.contains(line), "\(line)")
            }
            for stage in ["receive", "judge", "commit", "publish"] {
                let count = #"terminus_stage_seconds_count{stage="\#(stage)"}"#
                #expect(lines.contains { $0.hasPrefix(count) && !$0.hasSuffix(" 0") }, "\(stage)")
            }
            let text = try client.get("/metrics").body
            for secret in ["m-t-1", "c-t-1", "k-1", "guest"] {
                #expect(!String(decoding: text, as: UTF8.self).contains(secret), "\(secret)")
            }
            let promtool = try ChildProcess(
                "/usr/bin/promtool",
                ["check", "metrics"],
                environment: Program.environment,
                folder: testEnvironment.folder.path,
                input: text
            )
            #expect(promtool.end() == .exit(0), "\(promtool.outputText) \(promtool.errorText)")
            #expect(promtool.errorText == "" && promtool.outputText == "")
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }

    @Test func `counts events that nobody receives, and logs them once`() throws {
        try TestEnvironment.with("returned") { testEnvironment in
            let worker = try start(testEnvironment)
            let client = try #require(worker.client)
            try testEnvironment.publish(Sample.message("t-1"))
            #expect(worker.waitForError("Events not published"))
            let lines = try client.metrics { $0.contains("terminus_parked_events 1") }
            #expect(lines.contains("terminus_parked_events 1"))
            #expect(lines.contains("terminus_events_confirmed_total 0"))
            #expect(!lines.contains("terminus_events_returned_total 0"))
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(worker.errorText.ranges(of: "Events not published").count == 1)
        }
    }

    @Test func `is not ready while nobody is bound, and doctor says what to bind`() throws {
        try TestEnvironment.with("unheard") { testEnvironment in
            let billing = try testEnvironment.subscriber(binding: "contract.terminated.v1")
            let worker = try start(testEnvironment)
            let client = try #require(worker.client)
            try testEnvironment.publish(Sample.message("t-1"))
            #expect(billing.take(1).count == 1)
            try testEnvironment.publish(Sample.withdrawal("t-1", revision: 2))
            let parts = try client.notReady { $0["parked-events"] != nil }
            #expect(parts["parked-events"]?.hasPrefix("1 events for billing are kept back") == true, "\(parts)")
            #expect(try client.metrics { _ in true }.contains(#"terminus_ready{part="parked-events"} 0"#))
            let doctor = try testEnvironment.run("doctor")
            #expect(doctor.end == .exit(69))
            let text = doctor.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(text.contains("contract.termination.withdrawn.v1"))
            #expect(text.contains("with contract.#"))
            try testEnvironment.bind(billing.queue, "contract.#")
            #expect(billing.take(1).count == 1)
            #expect(try client.notReady { $0.isEmpty } == [:])
            #expect(try testEnvironment.run("doctor").end == .exit(0))
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }

    @Test func `is not ready once the exchange of the terminations was deleted, and is again when it is back`() throws {
        try TestEnvironment.with("deleted-exchange") { testEnvironment in
            let worker = try start(testEnvironment)
            let client = try #require(worker.client)
            #expect(worker.waitForError("Connected to the broker", count: 4))
            try Broker.deleteExchange(testEnvironment.names.terminations, on: testEnvironment.connection)
            let parts = try client.notReady { $0["exchanges"] != nil }
            #expect(parts["exchanges"]?.contains(testEnvironment.names.terminations) == true, "\(parts)")
            #expect(worker.waitForError("Exchanges are missing"))
            try Broker.declare(testEnvironment.names.topology, on: testEnvironment.connection)
            #expect(try client.notReady { $0.isEmpty } == [:])
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }

    @Test func `does not start where the address is taken, and has consumed nothing`() throws {
        try TestEnvironment.with("taken") { testEnvironment in
            let first = try start(testEnvironment)
            let port = try #require(first.client).port
            let second = try start(testEnvironment, ["TERMINUS_HTTP_ADDRESS": "127.0.0.1:\(port)"])
            #expect(second.end() == .exit(78))
            #expect(second.errorText.contains("Another program listens on 127.0.0.1:\(port)"))
            #expect(second.errorText.contains("TERMINUS_HTTP_ADDRESS=off"))
            #expect(!second.errorText.contains("Connected to the broker"))
            first.send(SIGTERM)
            #expect(first.end() == .exit(0))
        }
    }

    private func sockets(of process: String) throws -> Set<String> {
        let folder = "/proc/\(process)/fd"
        return Set(
            try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
            }
        )
    }

    @Test func `answers nowhere when that is switched off`() throws {
        try TestEnvironment.with("off") { testEnvironment in
            let worker = try start(testEnvironment, ["TERMINUS_HTTP_ADDRESS": "off"])
            #expect(worker.waitForError("Connected to the broker", count: 4))
            // What a worker has inherited from another test is not its own.
            let sockets = try sockets(of: "\(worker.pid)").subtracting(sockets(of: "self"))
            let listening = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8).split(separator: "\n")
                .map { $0.split(separator: " ") }
                .filter { $0.count > 9 && $0[3] == "0A" }
            #expect(!worker.errorText.contains("http.address"))
            #expect(!listening.contains { sockets.contains("socket:[\($0[9])]") })
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }

    @Test(arguments: ["9464", "localhost", ":9464", "::1:9464", "a b:1", "127.0.0.1:99999", "http://a:1", ""])
    func `refuses an address that is none`(address: String) throws {
        let answer = try Folder().run(["run"], environment: ["TERMINUS_HTTP_ADDRESS": address])
        #expect(answer.end == .exit(78))
        #expect(answer.errors.contains("TERMINUS_HTTP_ADDRESS "))
    }
}
