import Testing

@testable import Ledger

/// The engines that the tests of the ledger run on.
enum TestLedger {
    enum Engine: String, CaseIterable, Sendable {
        case sqlite
    }

    static let engines = Engine.allCases

    /// The engine of the test that runs: a ``LedgerFixture`` is on it.
    @TaskLocal static var engine = Engine.sqlite
}

/// Runs each test of a suite once on each engine. What only one engine does is tested in a folder of its own.
struct EveryEngine: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        for engine in TestLedger.engines {
            try await TestLedger.$engine.withValue(engine) { try await function() }
        }
    }
}

extension Trait where Self == EveryEngine {
    static var everyEngine: EveryEngine { EveryEngine() }
}
