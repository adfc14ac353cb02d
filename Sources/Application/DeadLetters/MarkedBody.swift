public import JSON
public import Terminations

/// A message's body for a person: one member a line, and what is wrong at the line where it is wrong.
///
/// What is missing is a line of its own in the object in which it would stand. The command line and the console write the
/// lines, each in its way.
public struct MarkedBody: Sendable {
    public struct Fault: Sendable {
        /// Its place among the violations, from 1.
        public let number: Int
        public let violation: Violation
    }

    public struct Line: Sendable {
        public let depth: Int
        public let text: String
        /// What is wrong with the value that begins here, or with what is missing.
        public let faults: [Fault]
        /// What is wrong with the value that ends here. Of a value on one line the same as `faults`.
        public let endedFaults: [Fault]
        /// Whether it names what is not there.
        public let isMissing: Bool
    }

    public private(set) var lines: [Line] = []
    /// What is wrong with the document as a whole.
    public private(set) var faultsOfDocument: [Fault]
    /// The bytes where they are no JSON: then there are no lines.
    public private(set) var unreadable: [UInt8]?
    /// Whether lines were left out.
    public private(set) var isCut = false
    public let showsNotes: Bool
    private let mostLines: Int

    /// - Parameters:
    ///   - bytes: what was received; need not be JSON, nor text.
    ///   - showsNotes: whether what customers said may be seen.
    ///   - mostLines: how many lines there are at most, without those with faults.
    public init(_ bytes: [UInt8], violations: [Violation], showsNotes: Bool = true, mostLines: Int = .max) {
        faultsOfDocument = violations.enumerated().map { Fault(number: $0.offset + 1, violation: $0.element) }
        self.showsNotes = showsNotes
        self.mostLines = mostLines
        guard let value = try? JSONValue(parsing: bytes, maxDepth: JSONValue.maxDepth) else {
            unreadable = bytes
            return
        }
        // Violations point into the decoded Base64.
        add(value.withDecodedData ?? value, at: .root, name: nil, depth: 0, isLast: true)
    }

    public init(json value: JSONValue) {
        faultsOfDocument = []
        showsNotes = true
        mostLines = .max
        add(value, at: .root, name: nil, depth: 0, isLast: true)
    }

    /// On one line, with escapes for what is not printable.
    public static func compact(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self).printableJSON
    }

    private static let encodedData = JSONPointer("data_base64")

    private mutating func add(_ value: JSONValue, at pointer: JSONPointer, name: String?, depth: Int, isLast: Bool) {
        let here = pointer == .root ? [] : take { $0.pointer == pointer }
        let isDecoded = pointer == Self.encodedData && value.string == nil
        let name = showsNotes ? name : name.map(ShownValue.name)
        let head = name.map { "\(Self.compact(.string($0)))\(isDecoded ? " (decoded)" : ""): " } ?? ""
        let comma = isLast ? "" : ","
        if !showsNotes, ShownValue.isWithheld(value, at: pointer) {
            add(depth, head + ShownValue.withheld + comma, here, ended: here)
            return
        }
        switch value {
        case .object(let object) where !object.members.isEmpty || isMissing(below: pointer):
            add(depth, head + "{", here)
            for (index, member) in object.members.enumerated() {
                add(
                    member.value,
                    at: pointer.appending(member.name),
                    name: member.name,
                    depth: depth + 1,
                    isLast: index == object.members.count - 1
                )
            }
            for fault in take({ $0.pointer.parent == pointer }) {
                add(depth + 1, fault.violation.pointer.tokens.last ?? "", [fault], ended: [fault], isMissing: true)
            }
            // What would stand in an object that is missing itself.
            for fault in take({ $0.pointer != .root && pointer == .root }) {
                add(depth + 1, fault.violation.pointer.description, [fault], ended: [fault], isMissing: true)
            }
            add(depth, "}" + comma, [], ended: here)
        case .array(let elements) where !elements.isEmpty:
            add(depth, head + "[", here)
            for (index, element) in elements.enumerated() {
                add(
                    element,
                    at: pointer.appending(index),
                    name: nil,
                    depth: depth + 1,
                    isLast: index == elements.count - 1
                )
            }
            add(depth, "]" + comma, [], ended: here)
        case .null, .bool, .number, .string, .array, .object:
            add(depth, head + Self.compact(value) + comma, here, ended: here)
        }
    }

    private mutating func add(
        _ depth: Int,
        _ text: String,
        _ faults: [Fault],
        ended: [Fault] = [],
        isMissing: Bool = false
    ) {
        guard lines.count < mostLines || !faults.isEmpty else {
            isCut = true
            return
        }
        lines.append(Line(depth: depth, text: text, faults: faults, endedFaults: ended, isMissing: isMissing))
    }

    private mutating func take(_ belongs: (Violation) -> Bool) -> [Fault] {
        let taken = faultsOfDocument.filter { belongs($0.violation) }
        faultsOfDocument.removeAll { belongs($0.violation) }
        return taken
    }

    private func isMissing(below pointer: JSONPointer) -> Bool {
        faultsOfDocument.contains { $0.violation.pointer.parent == pointer }
    }
}

extension JSONPointer {
    /// The pointer to what is around a value; nil for the root.
    fileprivate var parent: JSONPointer? {
        guard self != .root else { return nil }
        return tokens.dropLast().reduce(JSONPointer.root) { $0.appending($1) }
    }
}
