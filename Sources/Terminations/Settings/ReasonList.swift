/// Reads `reasons` and checks that every code and alias names one reason.
struct ReasonList {
    private var fields: FieldReader
    private var reasons: [(index: Int, reason: CancellationReason)] = []

    /// The result must not be used where the reader reports violations.
    static func read(_ fields: inout FieldReader, defaultLanguage: String?) -> [CancellationReason] {
        guard let elements = fields.optional("reasons", ListField(maxCount: Settings.maxReasons)).value
        else { return [] }
        var list = ReasonList(fields: FieldReader(elements, at: fields.pointer.appending("reasons")))
        for index in elements.indices { list.read(index, defaultLanguage: defaultLanguage) }
        list.checkNames()
        list.checkMerges()
        fields.report(list.fields.violations)
        return list.reasons.map(\.reason)
    }

    private init(fields: FieldReader) {
        self.fields = fields
    }

    private mutating func read(_ index: Int, defaultLanguage: String?) {
        guard
            let object = fields.required(String(index), ObjectField(example: "{code: price, labels: {nl: Te duur}}"))
                .value
        else { return }
        var reader = FieldReader(object, at: fields.pointer.appending(index))
        if let reason = CancellationReason.read(&reader, defaultLanguage: defaultLanguage) {
            reasons.append((index, reason))
        }
        fields.report(reader.violations)
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
                    refuse(.unknownValue, [String(index), "aliases", String(place)], "This code is already taken.")
                }
            }
        }
    }

    private mutating func checkMerges() {
        let successors = Dictionary(
            reasons.map { ($0.reason.code.normalCode, $0.reason.replacedBy?.normalCode) },
            uniquingKeysWith: { first, _ in first }
        )
        let circular = Self.circular(successors)
        let codes = Dictionary(
            reasons.map { ($0.reason.code.normalCode, $0.reason.code) },
            uniquingKeysWith: { first, _ in first }
        )
        var known: Nearest?
        for (index, reason) in reasons {
            guard let successor = reason.replacedBy else { continue }
            let place = [String(index), "replacedBy"]
            if successors[successor.normalCode] == nil {
                let codes = known ?? Nearest(Dictionary(reasons.map { ($0.reason.code, $0.reason.code) }) { $1 })
                known = codes
                let suggestion = codes.meanings(near: successor, atMost: 2)
                    .first { $0.normalCode != reason.code.normalCode }
                refuse(.unknownReason, place, "There is no reason with this code.", suggestion: suggestion)
            } else if circular.contains(reason.code.normalCode) {
                let path = Self.circle(from: reason.code.normalCode, successors).map { codes[$0] ?? $0 }
                refuse(
                    .unknownValue,
                    place,
                    path.count == 1
                        ? "The reason would be merged into itself."
                        : "The reasons would be merged in a circle: \(path.joined(separator: " → ")) → \(reason.code)."
                )
            }
        }
    }

    /// The codes of a circle, beginning with one of them, at most ten.
    private static func circle(from start: String, _ successors: [String: String?]) -> [String] {
        var path = [start]
        while path.count < 10, let next = successors[path[path.count - 1]] ?? nil, next != start { path.append(next) }
        return path
    }

    /// The codes from which the merges lead back to the code itself. Each merge is followed once.
    private static func circular(_ successors: [String: String?]) -> Set<String> {
        var circular: Set<String> = []
        var followed: Set<String> = []
        for start in successors.keys {
            var path: [String] = []
            var next: String? = start
            while let code = next, followed.insert(code).inserted {
                path.append(code)
                next = successors[code] ?? nil
            }
            // The path ended at one of its own codes, not at one of an earlier path.
            if let next, let begin = path.firstIndex(of: next) { circular.formUnion(path[begin...]) }
        }
        return circular
    }

    private mutating func refuse(
        _ code: Violation.Code,
        _ tokens: [String],
        _ message: String,
        suggestion: String? = nil
    ) {
        let pointer = tokens.reduce(fields.pointer) { $0.appending($1) }
        fields.report([Violation(code, at: pointer, message, suggestion: suggestion)])
    }
}
