/// What is fuzzed: each case reads bytes as the worker does, and checks what must hold for all that it makes of them.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// A termination message: read, judged, told.
    case messages
    /// A settings file, in YAML or JSON.
    case settings
    /// The properties and headers of a delivery, as they are in an AMQP frame.
    case headers
    /// Rows of a file that is imported, in CSV.
    case csv
    /// The address of a broker, as it is configured.
    case addresses
    /// A JSON Patch, a zero byte, and the document that it is applied to.
    case patches

    /// - Throws: ``BrokenProperty`` where something does not hold that must.
    public func run(_ bytes: [UInt8]) throws {
        switch self {
        case .messages: try MessageProperty.check(bytes)
        case .settings: try SettingsProperty.check(bytes)
        case .headers: try HeaderProperty.check(bytes)
        case .csv: try CSVProperty.check(bytes)
        case .addresses: try AddressProperty.check(bytes)
        case .patches: try PatchProperty.check(bytes)
        }
    }
}

/// Something that must hold, and does not.
public struct BrokenProperty: Error, CustomStringConvertible {
    public let description: String
}

/// - Throws: ``BrokenProperty`` with these words where the condition does not hold.
func demand(_ holds: Bool, _ rule: @autoclosure () -> String) throws(BrokenProperty) {
    if !holds { throw BrokenProperty(description: rule()) }
}
