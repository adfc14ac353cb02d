import Terminations

/// Reads a settings file, YAML or JSON.
enum SettingsFile {
    static func read(_ path: String) throws -> SettingsDocument {
        let bytes = try MessageFile.bytes(of: path)
        guard let text = String(validating: InputFile.withoutByteOrderMark(bytes), as: UTF8.self) else {
            throw CommandFailure(.dataError, "\(path) is no UTF-8 text.")
        }
        do {
            return try Settings.parse(yamlOrJSON: text)
        } catch {
            let faults = Violation.lines(error.violations, indent: 2).joined(separator: "\n")
            throw CommandFailure(.dataError, "The settings in \(path) cannot be used:\n\(faults)")
        }
    }
}
