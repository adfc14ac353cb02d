import Terminations

extension Report {
    /// The groups for a spreadsheet: RFC 4180, UTF-8, a row a group, or a row a group and column where two dimensions are
    /// crossed.
    ///
    /// Text that a spreadsheet would take for a formula has an apostrophe before it (OWASP, CSV injection). Amounts are in
    /// whole units of their currency, with a decimal point; what is not known is empty.
    public var csv: String {
        let currencies = self.currencies
        var rows = [header(currencies)]
        for group in groups {
            if question.columns == nil {
                rows.append(CSVRow.label(group.label) + cells(group.compared.now, currencies) + comparison(of: group))
            } else {
                for (column, figures) in zip(columns, group.cells) where figures.count > 0 {
                    rows.append(CSVRow.label(group.label) + CSVRow.label(column) + cells(figures, currencies))
                }
            }
        }
        return rows.map { $0.map(CSVRow.quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    private var currencies: [String] {
        Set(
            groups.flatMap { $0.compared.now.amounts.map(\.currency) + $0.cells.flatMap { $0.amounts.map(\.currency) } }
        )
        .sorted()
    }

    private func header(_ currencies: [String]) -> [String] {
        var header = [question.rows.camelCase, "\(question.rows.camelCase)Label"]
        if let columns = question.columns { header += [columns.camelCase, "\(columns.camelCase)Label"] }
        header += ["count", "share"] + currencies.map { "monthlyAmountLost_\($0)" }
        header += [
            "withAmount", "medianNoticeDays", "withNotice", "early", "withTerm", "backdated",
        ]
        return question.columns == nil ? header + ["countBefore", "countYearBefore"] : header
    }

    private func cells(_ figures: Figures, _ currencies: [String]) -> [String] {
        let share = total.now.count == 0 ? 0 : Double(figures.count) / Double(total.now.count)
        let amounts = currencies.map { currency in figures.amounts.first { $0.currency == currency }?.decimal ?? "" }
        let rounded = (share * 10_000).rounded() / 10_000
        return ["\(figures.count)", "\(rounded)"] + amounts + [
            "\(figures.withAmount)", figures.medianNoticeDays.map { "\($0)" } ?? "", "\(figures.withNotice)",
            "\(figures.early)", "\(figures.withTerm)", "\(figures.backdated)",
        ]
    }

    private func comparison(of group: Group) -> [String] {
        ["\(group.compared.before.count)", "\(group.compared.yearBefore.count)"]
    }
}

/// How cells of CSV are written.
enum CSVRow {
    static func label(_ label: Report.Label) -> [String] { [safe(label.code ?? ""), safe(label.text)] }

    /// Text from outside, so that no spreadsheet computes it, whatever width its sign has, and no terminal obeys it.
    static func safe(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
            return text.printable
        }
        return "'" + text.printable
    }

    static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

extension ReportDimension {
    /// As members of JSON and columns of CSV are named.
    var camelCase: String {
        let parts = rawValue.split(separator: "-")
        return parts.dropFirst().reduce(String(parts[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}
