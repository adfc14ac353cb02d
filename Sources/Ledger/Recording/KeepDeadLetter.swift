import Foundation
import Terminations

extension Batch {
    /// Keeps a refused message and publishes the refusal. If the message is kept already, its dead letter counts one more
    /// occurrence and no second event is published, unless it came with an import without events. A delivery that asks for an
    /// answer gets one each time.
    mutating func reject(
        _ received: ReceivedMessage,
        _ violations: [Violation],
        source: DeadLetter.Source = .refused
    ) throws -> Outcome {
        let key = ContentKey(received.message)
        if let known = try knownDeadLetter(received, key) {
            try countOccurrence(of: known, .violations(violations))
            // A held message is judged when its termination is recorded, or when its waiting time is over.
            if known.state == .held {
                try awaitVerdict(received, of: known.id)
                return .held(deadLetterID: known.id, isRepeated: true)
            }
            if try claim(known, event: nextSequence) {
                try publishRefusal(of: known.id, received, violations)
                return .rejected(deadLetterID: known.id, violations: violations, isRepeated: false)
            }
            try answer(
                received.message.properties,
                of: known.id,
                received.parsed,
                violations,
                position: known.event
            )
            return .rejected(deadLetterID: known.id, violations: violations, isRepeated: true)
        }
        let event = origin.publishesEvents ? nextSequence : nil
        let id = try insertDeadLetter(source, received, key, .violations(violations), event: event).id
        if origin.publishesEvents { try publishRefusal(of: id, received, violations) }
        return .rejected(deadLetterID: id, violations: violations, isRepeated: false)
    }

    private mutating func publishRefusal(of id: String, _ received: ReceivedMessage, _ violations: [Violation]) throws {
        let properties = received.message.properties
        let event = Event.rejected(
            deadLetterID: id,
            parsed: received.parsed,
            violations: violations,
            context: context(for: properties)
        )
        try append(event, for: properties)
        try answer(properties, of: id, received.parsed, violations, event: event)
    }

    /// Makes a dead letter of an import without events one whose refusal is published.
    ///
    /// - Parameter event: the position of the event of the refusal; nil if none is published.
    /// - Returns: whether it was such a dead letter, and events of this message are published.
    private func claim(_ known: ExistingDeadLetter, event: Int64? = nil) throws -> Bool {
        guard !known.isPublished, origin.publishesEvents else { return false }
        try transaction.setOrigin(importRun: origin.importRun, event: event, of: known.id)
        return true
    }

    /// Keeps a message that cannot be judged. The failure is ours: no refusal is published.
    mutating func park(_ received: ReceivedMessage, source: DeadLetter.Source) throws -> Outcome {
        try forgetAttempts(at: received)
        if try isAccepted(received.parsed) { return .duplicate }
        let key = ContentKey(received.message)
        if let known = try knownDeadLetter(received, key) {
            try countOccurrence(of: known, .unjudgeable)
            _ = try claim(known)
            return .parked(deadLetterID: known.id)
        }
        return .parked(deadLetterID: try insertDeadLetter(source, received, key, .unjudgeable).id)
    }

    /// The dead letter that this message already is. With a readable id: the same content under that id. Without one, only a
    /// redelivery can be distinguished from a second message with the same bytes. A closed dead letter of an import is never
    /// that of a redelivery.
    func knownDeadLetter(_ received: ReceivedMessage, _ key: ContentKey) throws -> ExistingDeadLetter? {
        guard received.parsed.messageID != nil || received.isRedelivered else { return nil }
        return try transaction.deadLetter(
            key,
            messageID: received.parsed.messageID,
            isRedelivered: received.isRedelivered
        )
    }

    /// - Parameter cause: why it was not accepted this time; nil if it was not judged. It replaces the cause of an open dead
    ///   letter, except if the body was edited: then other bytes than these are judged.
    mutating func countOccurrence(of known: ExistingDeadLetter, _ cause: DeadLetterCause?) throws {
        try transaction.countOccurrence(of: known.id, at: recordedAt)
        guard let cause, known.state == .open, !known.isEdited else { return }
        try register(cause)
        let isNews = cause.fingerprint != known.fingerprint
        let violations = Violation.text(cause.violations)
        try transaction.setCause(
            cause,
            of: known.id,
            settingsVersion: knownSettingsVersion,
            raisesVersion: isNews
        )
        if isNews {
            let author = AuditTrail.Author.worker("The message came again and was refused for another cause.")
            try note(.refused, of: known.id, by: author, details: refusalDetails(violations))
        }
    }

    /// The details of a refusal in the audit trail.
    ///
    /// - Parameter replay: the number of the replay that it is a part of.
    func refusalDetails(_ violations: String, replay: Int64? = nil) -> String {
        let replay = replay.map { ",\"replay\":\($0)" } ?? ""
        return "{\"violations\":\(violations),\"settingsVersion\":\(settingsVersion)\(replay)}"
    }

    mutating func insertDeadLetter(
        _ source: DeadLetter.Source,
        _ received: ReceivedMessage,
        _ key: ContentKey,
        _ cause: DeadLetterCause,
        heldUntil: Instant? = nil,
        event: Int64? = nil
    ) throws -> OpenDeadLetter {
        try register(cause)
        let id = DeadLetterID.next(at: recordedAt)
        let number = try transaction.insert(
            NewDeadLetter(
                id: id,
                source: source,
                received: received,
                content: key,
                cause: cause,
                settingsVersion: knownSettingsVersion,
                receivedAt: recordedAt,
                heldUntil: heldUntil,
                importRun: origin.importRun,
                event: event
            )
        )
        if heldUntil == nil { hasOpenDeadLetters = true } else { hasHeldMessages = true }
        return OpenDeadLetter(number: number, id: id, version: 1)
    }
}

/// Makes the ids of dead letters: UUIDv7 (RFC 9562, section 5.7), so that they are unique beyond one ledger and sort by
/// the time at which they were made.
enum DeadLetterID {
    static func next(at now: Instant) -> String {
        var bytes = withUnsafeBytes(of: UUID().uuid) { [UInt8]($0) }
        let milliseconds = UInt64(clamping: now.milliseconds)
        for index in 0..<6 {
            bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64(index)))
        }
        bytes[6] = bytes[6] & 0x0F | 0x70
        let uuid = bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
        return UUID(uuid: uuid).uuidString.lowercased()
    }
}
