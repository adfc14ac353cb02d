/// Reads and writes spans of elapsed time as ISO 8601: `PT10M`, `PT1H30M`, `P1D`.
///
/// A day is 24 hours here. Years, months and weeks have no fixed length and are refused.
public enum TimeSpan {
    /// The span, or nil where the text is not `P[nD][T[nH][nM][nS]]` with whole numbers of at most four digits
    /// and at least one of them.
    public static func parse(_ text: some StringProtocol) -> Duration? {
        String(text).withBytes { parse(DurationParts($0)) }
    }

    private static func parse(_ parts: DurationParts) -> Duration? {
        var parts = parts
        guard parts.take(UInt8(ascii: "P")) else { return nil }
        let days = parts.number(before: UInt8(ascii: "D"))
        var seconds = (days ?? 0) * 86_400
        if parts.take(UInt8(ascii: "T")) {
            let hours = parts.number(before: UInt8(ascii: "H"))
            let minutes = parts.number(before: UInt8(ascii: "M"))
            let rest = parts.number(before: UInt8(ascii: "S"))
            guard hours != nil || minutes != nil || rest != nil else { return nil }
            seconds += (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (rest ?? 0)
        } else if days == nil {
            return nil
        }
        return parts.isAtEnd ? .seconds(seconds) : nil
    }
}
