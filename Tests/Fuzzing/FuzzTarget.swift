/// A reader under test. Each target reads bytes as Terminus does and checks properties of the result.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// A termination message: read, judged, published.
    case messages
    /// A settings file, in YAML or JSON.
    case settings
    /// A configuration file (`terminus.yaml`).
    case configuration
    /// The properties and headers of a delivery, as they are in an AMQP frame.
    case headers
    /// Rows of a file that is imported, in CSV.
    case csv
    /// The address of a broker, as it is configured.
    case addresses
    /// A JSON Patch, a zero byte, and the document to which it is applied.
    case patches

    /// - Throws: ``PropertyFailure`` where a property does not hold.
    public func run(_ bytes: [UInt8]) throws {
        switch self {
        case .messages: try MessageProperty.check(bytes)
        case .settings: try SettingsProperty.check(bytes)
        case .configuration: try ConfigurationProperty.check(bytes)
        case .headers: try HeaderProperty.check(bytes)
        case .csv: try CSVProperty.check(bytes)
        case .addresses: try AddressProperty.check(bytes)
        case .patches: try PatchProperty.check(bytes)
        }
    }
}

/// A property that does not hold.
public struct PropertyFailure: Error, CustomStringConvertible {
    public let description: String
}

/// - Throws: ``PropertyFailure`` with this text where the condition does not hold.
func require(_ holds: Bool, _ rule: @autoclosure () -> String) throws(PropertyFailure) {
    if !holds { throw PropertyFailure(description: rule()) }
}
