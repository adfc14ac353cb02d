/// Finds what was probably meant.
enum Nearest {
    /// The candidates that are near the text, the nearest first; none where none is near.
    ///
    /// Near is at most a third of the longer text changed, by letters put in, left out, replaced or swapped
    /// (optimal string alignment), without regard to case.
    static func of(_ candidates: some Sequence<String>, to text: String) -> [String] {
        let text = Array(text.normalCode.unicodeScalars.prefix(64))
        return
            candidates
            .compactMap { candidate -> (distance: Int, candidate: String)? in
                let other = Array(candidate.normalCode.unicodeScalars.prefix(64))
                let limit = max(1, max(text.count, other.count) / 3)
                guard !text.isEmpty, abs(text.count - other.count) <= limit else { return nil }
                let distance = distance(text, other)
                return distance <= limit ? (distance, candidate) : nil
            }
            .sorted { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
            .map(\.candidate)
    }

    /// Optimal string alignment distance.
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let cost = scalar == other ? 0 : 1
                var best = min(last[column + 1] + 1, current[column] + 1, last[column] + cost)
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
