import Reports

/// The parts of forms that change something.
extension HTMLWriter {
    /// A form in a card, which is posted.
    mutating func editor(_ action: String, label: String, _ content: (inout HTMLWriter) -> Void) {
        element("form", ["class": "editor", "method": "post", "action": action, "aria-label": label], content)
    }

    /// A labelled text of several lines, with its fault below it.
    mutating func textArea(
        _ label: String,
        _ name: String,
        _ value: String?,
        rows: Int,
        remark: String? = nil,
        fault: String? = nil
    ) {
        element("div", ["class": "field whole"]) { page in
            page.element("label", ["for": "f-\(name)"], label)
            let descriptions = [
                remark == nil ? nil : "f-\(name)-remark", fault == nil ? nil : "f-\(name)-fault",
            ].compactMap(\.self)
            page.element(
                "textarea",
                [
                    "id": "f-\(name)", "name": name, "rows": String(rows), "autocomplete": "off", "spellcheck": "false",
                    "aria-invalid": fault == nil ? nil : "true",
                    "aria-describedby": descriptions.isEmpty ? nil : descriptions.joined(separator: " "),
                ],
                // HTML takes the first line feed away.
                "\n" + (value ?? "").withLineFeeds
            )
            if let remark { page.element("p", ["class": "remark", "id": "f-\(name)-remark"], remark) }
            if let fault { page.element("p", ["class": "fault", "id": "f-\(name)-fault"], fault) }
        }
    }

    /// A box to tick.
    mutating func box(_ label: String, _ name: String, value: String = "yes", id: String? = nil, isTicked: Bool) {
        element("span", ["class": "box"]) { page in
            let id = "f-\(id ?? name)"
            page.void(
                "input",
                ["type": "checkbox", "id": id, "name": name, "value": value, "checked": isTicked ? "checked" : nil]
            )
            page.element("label", ["for": id], label)
        }
    }

    /// Several boxes of one question.
    mutating func boxes(
        _ legend: String,
        _ name: String,
        _ values: [(value: String, text: String)],
        ticked: Set<String>,
        remark: String? = nil,
        fault: String? = nil
    ) {
        element("fieldset", ["class": "field whole", "id": "f-\(name)"]) { page in
            page.element("legend", legend)
            for value in values {
                page.box(
                    value.text,
                    name,
                    value: value.value,
                    id: "\(name)-\(value.value)",
                    isTicked: ticked.contains(value.value)
                )
            }
            if let remark { page.element("p", ["class": "remark"], remark) }
            if let fault { page.element("p", ["class": "fault"], fault) }
        }
    }

    /// A note that something needs attention, or went well.
    mutating func notice(_ tone: Tone, _ first: String, _ content: (inout HTMLWriter) -> Void = { _ in }) {
        element("div", ["class": "notice \(tone.rawValue)", "role": tone == .good ? "status" : nil]) { page in
            page.element("p", ["class": "first"], first)
            content(&page)
        }
    }

    /// A button among others, which says what is posted with it.
    mutating func button(_ text: String, _ name: String, _ value: String, label: String? = nil, isQuiet: Bool = true) {
        element(
            "button",
            [
                "type": "submit", "name": name, "value": value, "aria-label": label,
                "class": isQuiet ? "quiet" : nil,
            ],
            text
        )
    }
}
