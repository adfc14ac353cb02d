import Glibc

/// A value behind a lock that threads can also wait on: a mutex with a condition variable.
///
/// `Mutex` of the standard library has no condition variable, and threads here must wait without polling. Waits use the
/// monotonic clock, so setting the system clock lengthens no wait.
///
/// Inlinable, because each use is specialised for its value only where the compiler sees the body.
package final class Monitor<Value>: @unchecked Sendable {
    // Sendable is unchecked because the compiler cannot see that the lock guards the value. The primitives are
    // allocated because their addresses must never change.
    @usableFromInline let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    @usableFromInline let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    @usableFromInline var value: Value

    package init(_ value: sending Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Reads or changes the value without waking waiting threads.
    @inlinable package func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }

    /// Changes the value and wakes all waiting threads.
    @inlinable package func change<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(condition)
            pthread_mutex_unlock(mutex)
        }
        return body(&value)
    }

    /// Blocks the thread until `body` returns a value or the deadline passes.
    ///
    /// Calls `body` at once, and again after each change.
    ///
    /// - Returns: the value of `body`, or nil after the deadline.
    @inlinable package func wait<Result>(until deadline: Deadline, for body: (inout Value) -> Result?) -> Result? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            if deadline == .never {
                pthread_cond_wait(condition, mutex)
            } else {
                if deadline.hasPassed { return nil }
                var time = deadline.absoluteTime
                pthread_cond_timedwait(condition, mutex, &time)
            }
        }
    }
}
