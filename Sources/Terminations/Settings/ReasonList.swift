/// Reads `reasons` and sees to it that every code and alias names one reason.
struct ReasonList {
    private var fields: FieldReader
    private var reasons: [(index: Int, reason: CancellationReason)] = []

    /// What is returned stands for nothing where the reader has noted violations.
    static func read(_ fields: inout FieldReader, defaultLanguage: String?) -> [CancellationReason] {
        guard let elements = fields.optional("reasons", ListField()).value else { return [] }
        var list = ReasonList(fields: FieldReader(elements, at: fields.pointer.appending("reasons")))
        for index in elements.indices { list.read(index, defaultLanguage: defaultLanguage) }
        list.checkNames()
        list.checkMerges()
        fields.note(list.fields.violations)
        return list.reasons.map(\.reason)
    }

    private init(fields: FieldReader) {
        self.fields = fields
    }

    private mutating func read(_ index: Int, defaultLanguage: String?) {
        guard let object = fields.required(String(index), ObjectField()).value else { return }
        var reader = FieldReader(object, at: fields.pointer.appending(index))
        if let reason = CancellationReason.read(&reader, defaultLanguage: defaultLanguage) {
            reasons.append((index, reason))
        }
        fields.note(reader.violations)
    }

    /// Codes first, then aliases. An alias may take over the code of a reason that was merged into another.
    private mutating func checkNames() {
        var codes: [String: CancellationReason] = [:]
        for (index, reason) in reasons {
            if codes[reason.code.normalCode] == nil {
                codes[reason.code.normalCode] = reason
            } else {
                refuse(.unknownValue, [String(index), "code"], "Another reason has this code.")
            }
        }
        var aliases: Set<String> = []
        for (index, reason) in reasons {
            for (place, alias) in reason.aliases.enumerated() {
                let holder = codes[alias.normalCode]
                let isTaken = holder.map { $0.replacedBy == nil || $0 == reason } ?? false
                if isTaken || !aliases.insert(alias.normalCode).inserted {
                    refuse(.unknownValue, [String(index), "aliases", String(place)], "This code is taken already.")
                }
            }
        }
    }

    private mutating func checkMerges() {
        let successors = Dictionary(
            reasons.map { ($0.reason.code.normalCode, $0.reason.replacedBy?.normalCode) },
            uniquingKeysWith: { first, _ in first }
        )
        for (index, reason) in reasons {
            guard let successor = reason.replacedBy else { continue }
            let place = [String(index), "replacedBy"]
            if successors[successor.normalCode] == nil {
                let known = reasons.map(\.reason.code).filter { $0.normalCode != reason.code.normalCode }
                let suggestion = Nearest.of(known, to: successor).first
                refuse(.unknownReason, place, "There is no reason with this code.", suggestion: suggestion)
            } else if Self.isCircle(from: reason.code.normalCode, successors) {
                refuse(.unknownValue, place, "The reason would be merged into itself.")
            }
        }
    }

    /// Whether following the merges comes back to where it began.
    private static func isCircle(from code: String, _ successors: [String: String?]) -> Bool {
        var next = successors[code] ?? nil
        for _ in 0..<successors.count {
            guard let current = next else { return false }
            if current == code { return true }
            next = successors[current] ?? nil
        }
        return false
    }

    private mutating func refuse(
        _ code: Violation.Code,
        _ tokens: [String],
        _ message: String,
        suggestion: String? = nil
    ) {
        let pointer = tokens.reduce(fields.pointer) { $0.appending($1) }
        fields.note([Violation(code, at: pointer, message, suggestion: suggestion)])
    }
}
