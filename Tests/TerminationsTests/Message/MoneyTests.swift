import Terminations
import Testing

@Suite struct `An amount of money` {
    @Test(arguments: [
        (100, 3, 33), (200, 3, 67), (1, 2, 0), (3, 2, 2), (5, 2, 2), (7, 2, 4), (-1, 2, 0), (-3, 2, -2), (-5, 2, -2),
        (-200, 3, -67), (0, 12, 0), (6, 12, 0), (18, 12, 2), (30, 12, 2),
        (9_007_199_254_740_991, 1, 9_007_199_254_740_991),
        (-9_007_199_254_740_991, 2, -4_503_599_627_370_496),
    ])
    func `is divided with halves to even`(amount: Int64, parts: Int, share: Int64) throws {
        let euro = try #require(Currency("EUR"))
        let money = try #require(Money(minorUnits: amount, currency: euro))
        #expect(money.divided(by: parts) == share)
    }

    @Test func `stays within the range that every JSON reader represents exactly`() throws {
        let euro = try #require(Currency("EUR"))
        #expect(Money(minorUnits: 9_007_199_254_740_992, currency: euro) == nil)
        #expect(Money(minorUnits: -9_007_199_254_740_992, currency: euro) == nil)
    }
}
