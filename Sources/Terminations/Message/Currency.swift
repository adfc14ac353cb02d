/// An active currency of ISO 4217, by its alphabetic code.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
    /// Three capitals, such as `EUR`.
    public let code: String

    /// The currency of this code, or nil where ISO 4217 has none today. Capitals only.
    public init?(_ code: String) {
        // The bytes are counted because U+212A, the Kelvin sign, equals K.
        guard code.utf8.count == 3, Self.active.contains(code) else { return nil }
        self.code = code
    }

    public var description: String { code }

    /// How many digits of an amount in minor units stand behind the decimal sign (ISO 4217, list one): 2 for most.
    public static func minorUnitDigits(of code: String) -> Int {
        if withoutMinorUnit.contains(code) { return 0 }
        if inThousandths.contains(code) { return 3 }
        return inTenThousandths.contains(code) ? 4 : 2
    }

    private static let withoutMinorUnit: Set = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
        "XPF",
    ]
    private static let inThousandths: Set = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
    private static let inTenThousandths: Set = ["CLF", "UYW"]

    /// ISO 4217 list one (amendment 178), without the codes that are no money: precious metals, bond units,
    /// testing and "no currency".
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
}
