import JSON
import Terminations

/// Marks texts of a document, so that a test sees where they appear.
struct Canary {
    private static let mark = "zq7Canary"

    /// The members whose texts are marked; nil for every text.
    let names: [String]?

    func marked(in value: JSONValue, isMarked: Bool? = nil) -> JSONValue {
        let isMarked = isMarked ?? (names == nil)
        switch value {
        case .string(let text): return .string(isMarked ? Self.mark + text : text)
        case .array(let elements): return .array(elements.map { marked(in: $0, isMarked: isMarked) })
        case .object(let object):
            let members = object.members.map { member in
                let isNamed = names?.contains(member.name) ?? true
                return JSONObject.Member(name: member.name, value: marked(in: member.value, isMarked: isNamed))
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
