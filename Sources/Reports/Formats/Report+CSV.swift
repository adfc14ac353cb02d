import Terminations

/// The format of CSV; RFC 4180 by default.
public struct CSVForm: Sendable {
    public var separator: Unicode.Scalar = ","
    /// Begins with U+FEFF, which makes Excel read UTF-8.
    public var hasByteOrderMark = false
    /// Writes `3088,25`, as spreadsheets in many languages expect.
    public var hasDecimalComma = false

    public init() {}
}

extension Report {
    /// The groups for a spreadsheet, in UTF-8: one row a group, or one row a group and column of a cross table.
    ///
    /// Text that a spreadsheet would read as a formula is prefixed with an apostrophe (OWASP, CSV injection). Amounts are in
    /// whole units of their currency, with a decimal point. Unknown figures are empty.
    public var csv: String { csv(CSVForm()) }

    public func csv(_ form: CSVForm) -> String {
        let write = CSVRow(form: form)
        let all = [header(currencies)] + groups.flatMap { rows(of: $0, currencies, write) }
        return (form.hasByteOrderMark ? "\u{FEFF}" : "")
            + all.map { $0.map(write.quoted).joined(separator: String(form.separator)) + "\r\n" }.joined()
    }

    private func rows(of group: Group, _ currencies: [String], _ write: CSVRow) -> [[String]] {
        let label = CSVRow.label(group.label)
        guard question.columns == nil else {
            return zip(columns, group.cells).filter { $0.1.count > 0 }.map { column, figures in
                label + CSVRow.label(column) + cells(figures, currencies, write, isAhead: false) + state(group)
            }
        }
        let compared = group.compared
        let isAhead = ReportWords(self).isAhead(group)
        let others = [compared.before, compared.yearBefore, compared.ahead].map { $0.map { "\($0.count)" } ?? "" }
        return [label + cells(compared.now, currencies, write, isAhead: isAhead) + others + state(group)]
    }

    /// The state of the row's period, and its counted days.
    private func state(_ group: Group) -> [String] {
        let period = group.label.period ?? period
        return [period.state.rawValue, period.counted.from.description, period.counted.through.description]
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
        if question.columns == nil { header += ["countBefore", "countYearBefore", "countAhead"] }
        return header + ["state", "countedFrom", "countedThrough"]
    }

    private func cells(_ figures: Figures, _ currencies: [String], _ write: CSVRow, isAhead: Bool) -> [String] {
        let share = total.now.count == 0 ? 0 : Double(figures.count) / Double(total.now.count)
        let amounts = currencies.map { currency in
            figures.amounts.first { $0.currency == currency }.map { write.number($0.decimal) } ?? ""
        }
        let rounded = (share * 10_000).rounded() / 10_000
        return (isAhead ? ["", ""] : ["\(figures.count)", write.number("\(rounded)")]) + amounts + [
            "\(figures.withAmount)", figures.medianNoticeDays.map { write.number("\($0)") } ?? "",
            "\(figures.withNotice)",
            "\(figures.early)", "\(figures.withTerm)", "\(figures.backdated)",
        ]
    }
}

/// Writes the cells of CSV.
package struct CSVRow {
    let form: CSVForm

    package init(form: CSVForm) { self.form = form }

    static func label(_ label: Report.Label) -> [String] { [safe(label.code ?? ""), safe(label.text)] }

    /// Text from outside, made safe: a spreadsheet does not read it as a formula, whatever the width of its first sign and
    /// whatever white space is before it, and a terminal does not obey control characters in it.
    package static func safe(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let beginsOddly = scalars.first.map { "\t\r\n".unicodeScalars.contains($0) } ?? false
        let sign = scalars.first { !$0.properties.isWhitespace }
        let isFormula = sign.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
        return (beginsOddly || isFormula ? "'" : "") + text.printable
    }

    /// Replaces the decimal point by the separator of the form.
    func number(_ text: String) -> String { form.hasDecimalComma ? text.replacing(".", with: ",") : text }

    package func quoted(_ cell: String) -> String {
        // By scalars, because a combining accent and the sign before it are one character.
        guard cell.unicodeScalars.contains(where: { $0 == form.separator || "\"\r\n".unicodeScalars.contains($0) })
        else {
            return cell
        }
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in cell.unicodeScalars {
            quoted.append(scalar)
            if scalar == "\"" { quoted.append(scalar) }
        }
        quoted.append("\"")
        return String(quoted)
    }
}

extension ReportDimension {
    /// The name in JSON and in CSV headers.
    var camelCase: String {
        let parts = rawValue.split(separator: "-")
        return parts.dropFirst().reduce(String(parts[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}
