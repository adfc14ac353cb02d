import _StringProcessing

/// A change of one member by a pattern, each document by its own value: `/endDate=s/(\d\d)-(\d\d)-(\d{4})/$3-$2-$1/`.
///
/// Written as in sed: any sign may stand for the slash, `\/` is the sign itself. In the replacement `$1` or `${1}` is
/// what the first group took, `$0` the whole match and `$$` a dollar. Flags: `g` replaces every match, `i` takes upper
/// and lower case for one, `n` makes a number of a text.
public struct MemberSubstitution: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case text(String)
        case group(Int)
    }

    /// Characters of a pattern or a replacement.
    static let longest = 1000

    public let pointer: JSONPointer
    let pattern: String
    let replacement: [Part]
    let replacesAll: Bool
    let ignoresCase: Bool
    let makesNumber: Bool

    public init(parsing argument: String) throws(MemberSubstitutionError) {
        guard argument.first == "/", let sign = argument.firstIndex(of: "="),
            let pointer = JSONPointer(parsing: String(argument[..<sign])), pointer != .root
        else { throw MemberSubstitutionError("It must begin with a place and =, such as /endDate=s/…/…/.") }
        var rest = argument[argument.index(after: sign)...]
        guard rest.popFirst() == "s", let delimiter = rest.popFirst(), !delimiter.isLetter, !delimiter.isNumber,
            !delimiter.isWhitespace, delimiter != "\\", delimiter != "$"
        else { throw MemberSubstitutionError("Behind = it must be s/pattern/replacement/.") }
        let parts = Self.split(rest, at: delimiter)
        guard parts.count == 3 else {
            throw MemberSubstitutionError("It must be s\(delimiter)pattern\(delimiter)replacement\(delimiter).")
        }
        guard !parts[0].isEmpty else { throw MemberSubstitutionError("The pattern is empty.") }
        guard parts[0].count <= Self.longest, parts[1].count <= Self.longest else {
            throw MemberSubstitutionError("Pattern and replacement have at most \(Self.longest) characters each.")
        }
        guard parts[2].allSatisfy({ "gin".contains($0) }) else {
            throw MemberSubstitutionError("The flags are g (every match), i (any case) and n (a number).")
        }
        self.pointer = pointer
        pattern = parts[0]
        replacement = try Self.parts(of: parts[1])
        replacesAll = parts[2].contains("g")
        ignoresCase = parts[2].contains("i")
        makesNumber = parts[2].contains("n")
    }

    /// Splits at the first two delimiters that no backslash stands before; of those only the sign is left.
    private static func split(_ text: Substring, at delimiter: Character) -> [String] {
        var parts = [""]
        var isEscaped = false
        for character in text {
            if isEscaped {
                if character != delimiter { parts[parts.count - 1].append("\\") }
                parts[parts.count - 1].append(character)
                isEscaped = false
            } else if character == "\\", parts.count < 3 {
                isEscaped = true
            } else if character == delimiter, parts.count < 3 {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        if isEscaped { parts[parts.count - 1].append("\\") }
        return parts
    }

    private static func parts(of replacement: String) throws(MemberSubstitutionError) -> [Part] {
        var parts: [Part] = []
        var text = ""
        var rest = replacement[...]
        while let character = rest.popFirst() {
            guard character == "$" || character == "\\" else {
                text.append(character)
                continue
            }
            if rest.first == character {
                text.append(character)
                rest.removeFirst()
                continue
            }
            let isBraced = character == "$" && rest.first == "{"
            if isBraced { rest.removeFirst() }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(isBraced ? 3 : 1)
            rest = rest.dropFirst(digits.count)
            guard let number = Int(digits), !isBraced || rest.popFirst() == "}" else {
                throw MemberSubstitutionError(
                    "In the replacement $1 is the first group and $$ a dollar: \(character) stands alone."
                )
            }
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts.append(.group(number))
        }
        return text.isEmpty ? parts : parts + [.text(text)]
    }
}

/// Why a substitution cannot be used. Never repeats a value of a message.
public struct MemberSubstitutionError: Error, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

extension MemberSubstitution {
    /// A substitution that is ready to be applied.
    ///
    /// A pattern may take a time that grows without bound with the text (`(a+)+$`): apply it where that can be ended.
    public struct Compiled {
        private let substitution: MemberSubstitution
        private let regex: Regex<AnyRegexOutput>

        public init(_ substitution: MemberSubstitution) throws(MemberSubstitutionError) {
            self.substitution = substitution
            do {
                regex = try Regex(substitution.pattern).asciiOnlyDigits().ignoresCase(substitution.ignoresCase)
            } catch {
                throw MemberSubstitutionError("The pattern is no regular expression that can be read.")
            }
        }

        /// What the pattern makes of a value.
        public enum Result: Sendable, Equatable {
            case changed(JSONValue)
            /// Nothing, as it does not match; why, without the value.
            case unchanged(String)
        }

        /// What the document's value at the place is to read.
        ///
        /// - Throws: ``JSONPatchError`` where the value is neither a text nor a number, the pattern has not the group of
        ///   the replacement, or the result is no number where one is needed.
        public func result(in document: JSONValue) throws(JSONPatchError) -> Result {
            let pointer = substitution.pointer
            guard let value = document[pointer], value != .null else {
                return .unchanged("There is no value at \(pointer).")
            }
            let text: String
            let isNumber: Bool
            switch value {
            case .string(let string): (text, isNumber) = (string, substitution.makesNumber)
            case .number(let number): (text, isNumber) = (number.literal, true)
            case .null, .bool, .array, .object:
                throw JSONPatchError("The value at \(pointer) is neither a text nor a number.")
            }
            let matches =
                substitution.replacesAll ? text.matches(of: regex) : text.firstMatch(of: regex).map { [$0] } ?? []
            guard !matches.isEmpty else {
                return .unchanged("The pattern does not match the value at \(pointer).")
            }
            var result = ""
            var end = text.startIndex
            for match in matches {
                result += text[end..<match.range.lowerBound]
                for part in substitution.replacement {
                    switch part {
                    case .text(let text): result += text
                    case .group(let number):
                        guard number < match.output.count else {
                            throw JSONPatchError("The pattern has no group \(number).")
                        }
                        // A group that took nothing, as of the other branch of an alternative, is empty.
                        result += match.output[number].substring ?? ""
                    }
                }
                end = match.range.upperBound
            }
            result += text[end...]
            let changed: JSONValue
            if isNumber {
                guard let number = try? JSONValue(parsing: result), case .number = number else {
                    throw JSONPatchError("What the pattern makes of the value at \(pointer) is no number.")
                }
                changed = number
            } else {
                changed = .string(result)
            }
            return changed == value ? .unchanged("The value at \(pointer) reads so already.") : .changed(changed)
        }
    }
}
