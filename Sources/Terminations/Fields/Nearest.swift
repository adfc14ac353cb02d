/// Finds what was probably meant, among names that are known beforehand.
///
/// Near is at most a third of the longer text changed, by letters put in, left out, replaced or swapped (optimal string
/// alignment), without regard to case. Names are compared by their first 64 characters.
///
/// A search costs little more among a thousand names than among ten: it visits only names of a fitting length, passes over
/// those whose letters differ too much, and compares the others from the most to the least similar, until enough are found.
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
    /// Where the names of each length begin in ``names``; one more for the end.
    private let starts: [Int]

    /// - Parameter meanings: what each name stands for: several may stand for the same.
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

    /// The candidates that are near the text, the nearest first; none where none is near.
    public static func of(_ candidates: some Sequence<String>, to text: String) -> [String] {
        Nearest(Dictionary(candidates.map { ($0, $0) }, uniquingKeysWith: { first, _ in first }))
            .meanings(near: text, atMost: .max)
    }

    /// By how many letters two texts of at most 64 differ.
    static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        one.isEmpty || other.isEmpty ? max(one.count, other.count) : Pattern(one).distance(to: other)
    }

    /// What the names near the text stand for, the nearest first and each once.
    func meanings(near text: String, atMost count: Int) -> [String] {
        let scalars = Self.scalars(of: text)
        guard !scalars.isEmpty else { return [] }
        var found: [(distance: Int, name: Name)] = []
        let pattern = Pattern(scalars)
        for (difference, places) in candidates(for: scalars).enumerated() {
            // What is left differs in so many letters, and cannot be nearer than what is found.
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

    /// How many changes lead from one text to the other, of which the first 64 characters count.
    static func distance(_ text: String, _ other: String) -> Int {
        let (scalars, others) = (scalars(of: text), scalars(of: other))
        return scalars.isEmpty ? others.count : Pattern(scalars).distance(to: others)
    }

    /// The places of the names that may be near, by how many letters they differ in at least.
    ///
    /// It looks at each name of a fitting length, so it has no call in its loop.
    private func candidates(for scalars: [Unicode.Scalar]) -> [[Int]] {
        let tally = LetterTally(scalars)
        let (low, high) = (tally.counters.0 | LetterTally.highBits, tally.counters.1 | LetterTally.highBits)
        var places = Array(repeating: [Int](), count: Self.limit(Self.longest, Self.longest) + 1)
        tallies.withUnsafeBufferPointer { tallies in
            for length in 1...Self.longest {
                let limit = Self.limit(scalars.count, length)
                guard abs(scalars.count - length) <= limit else { continue }
                // What a longer name has more than the text is what it lacks, and the difference in length besides.
                let most = limit - max(length - scalars.count, 0)
                var place = starts[length]
                let end = starts[length + 1]
                while place < end {
                    let other = tallies[place].counters
                    let (first, second) = (low &- other.0, high &- other.1)
                    let firstSigns = ((first & LetterTally.highBits) >> 7) &* 0x7F
                    let secondSigns = ((second & LetterTally.highBits) >> 7) &* 0x7F
                    // No byte is above 64, and neither is the sum of all.
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

/// How often letters occur in a text of at most 64, order aside. Letters share 16 counters of a byte each.
///
/// A change puts in, takes out or replaces one letter at most: so many letters as one text has more than the other, so many
/// changes at least lead from one to the other.
private struct LetterTally: Sendable {
    /// Set before counters are subtracted, so that no byte borrows of the next; it stays where the first had more.
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private(set) var counters: (UInt64, UInt64) = (0, 0)

    init(_ scalars: [Unicode.Scalar]) {
        for scalar in scalars {
            let one = UInt64(1) << UInt64(scalar.value % 8 * 8)
            if scalar.value & 8 == 0 { counters.0 &+= one } else { counters.1 &+= one }
        }
    }
}

/// A text whose distance to others is asked for: the bit-vector algorithm of Hyyrö for optimal string alignment
/// ("A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003).
private struct Pattern {
    /// For each scalar, the places at which the text has it: one bit each.
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
