import Foundation
import JSON

/// What the message contract has at a place of a document, which is a message or a CloudEvent.
enum ContractPlace {
    /// A message, or the object `contract` of one.
    case message
    /// The value of a field, or of an attribute of a CloudEvent.
    case known
    /// Nothing: a member that Terminus ignores, or something within the value of a field.
    case unknown

    init(_ pointer: JSONPointer) {
        let tokens = pointer.tokens.drop { CloudEventData(rawValue: $0) != nil }
        switch (tokens.first, tokens.dropFirst().first, tokens.count) {
        case (nil, _, _): self = .message
        case (Field.contract.rawValue?, nil, _): self = .message
        case (Field.contract.rawValue?, let name?, 2):
            self = Self.contractFields.contains(Self.letters(name)) ? .known : .unknown
        case (let name?, _, 1): self = Self.members.contains(Self.letters(name)) ? .known : .unknown
        case (.some, _, _): self = .unknown
        }
    }

    /// A field that is spelled in other cases or with other separators is recognised, so that a person sees what is wrong:
    /// `reason_code`.
    private static func letters(_ name: String) -> String {
        String(decoding: name.utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }, as: UTF8.self)
            .lowercased()
    }

    private static let contractFields = Set(ContractField.allCases.map { letters($0.rawValue) })
    private static let members = Set(Field.allCases.map { letters($0.rawValue) }).subtracting([Field.note.rawValue])
        .union(contractFields).union(eventAttributes)
    /// Those of CloudEvents 1.0 and of the extensions that Terminus reads.
    private static let eventAttributes: Set<String> = [
        "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "correlationid",
        "causationid", "traceparent", "tracestate",
    ]
}

/// Letters as the ones that they look like, for the few of `note` and `notes`.
enum LookAlike {
    /// Compatibility forms and marks above or below a letter are taken apart (Unicode NFKD), and look-alikes replaced.
    static func folded(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "0") }) { return text }
        var folded = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .spacingMark, .format: continue
            default: folded.append(letters[scalar] ?? scalar)
            }
        }
        return String(folded)
    }

    /// From Unicode's list of confusables (UTS 39), for n, o, t, e and s in both cases.
    private static let letters: [Unicode.Scalar: Unicode.Scalar] = {
        let groups: [(Unicode.Scalar, String)] = [
            ("n", "пղոռηɴᴎռИŋɲɳƞℕՈ"), ("N", "ΝⲚꓠ"),
            ("o", "оοօσ०০੦૦௦౦೦൦๐໐၀۵०ഠᴏᴑօ౦߀0оøɵӨөѳ"), ("O", "ОΟՕⲞꓳѲØ"),
            ("t", "тτᴛțţŧтͳƭ"), ("T", "ТΤⲦꓔŦ"),
            ("e", "еєεҽєᴇɛəɘℯҿ"), ("E", "ЕΕⲈꓰЄЭ"),
            ("s", "ѕսꜱƽśşșѕ"), ("S", "ЅՏꓢ"),
        ]
        var letters: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (letter, alike) in groups { for scalar in alike.unicodeScalars { letters[scalar] = letter } }
        return letters
    }()
}
