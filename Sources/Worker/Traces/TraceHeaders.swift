import RabbitMQ
import Terminations
import Tracing

/// The context of a span as it goes into an event (W3C Trace Context).
struct TraceHeaders: Sendable, Equatable {
    var traceparent: String
    var tracestate: String?

    /// The span's context, where the tracer writes it as W3C Trace Context; nil where it writes something else.
    init?(_ context: ServiceContext, by tracer: any Tracer) {
        var headers: [String: String] = [:]
        tracer.inject(context, into: &headers, using: DictionaryInjector())
        guard let traceparent = headers["traceparent"].flatMap(TraceContext.traceparent) else { return nil }
        self.traceparent = traceparent
        tracestate = headers["tracestate"].flatMap(TraceContext.tracestate)
    }
}

extension MessageProperties {
    /// The properties with which the trace goes on: what follows from the message belongs to the span, if there is one.
    func continuing(_ trace: TraceHeaders?) -> MessageProperties {
        guard let trace else { return self }
        var properties = self
        properties.traceparent = trace.traceparent
        properties.tracestate = trace.tracestate ?? tracestate
        return properties
    }
}

extension ServiceContext {
    /// What an AMQP message's headers say of the trace that it belongs to.
    static func extracted(from headers: [String: FieldValue], by tracer: any Tracer) -> ServiceContext {
        var context = ServiceContext.topLevel
        tracer.extract(headers, into: &context, using: HeaderExtractor())
        return context
    }
}

private struct DictionaryInjector: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
}

private struct HeaderExtractor: Extractor {
    func extract(key: String, from carrier: [String: FieldValue]) -> String? { carrier[key]?.string }
}
