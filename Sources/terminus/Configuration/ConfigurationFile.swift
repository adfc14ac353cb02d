import Foundation
import Terminations
import Yams

/// The configuration file: where it is, and what is wrong with it before any value is read.
struct ConfigurationFile {
    let path: String
    /// The flag or variable that names it; nil for one of the standard places, which need not exist.
    private let namedBy: String?

    /// Where a file is looked for that nobody names, in this order: beside the person, and where a package puts it.
    static let standardPaths = ["terminus.yaml", "/etc/terminus/terminus.yaml"]

    /// - Parameters:
    ///   - flag: what `--config` says.
    ///   - standardPaths: where else it is looked for; the first that exists counts.
    init(flag: String?, environment: [String: String], standardPaths: [String] = Self.standardPaths) {
        let variable = "TERMINUS_CONFIG"
        if let flag {
            (path, namedBy) = (flag, "--config")
        } else if let path = environment[variable] {
            (self.path, namedBy) = (path, variable)
        } else {
            (path, namedBy) = (standardPaths.first(where: Self.exists) ?? standardPaths[0], nil)
        }
    }

    /// Whether there is one, which may not be readable: then too it is the one that counts.
    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 || errno == EACCES
    }

    enum Content {
        /// There is no such file, or it says nothing: all comments.
        case nothing
        /// What it sets, and what is wrong with its keys. A key whose value is null (YAML 1.2.2, 10.3.2) is not set.
        case mapping(values: [ConfigurationKey: String], faults: [String])
        case unreadable(fault: String)
    }

    /// Looks into the file. No text repeats a value, which may be a secret.
    func content() -> Content {
        if path.isEmpty { return .unreadable(fault: "\(namedBy ?? "The path of the configuration file") is empty.") }
        if path.hasPrefix("~") { return .unreadable(fault: "\(namedBy ?? path) \(ConfigurationFault.tilde.text).") }
        let bytes: [UInt8]
        do {
            bytes = try InputFile.bytes(of: path)
        } catch {
            guard error.number == ENOENT else {
                let advice =
                    namedBy == nil && error.number == EACCES
                    ? " Run the command as a user that may (sudo -u terminus), or name another file with --config." : ""
                return .unreadable(fault: "The file \(path) cannot be read: \(error.text).\(advice)")
            }
            guard let namedBy else { return .nothing }
            return .unreadable(fault: "\(namedBy) names the file \(path), which does not exist.")
        }
        guard let text = String(validating: InputFile.withoutByteOrderMark(bytes), as: UTF8.self) else {
            return .unreadable(fault: "The file \(path) is not UTF-8 text.")
        }
        do {
            try YAMLDocument.requireBounded(text)
            guard let root = try Yams.compose(yaml: text), !root.saysNothing else { return .nothing }
            guard root.mapping != nil else {
                return .unreadable(fault: "The file \(path) is not a YAML mapping of keys to values.")
            }
            var (values, faults): ([ConfigurationKey: String], [String]) = ([:], [])
            read(root, at: "", into: &values, &faults)
            return .mapping(values: values, faults: faults)
        } catch let error as Violation {
            return .unreadable(fault: "The file \(path) cannot be used: \(error.message)")
        } catch {
            return .unreadable(fault: "The file \(path) is not YAML\(Self.describe(error)).")
        }
    }

    /// Takes the value of a key, or the values of the keys below it.
    private func read(
        _ node: Node,
        at name: String,
        into values: inout [ConfigurationKey: String],
        _ faults: inout [String]
    ) {
        if let key = ConfigurationKey(rawValue: name) {
            if node.saysNothing { return }
            guard let value = node.scalar?.string else {
                faults.append("\(name) in \(path) must be a single value.")
                return
            }
            values[key] = value
            return
        }
        let below = ConfigurationKey.allCases.map(\.rawValue).filter { name.isEmpty || $0.hasPrefix(name + ".") }
        if below.isEmpty {
            faults.append("\(Self.printable(name) ?? "A key") in \(path) is not a key that Terminus knows.")
            return
        }
        guard let mapping = node.mapping else {
            if !node.saysNothing {
                faults.append("\(name) in \(path) must hold keys: \(below.joined(separator: ", ")).")
            }
            return
        }
        for (key, value) in mapping {
            read(value, at: (name.isEmpty ? "" : name + ".") + (key.string ?? "?"), into: &values, &faults)
        }
    }

    /// The name of a key; nil where it may be something else: `url:amqp://…` without a space is a key as a whole.
    private static func printable(_ name: String) -> String? {
        let isName = name.utf8.allSatisfy { byte in
            0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || "._-".utf8.contains(byte)
        }
        return isName && name.utf8.count <= 64 ? name : nil
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
    /// There is no value: `key:` alone, `~` or `null` (YAML 1.2.2, 10.3.2), or a document of comments.
    fileprivate var saysNothing: Bool {
        scalar.map { $0.style == .plain && ["", "~", "null", "Null", "NULL"].contains($0.string) } ?? false
    }
}
