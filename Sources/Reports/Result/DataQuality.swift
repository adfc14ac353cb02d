/// How complete the recorded reasons of the period are. Excludes withdrawn and administrative terminations.
public struct DataQuality: Sendable, Equatable {
    /// Terminations without a reason.
    public let withoutReason: Int
    /// Terminations with a catch-all reason, such as "other".
    public let catchAll: Int
    /// The codes of the catch-all reasons.
    public let catchAllCodes: [String]
    /// Terminations that were refused at first, and recorded later.
    public let refusedAtFirst: Int
    /// The codes of their violations, the most frequent first. One termination may count under several.
    public let refusals: [Refusal]
    /// Codes that were recorded with several labels, and may therefore stand for several reasons.
    public let relabelled: [Relabelled]
    /// Messages that are currently refused or held, and are in no figure.
    public let unrecorded: Int
    /// The part of ``unrecorded`` that came from imports.
    public let unrecordedFromImports: Int
    /// Messages that imports refused at any time, including those that the import wrote to a file instead of keeping them as
    /// dead letters.
    public let refusedByImports: Int

    public struct Refusal: Sendable, Equatable {
        /// A ``Violation/Code``, or a cause such as `unjudgeable`.
        public let code: String
        public let count: Int

        public init(code: String, count: Int) {
            self.code = code
            self.count = count
        }
    }

    public struct Relabelled: Sendable, Equatable {
        public let code: String
        /// The recorded labels in the period, the most frequent first.
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
