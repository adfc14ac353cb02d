import Terminations

extension SQLiteTransaction {
    func append(_ event: Event, at sequence: Int64, _ properties: MessageProperties, recordedAt now: Instant) throws {
        try statements.insertEvent.execute(last: event.body) {
            $0.integer(sequence)
            $0.text(event.id)
            $0.text(event.type.rawValue)
            $0.text(event.contractID)
            if let contractSequence = event.contractSequence { $0.integer(contractSequence) } else { $0.null() }
            $0.opaque(properties.correlationID)
            $0.text(properties.traceparent)
            $0.text(properties.tracestate)
            $0.integer(now.milliseconds)
        }
    }

    func insert(_ answer: PendingAnswer, body: [UInt8]?, at now: Instant) throws {
        try statement(
            """
            INSERT INTO answers (
                dead_letter, message_id, contract_id, reply_to, correlation_id, traceparent, tracestate,
                recorded_at, body
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        .execute {
            $0.text(answer.deadLetterID)
            $0.text(answer.messageID)
            $0.text(answer.contractID)
            $0.blob(answer.replyTo)
            if let correlation = answer.correlation { $0.blob(correlation) } else { $0.null() }
            $0.text(answer.properties.traceparent)
            $0.text(answer.properties.tracestate)
            $0.integer(now.milliseconds)
            if let body { $0.blob(body) } else { $0.null() }
        }
    }

    func isWaiting(_ answer: PendingAnswer) throws -> Bool {
        try statement(
            """
            SELECT 1 FROM answers WHERE dead_letter = ? AND body IS NULL AND reply_to = ?
                AND correlation_id IS NOT DISTINCT FROM ?
            LIMIT 1
            """
        )
        .first {
            $0.text(answer.deadLetterID)
            $0.blob(answer.replyTo)
            if let correlation = answer.correlation { $0.blob(correlation) } else { $0.null() }
        } _: { _ in
            true
        } ?? false
    }

    func takeWaitingAnswers(of deadLetterID: String) throws -> [(properties: MessageProperties, at: Instant)] {
        var answers: [(position: Int64, properties: MessageProperties, at: Instant)] = []
        try statement(
            """
            DELETE FROM answers WHERE dead_letter = ? AND body IS NULL
            RETURNING position, reply_to, correlation_id, traceparent, tracestate, recorded_at
            """
        )
        .forEachRow {
            $0.text(deadLetterID)
        } _: { row in
            let properties = MessageProperties(
                correlationID: row.isNull(2) ? nil : OpaqueProperty(row.bytes(2)),
                replyTo: OpaqueProperty(row.bytes(1)),
                traceparent: row.text(3),
                tracestate: row.text(4)
            )
            answers.append((row.integer(0), properties, Instant(milliseconds: row.integer(5))))
        }
        return answers.sorted { $0.position < $1.position }.map { ($0.properties, $0.at) }
    }
}
