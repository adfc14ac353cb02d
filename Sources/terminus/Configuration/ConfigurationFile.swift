import Foundation
import YAML

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
            let known = ConfigurationKey.allCases.map(\.rawValue)
            guard
                let document = try ConfigurationDocument.read(
                    text,
                    known: known,
                    lists: ConfigurationKey.lists,
                    mappings: ConfigurationKey.mappings
                )
            else { return .nothing }
            let values = document.values.compactMap { name, value in
                ConfigurationKey(rawValue: name).map { ($0, value) }
            }
            return .mapping(
                values: Dictionary(uniqueKeysWithValues: values),
                faults: document.faults.map { $0.sentence(in: path) }
            )
        } catch {
            return .unreadable(fault: "The file \(path) \(error.predicate)")
        }
    }
}
