import Foundation
import JSON
import Terminations
import TestSupport

/// Runs the built `terminus` on a ledger, the way a person or a script does.
struct DeadLetterShell {
    let folder: String
    let environment: [String: String]

    init(folder: String, environment: [String: String]) {
        self.folder = folder
        self.environment = environment
    }

    init(_ testEnvironment: TestEnvironment) {
        self.init(folder: testEnvironment.folder.path, environment: testEnvironment.environment)
    }

    func start(_ arguments: [String]) throws -> ChildProcess {
        try Program.start(arguments, in: folder, environment: environment)
    }

    /// Runs `terminus dead-letters` with these arguments to its end.
    func deadLetters(_ arguments: [String], input: String = "") throws -> Answer {
        try Program.run(["dead-letters"] + arguments, in: folder, environment: environment, input: Array(input.utf8))
    }

    func deadLetters(_ arguments: String...) throws -> Answer { try deadLetters(arguments) }
}

extension JSONObject {
    subscript(text name: String) -> String? { self[name]?.string }
    subscript(number name: String) -> Int64? { self[name]?.integer }
}
