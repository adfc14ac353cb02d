import Foundation
import JSON
import Ledger
import Terminations
import Testing

@testable import Console

/// An answer of the API, read as JSON where it is.
struct APIAnswer {
    let status: Int
    let contentType: String
    let headers: [String: String]
    let bytes: [UInt8]
    /// The route that the log names.
    let route: String?
    let actor: String?

    init(_ result: Responder.Result) {
        status = result.answer.status
        contentType = result.answer.contentType
        headers = Dictionary(result.answer.headers.map { ($0.name, $0.value) }) { first, _ in first }
        bytes = result.answer.body
        route = result.route
        actor = result.actor
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSONObject { (try? JSONValue(parsing: bytes, maxDepth: JSONValue.maxDepth))?.object ?? JSONObject() }
    var items: [JSONObject] { json["items"]?.array?.compactMap(\.object) ?? [] }

    /// What comes after `urn:terminus:problem:`; nil where it is no problem.
    var problem: String? {
        guard contentType == "application/problem+json", json["status"]?.integer == Int64(status),
            json["title"]?.string?.isEmpty == false, json["detail"]?.string?.isEmpty == false
        else { return nil }
        return json["type"]?.string.map { String($0.dropFirst("urn:terminus:problem:".count)) }
    }

    /// The names of the parameters, or the pointers of the members, that are faults.
    var faults: [String] {
        let faults = (json["parameters"]?.array ?? []) + (json["violations"]?.array ?? [])
        return faults.compactMap { ($0.object?["name"] ?? $0.object?["pointer"])?.string }
    }
}

extension ConsoleFixture {
    /// - Returns: the text of a new token.
    func token(
        _ name: String = "tests",
        as permissions: Set<Permission> = Set(Permission.allCases),
        days: Int = 90
    ) throws -> String {
        try responder.store.createToken(
            name: name,
            permissions: permissions,
            days: days,
            by: "kim",
            at: clock.now
        ).text
    }

    /// Asks the API as a program does, without any header of a browser.
    ///
    /// - Parameters:
    ///   - token: nil for none.
    ///   - body: as JSON, where the headers do not name another type.
    func api(
        _ path: String,
        method: String = "GET",
        token: String? = nil,
        body: String? = nil,
        headers: [String: String] = [:]
    ) -> APIAnswer {
        var fields = ["host": "127.0.0.1:9465"]
        if let token { fields["authorization"] = "Bearer \(token)" }
        if body != nil { fields["content-type"] = "application/json" }
        fields.merge(headers) { _, new in new }
        let parts = path.split(separator: "?", maxSplits: 1)
        return APIAnswer(
            responder.respond(
                to: PageRequest(
                    method: method,
                    path: responder.configuration.basePath + "/api/v1" + parts[0],
                    query: parts.count > 1 ? Fields(parsing: parts[1]) : Fields([]),
                    body: Array((body ?? "").utf8),
                    headers: fields
                )
            )
        )
    }

    /// The description of the API in the repository.
    static func apiDocument() throws -> JSONObject {
        let file = project.appending(path: "schemas/openapi.v1.json")
        return try #require(
            try JSONValue(parsing: Array(try Data(contentsOf: file)), maxDepth: JSONValue.maxDepth).object
        )
    }

    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}
