public import Terminations

extension Report {
    /// The whole report as one JSON object (`schemas/report.v1.schema.json`). Unknown members are null, shares are fractions of 1,
    /// amounts are integers in minor units of their currency.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("question")
        write(question, to: &json)
        json.name("language")
        json.string(language.rawValue)
        json.name("generatedAt")
        json.instant(generatedAt)
        json.name("timeZone")
        json.string(timeZone.description)
        json.name("settingsVersion")
        json.integer(settingsVersion)
        json.name("recordedFrom")
        json.optional(recordedFrom?.description)
        json.name("comparableFrom")
        json.optional(comparableFrom?.description)
        json.name("headline")
        json.strings(headline)
        json.name("total")
        write(total, to: &json)
        json.name("apart")
        writeExcluded(to: &json)
        json.name("columns")
        json.beginArray()
        for column in columns {
            json.beginObject()
            json.label(column)
            json.endObject()
        }
        json.endArray()
        json.name("groups")
        json.beginArray()
        for group in groups { write(group, to: &json) }
        json.endArray()
        json.name("trend")
        writeTrend(to: &json)
        json.name("movers")
        writeBiggestChanges(to: &json)
        json.name("quality")
        quality.write(to: &json)
        json.endObject()
    }

    private func write(_ question: ReportQuestion, to json: inout JSONWriter) {
        json.beginObject()
        json.name("period")
        json.period(question.period)
        json.state(period)
        json.name("before")
        json.period(period.before)
        json.name("yearBefore")
        json.period(period.yearBefore)
        json.name("byDate")
        json.string(question.dateKind.rawValue)
        json.name("groupBy")
        json.string(question.rows.rawValue)
        json.name("across")
        json.optional(question.columns?.rawValue)
        json.name("asRecorded")
        json.bool(question.isAsRecorded)
        json.name("confidential")
        json.bool(question.isConfidential)
        json.name("filters")
        json.beginArray()
        for filter in filters {
            json.beginObject()
            json.name("by")
            json.string(filter.dimension.rawValue)
            json.name("values")
            json.beginArray()
            for label in filter.labels { json.optional(label.code) }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }

    private func write(_ compared: Compared, to json: inout JSONWriter) {
        json.beginObject()
        json.name("now")
        compared.now.write(to: &json)
        for (name, figures) in [
            ("ahead", compared.ahead), ("before", compared.before), ("yearBefore", compared.yearBefore),
        ] {
            json.name(escaping: name)
            if let figures { figures.write(to: &json) } else { json.null() }
        }
        json.endObject()
    }

    private func write(_ group: Group, to json: inout JSONWriter) {
        json.beginObject()
        json.label(group.label)
        if let period = group.label.period { json.state(period) }
        json.name("share")
        json.fraction(share(of: group))
        json.name("figures")
        write(group.compared, to: &json)
        json.name("cells")
        json.beginArray()
        for cell in group.cells { cell.write(to: &json) }
        json.endArray()
        json.name("months")
        json.beginArray()
        for count in group.months { json.integer(count) }
        json.endArray()
        json.endObject()
    }

    private func writeExcluded(to json: inout JSONWriter) {
        json.beginObject()
        json.name("withdrawn")
        json.integer(excluded.withdrawn)
        json.name("withdrawnBefore")
        json.optional(excluded.withdrawnBefore)
        json.name("administrative")
        json.integer(excluded.administrative)
        json.name("administrativeBefore")
        json.optional(excluded.administrativeBefore)
        json.endObject()
    }

    private func writeTrend(to json: inout JSONWriter) {
        json.beginObject()
        json.name("months")
        json.strings(trend.months.map(\.asked.name))
        json.name("states")
        json.strings(trend.months.map(\.state.rawValue))
        json.name("counts")
        json.optionals(trend.counts)
        json.name("ahead")
        json.optionals(trend.ahead)
        json.name("yearBefore")
        json.optionals(trend.yearBefore)
        json.name("unknown")
        json.integer(trend.unknown)
        json.name("lastIncomplete")
        json.bool(trend.isLastIncomplete)
        json.endObject()
    }

    private func writeBiggestChanges(to json: inout JSONWriter) {
        let changes = biggestChanges()
        json.beginObject()
        for (name, groups) in [("up", changes.increases), ("down", changes.decreases)] {
            json.name(escaping: name)
            json.beginArray()
            for group in groups {
                json.beginObject()
                json.label(group.label)
                json.name("change")
                json.integer(group.compared.change ?? 0)
                json.endObject()
            }
            json.endArray()
        }
        json.endObject()
    }
}

extension Figures {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("count")
        json.integer(count)
        json.name("monthlyAmountLost")
        json.beginArray()
        for amount in amounts {
            json.beginObject()
            json.name("currency")
            json.string(amount.currency)
            json.name("minorUnits")
            json.value(.number(JSONNumber(amount.minorUnits)))
            json.name("count")
            json.integer(amount.count)
            json.endObject()
        }
        json.endArray()
        json.name("withAmount")
        json.integer(withAmount)
        json.name("medianNoticeDays")
        json.fraction(medianNoticeDays)
        json.name("withNotice")
        json.integer(withNotice)
        json.name("early")
        json.integer(early)
        json.name("withTerm")
        json.integer(withTerm)
        json.name("earlyShare")
        json.fraction(earlyShare)
        json.name("backdated")
        json.integer(backdated)
        json.name("backdatedShare")
        json.fraction(backdatedShare)
        json.endObject()
    }
}

extension DataQuality {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("withoutReason")
        json.integer(withoutReason)
        json.name("catchAll")
        json.integer(catchAll)
        json.name("catchAllCodes")
        json.strings(catchAllCodes)
        json.name("refusedAtFirst")
        json.integer(refusedAtFirst)
        json.name("refusals")
        json.beginArray()
        for refusal in refusals {
            json.beginObject()
            json.name("code")
            json.string(refusal.code)
            json.name("count")
            json.integer(refusal.count)
            json.endObject()
        }
        json.endArray()
        json.name("relabelled")
        json.beginArray()
        for reason in relabelled {
            json.beginObject()
            json.name("code")
            json.string(reason.code)
            json.name("labels")
            json.beginArray()
            for (label, count) in reason.labels {
                json.beginObject()
                json.name("label")
                json.string(label)
                json.name("count")
                json.integer(count)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        json.name("unrecorded")
        json.integer(unrecorded)
        json.name("unrecordedFromImports")
        json.integer(unrecordedFromImports)
        json.name("refusedByImports")
        json.integer(refusedByImports)
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func label(_ label: Report.Label) {
        name("code")
        optional(label.code)
        name("label")
        string(label.text)
    }

    fileprivate mutating func period(_ period: ReportPeriod?) {
        guard let period else { return null() }
        beginObject()
        name("name")
        string(period.name)
        name("from")
        string(period.from.description)
        name("through")
        string(period.through.description)
        endObject()
    }

    /// The members `state`, `counted` and `ahead` of a period.
    fileprivate mutating func state(_ period: ReportedPeriod) {
        name("state")
        string(period.state.rawValue)
        name("counted")
        self.period(period.counted)
        name("ahead")
        self.period(period.ahead)
    }

    fileprivate mutating func optional(_ number: Int?) {
        if let number { integer(number) } else { null() }
    }

    fileprivate mutating func optionals(_ numbers: [Int?]) {
        beginArray()
        for number in numbers { optional(number) }
        endArray()
    }

    fileprivate mutating func optional(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    fileprivate mutating func strings(_ texts: [String]) {
        beginArray()
        for text in texts { string(text) }
        endArray()
    }

    /// With at most four decimal places.
    fileprivate mutating func fraction(_ value: Double?) {
        guard let value else { return null() }
        let scaled = Int((value.magnitude * 10_000).rounded())
        let digits = String(10_000 + scaled % 10_000).dropFirst()
        let sign = value < 0 && scaled > 0 ? "-" : ""
        let text = "\(sign)\(scaled / 10_000).\(digits)"
        let trimmed = String(text.reversed().drop { $0 == "0" }.reversed())
        // Digits with at most one point are always a number.
        self.value((try? JSONValue(parsing: trimmed.hasSuffix(".") ? String(trimmed.dropLast()) : trimmed)) ?? .null)
    }
}
