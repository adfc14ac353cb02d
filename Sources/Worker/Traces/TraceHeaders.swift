import RabbitMQ
import Terminations
import Tracing

/// The trace context of a span, for an event (W3C Trace Context).
struct TraceHeaders: Sendable, Equatable {
    var traceparent: String
    var tracestate: String?

    /// The context of a span; nil if the tracer does not write W3C Trace Context.
    init?(_ context: ServiceContext, by tracer: any Tracer) {
        var headers: [String: String] = [:]
        tracer.inject(context, into: &headers, using: DictionaryInjector())
        guard let traceparent = headers["traceparent"].flatMap(TraceContext.traceparent) else { return nil }
        self.traceparent = traceparent
        tracestate = headers["tracestate"].flatMap(TraceContext.tracestate)
    }
}

extension MessageProperties {
    /// The properties with the trace context of the span, if there is one, so that events continue the trace.
    func continuing(_ trace: TraceHeaders?) -> MessageProperties {
        guard let trace else { return self }
        var properties = self
        properties.traceparent = trace.traceparent
        properties.tracestate = trace.tracestate ?? tracestate
        return properties
    }
}

extension ServiceContext {
    /// The trace context in the headers of an AMQP message.
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
