/// The labels of a series, sorted and escaped, so that their order does not matter.
struct Labels: Hashable, Sendable {
    /// `verdict="accepted",queue="a"`; empty without labels.
    let text: String

    init(_ dimensions: [(String, String)]) {
        text = dimensions.map { (Escape.labelName($0.0), Escape.labelValue($0.1)) }
            .sorted { $0.0 < $1.0 }
            .map { "\($0.0)=\"\($0.1)\"" }
            .joined(separator: ",")
    }

    /// The labels in braces, followed by further labels.
    func braced(_ further: String = "") -> String {
        let all = text.isEmpty ? further : further.isEmpty ? text : "\(text),\(further)"
        return all.isEmpty ? "" : "{\(all)}"
    }
}
