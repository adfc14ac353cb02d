import Testing

@testable import Ledger

@Suite struct `The pause after a transaction of long work` {
    @Test(arguments: [
        (Duration.zero, Duration.milliseconds(2)), (.milliseconds(39), .milliseconds(2)),
        (.milliseconds(50), .microseconds(2500)), (.seconds(30), .milliseconds(100)),
    ])
    func `is a twentieth of it, enough to be noticed and never long`(took: Duration, expected: Duration) {
        #expect(pauseForOthers(after: took) == expected)
    }
}
