import Glibc
public import Terminations

extension Instant {
    /// The present time of the system's clock.
    public static var now: Instant {
        var time = timespec()
        // Cannot fail: CLOCK_REALTIME exists and the pointer is valid (clock_gettime(2)).
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(secondsSinceEpoch: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .latest
    }
}
