/// Finds the known name that a misspelt one probably means.
///
/// Two names are near when at most a third of the longer one has changed, by letters inserted, deleted, replaced or swapped
/// (optimal string alignment). Case does not matter. Names are compared by their first 64 characters.
///
/// A search among a thousand names costs little more than one among ten: it visits only names of a similar length, skips
/// those whose letters differ too much, and compares the others from the most to the least similar until it has enough.
public struct Nearest: Sendable {
    /// A comparison holds one bit of a word for each character.
    private static let longest = 64

    private struct Name: Sendable {
        let text: String
        let meaning: String
        let scalars: [Unicode.Scalar]
    }

    /// Shorter names first.
    private let names: [Name]
    private let tallies: [LetterTally]
    /// The index in ``names`` at which the names of each length begin, and one more for the end.
    private let starts: [Int]

    /// - Parameter meanings: what each name means. Several names may mean the same.
    init(_ meanings: [String: String]) {
        let names =
            meanings
            .map { Name(text: $0, meaning: $1, scalars: Self.scalars(of: $0)) }
            .sorted { ($0.scalars.count, $0.text) < ($1.scalars.count, $1.text) }
        self.names = names
        tallies = names.map { LetterTally($0.scalars) }
        var starts = Array(repeating: names.count, count: Self.longest + 2)
        for (index, name) in names.enumerated().reversed() { starts[name.scalars.count] = index }
        for length in starts.indices.dropLast().reversed() { starts[length] = min(starts[length], starts[length + 1]) }
        self.starts = starts
    }

    /// The candidates that are near the text, the nearest first.
    public static func of(_ candidates: some Sequence<String>, to text: String) -> [String] {
        Nearest(Dictionary(candidates.map { ($0, $0) }, uniquingKeysWith: { first, _ in first }))
            .meanings(near: text, atMost: .max)
    }

    /// The distance between two texts of at most 64 characters.
    static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        one.isEmpty || other.isEmpty ? max(one.count, other.count) : Pattern(one).distance(to: other)
    }

    /// What the names near the text mean, the nearest first and each meaning once.
    func meanings(near text: String, atMost count: Int) -> [String] {
        let scalars = Self.scalars(of: text)
        guard !scalars.isEmpty else { return [] }
        var found: [(distance: Int, name: Name)] = []
        let pattern = Pattern(scalars)
        for (difference, places) in candidates(for: scalars).enumerated() {
            // The remaining names differ in at least this many letters, so they cannot be nearer than those found.
            if difference > 0, Set(found.lazy.filter { $0.distance < difference }.map(\.name.meaning)).count >= count {
                break
            }
            for place in places {
                let name = names[place]
                let distance = pattern.distance(to: name.scalars)
                if distance <= Self.limit(scalars.count, name.scalars.count) { found.append((distance, name)) }
            }
        }
        var meanings: [String] = []
        for (_, name) in found.sorted(by: { ($0.distance, $0.name.text) < ($1.distance, $1.name.text) })
        where meanings.count < count && !meanings.contains(name.meaning) { meanings.append(name.meaning) }
        return meanings
    }

    /// The distance between the first 64 characters of two texts.
    static func distance(_ text: String, _ other: String) -> Int {
        let (scalars, others) = (scalars(of: text), scalars(of: other))
        return scalars.isEmpty ? others.count : Pattern(scalars).distance(to: others)
    }

    /// The indexes of the names that may be near, by the fewest letters in which they differ.
    ///
    /// The loop visits each name of a similar length, so it makes no calls.
    private func candidates(for scalars: [Unicode.Scalar]) -> [[Int]] {
        let tally = LetterTally(scalars)
        let (low, high) = (tally.counters.0 | LetterTally.highBits, tally.counters.1 | LetterTally.highBits)
        var places = Array(repeating: [Int](), count: Self.limit(Self.longest, Self.longest) + 1)
        tallies.withUnsafeBufferPointer { tallies in
            for length in 1...Self.longest {
                let limit = Self.limit(scalars.count, length)
                guard abs(scalars.count - length) <= limit else { continue }
                // A longer name's surplus of letters is its own deficit plus the difference in length.
                let most = limit - max(length - scalars.count, 0)
                var place = starts[length]
                let end = starts[length + 1]
                while place < end {
                    let other = tallies[place].counters
                    let (first, second) = (low &- other.0, high &- other.1)
                    let firstSigns = ((first & LetterTally.highBits) >> 7) &* 0x7F
                    let secondSigns = ((second & LetterTally.highBits) >> 7) &* 0x7F
                    // Neither a byte nor the sum of all bytes exceeds 64.
                    let sum = ((first & firstSigns) &+ (second & secondSigns)) &* 0x0101_0101_0101_0101
                    let surplus = Int(truncatingIfNeeded: sum >> 56)
                    if surplus <= most { places[surplus + max(length - scalars.count, 0)].append(place) }
                    place &+= 1
                }
            }
        }
        return places
    }

    private static func scalars(of text: String) -> [Unicode.Scalar] {
        Array(text.normalCode.unicodeScalars.prefix(longest))
    }

    private static func limit(_ length: Int, _ other: Int) -> Int { max(1, max(length, other) / 3) }
}

/// Counts the letters of a text of at most 64 characters in 16 shared counters of a byte each.
///
/// One change inserts, deletes or replaces at most one letter, so the surplus of letters in one text is a lower bound for
/// the distance to the other.
private struct LetterTally: Sendable {
    /// Set before counters are subtracted, so that no byte borrows from the next. It stays set where the first had more.
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private(set) var counters: (UInt64, UInt64) = (0, 0)

    init(_ scalars: [Unicode.Scalar]) {
        for scalar in scalars {
            let one = UInt64(1) << UInt64(scalar.value % 8 * 8)
            if scalar.value & 8 == 0 { counters.0 &+= one } else { counters.1 &+= one }
        }
    }
}

/// A text that is compared with many others, by Hyyrö's bit-vector algorithm for optimal string alignment ("A bit-vector
/// algorithm for computing Levenshtein and Damerau edit distances", 2003).
private struct Pattern {
    /// For each scalar, one bit for each index at which it occurs.
    private var ascii = Array(repeating: UInt64(0), count: 128)
    private var others: [Unicode.Scalar: UInt64] = [:]
    private let count: Int

    /// - Parameter scalars: from 1 to 64.
    init(_ scalars: [Unicode.Scalar]) {
        count = scalars.count
        for (place, scalar) in scalars.enumerated() {
            let bit = UInt64(1) << UInt64(place)
            if scalar.value < 128 { ascii[Int(scalar.value)] |= bit } else { others[scalar, default: 0] |= bit }
        }
    }

    func distance(to text: [Unicode.Scalar]) -> Int {
        let last = UInt64(1) << UInt64(count - 1)
        var distance = count
        // Vertical differences of +1 and of -1, diagonal ones of 0, and the matches of the scalar before.
        var (plus, minus, diagonal, matchesBefore) = (UInt64.max, UInt64(0), UInt64(0), UInt64(0))
        for scalar in text {
            let matches = scalar.value < 128 ? ascii[Int(scalar.value)] : others[scalar] ?? 0
            let swaps = ((~diagonal & matches) << 1) & matchesBefore
            diagonal = (((matches & plus) &+ plus) ^ plus) | matches | minus | swaps
            let horizontalPlus = minus | ~(diagonal | plus)
            let horizontalMinus = diagonal & plus
            if horizontalPlus & last != 0 { distance += 1 }
            if horizontalMinus & last != 0 { distance -= 1 }
            let shifted = (horizontalPlus << 1) | 1
            plus = (horizontalMinus << 1) | ~(diagonal | shifted)
            minus = shifted & diagonal
            matchesBefore = matches
        }
        return distance
    }
}
