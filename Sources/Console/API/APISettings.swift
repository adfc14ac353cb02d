import Application
import JSON
import Ledger
import Terminations
import YAML

/// The settings: their versions, what a document would mean, and applying one.
enum APISettings {
    static func current(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        return try answer(try visit.reading { try $0.appliedSettings() }, visit)
    }

    static func version(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        let name = visit.parameter("version")
        guard name.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(name) else {
            throw APIProblem(.notFound, "A version of the settings has a number.")
        }
        return try answer(try visit.reading { try $0.appliedSettings(number) }, visit)
    }

    private static func answer(_ applied: AppliedSettings, _ visit: APIVisit) throws -> PageAnswer {
        let text =
            visit.mediaType == MediaType.json
            ? applied.document.printableJSON + "\n" : try SettingsPrinter.yaml(applied.document) + "\n"
        return PageAnswer(
            contentType: visit.mediaType,
            body: Array(text.utf8),
            headers: [("etag", tag(applied.version)), ("vary", "accept")]
        )
    }

    /// The entity tag of a version, whichever its representation: `If-Match` compares it.
    private static func tag(_ version: Int) -> String { "\"\(version)\"" }

    static func versions(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let limit = Int(query.integer("limit", in: APIDeadLetters.pageSizes) ?? Int64(APIDeadLetters.standardPageSize))
        let after = query.integer("after", in: 1...Int64(Int32.max))
        try query.requireNoFaults()
        let all = try visit.reading { try $0.settingsHistory() }
        let rest = all.drop { version in after.map { version.version >= Int($0) } ?? false }
        let page = rest.prefix(limit)
        return .list(
            page,
            after: page.count < rest.count ? page.last.map { String($0.version) } : nil,
            visit
        ) { version, json in version.write(to: &json) }
    }

    static func difference(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let versions: ClosedRange<Int64> = 1...Int64(Int32.max)
        if !query.has("from") { query.report("from", .missingField, "from is missing: it is the earlier version.") }
        let from = query.integer("from", in: versions).map { Int($0) } ?? 1
        let to = query.integer("to", in: versions).map { Int($0) }
        try query.requireNoFaults()
        let comparison = try visit.reading { try $0.compareSettings(from, with: to) }
        return .json { comparison.write(to: &$0) }
    }

    /// What is doubtful in a document, and what it would mean for what is recorded. Changes nothing.
    static func check(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let limit = query.integer("limit", in: 0...Int64(ForecastLimits.recorded)) ?? 10_000
        try query.requireNoFaults()
        let document = try document(visit)
        let action = CheckSettings(document, limit: Int(limit), forecastLimit: ForecastLimits.deadLetters)
        let check = try visit.writing { try $0.check(action, at: visit.now) }
        return .json { check.write(to: &$0, showsExamples: visit.may(.readTerminations)) }
    }

    static func apply(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let isDryRun = query.flag("dry-run")
        let reason = query.line("reason", longest: 300)
        if !isDryRun, reason == nil, !query.has("reason") {
            query.report("reason", .missingField, "reason is missing: it says why the settings change.")
        }
        try query.requireNoFaults()
        if !isDryRun {
            try visit.require(.applySettings, "Only with dry-run=true may this token ask what settings would do.")
            guard !visit.configuration.requiresApproval else {
                throw APIProblem(
                    .forbidden,
                    "A second person must approve settings here (console.approval): apply them as a draft in the console."
                )
            }
        }
        let base = try base(visit)
        let document = try document(visit)
        let outcome = try visit.writing { application in
            let current = try application.ledger.currentSettingsVersion()
            guard base.allows(current) else {
                throw APIProblem(
                    .preconditionFailed,
                    current.map { "Version \($0) is in force. Compare it with yours, and send If-Match: \"\($0)\"." }
                        ?? "No settings were applied yet: send If-None-Match: *.",
                    headers: current.map { [("etag", tag($0))] } ?? []
                )
            }
            let action = ApplySettings(document, basedOn: current, forecastLimit: ForecastLimits.deadLetters)
            let plan = try application.plan(action, at: visit.now)
            if isDryRun { return plan.preview.dryRun }
            do throws(LedgerError) {
                let outcome = try plan.execute(by: visit.actor, because: reason ?? "", at: visit.now)
                visit.begin()
                return outcome
            } catch {
                // A transaction that the lock kept out has changed nothing. Of another failure the outcome is not known.
                if error.code != .locked { visit.begin() }
                guard error.code == .settingsChanged else { throw error }
                throw APIProblem(.preconditionFailed, error.description)
            }
        }
        let version = outcome.application.version
        let isFirst = !isDryRun && outcome.application.isNew && version == 1
        return PageAnswer.json(
            status: isFirst ? 201 : 200,
            headers: isDryRun ? [] : [("etag", tag(version))]
        ) { outcome.write(to: &$0, isWholeDocument: true) }
    }

    /// Which version must be in force.
    private enum Base {
        case none
        case anyOf(Set<String>)
        case any

        func allows(_ current: Int?) -> Bool {
            switch (self, current) {
            case (.none, nil), (.any, _?): true
            case (.anyOf(let tags), let current?): tags.contains(tag(current))
            case (.none, _?), (.any, nil), (.anyOf, nil): false
            }
        }
    }

    private static func base(_ visit: APIVisit) throws(APIProblem) -> Base {
        let (match, noneMatch) = (visit.request.headers["if-match"], visit.request.headers["if-none-match"])
        if match != nil, noneMatch != nil { throw fault("If-None-Match", "Send If-Match or If-None-Match, not both.") }
        if let match {
            let tags = EntityTag.list(match)
            if tags == ["*"] { return .any }
            guard !tags.isEmpty, tags.allSatisfy(EntityTag.isTag) else {
                throw fault("If-Match", "If-Match must be ETags in quotes, such as \"4\", or *.")
            }
            return .anyOf(Set(tags))
        }
        if let noneMatch {
            guard noneMatch.trimmed == "*" else { throw fault("If-None-Match", "If-None-Match must be * here.") }
            return .none
        }
        throw APIProblem(
            .preconditionRequired,
            "Say which version the document was made from: If-Match with the ETag of GET /settings, such as \"4\"; "
                + "or If-None-Match: * for the first settings of a ledger."
        )
    }

    private static func fault(_ header: String, _ message: String) -> APIProblem {
        let fault = APIProblem.ParameterFault(name: header, code: .wrongType, message: message)
        return APIProblem(.invalidParameter, message, parameters: [fault])
    }

    private static func document(_ visit: APIVisit) throws(APIProblem) -> SettingsDocument {
        let bytes = Array(visit.request.body.dropFirst(ByteOrderMark.length(in: visit.request.body)))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw APIProblem(
                .malformedBody,
                "The settings are not UTF-8.",
                violations: [Violation(.invalidUTF8, at: .root, "The document is not UTF-8.")]
            )
        }
        do {
            return visit.contentType == MediaType.json
                ? try SettingsDocument(parsing: text) : try Settings.parse(yamlOrJSON: text)
        } catch {
            throw .content(error.violations)
        }
    }
}
