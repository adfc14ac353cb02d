import Foundation
import JSON
import RabbitMQ
import TestSupport
import Testing
import Worker
import YAML

@testable import Terminations

@Suite struct `The AsyncAPI document` {
    private let document: JSONValue
    private let names = TopologyNames()

    init() throws {
        let file = Program.project.appending(path: "schemas/asyncapi.yaml")
        document = try YAMLDocument.json(String(contentsOf: file, encoding: .utf8))
    }

    private func channels(_ kind: String) -> [JSONValue] {
        (document["channels"].object?.members ?? []).map(\.value).filter { $0["bindings", "amqp", "is"].string == kind }
    }

    @Test func `has the exchanges that the worker declares, and no others`() {
        let described = Set(
            channels("routingKey").map { channel in
                let exchange = channel["bindings", "amqp", "exchange"]
                return
                    "\(exchange["name"].string ?? "?") \(exchange["type"].string ?? "?") \(exchange["durable"].bool ?? false)"
            }
        )
        #expect(described == Set(names.topology.exchanges.map { "\($0.name) \($0.type) true" }))
    }

    @Test func `has the queues that the worker declares, with their arguments and bindings`() {
        let described = channels("queue").map { channel -> String in
            let bound = channel["x-bound-to"]
            let arguments = (channel["x-arguments"].object?.members ?? []).map { member in
                "\(member.name)=\(member.value.string ?? member.value.integer.map(String.init) ?? "?")"
            }
            return "\(channel["address"].string ?? "?") \(arguments.sorted()) "
                + "\(bound["exchange"].string ?? "?") \(bound["routingKey"].string ?? "?")"
        }
        let declared = names.topology.queues.map { queue -> String in
            let arguments = queue.arguments.map { name, value in
                "\(name)=\(value.string ?? value.integer.map(String.init) ?? "?")"
            }
            let binding = names.topology.bindings.first { $0.destination == .queue(queue.name) }
            return "\(queue.name) \(arguments.sorted()) \(binding?.source ?? "?") \(binding?.routingKey ?? "?")"
        }
        #expect(described.sorted() == declared.sorted())
    }

    @Test func `has a channel and a message for each event type, and no others`() {
        let events = channels("routingKey").filter {
            $0["bindings", "amqp", "exchange", "name"].string == names.events
        }
        #expect(Set(events.compactMap { $0["address"].string }) == Set(EventType.allCases.map(\.rawValue)))
        for event in events {
            let address = event["address"].string ?? "?"
            #expect(event["messages"].object?.members.map(\.name) == [address])
        }
        let messages = document["components", "messages"].object?.members.map(\.name) ?? []
        #expect(Set(messages) == Set(EventType.allCases.map(\.rawValue) + ["terminationMessage"]))
        for type in EventType.allCases {
            let schema = document["components", "messages", type.rawValue, "payload", "schema", "$ref"].string
            #expect(schema == "./\(type.rawValue).schema.json")
        }
    }

    @Test func `says of each event whether the broker must return it`() {
        for operation in (document["operations"].object?.members ?? []).map(\.value)
        where operation["action"].string == "send" {
            let channel = operation["channel", "$ref"].string?.split(separator: "/").last.map(String.init) ?? "?"
            let type = EventType(rawValue: document["channels", channel, "address"].string ?? "")
            #expect(operation["bindings", "amqp", "mandatory"].bool == type.map { !$0.mayBeUnroutable })
            #expect(operation["bindings", "amqp", "deliveryMode"].integer == 2)
        }
    }

    @Test func `has references that lead somewhere`() throws {
        func check(_ value: JSONValue) {
            for element in value.array ?? [] { check(element) }
            for member in value.object?.members ?? [] {
                if member.name == "$ref", let reference = member.value.string {
                    if reference.hasPrefix("./") {
                        let file = Program.project.appending(path: "schemas/\(reference.dropFirst(2))").path
                        #expect(FileManager.default.fileExists(atPath: file), "\(reference)")
                    } else {
                        let target = reference.dropFirst(2).split(separator: "/").reduce(document) { $0[String($1)] }
                        #expect(target != .null, "\(reference)")
                    }
                }
                check(member.value)
            }
        }
        check(document)
    }

    @Test func `has the properties and headers of what is really published`() throws {
        try TestEnvironment.with("asyncapi") { environment in
            let billing = try environment.subscriber()
            let worker = try environment.startWorker()
            defer { worker.send(SIGTERM) }
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            var properties = BasicProperties(contentType: "application/json", deliveryMode: 2)
            properties.correlationID = "ticket-1"
            properties.headers = ["traceparent": .string(trace), "tracestate": .string("vendor=1")]
            try environment.publish([Sample.message("t-1"), Sample.message("t-2", reason: "no such")], properties)
            let described = Set(
                (document["components", "schemas", "event-properties", "properties"].object?.members ?? []).map(\.name)
            )
            let headers = Set(
                (document["components", "schemas", "eventHeaders", "properties"].object?.members ?? []).map(\.name)
            )
            let events = billing.take(2)
            #expect(events.count == 2)
            for event in events {
                #expect(event.properties.names == described)
                #expect(Set(event.properties.headers.keys) == headers)
            }
        }
    }
}

extension JSONValue {
    /// The value under these names, null where there is none.
    fileprivate subscript(names: String...) -> JSONValue {
        names.reduce(self) { $0.object?[$1] ?? .null }
    }
}

extension BasicProperties {
    /// Those that are set, by their names in AMQP 0-9-1, headers left out.
    fileprivate var names: Set<String> {
        let all: [(String, Bool)] = [
            ("content-type", contentType != nil), ("content-encoding", contentEncoding != nil),
            ("delivery-mode", deliveryMode != nil), ("priority", priority != nil),
            ("correlation-id", correlationID != nil), ("reply-to", replyTo != nil), ("expiration", expiration != nil),
            ("message-id", messageID != nil), ("timestamp", timestamp != nil), ("type", type != nil),
            ("user-id", userID != nil), ("app-id", appID != nil),
        ]
        return Set(all.filter(\.1).map(\.0))
    }
}
