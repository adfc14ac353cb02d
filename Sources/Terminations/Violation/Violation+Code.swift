extension Violation {
    /// Which rule is broken. Codes are stable and never reused; each is documented here and in `docs/`.
    ///
    /// A rule that needs a broken field is not judged: a violation has no follow-up violations.
    public enum Code: String, CaseIterable, Sendable {
        // The document as a whole, and then nothing else is reported.

        /// The body is not JSON (RFC 8259, I-JSON); a member name that stands twice is reported at that member.
        case malformedJSON = "malformed-json"
        /// The document, or the `data` or `data_base64` of a CloudEvent, is not a JSON object.
        case notAnObject = "not-an-object"
        /// The body has more bytes than the limit.
        case tooLarge = "too-large"
        /// Arrays and objects are nested deeper than the limit; the document itself is the first level.
        case tooDeep = "too-deep"
        /// The body is not UTF-8.
        case invalidUTF8 = "invalid-utf8"

        // One field, whatever the settings say.

        /// A required field is absent; the pointer is where it would stand.
        case missingField = "missing-field"
        /// The value is of another JSON type, null included; or the text holds characters that may not be there
        /// (in an id control and invisible characters, and white space at its ends; in a note control characters other
        /// than tab and line feed).
        case wrongType = "wrong-type"
        /// The value is none of those that are possible.
        case unknownValue = "unknown-value"
        /// The string has more Unicode scalars than its limit.
        case tooLong = "too-long"
        /// The string, the list or (after trimming) the note is shorter than its minimum.
        case tooShort = "too-short"
        /// Not a `YYYY-MM-DD` that the calendar has.
        case invalidDate = "invalid-date"
        /// Not an RFC 3339 instant with an offset.
        case invalidInstant = "invalid-instant"
        /// Not the name of an IANA time zone.
        case invalidTimeZone = "invalid-time-zone"
        /// Not an ISO 8601 duration of the kind that the field takes, or one of zero length.
        case invalidDuration = "invalid-duration"
        /// Not an ISO 4217 code, or one that was not active on the day on which the termination was made.
        case invalidCurrency = "invalid-currency"
        /// The number or the date lies outside its bounds.
        case outOfRange = "out-of-range"
        /// The AMQP property `message-id` differs from the field `messageId`.
        case messageIDMismatch = "message-id-mismatch"
        /// The message id was accepted before with other content.
        case messageIDReused = "message-id-reused"
        /// The AMQP property `content-type`, or a CloudEvent's `datacontenttype`, is not one that Terminus reads; or a
        /// CloudEvent came without its content type.
        case unsupportedContentType = "unsupported-content-type"

        // The reason and the note, as the settings judge them.

        /// No reason is given and the settings demand one.
        case reasonRequired = "reason-required"
        /// The settings have no such reason; the suggestion names the nearest.
        case unknownReason = "unknown-reason"
        /// The reason was retired before the termination occurred, or merged into another.
        case reasonRetired = "reason-retired"
        /// The reason was not valid yet when the termination occurred.
        case reasonNotYetValid = "reason-not-yet-valid"
        /// The reason is not allowed for this initiator, termination type or contract type; the pointer is that field.
        case reasonNotAllowed = "reason-not-allowed"
        /// The reason demands a note.
        case noteRequired = "note-required"
        /// The reason forbids a note.
        case noteForbidden = "note-forbidden"

        // Dates against each other.

        /// The contract would end more than a day before it starts. (The day before says that it never came into force.)
        case endDateBeforeStart = "end-date-before-start"
        /// The end date lies further back than the settings allow.
        case backdatedTooFar = "backdated-too-far"

        // History.

        /// Another termination ends the contract in the same term; it is the suggestion where it is the same customer's.
        case contractAlreadyTerminated = "contract-already-terminated"
        /// A correction or withdrawal of a termination that never was recorded.
        case unknownTermination = "unknown-termination"
        /// The revision is recorded with other content.
        case revisionConflict = "revision-conflict"
        /// The termination is withdrawn already.
        case alreadyWithdrawn = "already-withdrawn"
        /// The termination is recorded for another contract or customer.
        case contractMismatch = "contract-mismatch"
        /// The revision is below the recorded one, though it was made later.
        case staleRevision = "stale-revision"
        /// A `terminate` of a termination that is recorded: what is recorded is changed by `correct`.
        case alreadyRecorded = "already-recorded"

        // Later additions to the groups above, in the order of the message contract.

        /// The termination was made more than a day after its message was received.
        case occurredInFuture = "occurred-in-future"
        /// The end date lies further ahead than the settings allow.
        case endDateTooFar = "end-date-too-far"
        /// Two facts of the contract exclude each other: the pointer is the one that lies before the contract's start.
        case contradictoryDates = "contradictory-dates"
        /// The AMQP property `content-encoding` says that the body is compressed or in another encoding than UTF-8.
        case unsupportedContentEncoding = "unsupported-content-encoding"
    }
}
