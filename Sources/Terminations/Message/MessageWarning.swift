import JSON

/// A probable mistake in a message that is not a violation and does not change the verdict.
public struct MessageWarning: Sendable, Equatable {
    public enum Code: String, CaseIterable, Sendable {
        /// A member that the message contract does not have, with a name near that of a missing field.
        case unknownField = "unknown-field"
        /// A field in the wrong object.
        case misplacedField = "misplaced-field"
        /// The document was read as the CloudEvent that it is. The worker needs its content type for that.
        case contentTypeNeeded = "content-type-needed"
        /// The message is an element of an array, which the worker refuses.
        case arrayElement = "array-element"
        /// The document looks like several documents, one on each line.
        case looksLikeLines = "looks-like-lines"
    }

    public let code: Code
    /// The member; the root for the document as a whole.
    public let pointer: JSONPointer
    /// One English sentence. Never repeats a value of the message.
    public let message: String
    /// The field that was probably meant: `receivedOn`, `contract.billedThrough`.
    public let suggestion: String?

    public init(_ code: Code, at pointer: JSONPointer = .root, _ message: String, suggestion: String? = nil) {
        self.code = code
        self.pointer = pointer
        self.message = message
        self.suggestion = suggestion
    }
}

extension IncomingMessage {
    /// The ignored members that were probably meant to be fields: misspelt ones and ones in the wrong object.
    ///
    /// Other unknown members are allowed and not reported. A message that cannot be read has none.
    ///
    /// - Returns: warnings in the order of the members.
    public func ignoredFields(limits: MessageLimits = MessageLimits()) -> [MessageWarning] {
        guard body.count <= limits.maxBytes, let document = try? JSONValue(parsing: body, maxDepth: limits.maxDepth)
        else { return [] }
        let envelope = Envelope(document, contentType: ContentType(properties.contentType), maxDepth: limits.maxDepth)
        return envelope.object.map { IgnoredFields(in: $0, at: envelope.root).warnings } ?? []
    }
}

/// Finds fields with a wrong name or in the wrong place.
private struct IgnoredFields {
    /// A field by its place.
    private enum Place: Equatable {
        case message(Field)
        case contract(ContractField)

        static let all = Field.allCases.map(Place.message) + ContractField.allCases.map(Place.contract)

        var name: String {
            switch self {
            case .message(let field): field.rawValue
            case .contract(let field): field.rawValue
            }
        }

        /// The name in ``TerminationMessage/fieldNames``.
        var path: String {
            switch self {
            case .message(let field): field.rawValue
            case .contract(let field): "\(Field.contract.rawValue).\(field.rawValue)"
            }
        }

        var isInContract: Bool {
            switch self {
            case .message: false
            case .contract: true
            }
        }
    }

    private(set) var warnings: [MessageWarning] = []
    private let message: JSONObject
    private let contract: JSONObject?

    init(in message: JSONObject, at root: JSONPointer) {
        self.message = message
        contract = message[Field.contract.rawValue]?.object
        for member in message.members { look(at: member.name, root, inContract: false) }
        let inside = root.appending(Field.contract.rawValue)
        for member in contract?.members ?? [] { look(at: member.name, inside, inContract: true) }
    }

    private mutating func look(at name: String, _ around: JSONPointer, inContract: Bool) {
        let sameName = Place.all.filter { name.isMemberName($0.name) }
        guard !sameName.contains(where: { $0.isInContract == inContract }) else { return }
        let pointer = around.appending(name)
        if let meant = sameName.first {
            warnings.append(
                MessageWarning(
                    .misplacedField,
                    at: pointer,
                    inContract
                        ? "This field belongs at the top of the message: in contract it is ignored."
                        : "This field belongs in contract: at the top of the message it is ignored.",
                    suggestion: meant.path
                )
            )
        } else if let meant = meant(by: name, inContract: inContract) {
            warnings.append(
                MessageWarning(
                    .unknownField,
                    at: pointer,
                    "The message contract has no such field: it is ignored.",
                    suggestion: meant.path
                )
            )
        }
    }

    /// The nearest field, preferably of the same object. A field that the message already has counts only where the names
    /// differ in case and separators alone.
    private func meant(by name: String, inContract: Bool) -> Place? {
        let words = Self.words(of: name)
        let same = Place.all.filter { Self.words(of: $0.name).joined() == words.joined() }
        let near = Nearest.of(Place.all.map(\.name), to: name).flatMap { near in
            Place.all.filter { $0.name == near && Self.isNear(words, Self.words(of: near)) }
        }
        let longer = Place.all.filter { Self.hasUsualWordMore(words, Self.words(of: $0.name)) }
        let fitting = same + (near + longer).filter { !has($0) }
        return fitting.first { $0.isInContract == inContract } ?? fitting.first
    }

    /// Whether the words that differ are spelled alike: `billedThru` is near `billedThrough`, `contractName` is not near
    /// `contractType`.
    private static func isNear(_ words: [String], _ field: [String]) -> Bool {
        let (given, meant) = differing(words, field)
        guard !given.isEmpty, !meant.isEmpty else { return false }
        let (left, right) = (given.joined(), meant.joined())
        return Nearest.distance(left, right) <= max(1, max(left.count, right.count) / 2)
    }

    /// Whether one name has one common word more: `reason` for `reasonCode`, `currencyCode` for `currency`.
    private static func hasUsualWordMore(_ words: [String], _ field: [String]) -> Bool {
        let (given, meant) = differing(words, field)
        guard given.isEmpty || meant.isEmpty, given.count + meant.count == 1, min(words.count, field.count) > 0,
            let word = given.first ?? meant.first
        else { return false }
        return ["at", "code", "date", "id", "on"].contains(word) || given.first == Field.contract.rawValue
    }

    /// The words of two names without those with which both begin and end.
    private static func differing(_ first: [String], _ second: [String]) -> (ArraySlice<String>, ArraySlice<String>) {
        var (first, second) = (first[...], second[...])
        while let a = first.first, a == second.first { (first, second) = (first.dropFirst(), second.dropFirst()) }
        while let a = first.last, a == second.last { (first, second) = (first.dropLast(), second.dropLast()) }
        return (first, second)
    }

    /// `billedThrough`, `billed_through` and `Billed-Through` have the words billed and through.
    private static func words(of name: String) -> [String] {
        var words: [String] = []
        var wasCapital = true
        for character in name.prefix(128) {
            if character == "_" || character == "-" || character == " " {
                words.append("")
            } else {
                if words.isEmpty || (character.isUppercase && !wasCapital) { words.append("") }
                words[words.count - 1] += character.lowercased()
            }
            wasCapital = character.isUppercase
        }
        return words.filter { !$0.isEmpty }
    }

    private func has(_ place: Place) -> Bool {
        switch place {
        case .message(let field): message[field.rawValue] != nil
        case .contract(let field): contract?[field.rawValue] != nil
        }
    }
}
