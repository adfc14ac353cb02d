import _StringProcessing

/// A change of one member by a regular expression, so that each document's new value follows from its old one:
/// `/endDate=s/(\d\d)-(\d\d)-(\d{4})/$3-$2-$1/`.
///
/// Written as in sed: any character may take the place of the slash, and `\/` is that character itself. In the replacement
/// `$1` or `${1}` is the text of the first group, `$0` the whole match and `$$` a dollar. Flags: `g` replaces every match,
/// `i` ignores case, `n` turns a string into a number.
public struct MemberSubstitution: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case text(String)
        case group(Int)
    }

    /// Characters of the longest pattern and the longest replacement.
    static let longest = 1000
    /// Bytes of the longest new value. Groups in a replacement can make a value a hundred times longer, and the next
    /// substitution that again.
    static let longestResult = 64 * 1024

    public let pointer: JSONPointer
    let pattern: String
    let replacement: [Part]
    let replacesAll: Bool
    let ignoresCase: Bool
    let makesNumber: Bool

    public init(parsing argument: String) throws(MemberSubstitutionError) {
        guard argument.first == "/", let sign = argument.firstIndex(of: "="),
            let pointer = JSONPointer(parsing: String(argument[..<sign])), pointer != .root
        else { throw MemberSubstitutionError("It must begin with a JSON Pointer and =, such as /endDate=s/…/…/.") }
        var rest = argument[argument.index(after: sign)...]
        guard rest.popFirst() == "s", let delimiter = rest.popFirst(), !delimiter.isLetter, !delimiter.isNumber,
            !delimiter.isWhitespace, delimiter != "\\", delimiter != "$"
        else { throw MemberSubstitutionError("After = it must be s/pattern/replacement/.") }
        let parts = Self.split(rest, at: delimiter)
        guard parts.count == 3 else {
            throw MemberSubstitutionError("It must be s\(delimiter)pattern\(delimiter)replacement\(delimiter).")
        }
        guard !parts[0].isEmpty else { throw MemberSubstitutionError("The pattern is empty.") }
        guard parts[0].count <= Self.longest, parts[1].count <= Self.longest else {
            throw MemberSubstitutionError(
                "The pattern and the replacement may each have at most \(Self.longest) characters."
            )
        }
        guard parts[2].allSatisfy({ "gin".contains($0) }) else {
            throw MemberSubstitutionError(
                "The flags are g (replace every match), i (ignore case) and n (make a number)."
            )
        }
        self.pointer = pointer
        pattern = parts[0]
        replacement = try Self.parts(of: parts[1])
        replacesAll = parts[2].contains("g")
        ignoresCase = parts[2].contains("i")
        makesNumber = parts[2].contains("n")
    }

    /// Splits at the first three delimiters that have no backslash before them, and removes the backslashes before the
    /// others.
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
                    "The replacement has a lone \(character): write $1 for the first group and \(character)\(character) for a \(character)."
                )
            }
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts.append(.group(number))
        }
        return text.isEmpty ? parts : parts + [.text(text)]
    }
}

/// Why a substitution cannot be used. The text never repeats a value of a message.
public struct MemberSubstitutionError: Error, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

extension MemberSubstitution {
    /// A substitution with its compiled pattern.
    ///
    /// Some patterns take exponential time (`(a+)+$`): apply them only where the work can be stopped.
    public struct Compiled {
        private let substitution: MemberSubstitution
        private let regex: Regex<AnyRegexOutput>

        public init(_ substitution: MemberSubstitution) throws(MemberSubstitutionError) {
            self.substitution = substitution
            do {
                regex = try Regex(substitution.pattern).asciiOnlyDigits().ignoresCase(substitution.ignoresCase)
            } catch {
                throw MemberSubstitutionError("The pattern is not a valid regular expression.")
            }
        }

        /// The result for one document.
        public enum Result: Sendable, Equatable {
            case changed(JSONValue)
            /// Why the value stays as it is. The text does not contain the value.
            case unchanged(String)
        }

        /// The new value of the member.
        ///
        /// - Throws: ``JSONPatchError`` where the value is neither a string nor a number, the replacement names a group that
        ///   the pattern does not have, or the result must be a number and is not.
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
                throw JSONPatchError("The value at \(pointer) is neither a string nor a number.")
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
                        // A group that did not take part in the match, as in another alternative, is empty.
                        result += match.output[number].substring ?? ""
                    }
                    guard result.utf8.count <= MemberSubstitution.longestResult else {
                        throw JSONPatchError(
                            "The new value at \(pointer) would be longer than \(MemberSubstitution.longestResult / 1024) KiB."
                        )
                    }
                }
                end = match.range.upperBound
            }
            result += text[end...]
            let changed: JSONValue
            if isNumber {
                guard let number = try? JSONValue(parsing: result), case .number = number else {
                    throw JSONPatchError("The new value at \(pointer) would not be a number.")
                }
                changed = number
            } else {
                changed = .string(result)
            }
            return changed == value ? .unchanged("The value at \(pointer) already has this text.") : .changed(changed)
        }
    }
}
