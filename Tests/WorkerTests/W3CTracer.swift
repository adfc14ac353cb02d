import InMemoryTracing
import Tracing

/// A tracer that keeps its spans, and writes their contexts as W3C Trace Context.
struct W3CTracer: Tracer {
    typealias Span = InMemorySpan

    let memory: InMemoryTracer

    init() {
        let base = InMemoryTracer.IDGenerator.incrementing
        memory = InMemoryTracer(
            idGenerator: InMemoryTracer.IDGenerator(
                nextTraceID: { Self.hex(base.nextTraceID(), digits: 32) },
                nextSpanID: { Self.hex(base.nextSpanID(), digits: 16) }
            )
        )
    }

    /// `span-12` as the given number of digits.
    private static func hex(_ text: String, digits: Int) -> String {
        let number = String(Int(text.drop { $0 != "-" }.dropFirst()) ?? 0, radix: 16)
        return "a" + String(repeating: "0", count: digits - 1 - number.count) + number
    }

    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> InMemorySpan {
        memory.startSpan(
            operationName,
            context: context(),
            ofKind: kind,
            at: instant(),
            function: function,
            file: fileID,
            line: line
        )
    }

    func forceFlush() { memory.forceFlush() }

    func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        var ids: [String: String] = [:]
        memory.inject(context, into: &ids, using: Ids())
        guard let trace = ids[InMemoryTracer.traceIDKey], let span = ids[InMemoryTracer.spanIDKey] else { return }
        injector.inject("00-\(trace)-\(span)-01", forKey: "traceparent", into: &carrier)
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout InstrumentationContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        let parts = extractor.extract(key: "traceparent", from: carrier)?.split(separator: "-").map(String.init) ?? []
        guard parts.count == 4 else { return }
        let ids = [InMemoryTracer.traceIDKey: parts[1], InMemoryTracer.spanIDKey: parts[2]]
        memory.extract(ids, into: &context, using: Ids())
    }

    private struct Ids: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    }
}
