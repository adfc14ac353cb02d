import Terminations

/// Marks texts of a document, to see where they come out.
struct Plant {
    private static let mark = "zq7Planted"

    /// Of the members whose texts are marked; nil for every text.
    let names: [String]?

    func planted(in value: JSONValue, isMarked: Bool? = nil) -> JSONValue {
        let isMarked = isMarked ?? (names == nil)
        switch value {
        case .string(let text): return .string(isMarked ? Self.mark + text : text)
        case .array(let elements): return .array(elements.map { planted(in: $0, isMarked: isMarked) })
        case .object(let object):
            let members = object.members.map { member in
                let isNamed = names?.contains(member.name) ?? true
                return JSONObject.Member(name: member.name, value: planted(in: member.value, isMarked: isNamed))
            }
            return .object(JSONObject(members))
        case .null, .bool, .number: return value
        }
    }

    static func isSeen(in bytes: [UInt8]) -> Bool {
        let mark = Array(Self.mark.utf8)
        guard bytes.count >= mark.count else { return false }
        return (0...bytes.count - mark.count).contains { start in
            bytes[start] == mark[0] && bytes[start..<start + mark.count].elementsEqual(mark)
        }
    }
}
