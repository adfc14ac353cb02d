import Glibc

/// An instant of the monotonic clock.
///
/// Condition variables and `poll` want it as a number, and it is compared on hot paths: hence not
/// `ContinuousClock.Instant`. Arithmetic saturates: a deadline too far away is never reached.
package struct Deadline: Comparable, Sendable {
    /// Nanoseconds of `CLOCK_MONOTONIC`.
    package let nanoseconds: UInt64

    package static let never = Deadline(nanoseconds: .max)

    package static var now: Deadline {
        var time = Glibc.timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    package static func after(_ duration: Duration) -> Deadline { now.advanced(by: duration) }

    func advanced(by duration: Duration) -> Deadline {
        let (sum, overflows) = nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return overflows ? .never : Deadline(nanoseconds: sum)
    }

    package static func < (one: Deadline, other: Deadline) -> Bool { one.nanoseconds < other.nanoseconds }

    /// The time until then, and zero when it has passed.
    package var remaining: Duration {
        let now = Deadline.now
        return now < self ? .nanoseconds(Int64(clamping: nanoseconds - now.nanoseconds)) : .zero
    }

    package var hasPassed: Bool { self <= .now }

    /// As condition variables want it.
    var absoluteTime: Glibc.timespec {
        Glibc.timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}

extension Duration {
    /// Zero for a negative duration.
    var wholeNanoseconds: UInt64 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        let (product, overflows) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .max : product.addingReportingOverflow(UInt64(attoseconds / 1_000_000_000)).partialValue
    }

    /// As `poll` wants it: rounded up, so that it never returns before the time, and at most about a day.
    var pollMilliseconds: Int32 {
        Int32(min((wholeNanoseconds / 1_000_000) + (wholeNanoseconds % 1_000_000 == 0 ? 0 : 1), 86_400_000))
    }

    /// As librabbitmq wants it.
    var timeval: Glibc.timeval {
        Glibc.timeval(
            tv_sec: Int(wholeNanoseconds / 1_000_000_000),
            tv_usec: Int(wholeNanoseconds % 1_000_000_000) / 1_000
        )
    }

    /// As AMQP's heartbeat wants it: whole seconds, at least one unless it is zero.
    var heartbeatSeconds: Int32 {
        self <= .zero ? 0 : Int32(max(1, min(wholeNanoseconds / 1_000_000_000, 65_535)))
    }
}
