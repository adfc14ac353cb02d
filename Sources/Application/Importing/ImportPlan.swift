import JSON
import Ledger
import Terminations
public import Threads
import Worker

/// Imports a file of messages from before Terminus.
public struct ImportMessages: Sendable {
    public let source: ImportSource
    /// Whether subscribers get events of what is imported.
    public let publishesEvents: Bool
    /// A file for refused messages; nil makes dead letters of them.
    public let rejects: String?

    public init(_ source: ImportSource, publishesEvents: Bool, rejects: String? = nil) {
        self.source = source
        self.publishesEvents = publishesEvents
        self.rejects = rejects
    }
}

extension Application {
    /// Finds out whether the file was imported before, and whether an import of it is unfinished. Imports nothing.
    public func plan(_ action: ImportMessages) throws -> ImportPlan {
        ImportPlan(
            action: action,
            earlier: try ledger.importRun(of: action.source.digest),
            ledger: ledger,
            recorder: recorder,
            limits: limits
        )
    }

    /// Copies the ledger, to try an import there: the worker is not held up, and each message sees what the ones before
    /// it would leave.
    public func planTrial(_ action: ImportMessages, on copy: TrialCopy) throws -> ImportTrial {
        try copy.fill(from: ledger)
        return ImportTrial(action: action, copy: copy, source: source, limits: limits)
    }
}

/// An import that was looked at.
public struct ImportPlan {
    public let action: ImportMessages
    /// The latest import of the same file, read in the same way.
    public let earlier: ImportRun?
    fileprivate let ledger: Ledger
    fileprivate let recorder: Recorder
    fileprivate let limits: MessageLimits

    /// The import that is continued; nil where a new one begins.
    public var unfinished: ImportRun? { earlier.flatMap { $0.isFinished ? nil : $0 } }

    /// Begins the import, or continues the unfinished one. Nothing is recorded yet.
    ///
    /// - Throws: ``LedgerError`` with `notPlanned` where the unfinished one was begun with other events.
    public func begin(by actor: Actor) throws(LedgerError) -> ImportContinuation {
        let run = try retryWhileLocked { () throws(LedgerError) in
            try ledger.startImportRun(
                of: action.source.digest,
                size: action.source.size,
                publishesEvents: action.publishesEvents,
                by: actor,
                at: .now
            )
        }
        return ImportContinuation(run: run, action: action, recorder: recorder, limits: limits)
    }
}

/// An import that has begun.
public struct ImportContinuation {
    /// As it stood when it was begun or continued.
    public let run: ImportRun
    fileprivate let action: ImportMessages
    fileprivate let recorder: Recorder
    fileprivate let limits: MessageLimits

    /// Imports what is left of the file.
    ///
    /// Blocks the calling thread.
    ///
    /// - Parameter progress: how many bytes were read, of those that were left.
    /// - Throws: ``LedgerError`` or ``ImportFileError``.
    public func execute(
        stop: StopRequest = StopRequest(),
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> ImportSummary {
        let left = Int(action.source.size - run.position)
        let (now, tally) = try job(stop).run(run, rejects: action.rejects) { now in
            progress(Int(now.position - run.position), left)
        }
        return ImportSummary(
            run: now,
            tally: tally,
            source: action.source,
            rejects: action.rejects,
            isDryRun: false,
            isContinuation: run.messages > 0
        )
    }

    /// Packs what reports count of what was imported, so that the first report after it need not. Optional: the worker
    /// does the same.
    public func packReportFacts(stop: StopRequest = StopRequest()) throws(LedgerError) {
        try job(stop).packReportFacts()
    }

    private func job(_ stop: StopRequest) -> ImportJob {
        ImportJob(recorder: recorder, limits: limits, source: action.source, stop: stop)
    }
}

/// An import that is tried on a copy of the ledger.
public struct ImportTrial {
    fileprivate let action: ImportMessages
    fileprivate let copy: TrialCopy
    fileprivate let source: String
    fileprivate let limits: MessageLimits

    /// Imports the file into the copy.
    ///
    /// - Parameter progress: how many bytes were read, of those that were left.
    public func execute(
        by actor: Actor,
        stop: StopRequest = StopRequest(),
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> ImportSummary {
        let ledger = try Ledger(path: copy.path)
        defer { ledger.close() }
        let application = Application(ledger: ledger, source: source, limits: limits)
        var summary = try application.plan(action).begin(by: actor).execute(stop: stop, progress: progress)
        summary.isDryRun = true
        return summary
    }
}

/// What an import did, or would do.
public struct ImportSummary: Sendable {
    public let run: ImportRun
    public let tally: ImportTally
    public let source: ImportSource
    public let rejects: String?
    public fileprivate(set) var isDryRun: Bool
    /// Whether a part of the file was imported before. The tally has the rest alone.
    public let isContinuation: Bool

    /// Why messages were refused, the most frequent first.
    public var causes: [(code: String, count: Int)] {
        tally.causes.map { (code: $0.key, count: $0.value) }.sorted { ($1.count, $0.code) < ($0.count, $1.code) }
    }

    /// The meanings of values that no row had; none where not the whole file was read just now.
    public var unusedValues: [(field: String, mapping: ColumnMapping.ValueMapping)] {
        guard case .csv(let mapping) = source.form, run.isFinished, !isContinuation else { return [] }
        return mapping.allValues.enumerated().compactMap { place, entry in
            tally.mappedValues.contains(place) ? nil : (entry.field, entry.mapping)
        }
    }

    /// Of a rule, more values are only counted.
    public static let valuesNamed = 10

    /// One JSON object.
    ///
    /// - Parameter option: how the person gave the meaning of a value.
    public func write(
        to json: inout JSONWriter,
        naming option: (_ field: String, _ mapping: ColumnMapping.ValueMapping) -> String
    ) {
        json.beginObject()
        json.name("import")
        if isDryRun { json.null() } else { json.integer(run.number) }
        json.name("dryRun")
        json.bool(isDryRun)
        json.name("finished")
        json.bool(run.isFinished)
        json.name("events")
        json.string(run.publishesEvents ? "all" : "none")
        for (name, count) in [
            ("messages", run.messages), ("recorded", run.accepted), ("alreadyRecorded", run.alreadyRecorded),
            ("waiting", run.held), ("refused", run.rejected),
        ] {
            json.name(escaping: name)
            json.integer(count)
        }
        json.name("causes")
        json.beginArray()
        for (code, count) in causes {
            json.beginObject()
            json.name("code")
            json.string(code)
            json.name("count")
            json.integer(count)
            json.endObject()
        }
        json.endArray()
        json.name("violations")
        json.beginArray()
        for finding in tally.findings {
            json.beginObject()
            json.name("code")
            json.string(finding.code)
            json.name("pointer")
            json.string(finding.pointer.description)
            json.name("message")
            json.string(finding.message)
            json.name("count")
            json.integer(finding.count)
            json.name("firstLines")
            json.beginArray()
            for number in finding.lines { json.integer(number) }
            json.endArray()
            json.name("values")
            json.beginArray()
            for (value, count) in finding.values.prefix(Self.valuesNamed) {
                json.beginObject()
                json.name("value")
                json.string(value)
                json.name("count")
                json.integer(count)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        json.name("unusedColumns")
        json.strings(source.unusedColumns)
        json.name("unusedMapValues")
        json.strings(unusedValues.map { option($0.field, $0.mapping) })
        json.endObject()
    }
}
