import Foundation
import Yams

/// The configuration file: where it is, and what is wrong with it before any value is read.
struct ConfigurationFile {
    let path: String
    /// The flag or variable that names it; nil for `terminus.yaml`, which need not exist.
    private let namedBy: String?

    /// - Parameter flag: what `--config` says.
    init(flag: String?, environment: [String: String]) {
        let variable = "TERMINUS_CONFIG"
        if let flag {
            (path, namedBy) = (flag, "--config")
        } else if let path = environment[variable] {
            (self.path, namedBy) = (path, variable)
        } else {
            (path, namedBy) = ("terminus.yaml", nil)
        }
    }

    enum Content {
        /// There is no such file, or it says nothing: all comments.
        case nothing
        /// What to read values from, and what is wrong with its keys.
        case mapping(faults: [String])
        case unreadable(fault: String)
    }

    /// Looks into the file. No text repeats a value, which may be a secret.
    func content() -> Content {
        if path.isEmpty { return .unreadable(fault: "\(namedBy ?? "The path of the configuration file") is empty.") }
        guard FileManager.default.fileExists(atPath: path) else {
            guard let namedBy else { return .nothing }
            return .unreadable(fault: "\(namedBy) names the file \(path), which does not exist.")
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            return .unreadable(fault: "The file \(path) cannot be read, or is not UTF-8 text.")
        }
        do {
            guard let root = try Yams.compose(yaml: text), !root.saysNothing else { return .nothing }
            guard root.mapping != nil else {
                return .unreadable(fault: "The file \(path) is not a YAML mapping of keys to values.")
            }
            return .mapping(faults: faults(of: root, at: ""))
        } catch {
            return .unreadable(fault: "The file \(path) is not YAML\(Self.describe(error)).")
        }
    }

    /// What is wrong with the value of a key and with the keys below it.
    private func faults(of node: Node, at key: String) -> [String] {
        let known = ConfigurationKey.allCases.map(\.rawValue)
        if known.contains(key) { return node.scalar == nil ? ["\(key) in \(path) must be a single value."] : [] }
        let below = known.filter { key.isEmpty || $0.hasPrefix(key + ".") }
        if below.isEmpty { return ["\(key) in \(path) is not a key that Terminus knows."] }
        guard let mapping = node.mapping else {
            return node.saysNothing ? [] : ["\(key) in \(path) must hold keys: \(below.joined(separator: ", "))."]
        }
        return mapping.flatMap { name, value in
            faults(of: value, at: (key.isEmpty ? "" : key + ".") + (name.string ?? "?"))
        }
    }

    private static func describe(_ error: any Error) -> String {
        guard let error = error as? YamlError else { return "" }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ": \(problem) (line \(mark.line), column \(mark.column))"
        case .duplicatedKeysInMapping(_, let context):
            return ": a key stands twice (in the mapping at line \(context.mark.line))"
        case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return ""
        }
    }
}

extension Node {
    /// Nothing stands there: `key:` alone, or a document of comments.
    fileprivate var saysNothing: Bool {
        scalar.map { $0.string.isEmpty && $0.style == .plain } ?? false
    }
}
