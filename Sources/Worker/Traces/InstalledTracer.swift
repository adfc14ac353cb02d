import Tracing

extension InstrumentationSystem {
    /// The installed tracer; nil without one, so that no span is made at all.
    ///
    /// Read once, when a worker is made. A tracer must be installed before.
    static var installedTracer: (any Tracer)? {
        let tracer = tracer
        return tracer is NoOpTracer ? nil : tracer
    }
}
