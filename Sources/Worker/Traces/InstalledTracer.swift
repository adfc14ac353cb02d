import Tracing

extension InstrumentationSystem {
    /// The tracer that somebody has installed; nil where nobody did, and then no span is made at all.
    ///
    /// Asked once, when a worker is made: a tracer is installed before that.
    static var installedTracer: (any Tracer)? {
        let tracer = tracer
        return tracer is NoOpTracer ? nil : tracer
    }
}
