import Reports

/// A table with its rows. On a narrow screen each row becomes a block in which every value has the name of its column before
/// it, or the table scrolls by itself.
///
/// The roles are written out where rows become blocks, because some browsers take the meaning of a table from its layout.
struct TableRows {
    struct Heading {
        let title: String
        var isNumber = false
        /// Whether a narrow screen leaves the column out. What it says is also on the page to which the row leads.
        var isSecondary = false
        /// Whether it numbers the rows: a narrow screen shows it before the row's heading, without a name.
        var isPlace = false

        static func text(_ title: String, isSecondary: Bool = false) -> Heading {
            Heading(title: title, isSecondary: isSecondary)
        }

        static func number(_ title: String, isSecondary: Bool = false) -> Heading {
            Heading(title: title, isNumber: true, isSecondary: isSecondary)
        }

        static func place(_ title: String) -> Heading { Heading(title: title, isNumber: true, isPlace: true) }

        fileprivate func classes(and name: String?) -> String? {
            let names = [name, isNumber ? "n" : nil, isSecondary ? "secondary" : nil, isPlace ? "place" : nil]
            let all = names.compactMap(\.self)
            return all.isEmpty ? nil : all.joined(separator: " ")
        }
    }

    enum NarrowLayout {
        /// For lists, whose rows are read one by one.
        case stacked
        /// For figures, which are compared from row to row.
        case scrolling
    }

    fileprivate var page: HTMLWriter
    fileprivate let headings: [Heading]
    fileprivate let layout: NarrowLayout

    mutating func row(_ cells: (inout TableRow) -> Void) {
        page.element("tr", ["role": layout == .stacked ? "row" : nil]) { page in
            var row = TableRow(page: HTMLWriter(), headings: headings, layout: layout)
            swap(&row.page, &page)
            cells(&row)
            swap(&row.page, &page)
        }
    }
}

/// The cells of a row, from the first column to the last.
struct TableRow {
    fileprivate var page: HTMLWriter
    fileprivate let headings: [TableRows.Heading]
    fileprivate let layout: TableRows.NarrowLayout
    private var column = 0

    fileprivate init(page: HTMLWriter, headings: [TableRows.Heading], layout: TableRows.NarrowLayout) {
        self.page = page
        self.headings = headings
        self.layout = layout
    }

    mutating func cell(
        class name: String? = nil,
        lang: String? = nil,
        _ content: (inout HTMLWriter) -> Void
    ) {
        let heading = next()
        let isStacked = layout == .stacked
        page.element(
            "td",
            [
                "role": isStacked ? "cell" : nil, "data-label": isStacked ? heading.title : nil,
                "class": heading.classes(and: name), "lang": lang,
            ],
            content
        )
    }

    /// Nothing but a dash is left out where rows are blocks.
    mutating func cell(_ text: String, class name: String? = nil, lang: String? = nil) {
        let isBlank = layout == .stacked && (text.isEmpty || text == "–")
        let names = [name, isBlank ? "blank" : nil].compactMap(\.self)
        cell(class: names.isEmpty ? nil : names.joined(separator: " "), lang: lang) { $0.write(text) }
    }

    mutating func rowHeading(class name: String? = nil, _ content: (inout HTMLWriter) -> Void) {
        let heading = next()
        let isStacked = layout == .stacked
        page.element(
            "th",
            [
                "scope": "row", "role": isStacked ? "rowheader" : nil,
                "data-label": isStacked ? heading.title : nil, "class": heading.classes(and: name),
            ],
            content
        )
    }

    private mutating func next() -> TableRows.Heading {
        defer { column += 1 }
        return headings[column]
    }
}

extension HTMLWriter {
    mutating func table(
        _ caption: String,
        isCaptionHidden: Bool = false,
        _ headings: [TableRows.Heading],
        onNarrow layout: TableRows.NarrowLayout = .stacked,
        _ rows: (inout TableRows) -> Void
    ) {
        let isStacked = layout == .stacked
        element(
            "div",
            [
                "class": isStacked ? "sheet stacked" : "sheet", "role": "region", "aria-label": caption,
                "tabindex": "0",
            ]
        ) { page in
            page.element("table", ["class": "data", "role": isStacked ? "table" : nil]) { page in
                page.element("caption", ["class": isCaptionHidden ? "unseen" : nil], caption)
                page.element("thead", ["role": isStacked ? "rowgroup" : nil]) { page in
                    page.element("tr", ["role": isStacked ? "row" : nil]) { page in
                        for heading in headings {
                            page.element(
                                "th",
                                [
                                    "scope": "col", "role": isStacked ? "columnheader" : nil,
                                    "class": heading.classes(and: nil),
                                ],
                                heading.title
                            )
                        }
                    }
                }
                page.element("tbody", ["role": isStacked ? "rowgroup" : nil]) { page in
                    var body = TableRows(page: HTMLWriter(), headings: headings, layout: layout)
                    swap(&body.page, &page)
                    rows(&body)
                    swap(&body.page, &page)
                }
            }
        }
    }
}
