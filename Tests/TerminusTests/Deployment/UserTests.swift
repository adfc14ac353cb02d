import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

extension `Deployed` {
    @Suite struct `for its users` {
        /// Something that a user may want to do on the broker.
        enum Deed: Sendable, CustomTestStringConvertible {
            case publish(to: String)
            case consume(String)
            case declareQueue(String)
            case declareExchange(String)
            case bind(String, to: String)
            case deleteQueue(String)
            case deleteExchange(String)

            var testDescription: String { "\(self)" }
        }

        /// nil when it was let, otherwise why not.
        private func attempt(_ deed: Deed, as user: String) throws -> RabbitMQError.Code? {
            let connection = try Deployed.broker().connection(as: user)
            do throws(RabbitMQError) {
                switch deed {
                case .publish(let exchange): return publish(to: exchange, on: connection)
                case .consume(let queue): return consume(queue, on: connection)
                case .declareQueue(let name):
                    let queue = QueueDeclaration(name: name, arguments: ["x-queue-type": "quorum"])
                    try Broker.declare(Topology(queues: [queue]), on: connection)
                case .declareExchange(let name):
                    try Broker.declare(Topology(exchanges: [.init(name: name, type: "topic")]), on: connection)
                case .bind(let queue, let exchange):
                    let binding = BindingDeclaration(queue: queue, to: exchange, routingKey: "none")
                    try Broker.declare(Topology(bindings: [binding]), on: connection)
                case .deleteQueue(let name): try Broker.deleteQueue(name, on: connection)
                case .deleteExchange(let name): try Broker.deleteExchange(name, on: connection)
                }
                return nil
            } catch {
                return error.code
            }
        }

        /// The error of the last attempt, once there is one or none can come any more.
        private func firstFailure(_ states: [ConnectionState]) -> RabbitMQError.Code? {
            states.compactMap { if case .connecting(_, let error?) = $0 { error.code } else { nil } }.first
        }

        private func publish(to exchange: String, on connection: ConnectionConfiguration) -> RabbitMQError.Code? {
            let states = Record<RabbitMQError.Code?>()
            let publisher = Publisher(
                connection: connection,
                logger: LiveBroker.quiet,
                onOutcomes: { outcomes in
                    for outcome in outcomes {
                        if case .failed(_, let error) = outcome { states.add(error.code) } else { states.add(nil) }
                    }
                },
                onStateChange: { if case .connecting(_, let error?) = $0 { states.add(error.code) } }
            )
            publisher.start()
            defer { publisher.close(timeout: .zero) }
            // The key leads to no queue of the topic exchanges: what a test sends must not disturb another.
            let key = exchange.isEmpty ? "nobody's queue" : "none"
            _ = publisher.publish([OutgoingMessage(exchange: exchange, routingKey: key, body: [], token: 1)])
            return states.wait(count: 1)?[0] ?? nil
        }

        private func consume(_ queue: String, on connection: ConnectionConfiguration) -> RabbitMQError.Code? {
            let states = Record<ConnectionState>()
            let consumer = Consumer(
                connection: connection,
                queue: queue,
                prefetch: 1,
                logger: LiveBroker.quiet,
                onStateChange: { states.add($0) }
            )
            consumer.start()
            defer { consumer.close() }
            return states.wait { $0.contains(.connected) || firstFailure($0) != nil }.flatMap(firstFailure)
        }

        @Test(
            arguments: [
                ("crm", .publish(to: "terminus.terminations")), ("crm", .consume("crm.answers")),
                ("billing", .consume("billing.terminations")),
                ("terminus", .consume("terminus.terminations")), ("terminus", .consume("terminus.dead-letters")),
                ("terminus", .publish(to: "terminus.events")), ("terminus", .publish(to: "")),
                ("terminus", .declareExchange("terminus.events")),
                // A queue a case, since cases run at once.
                ("ops", .declareQueue("billing.more")), ("ops", .bind("billing.bound", to: "terminus.events")),
                ("ops", .consume("billing.read")), ("ops", .declareQueue("reports.terminations")),
                ("ops", .deleteQueue("reports.of-old")),
            ] as [(String, Deed)]
        )
        func `lets each do what it must`(user: String, deed: Deed) throws {
            switch deed {
            case .bind(let queue, _), .consume(let queue):
                if user == "ops" { #expect(try attempt(.declareQueue(queue), as: user) == nil) }
            case .publish, .declareQueue, .declareExchange, .deleteQueue, .deleteExchange: break
            }
            #expect(try attempt(deed, as: user) == nil)
        }

        @Test(
            arguments: [
                // The CRM sends terminations and reads its answers.
                ("crm", .publish(to: "terminus.events")), ("crm", .publish(to: "terminus.dead-letters")),
                ("crm", .publish(to: "")), ("crm", .publish(to: "amq.topic")),
                ("crm", .consume("terminus.terminations")), ("crm", .consume("billing.terminations")),
                ("crm", .consume("terminus.dead-letters")), ("crm", .declareQueue("crm.more")),
                ("crm", .bind("crm.answers", to: "terminus.events")), ("crm", .deleteQueue("crm.answers")),
                ("crm", .deleteExchange("terminus.terminations")), ("crm", .deleteQueue("terminus.terminations")),
                // Billing reads its queue.
                ("billing", .publish(to: "terminus.terminations")), ("billing", .publish(to: "terminus.events")),
                ("billing", .publish(to: "")), ("billing", .consume("terminus.terminations")),
                ("billing", .consume("crm.answers")), ("billing", .consume("terminus.dead-letters")),
                ("billing", .declareQueue("billing.more-of-it")), ("billing", .declareExchange("billing.exchange")),
                ("billing", .bind("billing.terminations", to: "terminus.events")),
                ("billing", .deleteQueue("billing.terminations")),
                // The worker has its own exchanges and queues, and may answer.
                ("terminus", .consume("billing.terminations")), ("terminus", .consume("crm.answers")),
                ("terminus", .declareQueue("terminus.other")), ("terminus", .declareExchange("another")),
                ("terminus", .bind("billing.terminations", to: "terminus.events")),
                ("terminus", .deleteQueue("billing.terminations")), ("terminus", .publish(to: "amq.topic")),
                // Operations makes and removes subscribers' queues; it tells no terminations and no events.
                ("ops", .publish(to: "terminus.terminations")), ("ops", .publish(to: "terminus.events")),
                ("ops", .publish(to: "")), ("ops", .consume("terminus.terminations")),
                ("ops", .consume("terminus.dead-letters")), ("ops", .deleteQueue("terminus.terminations")),
                ("ops", .deleteExchange("terminus.events")), ("ops", .declareExchange("terminus.events")),
                ("ops", .bind("billing.terminations", to: "terminus.terminations")),
            ] as [(String, Deed)]
        )
        func `lets none do anything else`(user: String, deed: Deed) throws {
            #expect(try attempt(deed, as: user) == .accessRefused)
        }

        @Test(arguments: ["crm", "billing", "terminus", "ops"])
        func `has no password that lets anybody in`(user: String) throws {
            let broker = try Deployed.broker()
            for password in ["", user, "guest"] {
                let error = #expect(throws: RabbitMQError.self) {
                    try Broker.check(
                        LiveBroker.configuration("amqp://\(user):\(password)@localhost:\(broker.port)")
                    )
                }
                #expect(error?.code == .authenticationFailed)
            }
        }

        @Test func `declares what the program declares`() throws {
            let broker = try Deployed.broker()
            let answer = try Folder().run(["setup"], environment: broker.environment(as: "terminus"))
            #expect(answer.end == .exit(0), "\(answer.errors)")
        }

        @Test func `carries a termination from the CRM to billing, and a refusal back`() throws {
            let broker = try Deployed.broker()
            let folder = try Folder()
            try folder.file("settings.yaml", Sample.settings)
            let environment = try broker.environment(as: "terminus")
            #expect(try folder.run(["settings", "apply", "settings.yaml", "--create"]).end == .exit(0))
            let worker = try Program.start(["run"], in: folder.path, environment: environment)
            defer { worker.send(SIGKILL) }

            var properties = BasicProperties(deliveryMode: 2, correlationID: "17", replyTo: "crm.answers")
            properties.userID = "crm"
            let confirmed = Record<PublishOutcome>()
            let crm = Publisher(connection: try broker.connection(as: "crm"), logger: LiveBroker.quiet) {
                $0.forEach(confirmed.add)
            }
            crm.start()
            defer { crm.close() }
            let bodies = [Sample.message("t-1"), Sample.message("t-2", reason: "prise")]
            _ = crm.publish(
                bodies.enumerated().map { index, body in
                    OutgoingMessage(
                        exchange: "terminus.terminations",
                        routingKey: "contract.terminate",
                        body: body,
                        properties: properties,
                        token: UInt64(index)
                    )
                }
            )
            #expect(confirmed.wait(count: 2)?.count == 2)

            let event = try #require(try first(of: "billing.terminations", as: "billing"))
            #expect(event["data", "terminationId"]?.string == "t-1")
            #expect(event.properties.userID == nil, "the relay speaks for the worker, not for the CRM")
            let reply = try #require(try first(of: "crm.answers", as: "crm"))
            #expect(reply["type"]?.string == "contract.termination.rejected.v1")
            #expect(reply.properties.correlationID == "17")
            #expect(reply.properties.userID == nil)

            // Who sent the refused message can be seen.
            let list = try folder.run(["dead-letters", "list", "--format", "json"]).objects()
            let id = try #require(list.first { $0["messageId"]?.string == "m-t-2" }?["id"]?.string)
            let shown = try folder.run(["dead-letters", "show", id, "--format", "json"]).objects()
            #expect(shown.first?["transport"]?.object?["userId"]?.string == "crm")
            #expect(try folder.run(["dead-letters", "show", id]).output.contains("\"userId\": \"crm\""))

            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(!worker.errorText.contains("cannot be used"), "\(worker.errorText)")
        }

        @Test func `does not let the CRM pass for somebody else`() throws {
            var properties = BasicProperties()
            properties.userID = "billing"
            let failures = Record<RabbitMQError>()
            let publisher = Publisher(
                connection: try Deployed.broker().connection(as: "crm"),
                logger: LiveBroker.quiet,
                onOutcomes: { outcomes in
                    for case .failed(_, let error) in outcomes { failures.add(error) }
                }
            )
            publisher.start()
            defer { publisher.close(timeout: .zero) }
            _ = publisher.publish([
                OutgoingMessage(
                    exchange: "terminus.terminations",
                    routingKey: "none",
                    body: [],
                    properties: properties,
                    token: 1
                )
            ])
            let error = failures.wait(count: 1)?.first
            #expect(error?.code == .preconditionFailed)
            #expect(
                error?.detail.contains("user_id property set to 'billing' but authenticated user was 'crm'") == true
            )
        }

        private func first(of queue: String, as user: String) throws -> Delivery? {
            let consumer = Consumer(
                connection: try Deployed.broker().connection(as: user),
                queue: queue,
                prefetch: 1,
                logger: LiveBroker.quiet
            )
            consumer.start()
            defer { consumer.close() }
            let delivery = consumer.nextBatch(limit: 1, timeout: .seconds(30))?.first
            if let delivery { consumer.acknowledge(through: delivery.tag) }
            return delivery
        }
    }
}
