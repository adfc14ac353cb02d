import Configuration
import Foundation
import RabbitMQ
import SystemPackage
import Yams

/// What is wrong with one value, as the end of a sentence that begins with its name.
struct ConfigurationFault: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}

/// The values of all sources, by key, and the faults found so far.
///
/// Flags come before `TERMINUS_*` variables, these before the file, the file before defaults. A fault names the source
/// of the value, so that the person knows where to mend it; it never repeats the value, which may be a secret.
struct ConfigurationValues {
    private struct Value {
        let text: String
        let source: String
    }

    private var values: [ConfigurationKey: Value] = [:]
    private var faults: [String] = []

    /// - Parameters:
    ///   - flags: what the command line says.
    ///   - file: the path that the command line or `TERMINUS_CONFIG` names; nil for `terminus.yaml` where it exists.
    init(flags: [ConfigurationKey: String], file: String?, environment: [String: String]) async {
        let file = file ?? environment["TERMINUS_CONFIG"]
        let path = file ?? "terminus.yaml"
        let flagProvider = InMemoryProvider(
            name: "flag",
            values: Dictionary(
                uniqueKeysWithValues: flags.map {
                    (AbsoluteConfigKey($0.key.key), ConfigValue(stringLiteral: $0.value))
                }
            )
        )
        let variables = EnvironmentVariablesProvider(environmentVariables: environment)
            .prefixKeys(with: ["terminus"])
        var sources: [(name: (ConfigurationKey) -> String, reader: ConfigReader)] = [
            ({ "the flag for \($0.rawValue)" }, ConfigReader(provider: flagProvider)),
            (\.variable, ConfigReader(provider: variables)),
        ]
        do {
            let provider = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path), allowMissing: file == nil)
            sources.append(({ "\($0.rawValue) in \(path)" }, ConfigReader(provider: provider)))
            faults += ConfigurationValues.unknownKeys(inFile: path)
        } catch {
            faults.append("The file \(path) is missing, cannot be read, or is no YAML mapping.")
        }
        for key in ConfigurationKey.allCases {
            for source in sources where values[key] == nil {
                do {
                    if let text = try await source.reader.fetchString(forKey: key.key) {
                        values[key] = Value(text: text, source: source.name(key))
                    }
                } catch {
                    faults.append("\(source.name(key)) must be a single value.")
                }
            }
        }
    }

    mutating func read<Result>(
        _ key: ConfigurationKey,
        default standard: @autoclosure () -> String,
        _ parse: (String) throws -> Result
    ) -> Result {
        if let value = values[key] {
            do {
                return try parse(value.text)
            } catch let fault as ConfigurationFault {
                faults.append("\(value.source) \(fault.text).")
            } catch let error as RabbitMQError {
                faults.append("\(value.source): \(error.description)")
            } catch {
                faults.append("\(value.source) cannot be used.")
            }
        }
        // The standard is a literal of this program that its own parser takes.
        guard let result = try? parse(standard()) else { preconditionFailure("The default of \(key) is invalid.") }
        return result
    }

    mutating func read<Result>(
        _ key: ConfigurationKey,
        default standard: Result?,
        _ parse: (String) throws -> Result
    ) -> Result? {
        guard values[key] != nil else { return standard }
        do {
            return try values[key].map { try parse($0.text) }
        } catch {
            let source = values[key]?.source ?? key.rawValue
            faults.append("\(source) \((error as? ConfigurationFault)?.text ?? "cannot be used").")
            return standard
        }
    }

    mutating func integer(_ key: ConfigurationKey, default standard: Int, in range: ClosedRange<Int>) -> Int {
        read(key, default: String(standard)) { text in
            guard let value = Int(text), range.contains(value) else {
                throw ConfigurationFault("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return value
        }
    }

    mutating func boolean(_ key: ConfigurationKey, default standard: Bool) -> Bool {
        read(key, default: String(standard)) { text in
            guard let value = Bool(text.lowercased()) else { throw ConfigurationFault("must be true or false") }
            return value
        }
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: ConfigurationKey,
        default standard: Choice
    ) -> Choice where Choice.RawValue == String {
        choice(key) ?? standard
    }

    /// nil where nothing is configured.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: ConfigurationKey
    ) -> Choice? where Choice.RawValue == String {
        read(key, default: nil) { text in
            guard let value = Choice(rawValue: text.lowercased()) else {
                throw ConfigurationFault("must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return value
        }
    }

    func demandNoFaults() throws {
        guard faults.isEmpty else {
            throw CommandFailure(
                .configuration,
                "The configuration has \(faults.count == 1 ? "a fault" : "\(faults.count) faults"):\n"
                    + faults.map { "  - \($0)" }.joined(separator: "\n")
            )
        }
    }

    private static func unknownKeys(inFile path: String) -> [String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), let root = try? Yams.compose(yaml: text)
        else { return [] }
        let known = Set(ConfigurationKey.allCases.map(\.rawValue))
        func keys(_ node: Node, _ prefix: String) -> [String] {
            guard let mapping = node.mapping else { return [prefix] }
            return mapping.flatMap { name, value in
                keys(value, (prefix.isEmpty ? "" : prefix + ".") + (name.string ?? "?"))
            }
        }
        return keys(root, "").filter { !$0.isEmpty && !known.contains($0) }
            .map { "\($0) in \(path) is no setting of Terminus." }
    }
}

extension TerminusConfiguration {
    /// The password is the file's first line.
    static func password(inFile path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ConfigurationFault("names a file that cannot be read")
        }
        return String(text.prefix { !$0.isNewline })
    }

    static func load(
        _ options: ConfigurationOptions,
        worker: WorkerOptions? = nil
    ) async throws -> TerminusConfiguration {
        let flags = options.values.merging(worker?.values ?? [:]) { first, _ in first }
        let values = await ConfigurationValues(
            flags: flags,
            file: options.config,
            environment: ProcessInfo.processInfo.environment
        )
        return try TerminusConfiguration(values)
    }
}
