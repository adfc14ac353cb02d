extension Judge {
    /// Judges the note: how long it may be, and what the reason says about it.
    func judgeNote(_ draft: MessageFields, _ choice: ReasonDirectory.Choice, _ findings: inout Findings) {
        guard !draft.note.isBroken else { return }
        let note = draft.note.value
        let maxLength = settings.settings.note.maxLength
        if let note, note.utf8.count > maxLength, note.unicodeScalars.count > maxLength {
            findings.note(
                .tooLong,
                at: .note,
                "The note is too long.",
                expected: "at most \(maxLength) characters"
            )
        }
        // Such a reason is refused as it is: what it once said about notes does not matter any more.
        guard let reason = choice.reason, !reason.isMergedAtOnce else { return }
        switch (reason.note.presence, note) {
        case (.required, nil):
            findings.note(.noteRequired, at: .note, "The reason demands a note.")
        case (.forbidden, _?):
            findings.note(.noteForbidden, at: .note, "The reason forbids a note.")
        case (.required, let note?), (.optional, let note?):
            if let minLength = reason.note.minLength, note.trimmed.unicodeScalars.count < minLength {
                findings.note(
                    .tooShort,
                    at: .note,
                    "The note is too short.",
                    expected: "at least \(minLength) characters"
                )
            }
        case (.optional, nil), (.forbidden, nil): break
        }
    }
}
