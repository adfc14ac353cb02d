import JSON
import Reports
import Terminations

/// What is answered under one path of the API, to whom, and in which representation.
struct APIRoute: Sendable {
    enum Access: Sendable, Equatable {
        /// No token is needed.
        case everybody
        /// A token with one of these permissions.
        case anyOf([Permission])
    }

    /// What the body of a request may be.
    enum Content: Sendable, Equatable {
        case none
        case json
        /// A settings document, YAML or JSON.
        case settings
        /// One message, or one a line.
        case messages

        var mediaTypes: [String] {
            switch self {
            case .none: []
            case .json: ["application/json"]
            case .settings: MediaType.yaml + ["application/json"]
            case .messages: ["application/json", "application/cloudevents+json", "application/x-ndjson"]
            }
        }

        /// Bytes of the largest body.
        var mostBytes: Int { self == .settings ? 4 * 1024 * 1024 : 1024 * 1024 }
    }

    /// What a route promises besides.
    enum Feature: Sendable {
        /// The answer has an ETag, and a request with that one is answered with 304.
        case entityTag
        /// A request with the `Idempotency-Key` of an earlier one is answered as that one was.
        case idempotencyKey
        /// Takes long: only some of these are carried out at once.
        case heavy
    }

    let method: String
    /// Below ``API/prefix``, with names in braces.
    var pattern: String { path.text }
    private let path: PathPattern
    let access: Access
    let content: Content
    /// The first is what is sent where a client accepts anything.
    let mediaTypes: [String]
    let features: Set<Feature>
    let answer: @Sendable (APIVisit) throws -> PageAnswer

    init(
        _ method: String,
        _ pattern: String,
        _ access: Access,
        content: Content = .none,
        as mediaTypes: [String] = [MediaType.json],
        features: Set<Feature> = [],
        _ answer: @escaping @Sendable (APIVisit) throws -> PageAnswer
    ) {
        self.method = method
        path = PathPattern(pattern)
        self.access = access
        self.content = content
        self.mediaTypes = mediaTypes
        self.features = features
        self.answer = answer
    }

    static func get(
        _ pattern: String,
        _ permission: Permission,
        as mediaTypes: [String] = [MediaType.json],
        features: Set<Feature> = [],
        _ answer: @escaping @Sendable (APIVisit) throws -> PageAnswer
    ) -> APIRoute {
        APIRoute("GET", pattern, .anyOf([permission]), as: mediaTypes, features: features, answer)
    }

    static func post(
        _ pattern: String,
        _ permission: Permission,
        content: Content = .json,
        features: Set<Feature> = [],
        _ answer: @escaping @Sendable (APIVisit) throws -> PageAnswer
    ) -> APIRoute {
        APIRoute("POST", pattern, .anyOf([permission]), content: content, features: features, answer)
    }

    /// How many names the pattern has: a pattern with fewer goes first.
    var nameCount: Int { path.nameCount }

    /// The values of the names of the pattern; nil where the path is another one.
    func parameters(of path: String) -> [String: String]? { self.path.parameters(of: path) }

    /// Every route of the API. `schemas/openapi.v1.json` describes each of them.
    static let all: [APIRoute] = [
        APIRoute("GET", "/openapi.json", .everybody, features: [.entityTag], APIDocument.answer),
        .get("/status", .readWorker, APIStatus.answer),
        .get("/reasons", .readSettings, features: [.entityTag], APIReasons.list),
        .get("/reasons/{code}", .readSettings, features: [.entityTag], APIReasons.reason),
        .get("/settings", .readSettings, as: MediaType.settings, features: [.entityTag], APISettings.current),
        APIRoute(
            "PUT",
            "/settings",
            .anyOf([.applySettings, .draftSettings]),
            content: .settings,
            features: [.heavy],
            APISettings.apply
        ),
        .get("/settings/versions", .readSettings, APISettings.versions),
        .get(
            "/settings/versions/{version}",
            .readSettings,
            as: MediaType.settings,
            features: [.entityTag],
            APISettings.version
        ),
        .get("/settings/diff", .readSettings, APISettings.difference),
        .post("/settings/check", .draftSettings, content: .settings, features: [.heavy], APISettings.check),
        .post("/check", .readSettings, content: .messages, APIMessages.check),
        .get("/causes", .readDeadLetters, APIDeadLetters.causes),
        .get("/dead-letters", .readDeadLetters, APIDeadLetters.list),
        .post("/dead-letters/find", .readDeadLetters, APIDeadLetters.find),
        .post("/dead-letters/edit", .mendDeadLetters, features: [.idempotencyKey, .heavy], APIChanges.edit),
        .post("/dead-letters/discard", .discardDeadLetters, features: [.idempotencyKey, .heavy], APIChanges.discard),
        .post("/dead-letters/restore", .discardDeadLetters, features: [.idempotencyKey, .heavy], APIChanges.restore),
        .get("/dead-letters/{id}", .readDeadLetters, APIDeadLetters.deadLetter),
        .get("/dead-letters/{id}/raw", .readBodies, as: [MediaType.bytes], APIDeadLetters.raw),
        .get("/replays", .readDeadLetters, APIReplays.list),
        .post("/replays", .replayDeadLetters, features: [.idempotencyKey, .heavy], APIReplays.start),
        .get("/replays/{number}", .readDeadLetters, APIReplays.replay),
        .post(
            "/replays/{number}/stop",
            .replayDeadLetters,
            content: .none,
            features: [.idempotencyKey],
            APIReplays.stop
        ),
        .post("/replays/{number}/resume", .replayDeadLetters, features: [.idempotencyKey], APIReplays.resume),
        .get("/actions", .readDeadLetters, APIActions.list),
        .get("/actions/{number}", .readDeadLetters, APIActions.action),
        // The permission for an action includes its undo, so which one is needed depends on the action.
        APIRoute(
            "POST",
            "/actions/{number}/undo",
            .anyOf([.mendDeadLetters, .discardDeadLetters]),
            content: .json,
            features: [.idempotencyKey, .heavy],
            APIActions.undo
        ),
        .get("/terminations", .readTerminations, APITerminations.list),
        .post("/terminations/find", .readTerminations, APITerminations.find),
        .get("/terminations/{id}", .readTerminations, APITerminations.termination),
        .get("/reports/why", .readReports, as: [MediaType.json, MediaType.csv], features: [.heavy], APIReports.why),
        .get("/audit", .readAudit, APIAudit.list),
    ]
}

/// Media types, without parameters.
enum MediaType {
    static let json = "application/json"
    static let csv = "text/csv"
    static let bytes = "application/octet-stream"
    /// That of RFC 9512 first.
    static let yaml = ["application/yaml", "application/x-yaml", "text/yaml"]
    static let settings = [json, "application/yaml"]

    /// Of a Content-Type header, in lower case and without parameters.
    static func essence(of header: String) -> String {
        header.prefix { $0 != ";" }.trimmed.lowercased()
    }

    /// The representation that an `Accept` header (RFC 9110, 12.5.1) likes best; nil where it likes none.
    ///
    /// - Parameter header: nil accepts everything.
    static func best(of offered: [String], accept header: String?) -> String? {
        guard let header, !header.trimmed.isEmpty else { return offered.first }
        let ranges = header.split(separator: ",").compactMap { part -> (type: String, weight: Double)? in
            let fields = part.split(separator: ";").map { String($0).trimmed.lowercased() }
            guard let type = fields.first, type.contains("/") else { return nil }
            let weight = fields.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            return (type, weight)
        }
        // The most specific range decides on a type.
        let weights = offered.map { type -> Double in
            let general = type.prefix { $0 != "/" } + "/*"
            return ranges.first { $0.type == type }?.weight ?? ranges.first { $0.type == general }?.weight
                ?? ranges.first { $0.type == "*/*" }?.weight ?? 0
        }
        guard let most = weights.max(), most > 0 else { return nil }
        return offered[weights.firstIndex(of: most) ?? 0]
    }
}

extension Substring {
    fileprivate var trimmed: String { String(self).trimmed }
}
