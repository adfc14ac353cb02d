import Foundation
import Ledger
import RabbitMQ
import Terminations
import TestSupport
import Testing

/// The samples of the guides, run against the real worker by the commands of the guides.
@Suite struct `The samples for the CRM and for billing` {
    private static let settings = Result {
        try String(contentsOf: Program.project.appending(path: "docs/examples/settings.yaml"), encoding: .utf8)
    }

    /// A message about contract `C-n`, whose customer is `K-n`.
    private static func message(
        _ id: String,
        _ termination: String,
        _ action: Action = .terminate,
        contract: String? = nil,
        revision: Int = 1,
        reason: String = "price",
        endDate: String = "2035-03-31",
        startDate: String? = nil,
        day: Int = 2
    ) -> String {
        let number = (contract ?? termination).drop { $0 != "-" }
        var members = [
            "\"messageId\":\"\(id)\"", "\"action\":\"\(action.rawValue)\"", "\"terminationId\":\"\(termination)\"",
            "\"revision\":\(revision)", "\"contractId\":\"C\(number)\"", "\"customerId\":\"K\(number)\"",
            "\"occurredAt\":\"2026-02-0\(day)T09:52:34+01:00\"",
        ]
        if action != .withdraw { members += ["\"reasonCode\":\"\(reason)\"", "\"endDate\":\"\(endDate)\""] }
        if let startDate { members.append("\"contract\":{\"startDate\":\"\(startDate)\"}") }
        return "{\(members.joined(separator: ","))}\n"
    }

    /// A scene in which another queue hears every event, so that none waits for billing's.
    private func withWorker(_ purpose: String, _ body: (TestEnvironment, Subscriber) throws -> Void) throws {
        try TestEnvironment.with(purpose, settings: try Self.settings.get()) { environment in
            let other = try environment.subscriber("other", binding: "contract.#")
            let worker = try environment.startWorker()
            defer { worker.send(SIGKILL) }
            try body(environment, other)
        }
    }

    /// Sends messages by the sample, and waits until their events are published, and until the ledger knows that.
    private func send(_ messages: String..., events: Int, in environment: TestEnvironment, _ other: Subscriber) throws {
        let sample = try SampleProgram.start("publish.py", in: environment, input: Array(messages.joined().utf8))
        #expect(sample.end() == .exit(0), "\(sample.errorText)")
        #expect(other.take(events).count == events)
        let deadline = ContinuousClock.now + .seconds(20)
        var publication: String?
        while publication != "published", .now < deadline {
            let latest = try environment.run("events", "list", "--limit", "1", "--format", "json").objects().first
            publication = latest?["record"]?.object?["publication"]?.string
        }
        #expect(publication == "published")
    }

    /// Waits until the sample has taken all that its queue holds, and gives the lines that it printed.
    private func lines(of billing: ChildProcess, in environment: TestEnvironment) throws -> [String] {
        let mark = "mark-\(UUID().uuidString)"
        try environment.publish([SampleProgram.mark(mark)], toQueue: "\(environment.names.prefix).billing")
        #expect(billing.waitForOutput(mark), "\(billing.errorText)")
        return billing.outputText.split(separator: "\n").map(String.init).filter { !$0.contains("mark-") }
    }

    /// Compares billing's table with the ledger by the command of the guide: what differs.
    private func compare(in environment: TestEnvironment) throws -> [String] {
        let commands = try SampleProgram.commands(of: "docs/billing.md", under: "## Compare with the ledger")
        let answer = try SampleProgram.run(command: try #require(commands.first), in: environment)
        let differences = Array(answer.lines.dropLast())
        #expect(answer.end == .exit(differences.isEmpty ? 0 : 1), "\(answer.errors)")
        #expect(answer.lines.last?.contains("terminations end a contract") == true, "\(answer.errors)")
        return differences
    }

    // MARK: - The CRM

    @Test func `send terminations, learn of refusals, and bill each once and in order`() throws {
        try withWorker("samples") { environment, other in
            let answers = try SampleProgram.start("answers.py", in: environment)
            _ = try environment.declareQuorumQueue("crm")
            _ = try environment.declareQuorumQueue("billing", "contract.#")
            let billing = try SampleProgram.start("subscribe.py", in: environment)
            defer { for process in [answers, billing] { process.send(SIGKILL) } }
            let outbox = [
                Self.message("m-1", "T-1"), Self.message("m-2", "T-2", reason: "prise"),
                Self.message("m-3", "T-1", .correct, revision: 2, endDate: "2035-04-30"),
                Self.message("m-4", "T-1", .withdraw, revision: 3),
            ]
            try send(outbox.joined(), events: 4, in: environment, other)
            #expect(answers.waitForOutput("m-2 unknown-reason /reasonCode"), "\(answers.errorText)")
            #expect(answers.outputText.contains("suggestion: price"))

            // The outbox was not sure, and sends all of it again: nothing happens twice, and each refusal is answered.
            let again = try SampleProgram.start("publish.py", in: environment, input: Array(outbox.joined().utf8))
            #expect(again.end() == .exit(0))
            #expect(answers.waitForOutput("m-2 unknown-reason /reasonCode", count: 2), "\(answers.outputText)")
            try send(
                Self.message("m-5", "T-5", contract: "C-1", reason: "service", endDate: "2035-05-31"),
                events: 1,
                in: environment,
                other
            )
            #expect(
                try lines(of: billing, in: environment) == [
                    "stop billing C-1 2035-03-31T22:00:00Z", "stop billing C-1 2035-04-30T22:00:00Z",
                    "go on billing C-1", "stop billing C-1 2035-05-31T22:00:00Z",
                ]
            )
            #expect(try compare(in: environment) == [])
        }
    }

    /// The commands of a guide, one after the other, as a reader types them.
    ///
    /// - Parameter bound: whether a queue takes the events from the beginning. Without one, `terminus listen` gets the
    ///   event when the relay tries again.
    @Test(arguments: [
        (page: "docs/crm.md", heading: "## The shortest path", bound: true, last: ""),
        (page: "README.md", heading: "## First event", bound: false, last: "C-1001"),
    ])
    func `follow the shortest path, command by command`(
        page: String,
        heading: String,
        bound: Bool,
        last: String
    ) throws {
        try TestEnvironment.with("shortest", settings: nil) { environment in
            if bound { _ = try environment.declareQuorumQueue("billing", "contract.#") }
            var worker: ChildProcess?
            defer { worker?.send(SIGKILL) }
            let commands = try SampleProgram.commands(of: page, under: heading)
            #expect(commands.count >= 5)
            var output = ""
            for command in commands {
                if command.hasPrefix("terminus run") {
                    worker = try environment.startWorker()
                } else {
                    let answer = try SampleProgram.run(command: command, in: environment)
                    #expect(answer.end == .exit(0), "\(command): \(answer.errors)\(answer.output)")
                    output = answer.output
                }
            }
            #expect(worker != nil)
            #expect(last.isEmpty ? output.isEmpty : output.contains(last), "\(output)")
            let shown = try environment.run("terminations", "show", "T-1001")
            #expect(shown.output.contains("2026-03-31"), "\(shown.output)\(shown.errors)")
        }
    }

    @Test func `correct and withdraw by the files of the guide`() throws {
        try withWorker("files") { environment, other in
            for (file, events) in [("termination.json", 2), ("correction.json", 2), ("withdrawal.json", 1)] {
                let command = "python3 docs/examples/publish.py < docs/examples/\(file)"
                let answer = try SampleProgram.run(command: command, in: environment)
                #expect(answer.end == .exit(0), "\(answer.errors)")
                let types = other.take(events).map { $0["type"]?.string ?? "" }
                #expect(types.count == events, "\(file): \(types)")
                #expect(!types.contains("contract.termination.rejected.v1"), "\(file)")
            }
        }
    }

    @Test func `say where publishing stopped, and give a message without an id the same id again`() throws {
        try withWorker("where") { environment, other in
            let anonymous = Self.message("m-1", "T-1").replacing("\"messageId\":\"m-1\",", with: "")
            let several = Self.message("m-2", "T-2").replacing(",", with: ",\n  ")
            let text = "\u{FEFF}\(anonymous)\n\(several){\"messageId\": \"m-3\",,}\n"
            for round in 1...2 {
                let sample = try SampleProgram.start("publish.py", in: environment, input: Array(text.utf8))
                #expect(sample.end() == .exit(1))
                let line = 2 + several.count { $0 == "\n" } + 1
                #expect(sample.errorText.hasPrefix("line \(line): "), "\(sample.errorText)")
                if round == 1 { #expect(other.take(2).count == 2) }
            }
            #expect(try environment.run("dead-letters", "list", "--format", "json").output == "")
            try send(Self.message("m-4", "T-4"), events: 1, in: environment, other)
        }
    }

    @Test(arguments: ["publish.py", "publish.php", "publish.rb"])
    func `publish in other languages what is recorded, answered and never lost`(sample: String) throws {
        try TestEnvironment.with("languages", settings: try Self.settings.get()) { environment in
            let other = try environment.subscriber("other", binding: "contract.#")
            let worker = try environment.startWorker()
            let outbox = Self.message("m-1", "T-1") + Self.message("m-2", "T-2", reason: "prise")
            let publish = try SampleProgram.start(sample, in: environment, input: Array(outbox.utf8))
            #expect(publish.end() == .exit(0), "\(publish.errorText)")
            let events = other.take(2)
            #expect(events.map { $0["causationid"]?.string } == ["m-1", "m-2"])
            #expect(events.map(\.properties.correlationID) == ["m-1", "m-2"])
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            let answers = try environment.remaining(in: try environment.declareQuorumQueue("crm"))
            #expect(answers.map(\.properties.correlationID) == ["m-2"])
            #expect(answers.first?["data", "messageId"]?.string == "m-2")
            // Nothing takes it now: whoever publishes learns of it.
            try Broker.deleteQueue(environment.names.terminations, on: environment.connection)
            let lost = try SampleProgram.start(sample, in: environment, input: Array(Self.message("m-3", "T-3").utf8))
            #expect(lost.end() != .exit(0))
            #expect(lost.errorText.contains(sample == "publish.py" ? "line 1: not stored" : "m-3 is not stored"))
        }
    }

    // MARK: - Billing

    @Test func `recover a gap without stopping what was withdrawn or corrected`() throws {
        try withWorker("gap") { environment, other in
            try send(Self.message("m-1", "T-1"), Self.message("m-2", "T-2"), events: 2, in: environment, other)
            _ = try environment.declareQuorumQueue("billing", "contract.#")
            let billing = try SampleProgram.start("subscribe.py", in: environment)
            defer { billing.send(SIGKILL) }
            try send(
                Self.message("m-3", "T-1", .withdraw, revision: 2, day: 3),
                Self.message("m-4", "T-2", .correct, revision: 2, endDate: "2035-06-30", day: 3),
                events: 2,
                in: environment,
                other
            )
            let live = ["go on billing C-1", "stop billing C-2 2035-06-30T22:00:00Z"]
            #expect(try lines(of: billing, in: environment) == live)
            let command = try #require(
                SampleProgram.commands(of: "docs/billing.md", under: "## When an event is missing").first
            )
            #expect(command.contains("--contract C-1001"))
            for contract in ["C-1", "C-2"] {
                let command = command.replacing("C-1001", with: contract)
                let answer = try SampleProgram.run(command: command, in: environment)
                #expect(answer.end == .exit(0), "\(answer.errors)")
                #expect(answer.output.contains("2 of 2 events published"), "\(answer.output)\(answer.errors)")
            }
            #expect(try lines(of: billing, in: environment) == live)
            #expect(try compare(in: environment) == [])
        }
    }

    /// - Parameter early: whether billing consumes from the binding on, or only when all is in its queue.
    @Test(arguments: [true, false])
    func `are filled from history while a termination is recorded and withdrawn`(early: Bool) throws {
        try withWorker("fill") { environment, other in
            try send(
                Self.message("m-1", "T-1"),
                Self.message("m-2", "T-1", .correct, revision: 2, endDate: "2035-06-30", day: 3),
                Self.message("m-3", "T-3"),
                Self.message("m-4", "T-3", .withdraw, revision: 2, day: 3),
                events: 4,
                in: environment,
                other
            )
            let commands = try SampleProgram.commands(of: "docs/history.md", under: "### Fill a new subscriber")
            #expect(commands.count == 5)
            _ = try environment.subscriber("billing-never", binding: nil)
            func run(_ step: Int, from position: Int64? = nil) throws -> Answer {
                let command = commands[step - 1].replacing(/--from \d+/, with: "--from \(position ?? 0)")
                let answer = try SampleProgram.run(command: command, in: environment)
                #expect(answer.end == .exit(0), "\(command): \(answer.errors)")
                return answer
            }
            _ = try run(1)
            let filled = try run(2)
            let position = try #require(
                (filled.output + filled.errors).firstMatch(of: /up to position (\d+)/).flatMap { Int64($0.output.1) }
            )
            try send(Self.message("m-8", "T-8"), events: 1, in: environment, other)
            _ = try run(3)
            var billing: ChildProcess?
            defer {
                billing?.send(SIGKILL)
                try? Broker.deleteQueue("\(environment.names.prefix).billing", on: environment.connection)
            }
            if early { billing = try SampleProgram.start("subscribe.py", in: environment) }
            try send(Self.message("m-9", "T-8", .withdraw, revision: 2, day: 3), events: 1, in: environment, other)
            let between = try run(4, from: position + 1)
            #expect(between.output.contains("2 of 2 events published"), "\(between.output)\(between.errors)")
            #expect(commands[4] == "python3 docs/examples/subscribe.py")
            let running = try billing ?? SampleProgram.start("subscribe.py", in: environment)
            billing = running
            let lines = try lines(of: running, in: environment)
            #expect(lines.last { $0.contains(" C-1 ") } == "stop billing C-1 2035-06-30T22:00:00Z")
            #expect(lines.filter { $0.hasSuffix(" C-3") }.last == "go on billing C-3")
            #expect(lines.filter { $0.contains("C-8") } == ["go on billing C-8"])
            #expect(try compare(in: environment) == [])
        }
    }

    @Test func `stop a contract that was imported, at the first event that tells of it`() throws {
        try TestEnvironment.with("imported", settings: try Self.settings.get()) { environment in
            // As if it had been imported in February: two of the contracts are over since, and one is not yet.
            try importing(
                [
                    Self.message("m-1", "T-1", endDate: "2026-02-28"), Self.message("m-2", "T-2"),
                    Self.message("m-3", "T-3", endDate: "2026-02-28"), Self.message("m-4", "T-4"),
                ],
                at: "2026-02-10T09:00:00Z",
                in: environment
            )
            _ = try environment.declareQuorumQueue("billing", "contract.#")
            let other = try environment.subscriber("other", binding: "contract.#")
            let worker = try environment.startWorker()
            let billing = try SampleProgram.start("subscribe.py", in: environment)
            defer { for process in [worker, billing] { process.send(SIGKILL) } }
            let types = other.take(2).map { $0["type"]?.string }
            #expect(types == [EventType.effective.rawValue, EventType.effective.rawValue])
            try send(
                Self.message("m-5", "T-2", .correct, revision: 2, endDate: "2035-06-30", day: 3),
                Self.message("m-6", "T-3", .withdraw, revision: 2, day: 3),
                events: 2,
                in: environment,
                other
            )
            let lines = try lines(of: billing, in: environment)
            #expect(lines.filter { $0.contains(" C-1 ") } == ["stop billing C-1 2026-02-28T23:00:00Z"])
            #expect(lines.filter { $0.contains(" C-2 ") } == ["stop billing C-2 2035-06-30T22:00:00Z"])
            #expect(lines.last { $0.contains(" C-3") } == "go on billing C-3")
            // As history.md says: nobody is told of an imported termination before it takes effect.
            #expect(try compare(in: environment) == ["T-4 billing: goes on ledger: 2035-03-31T22:00:00Z"])
        }
    }

    private func importing(_ messages: [String], at instant: String, in environment: TestEnvironment) throws {
        let recorder = Recorder(ledger: environment.ledger, source: "urn:test")
        let now = LifeSample.instant(instant)
        let size = Int64(messages.joined().utf8.count)
        let run = try environment.ledger.startImportRun(
            of: Array(repeating: 1, count: 32),
            size: size,
            publishesEvents: false,
            by: "tests",
            at: now
        )
        let receivedMessages = messages.map { text in
            let message = IncomingMessage(body: Array(text.utf8))
            return ReceivedMessage(message: message, parsed: ParsedMessage(message))
        }
        let page = ImportPage(receivedMessages, end: size)
        let recorded = try recorder.record(page, of: run, keepsRejected: false, at: now)
        #expect(recorded.run.accepted == messages.count)
        while try recorder.notePendingEffects() > 0 {}
    }

    @Test func `say what holds when a contract is terminated twice, and when it begins again`() throws {
        try withWorker("again") { environment, other in
            _ = try environment.declareQuorumQueue("billing", "contract.#")
            let billing = try SampleProgram.start("subscribe.py", in: environment)
            defer { billing.send(SIGKILL) }
            // T-10 was made after T-9 was withdrawn, and what is said of T-9 arrives late.
            try send(
                Self.message("m-1", "T-10", contract: "C-9", endDate: "2035-06-30", day: 4),
                events: 1,
                in: environment,
                other
            )
            let withdrawal = Self.message("m-3", "T-9", .withdraw, contract: "C-9", revision: 2, day: 3)
            try send(withdrawal, Self.message("m-2", "T-9", contract: "C-9", day: 2), events: 2, in: environment, other)
            #expect(try lines(of: billing, in: environment).last == "stop billing C-9 2035-06-30T22:00:00Z")
            // C-20 begins again, is ended again, and goes on after all.
            try send(
                Self.message("m-4", "T-20", endDate: "2026-02-28", startDate: "2020-01-01", day: 2),
                events: 2,
                in: environment,
                other
            )
            let second = Self.message("m-5", "T-21", contract: "C-20", startDate: "2026-03-01", day: 5)
            try send(second, events: 1, in: environment, other)
            try send(
                Self.message("m-6", "T-21", .withdraw, contract: "C-20", revision: 2, day: 6),
                events: 1,
                in: environment,
                other
            )
            #expect(
                try lines(of: billing, in: environment).filter { $0.contains("C-20") } == [
                    "stop billing C-20 2026-02-28T23:00:00Z", "stop billing C-20 2035-03-31T22:00:00Z",
                    "go on billing C-20",
                ]
            )
            #expect(try compare(in: environment) == [])
        }
    }

    @Test func `say the same of a contract that begins again, in whatever order its messages arrive`() throws {
        try withWorker("terms") { environment, other in
            _ = try environment.declareQuorumQueue("billing", "contract.#")
            let billing = try SampleProgram.start("subscribe.py", in: environment)
            defer { billing.send(SIGKILL) }
            for (number, order) in [[0, 1, 2], [1, 0, 2], [1, 2, 0]].enumerated() {
                let name = "\(30 + number)"
                let contract = "C-\(name)"
                let messages = [
                    Self.message("m-\(name)a", "T-\(name)a", contract: contract, endDate: "2034-03-31", day: 2),
                    Self.message("m-\(name)b", "T-\(name)b", contract: contract, startDate: "2034-05-01", day: 3),
                    Self.message("m-\(name)c", "T-\(name)b", .withdraw, contract: contract, revision: 2, day: 4),
                ]
                for place in order { try send(messages[place], events: 1, in: environment, other) }
                #expect(
                    try lines(of: billing, in: environment).last { $0.contains(contract) }
                        == "go on billing \(contract)"
                )
            }
            // A correction that leaves out on which day the term began is still one of that term.
            let first = Self.message("m-40a", "T-40a", contract: "C-40", endDate: "2034-03-31", day: 2)
            let second = Self.message("m-40b", "T-40b", contract: "C-40", startDate: "2034-05-01", day: 3)
            let third = Self.message(
                "m-40c",
                "T-40b",
                .correct,
                contract: "C-40",
                revision: 2,
                endDate: "2035-06-30",
                day: 4
            )
            try send(first, second, third, events: 3, in: environment, other)
            let last = try lines(of: billing, in: environment).last { $0.contains("C-40") }
            #expect(last == "stop billing C-40 2035-06-30T22:00:00Z")
            #expect(try compare(in: environment) == [])
        }
    }

    @Test func `do nothing when an event comes again, before and after a crash`() throws {
        try withWorker("redelivery") { environment, other in
            let queue = try environment.declareQuorumQueue("billing", "contract.#")
            let copy = try environment.subscriber("copy", binding: "contract.#")
            try send(Self.message("m-1", "T-1"), Self.message("m-2", "T-2"), events: 2, in: environment, other)
            let events = copy.take(2).map(\.body)
            for round in 1...2 {
                let billing = try SampleProgram.start("subscribe.py", in: environment)
                try environment.publish(events + events, toQueue: queue)
                let lines = try lines(of: billing, in: environment)
                #expect(lines.count == (round == 1 ? 2 : 0), "\(lines)")
                // Killed without warning: whatever it had not acknowledged comes again.
                billing.send(SIGKILL)
                #expect(billing.end() == .signal(SIGKILL))
            }
            #expect(try compare(in: environment) == [])
        }
    }

    @Test func `share the contracts out among queues, each with all of its events in order`() throws {
        try withWorker("shards") { environment, other in
            defer {
                for number in 0..<4 {
                    try? Broker.deleteQueue("\(environment.names.prefix).billing.\(number)", on: environment.connection)
                }
                try? Broker.deleteExchange("\(environment.names.prefix).shards", on: environment.connection)
            }
            let shards = try SampleProgram.start("billing_shards.py", in: environment)
            #expect(shards.end() == .exit(0), "\(shards.errorText)")
            let contracts = 1...40
            let messages = contracts.map { Self.message("m-\($0)", "T-\($0)") }
            let corrections = contracts.map {
                Self.message("n-\($0)", "T-\($0)", .correct, revision: 2, endDate: "2035-06-30", day: 3)
            }
            try send((messages + corrections).joined(), events: 80, in: environment, other)
            let queues = try (0..<4).map {
                try everything(in: "\(environment.names.prefix).billing.\($0)", of: environment)
            }
            #expect(queues.map(\.count).reduce(0, +) == 80)
            #expect(queues.filter { !$0.isEmpty }.count > 1)
            var home: [String: Int] = [:]
            for (number, queue) in queues.enumerated() {
                var sequences: [String: Int64] = [:]
                for event in queue {
                    let contract = try #require(event["data", "contractId"]?.string)
                    #expect(home[contract, default: number] == number, "\(contract)")
                    home[contract] = number
                    let sequence = try #require(event["data", "contractSequence"]?.integer)
                    #expect(sequence == sequences[contract, default: 0] + 1, "\(contract)")
                    sequences[contract] = sequence
                }
            }
            #expect(home.count == 40)
        }
    }

    /// What a queue with a single active consumer holds.
    private func everything(in queue: String, of environment: TestEnvironment) throws -> [Delivery] {
        try environment.publish([SampleProgram.mark("the-last-one")], toQueue: queue)
        let consumer = Consumer(
            connection: environment.connection,
            queue: queue,
            prefetch: 100,
            logger: LiveBroker.quiet
        )
        consumer.start()
        defer { consumer.close() }
        var all: [Delivery] = []
        while all.last?["data", "contractId"]?.string != "the-last-one" {
            let delivery = try #require(consumer.nextBatch(limit: 1, timeout: .seconds(20))?.first)
            consumer.acknowledge(through: delivery.tag)
            all.append(delivery)
        }
        return all.dropLast()
    }
}
