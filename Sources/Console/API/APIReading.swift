import Application
import JSON
import Ledger
import Reports
import Terminations

/// Judges messages as `terminus check -` does: nothing is recorded.
enum APIMessages {
    /// Messages of a request.
    private static let most = 1000

    static func check(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let showsEvents = query.flag("show-event")
        try query.requireNoFaults()
        let messages = try messages(visit)
        let check = try visit.reading { application in
            guard let settings = try application.ledger.currentSettings() else {
                throw APIProblem(.noSettings, "No settings were applied yet: nothing can be judged by them.")
            }
            return application.messageCheck(by: settings)
        }
        return .json { json in
            json.beginObject()
            json.name("items")
            json.beginArray()
            for (index, message) in messages.enumerated() {
                check.check(message.message, origin: message.origin, showsEvent: showsEvents)
                    .write(to: &json, file: "-", position: index + 1, showsEvent: showsEvents)
            }
            json.endArray()
            json.endObject()
        }
    }

    private static func messages(
        _ visit: APIVisit
    ) throws(APIProblem) -> [(message: IncomingMessage, origin: CheckMessages.Origin)] {
        let body = visit.request.body
        guard visit.contentType == "application/x-ndjson" else {
            let properties = MessageProperties(contentType: visit.contentType)
            return [(IncomingMessage(body: body, properties: properties), .document)]
        }
        let lines = body.split(separator: UInt8(ascii: "\n")).filter { line in
            line.contains { ![0x20, 0x09, 0x0D].contains($0) }
        }
        guard lines.count <= most else {
            throw APIProblem(.tooLarge, "A request may have \(most) messages, and this one has \(lines.count).")
        }
        return lines.map { (IncomingMessage(document: Array($0)), .line) }
    }
}

/// Recorded terminations.
enum APITerminations {
    static func list(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let filter = TerminationFilter(
            states: Set(query.choices("state")),
            messageID: query.text("message"),
            contractID: query.text("contract"),
            reasonCode: query.text("reason"),
            hasNoReason: query.flag("without-reason"),
            contractType: query.text("contract-type"),
            initiator: query.choice("initiator"),
            terminationType: query.choice("type"),
            endsFrom: query.date("ends-from"),
            endsThrough: query.date("ends-through"),
            occurredSince: query.moment("occurred-since"),
            occurredUntil: query.moment("occurred-until"),
            recordedSince: query.moment("since"),
            recordedUntil: query.moment("until")
        )
        if filter.reasonCode != nil, filter.hasNoReason {
            query.report("without-reason", .unknownValue, "Give either reason or without-reason.")
        }
        let limit = query.integer("limit", in: APIDeadLetters.pageSizes)
        let after = query.text("after")
        let isConfidential = query.flag("confidential")
        try query.requireNoFaults()
        return try page(of: filter, limit, after, isConfidential, visit)
    }

    /// The same, by what must not be in an address: customers.
    static func find(_ visit: APIVisit) throws -> PageAnswer {
        var body = try visit.body()
        let filter =
            body.object("filter") { body in
                TerminationFilter(
                    states: Set(body.choices("state")),
                    messageID: body.text("message"),
                    contractID: body.text("contract"),
                    customerID: body.text("customer"),
                    reasonCode: body.text("reason"),
                    hasNoReason: body.flag("without-reason"),
                    contractType: body.text("contract-type"),
                    initiator: body.choice("initiator"),
                    terminationType: body.choice("type"),
                    endsFrom: body.date("ends-from"),
                    endsThrough: body.date("ends-through"),
                    occurredSince: body.moment("occurred-since"),
                    occurredUntil: body.moment("occurred-until"),
                    recordedSince: body.moment("since"),
                    recordedUntil: body.moment("until")
                )
            } ?? .all
        if filter.reasonCode != nil, filter.hasNoReason {
            body.report(.unknownValue, "filter", "Give either reason or without-reason.")
        }
        let limit = body.integer("limit", in: APIDeadLetters.pageSizes)
        let after = body.text("after")
        let isConfidential = body.flag("confidential")
        try body.requireNoFaults()
        return try page(of: filter, limit, after, isConfidential, visit)
    }

    private static func page(
        of filter: TerminationFilter,
        _ limit: Int64?,
        _ after: String?,
        _ isConfidential: Bool,
        _ visit: APIVisit
    ) throws -> PageAnswer {
        if isConfidential {
            try visit.require(.readConfidentialReports, "confidential=true names sensitive reasons.")
        }
        let limit = limit.map { Int($0) } ?? APIDeadLetters.standardPageSize
        let action = ListTerminations(filter, isConfidential: isConfidential)
        let page = try visit.reading { application in
            try application.require(action, after: after)
            return try application.page(of: action, after: after, limit: limit + 1)
        }
        return .list(
            page.prefix(limit),
            after: page.count > limit ? page[limit - 1].terminationID : nil,
            visit
        ) { termination, json in termination.write(to: &json, isConfidential: isConfidential) }
    }

    static func termination(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let isConfidential = query.flag("confidential")
        try query.requireNoFaults()
        if isConfidential {
            let why = "confidential=true shows notes, bodies and sensitive reasons."
            for permission in [Permission.readNotes, .readBodies, .readConfidentialReports] {
                try visit.require(permission, why)
            }
        }
        let history = try visit.reading { try $0.termination(visit.parameter("id")) }
        return .json { history.write(to: &$0, isConfidential: isConfidential) }
    }
}

/// Why contracts end.
enum APIReports {
    static func why(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let name = query.text("period", longest: 64)
        let from = query.date("from")
        let through = query.date("through")
        if name != nil, from != nil || through != nil {
            query.report("period", .unknownValue, "Give either period, or from and through.")
        }
        if query.has("from") != query.has("through") {
            query.report(query.has("from") ? "through" : "from", .missingField, "from and through go together.")
        }
        let dateKind: ReportDateKind = query.choice("by-date") ?? .end
        let rows: ReportDimension = query.choice("group-by") ?? .reason
        let columns: ReportDimension? = query.choice("across")
        if columns == rows { query.report("across", .unknownValue, "across must differ from group-by.") }
        let filtered: [ReportDimension] = [
            .reason, .category, .contractType, .customerKind, .initiator, .terminationType, .channel, .voluntary,
        ]
        let filters = filtered.compactMap { dimension -> ReportFilter? in
            let values = query.texts(dimension.rawValue, isEmptyAllowed: true)
            return values.isEmpty ? nil : ReportFilter(dimension, values)
        }
        let isConfidential = query.flag("confidential")
        let action = MakeReport(
            from.flatMap { from in through.map { .days(from: from, through: $0) } } ?? .named(name ?? "last-quarter"),
            by: dateKind,
            rows: rows,
            columns: columns,
            isAsRecorded: query.flag("as-recorded"),
            isConfidential: isConfidential,
            filters: filters,
            language: query.choice("language")
        )
        try query.requireNoFaults()
        if isConfidential {
            try visit.require(.readConfidentialReports, "confidential=true names sensitive reasons.")
        }
        let report = try report(action, named: name, visit)
        guard visit.mediaType == MediaType.json else {
            return PageAnswer(
                contentType: "text/csv; charset=utf-8",
                body: Array(report.csv.utf8),
                headers: [
                    ("content-disposition", "attachment; filename=\"why-contracts-end.csv\""), ("vary", "accept"),
                ]
            )
        }
        return .json(headers: [("vary", "accept")]) { report.write(to: &$0) }
    }

    private static func report(_ action: MakeReport, named name: String?, _ visit: APIVisit) throws -> Report {
        let report: Report
        do {
            report = try visit.reading { try $0.report(action, at: visit.now) }
        } catch let error as ApplicationError where error.code == .notAllowed {
            // The period is the only part of a question that can be read and means nothing.
            throw APIProblem.parameter(name == nil ? "through" : "period", .unknownValue, error.description)
        }
        if let unknown = report.unknownValues.first {
            throw APIProblem.parameter(
                unknown.dimension.rawValue,
                .unknownValue,
                unknown.isSensitive
                    ? "A reason that is asked for is sensitive."
                    : "Neither the ledger nor the settings have this value."
            )
        }
        return report
    }
}

/// Who did what to dead letters and notes.
enum APIAudit {
    static func list(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let filter = AuditFilter(
            actor: query.text("actor"),
            actions: Set(query.choices("action")),
            number: query.integer("number", in: 1...Int64.max),
            since: query.moment("since"),
            until: query.moment("until")
        )
        let limit = Int(query.integer("limit", in: APIDeadLetters.pageSizes) ?? Int64(APIDeadLetters.standardPageSize))
        let after = query.integer("after", in: 1...Int64.max)
        let each = query.flag("each")
        try query.requireNoFaults()
        let page = try visit.reading {
            try $0.auditPage(matching: filter, before: after ?? .max, joins: !each, limit: limit)
        }
        return .list(
            page.steps,
            after: page.next.map { String($0) },
            visit
        ) { step, json in step.write(to: &json) }
    }
}

/// Whether Terminus works, and what waits.
enum APIStatus {
    static func answer(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        let (health, statistics) = try visit.reading { application in
            (try application.ledger.healthSnapshot(), try application.ledger.facts())
        }
        let worker = WorkerProbe.ask(visit.configuration.worker)
        return .json { json in
            json.beginObject()
            json.name("version")
            json.string(visit.configuration.version)
            json.name("ledger")
            write(health, statistics, to: &json)
            json.name("worker")
            write(worker, to: &json)
            json.endObject()
        }
    }

    private static func write(_ health: HealthSnapshot, _ statistics: LedgerStatistics, to json: inout JSONWriter) {
        json.beginObject()
        json.name("settingsVersion")
        json.integerOrNull(health.settingsVersion)
        json.name("terminations")
        json.integer(statistics.terminations)
        json.name("deadLetters")
        json.beginObject()
        for state in DeadLetter.State.allCases {
            json.name(escaping: state.rawValue)
            json.integer(health.deadLetters[state] ?? 0)
        }
        json.endObject()
        json.name("unpublishedEvents")
        json.integer(health.unpublishedEvents)
        json.name("oldestUnpublishedAt")
        if let oldest = health.oldestUnpublishedAt { json.instant(oldest) } else { json.null() }
        json.name("publishedThrough")
        json.integer(statistics.publishedThrough)
        json.name("parkedEvents")
        json.integer(health.parkedEvents)
        json.name("parkedContractEvents")
        json.integer(health.parkedContractEvents)
        json.name("bytes")
        json.integer(health.bytes)
        json.endObject()
    }

    private static func write(_ worker: WorkerAnswer, to json: inout JSONWriter) {
        json.beginObject()
        json.name("state")
        switch worker {
        case .answered(let isReady, _): json.string(isReady ? "ready" : "not-ready")
        case .silent: json.string("silent")
        case .off: json.string("off")
        }
        json.name("parts")
        json.beginArray()
        if case .answered(_, let components) = worker {
            for component in components {
                json.beginObject()
                json.name("part")
                json.string(component.name)
                json.name("ready")
                json.bool(component.isReady)
                json.name("since")
                if let since = component.since { json.instant(since) } else { json.null() }
                json.name("reason")
                json.stringOrNull(component.reason)
                json.endObject()
            }
        }
        json.endArray()
        json.endObject()
    }
}

/// The description of the API.
enum APIDocument {
    static func answer(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        return PageAnswer(
            contentType: MediaType.json,
            body: Array(visit.configuration.apiDocument.utf8),
            headers: [("cache-control", "public, max-age=3600")]
        )
    }
}
