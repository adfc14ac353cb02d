extension Violation {
    /// Which rule is broken. Codes are stable and never reused; each is documented here and in `docs/`.
    ///
    /// A rule that needs an invalid field is not judged, so one mistake does not cause several violations.
    public enum Code: String, CaseIterable, Sendable {
        // The document as a whole. Then nothing else is reported.

        /// The body is not JSON (RFC 8259, I-JSON). A duplicate member name is reported at that member.
        case malformedJSON = "malformed-json"
        /// The document, or the `data` or `data_base64` of a CloudEvent, is not a JSON object.
        case notAnObject = "not-an-object"
        /// The body has more bytes than the limit.
        case tooLarge = "too-large"
        /// Arrays and objects are nested deeper than the limit; the document itself is the first level.
        case tooDeep = "too-deep"
        /// The body is not UTF-8.
        case invalidUTF8 = "invalid-utf8"

        // One field, independent of the settings.

        /// A required field is absent; the pointer is the place of the field.
        case missingField = "missing-field"
        /// The value has another JSON type, null included, or the text contains characters that are not allowed: in an id
        /// control and invisible characters and white space at its ends, in a note control characters other than tab and
        /// line feed, in settings what ``WrittenText`` refuses.
        case wrongType = "wrong-type"
        /// The value is not one of the possible ones.
        case unknownValue = "unknown-value"
        /// The string has more Unicode scalars than its limit.
        case tooLong = "too-long"
        /// The string, the list or (after trimming) the note is shorter than its minimum.
        case tooShort = "too-short"
        /// Not a date of the calendar as `YYYY-MM-DD`.
        case invalidDate = "invalid-date"
        /// Not an RFC 3339 instant with an offset.
        case invalidInstant = "invalid-instant"
        /// Not the name of an IANA time zone.
        case invalidTimeZone = "invalid-time-zone"
        /// Not an ISO 8601 duration of the kind that the field takes, or one of zero length.
        case invalidDuration = "invalid-duration"
        /// Not an ISO 4217 code, or one that was not active on the day on which the termination was made.
        case invalidCurrency = "invalid-currency"
        /// The number or the date is outside its bounds.
        case outOfRange = "out-of-range"
        /// The AMQP property `message-id` differs from the field `messageId`.
        case messageIDMismatch = "message-id-mismatch"
        /// The message id was accepted before with other content.
        case messageIDReused = "message-id-reused"
        /// Terminus does not read the content type in the AMQP property `content-type` or a CloudEvent's
        /// `datacontenttype`, or a CloudEvent came without its content type.
        case unsupportedContentType = "unsupported-content-type"

        // The reason and the note, by the settings.

        /// No reason is given and the settings require one.
        case reasonRequired = "reason-required"
        /// The settings have no such reason; the suggestion names the nearest ones.
        case unknownReason = "unknown-reason"
        /// The reason was retired before the termination occurred, or merged into another.
        case reasonRetired = "reason-retired"
        /// The reason was not valid yet when the termination occurred.
        case reasonNotYetValid = "reason-not-yet-valid"
        /// The reason is not allowed for this initiator, termination type or contract type; the pointer is that field.
        case reasonNotAllowed = "reason-not-allowed"
        /// The reason requires a note.
        case noteRequired = "note-required"
        /// The reason forbids a note.
        case noteForbidden = "note-forbidden"

        // Dates compared with each other.

        /// The contract would end more than a day before it starts. (Ending on the day before means that it never came
        /// into force.)
        case endDateBeforeStart = "end-date-before-start"
        /// The end date is further in the past than the settings allow.
        case backdatedTooFar = "backdated-too-far"

        // History.

        /// Another termination ends the same term of the contract. The suggestion names it where it is the same customer's.
        case contractAlreadyTerminated = "contract-already-terminated"
        /// A correction or withdrawal of a termination that was never recorded.
        case unknownTermination = "unknown-termination"
        /// The revision is recorded with other content.
        case revisionConflict = "revision-conflict"
        /// The termination is withdrawn already.
        case alreadyWithdrawn = "already-withdrawn"
        /// The termination is recorded for another contract or customer.
        case contractMismatch = "contract-mismatch"
        /// The revision is below the recorded one although it was made later.
        case staleRevision = "stale-revision"
        /// A `terminate` of a termination that is already recorded. Recorded terminations are changed by `correct`.
        case alreadyRecorded = "already-recorded"

        // Later additions to the groups above.

        /// The termination was made more than a day after its message was received.
        case occurredInFuture = "occurred-in-future"
        /// The end date is further in the future than the settings allow.
        case endDateTooFar = "end-date-too-far"
        /// Two dates of the contract contradict each other; the pointer is the one before the contract's start.
        case contradictoryDates = "contradictory-dates"
        /// By the AMQP property `content-encoding` the body is compressed, or in an encoding other than UTF-8.
        case unsupportedContentEncoding = "unsupported-content-encoding"
        /// A document of settings is not YAML (1.2, core schema). Messages are JSON and never have it.
        case malformedYAML = "malformed-yaml"
    }
}
