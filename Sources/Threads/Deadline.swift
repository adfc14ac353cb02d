import Glibc

/// An instant of the monotonic clock.
///
/// Condition variables and `poll` take it as a number, and hot paths compare it, so it is not a
/// `ContinuousClock.Instant`. Arithmetic saturates: a deadline that is too far away becomes ``never``.
package struct Deadline: Comparable, Sendable {
    /// Nanoseconds of `CLOCK_MONOTONIC`.
    @usableFromInline package let nanoseconds: UInt64

    @inlinable package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    @inlinable package static var never: Deadline { Deadline(nanoseconds: .max) }

    @inlinable package static var now: Deadline {
        var time = Glibc.timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    @inlinable package static func after(_ duration: Duration) -> Deadline { now.advanced(by: duration) }

    @inlinable package func advanced(by duration: Duration) -> Deadline {
        let (sum, overflows) = nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return overflows ? .never : Deadline(nanoseconds: sum)
    }

    @inlinable package static func < (one: Deadline, other: Deadline) -> Bool { one.nanoseconds < other.nanoseconds }

    /// The time that is left; zero after the deadline.
    @inlinable package var remaining: Duration {
        let now = Deadline.now
        return now < self ? .nanoseconds(Int64(clamping: nanoseconds - now.nanoseconds)) : .zero
    }

    @inlinable package var hasPassed: Bool { self <= .now }

    /// As a `timespec`, for `pthread_cond_timedwait`.
    @usableFromInline var absoluteTime: Glibc.timespec {
        Glibc.timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}

extension Duration {
    /// Whole nanoseconds, rounded down; zero for a negative duration.
    @inlinable package var wholeNanoseconds: UInt64 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        let (product, overflows) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .max : product.addingReportingOverflow(UInt64(attoseconds / 1_000_000_000)).partialValue
    }
}
