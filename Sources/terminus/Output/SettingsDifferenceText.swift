import JSON
import Terminations
import YAML

extension SettingsDifference {
    /// What is different, for a person: a heading for each reason, and its fields before → after below it.
    ///
    /// - Parameter remarks: what else is to be said about a reason.
    func lines(remarks: (ReasonDifference) -> [String] = { _ in [] }) -> [String] {
        var lines: [String] = []
        if !fields.isEmpty {
            lines.append("settings")
            lines += Self.lines(of: fields)
        }
        for reason in reasons {
            let move =
                reason.places.map { reason.kind == .moved ? " from place \($0.before) to \($0.after)" : "" } ?? ""
            lines.append(Table.printable("\(reason.code): \(reason.kind.rawValue)\(move)"))
            lines += Self.lines(of: reason.fields)
            if let places = reason.places, reason.kind != .moved {
                lines.append("  moved from place \(places.before) to \(places.after)")
            }
            for remark in remarks(reason) { lines += Paragraph.hanging(remark, indent: 2, hanging: 4) }
        }
        return lines
    }

    private static func lines(of fields: [FieldChange]) -> [String] {
        let width = fields.map(\.name.count).filter { $0 <= 30 }.max() ?? 0
        return fields.flatMap { field in
            let values = Table.printable("\(text(field.before)) → \(text(field.after))")
            let lines = Paragraph.lines(values, width: max(Paragraph.width - width - 4, 40))
            return lines.enumerated().map { index, line in
                "  \(Table.padded(index == 0 ? Table.printable(field.name) : "", to: width))  \(line)"
            }
        }
    }

    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case nil: "(none)"
        case .array(let elements)? where elements.allSatisfy { $0.string != nil }:
            elements.isEmpty ? "(none)" : elements.compactMap(\.string).joined(separator: ", ")
        case .bool(true)?: "yes"
        case .bool(false)?: "no"
        case let value?: value.inline
        }
    }
}

extension LintFinding {
    /// Two lines a finding or more: the place and the code, and then the sentence.
    static func lines(_ findings: [LintFinding], _ places: SettingsPlaces) -> [String] {
        let labels = findings.map { places.label($0.pointer) ?? $0.pointer.description }
        let width = labels.map(\.count).max() ?? 0
        return zip(findings, labels).flatMap { finding, label in
            let place = Table.padded(label, to: width)
            return ["  \(place)  \(finding.severity.rawValue)  \(finding.code.rawValue)"]
                + Paragraph.indented(Table.printable(finding.sentence), by: 6)
        }
    }
}
