/// An amount in the minor units of its currency: 1299 EUR is € 12.99.
public struct Money: Hashable, Sendable {
    /// Minor units, within ±(2^53 − 1), which every JSON reader represents exactly (I-JSON, RFC 7493).
    public let minorUnits: Int64
    public let currency: Currency

    static let range: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991

    public init?(minorUnits: Int64, currency: Currency) {
        guard Self.range ~= minorUnits else { return nil }
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// An equal part in minor units, rounded half to even.
    ///
    /// - Parameter count: how many parts, at least 1.
    public func divided(by count: Int) -> Int64 {
        precondition(count > 0, "An amount is divided into at least one part.")
        let (quotient, remainder) = minorUnits.quotientAndRemainder(dividingBy: Int64(count))
        let twice = 2 * remainder.magnitude
        let isAway = twice > count.magnitude || (twice == count.magnitude && quotient % 2 != 0)
        return isAway ? quotient + (minorUnits < 0 ? -1 : 1) : quotient
    }
}

/// A currency of ISO 4217, by its alphabetic code: one that is active, or was active after 1998 (list three).
///
/// ``isActive(on:)`` says whether it was active on a given day.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
    /// Three capitals, such as `EUR`.
    public let code: String

    /// The currency of this code, or nil where ISO 4217 has had none since 1999. Capitals only.
    public init?(_ code: String) {
        // The bytes are counted because U+212A, the Kelvin sign, equals K.
        guard code.utf8.count == 3, Self.active.contains(code) || Self.lastDays[code] != nil else { return nil }
        self.code = code
    }

    /// Whether the currency was active on that day. The days are exact for currencies that began or ended after 1998; older
    /// ones count as active before.
    public func isActive(on day: LocalDate) -> Bool {
        if let first = Self.firstDays[code], day < first { return false }
        guard let last = Self.lastDays[code] else { return true }
        return day <= last
    }

    /// The days on which a currency was active that was not active on `day`.
    func activeDays(otherThan day: LocalDate) -> String {
        if let first = Self.firstDays[code], day < first { return "\(first) or later" }
        return Self.lastDays[code].map { "\($0) or before" } ?? "any day"
    }

    public var description: String { code }

    /// The number of decimal places of an amount (ISO 4217, list one): 2 for most.
    public static func minorUnitDigits(of code: String) -> Int {
        if withoutMinorUnit.contains(code) { return 0 }
        if inThousandths.contains(code) { return 3 }
        return inTenThousandths.contains(code) ? 4 : 2
    }

    /// The amount with a decimal point, such as `-1234.50`.
    ///
    /// - Parameter code: the currency of the minor units.
    public static func decimal(_ minorUnits: some SignedInteger, of code: String) -> String {
        let digits = minorUnitDigits(of: code)
        guard digits > 0 else { return String(minorUnits) }
        let text = String(minorUnits.magnitude)
        let padded = String(repeating: "0", count: max(digits + 1 - text.count, 0)) + text
        return (minorUnits < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    private static let withoutMinorUnit: Set = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
        "XPF",
        // No longer active.
        "ADP", "BEF", "BYB", "BYR", "ECS", "ESP", "GRD", "ITL", "LUF", "MGF", "PTE", "TJR", "TPE", "TRL",
    ]
    private static let inThousandths: Set = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
    private static let inTenThousandths: Set = ["CLF", "UYW"]

    /// ISO 4217 list one (amendment 178), without the codes that are not money: precious metals, bond units, testing and
    /// "no currency".
    private static let active = Set(
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE \
        CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF \
        GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR \
        LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN \
        PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
        TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR \
        ZMW ZWG
        """.split(separator: " ").map(String.init)
    )

    /// The last day of each currency that ended after 1998: the day before its successor took over, or the last day on
    /// which both were legal tender.
    private static let lastDays = days(
        """
        ADP 2002-02-28 AFA 2003-01-02 ANG 2025-06-30 AOR 1999-11-30 ATS 2002-02-28 AZM 2006-12-31 BEF 2002-02-28 \
        BGL 1999-07-04 BGN 2025-12-31 BYB 2000-12-31 BYR 2016-12-31 CSD 2006-10-24 CUC 2021-06-30 CYP 2007-12-31 \
        DEM 2002-02-28 ECS 2000-09-15 EEK 2010-12-31 ESP 2002-02-28 FIM 2002-02-28 FRF 2002-02-28 GHC 2007-12-31 \
        GRD 2002-02-28 HRK 2022-12-31 IEP 2002-02-28 ITL 2002-02-28 LTL 2014-12-31 LUF 2002-02-28 LVL 2013-12-31 \
        MGF 2004-12-31 MRO 2017-12-31 MTL 2007-12-31 MZM 2006-12-31 NLG 2002-02-28 PTE 2002-02-28 ROL 2006-12-31 \
        SDD 2007-06-30 SIT 2006-12-31 SKK 2008-12-31 SLL 2024-03-31 SRG 2003-12-31 STD 2018-06-30 TJR 2000-10-29 \
        TMM 2009-12-31 TPE 2002-05-19 TRL 2005-12-31 VEB 2008-06-30 VEF 2018-08-20 YUM 2003-07-31 ZMK 2013-06-30 \
        ZWD 2008-08-31 ZWL 2024-08-31
        """
    )

    /// The first day of each currency that began after 1998.
    private static let firstDays = days(
        """
        AFN 2002-10-07 AOA 1999-12-01 AZN 2006-01-01 BGN 1999-07-05 BYN 2016-07-01 BYR 2000-01-01 CHE 2004-11-01 \
        CHW 2004-11-01 CSD 2003-07-03 EUR 1999-01-01 GHS 2007-07-03 MGA 2003-07-31 MRU 2018-01-01 MZN 2006-07-01 \
        RON 2005-07-01 RSD 2006-10-25 SDG 2007-01-10 SLE 2022-07-01 SRD 2004-01-01 SSP 2011-07-18 STN 2018-01-01 \
        TJS 2000-10-30 TMT 2009-01-01 TRY 2005-01-01 UYW 2018-08-29 VED 2021-10-01 VEF 2008-01-01 VES 2018-08-20 \
        XCG 2025-03-31 ZMW 2013-01-01 ZWG 2024-04-08 ZWL 2009-02-02
        """
    )

    private static func days(_ table: String) -> [String: LocalDate] {
        let words = table.split(separator: " ").map(String.init)
        var days: [String: LocalDate] = [:]
        for index in stride(from: 0, to: words.count - 1, by: 2) { days[words[index]] = LocalDate(words[index + 1]) }
        return days
    }
}
