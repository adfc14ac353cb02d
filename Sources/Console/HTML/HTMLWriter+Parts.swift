import Reports
import Terminations

/// The parts of which pages are made. No text reaches a page but through ``HTMLWriter``, which escapes it.
extension HTMLWriter {
    mutating func link(_ text: String, to url: String, class name: String? = nil) {
        element("a", ["href": url, "class": name], text)
    }

    /// A state in words; its colour says nothing that the words do not.
    mutating func badge(_ text: String, _ tone: Tone = .plain) {
        element("span", ["class": "badge \(tone.rawValue)"], text)
    }

    enum Tone: String {
        case plain
        case good
        case warning
        case bad
    }

    /// A moment in the settings' zone, exact in UTC for machines.
    mutating func time(_ instant: Instant?, _ visit: Visit) {
        guard let instant else {
            write("–")
            return
        }
        element("time", ["datetime": instant.description], visit.moment(instant))
    }

    mutating func date(_ date: LocalDate?) {
        guard let date else {
            write("–")
            return
        }
        element("time", ["datetime": date.description], date.description)
    }

    /// A text in code letters: an id, a code, a pointer.
    mutating func code(_ text: String) { element("code", text) }

    /// A bar of a share. The figure is beside it.
    mutating func bar(_ share: Double) {
        element(
            "svg",
            ["class": "share", "viewBox": "0 0 100 8", "preserveAspectRatio": "none", "aria-hidden": "true"]
        ) { page in
            page.void("rect", ["class": "track", "width": "100", "height": "8"])
            let width = String(Int((min(max(share, 0), 1) * 100).rounded(.up)))
            page.void("rect", ["class": "filled", "width": width, "height": "8"])
        }
    }

    /// Columns over time, each with its figure as a title. The caller also writes the figures as a table.
    mutating func columns(_ label: String, _ values: [(name: String, count: Int)]) {
        let most = max(values.map(\.count).max() ?? 1, 1)
        element(
            "svg",
            [
                "class": "columns", "viewBox": "0 0 \(values.count * 10) 100", "preserveAspectRatio": "none",
                "role": "img", "aria-label": label,
            ]
        ) { page in
            for (index, value) in values.enumerated() {
                let height = value.count == 0 ? 1 : max(100 * value.count / most, 3)
                page.element(
                    "rect",
                    [
                        "class": value.count == 0 ? "none" : "some", "x": String(index * 10 + 1),
                        "y": String(100 - height), "width": "8", "height": String(height),
                    ]
                ) { $0.element("title", "\(value.name): \(value.count)") }
            }
        }
    }

    /// Names and values.
    mutating func facts(_ facts: (inout HTMLWriter) -> Void) { element("dl", ["class": "facts"], facts) }

    mutating func fact(_ name: String, _ content: (inout HTMLWriter) -> Void) {
        element("div") { page in
            page.element("dt", name)
            page.element("dd", content)
        }
    }

    mutating func fact(_ name: String, _ text: String?) {
        if let text { fact(name) { $0.write(text) } }
    }

    /// What there is to say where a list is empty.
    mutating func empty(_ title: String, _ text: String? = nil) {
        element("div", ["class": "empty"]) { page in
            page.element("p", ["class": "first"], title)
            if let text { page.element("p", text) }
        }
    }

    // MARK: - Forms

    /// A labelled text field, with its fault below it.
    ///
    /// - Parameter suggestions: the id of the list of values that a browser offers.
    mutating func field(
        _ label: String,
        _ name: String,
        _ value: String?,
        hint: String? = nil,
        fault: String? = nil,
        size: String = "middle",
        type: String = "text",
        suggestions: String? = nil
    ) {
        element("div", ["class": "field \(size)"]) { page in
            page.element("label", ["for": "f-\(name)"], label)
            page.void(
                "input",
                [
                    "id": "f-\(name)", "name": name, "type": type, "value": value, "placeholder": hint,
                    "autocomplete": "off", "spellcheck": "false", "list": suggestions,
                    "aria-invalid": fault == nil ? nil : "true",
                    "aria-describedby": fault == nil ? nil : "f-\(name)-fault",
                ]
            )
            if let fault { page.element("p", ["class": "fault", "id": "f-\(name)-fault"], fault) }
        }
    }

    /// A labelled choice.
    mutating func choice(
        _ label: String,
        _ name: String,
        _ value: String,
        _ options: [(value: String, text: String)],
        size: String = "middle"
    ) {
        element("div", ["class": "field \(size)"]) { page in
            page.element("label", ["for": "f-\(name)"], label)
            page.element("select", ["id": "f-\(name)", "name": name]) { page in
                for option in options {
                    page.element(
                        "option",
                        ["value": option.value, "selected": option.value == value ? "selected" : nil],
                        option.text
                    )
                }
            }
        }
    }

    /// - Parameter value: what the form says of its name where this button sends it.
    mutating func button(_ text: String, name: String? = nil, value: String? = nil, isQuiet: Bool = false) {
        element("button", ["type": "submit", "name": name, "value": value, "class": isQuiet ? "quiet" : nil], text)
    }

    /// A labelled text of several lines, with its fault below it.
    mutating func area(
        _ label: String,
        _ name: String,
        _ value: String?,
        rows: Int,
        hint: String? = nil,
        fault: String? = nil
    ) {
        element("div", ["class": "field whole"]) { page in
            page.element("label", ["for": "f-\(name)"], label)
            page.element(
                "textarea",
                [
                    "id": "f-\(name)", "name": name, "rows": String(rows), "placeholder": hint, "autocomplete": "off",
                    "spellcheck": "false", "aria-invalid": fault == nil ? nil : "true",
                    "aria-describedby": fault == nil ? nil : "f-\(name)-fault",
                ],
                // Browsers drop the first line break of a text area.
                value.map(\.withLineFeeds).map { $0.hasPrefix("\n") ? "\n" + $0 : $0 } ?? ""
            )
            if let fault { page.element("p", ["class": "fault", "id": "f-\(name)-fault"], fault) }
        }
    }

    /// A labelled box that is ticked or not.
    mutating func box(_ label: String, _ name: String, isTicked: Bool, value: String = "1") {
        element("div", ["class": "field tick"]) { page in
            page.element("label") { page in
                page.void(
                    "input",
                    ["type": "checkbox", "name": name, "value": value, "checked": isTicked ? "checked" : nil]
                )
                page.write(" " + label)
            }
        }
    }

    mutating func hidden(_ name: String, _ value: String) {
        void("input", ["type": "hidden", "name": name, "value": value])
    }

    /// The way to the next page of a list, and back to its beginning.
    mutating func pager(_ visit: Visit, path: String, next: String?, isFirst: Bool) {
        guard next != nil || !isFirst else { return }
        element("nav", ["class": "pager", "aria-label": visit.t("Pages", "Pagina's")]) { page in
            if !isFirst {
                page.link(
                    visit.t("First page", "Eerste pagina"),
                    to: visit.url(path, visit.request.query.leaving(["after"]))
                )
            }
            if let next {
                page.link(
                    visit.t("Next page", "Volgende pagina"),
                    to: visit.url(path, visit.request.query.leaving(["after"]) + [("after", next)]),
                    class: "next"
                )
            }
        }
    }

    /// A search whose conditions are posted, because addresses end in the logs of proxies and in histories.
    mutating func postedSearch(
        _ title: String,
        _ visit: Visit,
        path: String,
        _ conditions: [(name: String, label: String)],
        _ values: Fields
    ) {
        let isOpen = conditions.contains { values[$0.name] != nil }
        element("form", ["class": "filter beside", "method": "post", "action": visit.url(path)]) { page in
            page.element("details", ["class": "further", "open": isOpen ? "open" : nil]) { page in
                page.element("summary", title)
                page.element("div", ["class": "fields"]) { page in
                    for condition in conditions { page.field(condition.label, condition.name, values[condition.name]) }
                    page.element("div", ["class": "actions"]) { $0.button(visit.t("Find", "Zoek"), isQuiet: true) }
                }
                page.element(
                    "p",
                    ["class": "remark"],
                    visit.t("This stays out of the address of the page.", "Dit blijft uit het adres van de pagina.")
                )
            }
        }
    }
}
