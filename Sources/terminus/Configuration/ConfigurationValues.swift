import Configuration
import Foundation
import RabbitMQ

/// What is wrong with one value, as the end of a sentence that begins with its name.
struct ConfigurationFault: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static let tilde = ConfigurationFault("begins with ~, which only a shell expands: write the whole path")
}

/// The values of all sources, by key, and the faults found so far.
///
/// Flags come before `TERMINUS_*` variables, these before the file, the file before defaults. A fault names the source
/// of the value, so that the person knows where to mend it; it never repeats the value, which may be a secret.
struct ConfigurationValues {
    private struct Value {
        let text: String
        let source: String

        /// What is wrong with it whatever it is for; it is not looked at any more then.
        func fault(of key: ConfigurationKey) -> ConfigurationFault? {
            if text.allSatisfy(\.isWhitespace) { return ConfigurationFault("is empty") }
            if text.utf8.contains(0) { return ConfigurationFault("holds a zero byte") }
            if text.utf8.count > 1, let first = text.first, ["\"", "'"].contains(first), text.last == first {
                return ConfigurationFault("is in quotes, which are part of the value there: remove them")
            }
            return key.isPath && text.hasPrefix("~") ? .tilde : nil
        }
    }

    private var values: [ConfigurationKey: Value] = [:]
    private var faults: [String] = []
    /// Keys whose values are reported already: nothing more is to be said about them.
    private var faulty: Set<ConfigurationKey> = []
    /// The file that was read; nil when there is none, or nothing in it.
    private(set) var file: String?

    /// - Parameters:
    ///   - flags: what the command line says.
    ///   - file: what `--config` says; nil for what `TERMINUS_CONFIG` says, or the first of the standard places where one exists.
    init(flags: [ConfigurationKey: String], file: String?, environment: [String: String]) async {
        let variables = EnvironmentVariablesProvider(environmentVariables: environment)
            .prefixKeys(with: ["terminus"])
        var sources: [Source] = [
            (\.flag, Self.reader("flag", flags)), (\.variable, ConfigReader(provider: variables)),
        ]
        if let source = read(ConfigurationFile(flag: file, environment: environment)) { sources.append(source) }
        for key in ConfigurationKey.allCases {
            for source in sources where values[key] == nil {
                guard let text = try? await source.reader.fetchString(forKey: key.key) else { continue }
                let value = Value(text: text, source: source.name(key))
                values[key] = value
                if let fault = value.fault(of: key) {
                    faults.append("\(value.source) \(fault.text).")
                    faulty.insert(key)
                }
            }
        }
    }

    private typealias Source = (name: (ConfigurationKey) -> String, reader: ConfigReader)

    private static func reader(_ name: String, _ values: [ConfigurationKey: String]) -> ConfigReader {
        let values = values.map { (AbsoluteConfigKey($0.key.key), ConfigValue(stringLiteral: $0.value)) }
        return ConfigReader(
            provider: InMemoryProvider(name: name, values: Dictionary(uniqueKeysWithValues: values))
        )
    }

    private mutating func read(_ file: ConfigurationFile) -> Source? {
        let path = file.path
        switch file.content() {
        case .nothing:
            return nil
        case .unreadable(let fault):
            faults.append(fault)
            return nil
        case .mapping(let values, let found):
            self.file = path
            faults += found
            return ({ "\($0.rawValue) in \(path)" }, Self.reader("file", values))
        }
    }

    mutating func read<Result>(
        _ key: ConfigurationKey,
        default standard: @autoclosure () -> String,
        _ parse: (String) throws -> Result
    ) -> Result {
        if let value = values[key], !faulty.contains(key) {
            do {
                return try parse(value.text)
            } catch let fault as ConfigurationFault {
                faults.append("\(value.source) \(fault.text).")
            } catch let error as RabbitMQError {
                faults.append("\(value.source): \(error.description)" + (error.hint.map { " " + $0 } ?? ""))
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
        guard let value = values[key], !faulty.contains(key) else { return standard }
        do {
            return try parse(value.text)
        } catch {
            faults.append("\(value.source) \((error as? ConfigurationFault)?.text ?? "cannot be used").")
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

    /// Where the value of a key comes from; nil where nothing is configured.
    func source(_ key: ConfigurationKey) -> String? { values[key]?.source }

    mutating func add(fault: String) { faults.append(fault) }

    func demandNoFaults() throws {
        guard faults.isEmpty else {
            throw CommandFailure(
                .configuration,
                "The configuration has \(faults.count == 1 ? "a fault" : "\(faults.count) faults"):\n"
                    + faults.map { "  - \($0)" }.joined(separator: "\n")
            )
        }
    }
}

extension TerminusConfiguration {
    static func load(
        _ options: ConfigurationOptions,
        worker: WorkerOptions? = nil,
        flags others: [ConfigurationKey: String] = [:]
    ) async throws -> TerminusConfiguration {
        CommandHint.repeated = [("--config", options.config), ("--ledger-path", options.ledgerPath)].compactMap {
            flag,
            value in
            value.map { "\(flag) \($0.shellWord)" }
        }
        let flags = options.values.merging(worker?.values ?? [:]) { first, _ in first }
            .merging(others) { first, _ in first }
        let values = await ConfigurationValues(
            flags: flags,
            file: options.config,
            environment: ProcessInfo.processInfo.environment
        )
        return try TerminusConfiguration(values)
    }
}
