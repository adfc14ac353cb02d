import JSON
import Ledger
import Terminations
import Worker

/// Everything that is kept about one customer.
public struct CustomerExport {
    public let customerID: String
    private let rows: CustomerRows
    private let ledger: Ledger

    fileprivate init(_ customerID: String, _ rows: CustomerRows, _ ledger: Ledger) {
        self.customerID = customerID
        self.rows = rows
        self.ledger = ledger
    }

    /// Writes one JSON object piece by piece: what is held in memory does not grow with the customer.
    ///
    /// Only a complete object has the member `complete`.
    ///
    /// - Parameters:
    ///   - format: how one value is written.
    ///   - isRead: whether somebody still reads what is written; the rest is left out otherwise.
    public func write(
        at now: Instant = .now,
        format: (JSONValue) -> String,
        isRead: () -> Bool = { true },
        to output: (String) throws -> Void
    ) throws {
        func write<Element>(_ elements: [Element], _ export: (Element) throws -> JSONValue?) throws {
            var isFirst = true
            for element in elements where isRead() {
                guard let value = try export(element) else { continue }
                try output((isFirst ? "\n" : ",\n") + format(value))
                isFirst = false
            }
        }
        let rejections = try ledger.rejectionEvents(of: rows.deadLetters)
        try output("{\n\"customerId\": \(format(.string(customerID))),\n")
        try output("\"exportedAt\": \"\(now)\",\n\"terminations\": [")
        try write(rows.terminations) { try ledger.exportTermination($0) }
        try output("],\n\"deadLetters\": [")
        try write(rows.deadLetters) { try ledger.exportDeadLetter(id: $0, rejectedBy: rejections[$0]) }
        try output("],\n\"complete\": true\n}\n")
    }
}

extension Application {
    /// Finds everything that is kept about a customer.
    ///
    /// - Parameters:
    ///   - id: as messages have it.
    ///   - progress: how many rows were searched, of how many.
    /// - Throws: ``ApplicationError`` with `notFound` where nothing is kept.
    public func exportCustomer(
        _ id: String,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> CustomerExport {
        let rows = try ledger.customerRows(id, onProgress: progress)
        guard !rows.isEmpty else {
            throw ApplicationError(
                .notFound,
                "Nothing is kept about a customer \(id).",
                "Over een klant \(id) wordt niets bewaard."
            )
        }
        return CustomerExport(id, rows, ledger)
    }
}
