import Application
import Crypto
import Foundation
import JSON
import Terminations

extension PageAnswer {
    /// An answer of one JSON value.
    static func json(
        status: Int = 200,
        headers: [(name: String, value: String)] = [],
        _ write: (inout JSONWriter) throws -> Void
    ) rethrows -> PageAnswer {
        var writer = JSONWriter(capacity: 4096)
        try write(&writer)
        return PageAnswer(status: status, contentType: MediaType.json, body: writer.bytes, headers: headers)
    }

    /// A page of a list: `{items, after, next}`.
    ///
    /// - Parameters:
    ///   - last: what the next page begins after; nil where there is none.
    ///   - members: further members, written after the items.
    static func list<Item>(
        _ items: some Sequence<Item>,
        after last: String?,
        _ visit: APIVisit,
        members: (inout JSONWriter) -> Void = { _ in },
        _ write: (Item, inout JSONWriter) -> Void
    ) -> PageAnswer {
        // A list that is asked for by a body has no address for its next page.
        let next = visit.request.isSafe ? last.map { visit.nextPage(after: $0) } : nil
        var answer = PageAnswer.json { json in
            json.beginObject()
            json.name("items")
            json.beginArray()
            for item in items { write(item, &json) }
            json.endArray()
            json.name("after")
            json.stringOrNull(last)
            json.name("next")
            json.stringOrNull(next)
            members(&json)
            json.endObject()
        }
        if let next { answer.headers.append(("link", "<\(next)>; rel=\"next\"")) }
        return answer
    }

    /// With an entity tag (RFC 9110, 8.8.3) of what the answer holds.
    func tagged() -> PageAnswer {
        guard status == 200, !headers.contains(where: { $0.name == "etag" }) else { return self }
        var hash = SHA256()
        hash.update(data: Data(contentType.utf8))
        hash.update(data: Data(body))
        let tag = hash.finalize().prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        var answer = self
        answer.headers.append(("etag", "\"\(tag)\""))
        return answer
    }

    /// Without its body, where the client has it already.
    func unlessMatched(by header: String?) -> PageAnswer {
        guard status == 200, let header, let tag = headers.first(where: { $0.name == "etag" })?.value,
            EntityTag.list(header).contains(where: { $0 == "*" || EntityTag.isWeaklyEqual($0, tag) })
        else { return self }
        let kept: Set<String> = ["etag", "cache-control", "vary"]
        return PageAnswer(
            status: 304,
            contentType: contentType,
            body: [],
            headers: headers.filter { kept.contains($0.name) }
        )
    }
}

/// Entity tags as headers write them.
enum EntityTag {
    static func list(_ header: String) -> [String] {
        header.split(separator: ",").map { String($0).trimmed }
    }

    /// Whether it is one (RFC 9110, 8.8.3). No entity tag of this API has a comma.
    static func isTag(_ text: String) -> Bool {
        let opaque = (text.hasPrefix("W/") ? text.dropFirst(2) : text[...]).utf8
        let quote = UInt8(ascii: "\"")
        guard opaque.count >= 2, opaque.first == quote, opaque.last == quote else { return false }
        return opaque.dropFirst().dropLast().allSatisfy { $0 > 0x20 && $0 != quote && $0 != 0x7F }
    }

    static func isWeaklyEqual(_ one: String, _ other: String) -> Bool {
        func strong(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
        return strong(one) == strong(other)
    }
}
