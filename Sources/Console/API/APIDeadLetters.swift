import Application
import Foundation
import JSON
import Ledger
import Terminations

/// Dead letters and their causes.
enum APIDeadLetters {
    /// Entries of a page.
    static let pageSizes: ClosedRange<Int64> = 1...500
    static let standardPageSize = 50

    private enum Sort: String, CaseIterable {
        case newest, oldest
        case lastSeen = "last-seen"

        var order: DeadLetterOrder {
            switch self {
            case .newest: .newest
            case .oldest: .oldest
            case .lastSeen: .lastSeen
            }
        }
    }

    static func causes(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        var filter = query.deadLetterFilter()
        let shown = Int(query.integer("values", in: 0...20) ?? 0)
        let limit = Int(query.integer("limit", in: pageSizes) ?? Int64(standardPageSize))
        let after = query.text("after")
        try query.requireNoFaults()
        if shown > 0 { try visit.require(.readBodies, "The values of dead letters are parts of their bodies.") }
        if filter.value != nil {
            try visit.require(.readBodies, "The values of dead letters are parts of their bodies.")
        }
        if filter.states.isEmpty { filter.states = [.open] }
        let all = try visit.reading { try $0.deadLetterCauses(matching: filter, shown: shown) }
        var rest = all[...]
        if let after {
            guard let last = all.firstIndex(where: { $0.group.fingerprint == after }) else {
                throw APIProblem(.notFound, "after names no cause of this list.")
            }
            rest = all[(last + 1)...]
        }
        let page = rest.prefix(limit)
        return .list(page, after: page.count < rest.count ? page.last?.group.fingerprint : nil, visit) { cause, json in
            cause.write(to: &json)
        }
    }

    static func list(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let filter = query.deadLetterFilter()
        let sort: Sort = query.choice("sort") ?? .newest
        let limit = query.integer("limit", in: pageSizes)
        let after = query.text("after")
        let isCounted = query.flag("count")
        try query.requireNoFaults()
        return try page(of: filter, sort, limit, after, isCounted, visit)
    }

    /// The same, by what must not be in an address: customers and free texts.
    static func find(_ visit: APIVisit) throws -> PageAnswer {
        var body = try visit.body()
        let filter = body.object("filter") { $0.deadLetterFilter() } ?? .all
        let sort: Sort = body.choice("sort") ?? .newest
        let limit = body.integer("limit", in: pageSizes)
        let after = body.text("after")
        let isCounted = body.flag("count")
        try body.requireNoFaults()
        return try page(of: filter, sort, limit, after, isCounted, visit)
    }

    private static func page(
        of filter: DeadLetterFilter,
        _ sort: Sort,
        _ limit: Int64?,
        _ after: String?,
        _ isCounted: Bool,
        _ visit: APIVisit
    ) throws -> PageAnswer {
        try visit.requireBodies(for: filter)
        let limit = limit.map { Int($0) } ?? standardPageSize
        let (page, count) = try visit.reading { application in
            let last = try after.map { try application.deadLetter(named: $0).id }
            let page = try application.deadLetters(matching: filter, order: sort.order, after: last, limit: limit + 1)
            return (page, isCounted ? try application.countDeadLetters(matching: filter) : nil)
        }
        return .list(
            page.prefix(limit),
            after: page.count > limit ? page[limit - 1].id : nil,
            visit,
            members: { json in
                guard let count else { return }
                json.name("count")
                json.integer(count)
            },
            { deadLetter, json in deadLetter.write(to: &json) }
        )
    }

    static func deadLetter(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        var detail = try visit.reading { try $0.deadLetterDetail(named: visit.parameter("id")) }
        // What is wrong with an edited one is known only when it is judged again, for which the ledger must be writable.
        detail.addVerdict { deadLetter in try visit.writing { try $0.verdict(on: deadLetter) } }
        var json = JSONWriter(capacity: 4096)
        detail.write(to: &json)
        let value = try JSONValue(parsing: json.bytes, maxDepth: JSONValue.maxDepth)
        return .json { $0.value(DeadLetterDisclosure(visit).disclosed(value)) }
    }

    /// Exactly the bytes that were received.
    static func raw(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        try visit.require(.readNotes, "The exact bytes may hold a note.")
        let detail = try visit.reading { try $0.deadLetterDetail(named: visit.parameter("id")) }
        return PageAnswer(
            contentType: MediaType.bytes,
            body: detail.content.body,
            headers: [
                ("content-disposition", "attachment; filename=\"dead-letter-\(detail.deadLetter.number).bin\""),
                ("content-security-policy", "default-src 'none'; sandbox"),
            ]
        )
    }
}

/// Leaves out of a dead letter what the token may not see.
struct DeadLetterDisclosure {
    let showsBodies: Bool
    let showsNotes: Bool

    init(_ visit: APIVisit) {
        showsBodies = visit.may(.readBodies)
        showsNotes = showsBodies && visit.may(.readNotes)
    }

    /// Members of a dead letter that hold parts of messages.
    private static let bodyMembers: Set<String> = ["transport", "bodyBase64", "body", "mendedBody"]

    func disclosed(_ deadLetter: JSONValue) -> JSONValue {
        guard let object = deadLetter.object, !showsNotes else { return deadLetter }
        return .object(
            JSONObject(
                object.members.compactMap { member in
                    if member.name == "history", let entries = member.value.array {
                        return JSONObject.Member(name: member.name, value: .array(entries.map(entry)))
                    }
                    guard Self.bodyMembers.contains(member.name) else { return member }
                    // The bytes hold the note as well.
                    guard showsBodies, member.name != "bodyBase64" else { return nil }
                    guard member.name != "transport" else { return member }
                    return JSONObject.Member(
                        name: member.name,
                        value: ShownValue.withoutNotes(member.value.withDecodedData ?? member.value, at: .root)
                    )
                }
            )
        )
    }

    /// The details of an edit hold its patch, which may set a note; its changes are values of the body.
    private func entry(_ entry: JSONValue) -> JSONValue {
        guard let object = entry.object else { return entry }
        return .object(
            JSONObject(
                object.members.compactMap { member in
                    switch member.name {
                    case "details": nil
                    case "changes": showsBodies ? .init(name: member.name, value: changes(member.value)) : nil
                    default: member
                    }
                }
            )
        )
    }

    /// The answer of an edit or of its dry run.
    func ofEdit(_ answer: JSONValue) -> JSONValue {
        guard !showsNotes else { return answer }
        return answer.changing("samples") { samples in
            .array((samples.array ?? []).map { $0.changing("changes", changes) })
        }
    }

    /// The answer of a dry run of a replay, with the events that would be published.
    func ofDryRun(_ answer: JSONValue) -> JSONValue {
        guard !showsNotes else { return answer }
        return answer.changing("events") { events in
            .array(
                (events.array ?? []).map { event in
                    var writer = JSONWriter()
                    writer.value(event)
                    guard let redaction = NoteRedaction(ofEvent: writer.bytes) else { return event }
                    return (try? JSONValue(parsing: redaction.bytes, maxDepth: JSONValue.maxDepth)) ?? .null
                }
            )
        }
    }

    /// Differences of bodies, without what the contract does not know.
    private func changes(_ changes: JSONValue) -> JSONValue {
        .array(
            (changes.array ?? []).map { change in
                guard let pointer = change.object?["pointer"]?.string.flatMap(JSONPointer.init(parsing:)) else {
                    return change
                }
                let shown = { (value: JSONValue) -> JSONValue in
                    // What is absent, or named in parentheses only, tells nothing.
                    guard let text = value.string, !text.hasPrefix("(") else { return value }
                    return ShownValue.isWithheld(.string("x"), at: pointer) ? .string(ShownValue.withheld) : value
                }
                return change.changing("before", shown).changing("after", shown)
                    .changing("pointer") { _ in .string(ShownValue.place(pointer).description) }
            }
        )
    }
}

extension JSONValue {
    /// The object with another value of one member.
    fileprivate func changing(_ name: String, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard let object else { return self }
        return .object(
            JSONObject(
                object.members.map { $0.name == name ? JSONObject.Member(name: name, value: change($0.value)) : $0 }
            )
        )
    }
}

extension APIVisit {
    /// A filter by a text or by a value tells what is in bodies.
    func requireBodies(for filter: DeadLetterFilter) throws(APIProblem) {
        guard filter.text != nil || filter.value != nil else { return }
        try require(.readBodies, "A search by text or value tells what is in the bodies of messages.")
        if filter.text != nil { try require(.readNotes, "A search by text tells what is in the notes of messages.") }
    }
}

extension APIQuery {
    /// Without customer and text, which must not be in an address.
    mutating func deadLetterFilter() -> DeadLetterFilter {
        let filter = DeadLetterFilter(
            states: Set(choices("state")),
            code: text("code"),
            pointer: text("pointer", longest: 1000),
            fingerprint: text("fingerprint"),
            value: text("value", longest: 1000),
            contractID: text("contract"),
            since: moment("since"),
            until: moment("until"),
            importRun: integer("import", in: 1...Int64.max)
        )
        for fault in filter.faults { report(fault.name, fault.code, fault.message) }
        return filter
    }
}

extension APIBody {
    /// Of an object `filter`.
    mutating func deadLetterFilter() -> DeadLetterFilter {
        let filter = DeadLetterFilter(
            states: Set(choices("state")),
            code: text("code"),
            pointer: text("pointer", longest: 1000),
            fingerprint: text("fingerprint"),
            value: text("value", longest: 1000),
            contractID: text("contract"),
            customerID: text("customer"),
            since: moment("since"),
            until: moment("until"),
            importRun: integer("import", in: 1...Int64.max),
            text: text("text", longest: 1000)
        )
        for fault in filter.faults { report(fault.code, fault.name, fault.message) }
        return filter
    }
}

extension DeadLetterFilter {
    /// Conditions that no dead letter can meet, by the names that they have in a request.
    fileprivate var faults: [(name: String, code: Violation.Code, message: String)] {
        var faults: [(String, Violation.Code, String)] = []
        if let code, Violation.Code(rawValue: code) == nil, code != "unjudgeable", !code.hasPrefix("broker-") {
            faults.append(("code", .unknownValue, "No violation has this code: docs/violations.md lists them all."))
        }
        if let pointer, JSONPointer(parsing: pointer) == nil {
            faults.append(("pointer", .unknownValue, "A pointer begins with a slash, such as /reasonCode (RFC 6901)."))
        }
        if let fingerprint, Fingerprint(parsing: fingerprint) == nil {
            faults.append(("fingerprint", .unknownValue, "A fingerprint has 12 hexadecimal digits."))
        }
        return faults
    }
}
