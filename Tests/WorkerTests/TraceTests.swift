import InMemoryTracing
import RabbitMQ
import Terminations
import TestSupport
import Testing
import Tracing

@testable import Ledger
@testable import Worker

@Suite struct `A trace` {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00-\(trace)-00f067aa0ba902b7-01"

    private var properties: BasicProperties {
        var properties = BasicProperties()
        properties.headers["traceparent"] = .string(Self.parent)
        properties.headers["tracestate"] = .string("vendor=1")
        return properties
    }

    @Test func `goes from the message through receive, judge and record into the event and its publish`() throws {
        try TestEnvironment.with("trace") { environment in
            let billing = try environment.subscriber()
            let tracer = W3CTracer()
            let worker = try RunningWorker(environment, tracer: tracer)
            try environment.publish(Sample.message("t-1"), properties)
            let event = try #require(billing.take(1).first)
            #expect(worker.stop())

            let spans = tracer.memory.finishedSpans
            #expect(Set(spans.map(\.operationName)) == ["receive", "judge", "record", "publish"])
            #expect(spans.count == 4 && tracer.memory.activeSpans.isEmpty)
            #expect(spans.allSatisfy { $0.spanContext.traceID == Self.trace })
            let receive = try #require(spans.first { $0.operationName == "receive" })
            #expect(receive.spanContext.parentSpanID == "00f067aa0ba902b7")
            #expect(receive.kind == .consumer)
            for name in ["judge", "record", "publish"] {
                let span = try #require(spans.first { $0.operationName == name })
                #expect(span.spanContext.parentSpanID == receive.spanContext.spanID, "\(name)")
                #expect(span.startInstant.nanosecondsSinceEpoch <= span.endInstant.nanosecondsSinceEpoch)
                #expect(receive.startInstant.nanosecondsSinceEpoch <= span.startInstant.nanosecondsSinceEpoch)
            }
            #expect(receive.attributes["message.id"]?.toSpanAttribute() == .string("m-t-1"))
            #expect(receive.attributes["terminus.verdict"]?.toSpanAttribute() == .string("accepted"))

            let continued = "00-\(Self.trace)-\(receive.spanContext.spanID)-01"
            #expect(event.properties.headers["traceparent"]?.string == continued)
            #expect(event["traceparent"]?.string == continued)
            #expect(event.properties.headers["tracestate"]?.string == "vendor=1")
        }
    }

    @Test func `begins with a message that has none`() throws {
        try TestEnvironment.with("trace-new") { environment in
            let billing = try environment.subscriber()
            let tracer = W3CTracer()
            let worker = try RunningWorker(environment, tracer: tracer)
            try environment.publish(Sample.message("t-1", reason: "unknown"))
            let event = try #require(billing.take(1).first)
            #expect(worker.stop())
            let receive = try #require(tracer.memory.finishedSpans.first { $0.operationName == "receive" })
            #expect(receive.spanContext.parentSpanID == nil)
            #expect(event["traceparent"]?.string?.contains(receive.spanContext.spanID) == true)
            #expect(receive.attributes["terminus.verdict"]?.toSpanAttribute() == .string("rejected"))
        }
    }

    @Test func `is that of the message where nobody has installed a tracer`() throws {
        #expect(InstrumentationSystem.installedTracer == nil)
        try TestEnvironment.with("trace-none") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish(Sample.message("t-1"), properties)
            let event = try #require(billing.take(1).first)
            #expect(event.properties.headers["traceparent"]?.string == Self.parent)
            #expect(event["traceparent"]?.string == Self.parent)
            #expect(worker.stop())
        }
    }

    @Test func `of a returned event says so`() throws {
        try TestEnvironment.with("trace-returned") { environment in
            let tracer = W3CTracer()
            let worker = try RunningWorker(environment, tracer: tracer)
            try environment.publish(Sample.message("t-1"))
            worker.log.wait(for: "Events not published: they are kept and tried again")
            #expect(worker.stop())
            let publish = try #require(tracer.memory.finishedSpans.first { $0.operationName == "publish" })
            #expect(publish.status?.code == .error)
            #expect(publish.status?.message == "returned")
            #expect(tracer.memory.activeSpans.isEmpty)
        }
    }

    @Test func `of messages that were not recorded ends with an error`() throws {
        try TestEnvironment.with("trace-abandoned") { environment in
            let tracer = W3CTracer()
            let worker = try RunningWorker(
                environment,
                prepare: { try $0.file.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") } },
                tracer: tracer
            )
            try environment.publish(Sample.message("t-1"))
            worker.log.wait(for: "Intake paused")
            #expect(worker.stopIntake())
            let spans = tracer.memory.finishedSpans
            #expect(spans.map(\.operationName) == ["receive"])
            #expect(spans.first?.status?.code == .error)
        }
    }
}
