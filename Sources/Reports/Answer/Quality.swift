/// How far the registration of reasons can be trusted, in the period: what is withdrawn or administrative is left out.
public struct Quality: Sendable, Equatable {
    /// Without a reason.
    public let withoutReason: Int
    /// With a reason that says nothing, such as "other".
    public let catchAll: Int
    /// The codes of these reasons.
    public let catchAllCodes: [String]
    /// Refused when they first came, and recorded later.
    public let refusedAtFirst: Int
    /// The codes of the violations that these had, the most frequent first. One termination may count under several.
    public let refusals: [Refusal]
    /// Reasons that were recorded under one code with several labels: were they one reason?
    public let relabelled: [Relabelled]
    /// Messages that are refused or wait now, and are in no figure.
    public let unrecorded: Int
    /// Those of ``unrecorded`` that imports refused or keep waiting.
    public let unrecordedFromImports: Int
    /// Messages that imports refused, whenever that was: those of an import that wrote them to a file are no dead letters.
    public let refusedByImports: Int

    public struct Refusal: Sendable, Equatable {
        /// Of ``Violation/Code``, or a cause such as `unjudgeable`.
        public let code: String
        public let count: Int

        public init(code: String, count: Int) {
            self.code = code
            self.count = count
        }
    }

    public struct Relabelled: Sendable, Equatable {
        public let code: String
        /// As they were recorded in the period, the most frequent first.
        public let labels: [(label: String, count: Int)]

        public static func == (a: Relabelled, b: Relabelled) -> Bool {
            a.code == b.code && a.labels.elementsEqual(b.labels, by: ==)
        }

        public init(code: String, labels: [(label: String, count: Int)]) {
            self.code = code
            self.labels = labels
        }
    }
}
