import Foundation
import Terminations
import TestSupport
import Testing

/// A system clock of a child's own, which the test sets: seconds that are added to the real one.
///
/// Loaded before the C library, it moves `CLOCK_REALTIME`, and lets timed waits by that clock end as the kernel does: when
/// the clock has come to their deadline, however it was set meanwhile.
private final class MovedClock {
    private static let source = #"""
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <errno.h>
        #include <pthread.h>
        #include <semaphore.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static volatile long long *moved(void) {
            static volatile long long *seconds;
            if (!seconds) {
                static volatile long long none;
                const char *path = getenv("TEST_CLOCK");
                int file = path ? open(path, O_RDONLY) : -1;
                void *map = file < 0 ? MAP_FAILED : mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
                seconds = map == MAP_FAILED ? &none : map;
            }
            return seconds;
        }

        int clock_gettime(clockid_t clock, struct timespec *time) {
            long result = syscall(SYS_clock_gettime, clock, time);
            if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += *moved();
            return (int)result;
        }

        time_t time(time_t *result) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (result) *result = now.tv_sec;
            return now.tv_sec;
        }

        int gettimeofday(struct timeval *restrict result, void *restrict zone) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            result->tv_sec = now.tv_sec;
            result->tv_usec = now.tv_nsec / 1000;
            return 0;
        }

        /* At most a hundredth of a second ahead by the monotonic clock; 0 where the deadline has passed. */
        static int slice(const struct timespec *deadline, struct timespec *end) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            long long left = (deadline->tv_sec - now.tv_sec) * 1000000000LL + deadline->tv_nsec - now.tv_nsec;
            if (left <= 0) return 0;
            if (left > 10000000) left = 10000000;
            clock_gettime(CLOCK_MONOTONIC, end);
            end->tv_nsec += left;
            if (end->tv_nsec >= 1000000000) { end->tv_nsec -= 1000000000; end->tv_sec += 1; }
            return 1;
        }

        int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                                   const struct timespec *restrict deadline) {
            /* What pthread_condattr_setclock(3) has noted. */
            if (condition->__data.__wrefs & 2)
                return pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, deadline);
            struct timespec end;
            while (slice(deadline, &end)) {
                int result = pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, &end);
                if (result != ETIMEDOUT) return result;
            }
            return ETIMEDOUT;
        }

        int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict deadline) {
            struct timespec end;
            while (slice(deadline, &end)) {
                if (sem_clockwait(semaphore, CLOCK_MONOTONIC, &end) == 0) return 0;
                if (errno != ETIMEDOUT) return -1;
            }
            errno = ETIMEDOUT;
            return -1;
        }
        """#

    private let clock: String
    let environment: [String: String]

    init(in folder: URL) throws {
        clock = folder.appending(path: "clock").path
        let library = folder.appending(path: "clock.so").path
        let source = folder.appending(path: "clock.c").path
        try Data(Self.source.utf8).write(to: URL(filePath: source))
        // The compiler that comes with Swift.
        let compiler = try ChildProcess(
            "/usr/bin/env",
            ["clang", "-shared", "-fPIC", "-O1", "-o", library, source],
            environment: ProcessInfo.processInfo.environment,
            folder: folder.path
        )
        #expect(compiler.end() == .exit(0), "\(compiler.errorText)")
        environment = ["LD_PRELOAD": library, "TEST_CLOCK": clock]
        set(0)
    }

    func set(_ seconds: Int64) {
        let file = open(clock, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        var seconds = seconds
        #expect(pwrite(file, &seconds, 8, 0) == 8)
        close(file)
    }
}

@Suite struct `A system clock that is set back by a day` {
    @Test func `delays no effect, no refusal of what has waited, and no event`() throws {
        try TestEnvironment.with("clock", settings: Sample.settings + "\nheldFor: PT3S") { testEnvironment in
            let clock = try MovedClock(in: testEnvironment.folder)
            // Six seconds before a termination's last day is over; and a day later.
            let due = try #require(Instant(rfc3339: "2028-12-31T23:00:00Z"))
            let now = try #require(Instant(rfc3339: Date.now.ISO8601Format()))
            let right = due.secondsSinceEpoch - now.secondsSinceEpoch - 6
            clock.set(right + 86_400)
            let billing = try testEnvironment.subscriber(binding: nil)
            let worker = try Program.start(
                ["run"],
                in: testEnvironment.folder.path,
                environment: testEnvironment.environment.merging(clock.environment) { _, new in new }
            )
            #expect(worker.waitForError("Connected to the broker", count: 3))
            // It is by that clock, a day ahead.
            #expect(worker.errorText.contains("2029-01-01T"))
            try testEnvironment.publish(Sample.message("t-0", endDate: "2029-12-31"))
            #expect(worker.waitForError("Events not published"))

            clock.set(right)
            try testEnvironment.bind(billing.queue)
            try testEnvironment.publish([
                Sample.message("t-1", endDate: "2028-12-31"), Sample.withdrawal("t-9", revision: 2),
            ])
            let began = ContinuousClock.now
            let keys = billing.take(4).map(\.routingKey).sorted()
            #expect(
                keys == [
                    "contract.terminated.v1", "contract.terminated.v1", "contract.termination.effective.v1",
                    "contract.termination.rejected.v1",
                ]
            )
            #expect(ContinuousClock.now - began < .seconds(20))
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }
}
