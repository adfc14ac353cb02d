import ArgumentParser
import JSON
import Terminations

/// `--set /reasonCode=price`: sets one member of the body.
struct SetMember: ExpressibleByArgument, Sendable {
    let pointer: JSONPointer
    /// JSON where the text parses as JSON, otherwise the text as a string.
    let value: JSONValue

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), argument.first == "/",
            let pointer = JSONPointer(parsing: String(argument[..<sign]))
        else { return nil }
        let text = String(argument[argument.index(after: sign)...])
        self.pointer = pointer
        value = (try? JSONValue(parsing: text)) ?? .string(text)
    }
}
