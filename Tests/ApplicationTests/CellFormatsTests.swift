import JSON
import Terminations
import Testing

@testable import Application

@Suite struct `The cells of a table` {
    @Test(arguments: [
        ("DD-MM-YYYY", "31-12-2026", "2026-12-31"), ("DD-MM-YYYY", "1-2-2026", "2026-02-01"),
        ("DD-MM-YYYY", "31-12-2026 00:00", "2026-12-31"), ("DD-MM-YYYY", "31-12-2026 0:00:00", "2026-12-31"),
        ("DD-MM-YYYY", "2026-12-31", "2026-12-31"), ("D/M/YYYY", "31/12/2026", "2026-12-31"),
        ("MM/DD/YYYY", "12/31/2026", "2026-12-31"), ("DD.MM.YYYY", "31.12.2026", "2026-12-31"),
        ("YYYY/MM/DD", "2026/1/5", "2026-01-05"), ("DD MM YYYY", "5 1 2026", "2026-01-05"),
        ("YYYY. MM. DD", "2026. 1. 5", "2026-01-05"),
        ("dd-mm-yyyy hh:mm", "31-12-2026", "2026-12-31"),
    ])
    func `have dates as the format says`(_ format: String, _ cell: String, _ date: String) throws {
        #expect(try #require(CellDateFormat(format)).date(cell) == LocalDate(date))
    }

    @Test(arguments: [
        ("DD-MM-YYYY", "31-9-2026"), ("DD-MM-YYYY", "12-31-2026"), ("DD-MM-YYYY", "31-12-26"),
        ("DD-MM-YYYY", "31/12/2026"),
        ("DD-MM-YYYY", "31-12-2026 10:00"), ("DD-MM-YYYY", "31-12-2026 25:00"), ("DD-MM-YYYY", ""),
        ("DD-MM-YYYY", "soon"),
        ("DD-MM-YYYY", "٣١-١٢-٢٠٢٦"), ("DD-MM-YYYY", "31-12-20266"), ("DD-MM-YYYY", "031-12-2026"),
    ])
    func `have no other dates`(_ format: String, _ cell: String) throws {
        #expect(try #require(CellDateFormat(format)).date(cell) == nil)
    }

    @Test(arguments: [
        "", "DD-MM", "DD-MM-YY", "DD-DD-YYYY", "DDMMYYYY", "DD-MM-YYYY-", "YYYYY-MM-DD", "DD%MM%YYYY", "iso",
        "DD-MM/YYYY", "DD--MM--YYYY",
    ])
    func `have no format that leaves something open`(_ format: String) {
        #expect(CellDateFormat(format) == nil)
    }

    @Test(arguments: [
        ("29-11-2026 10:00", "2026-11-29T09:00:00Z"), ("29-11-2026 10:00:30", "2026-11-29T09:00:30Z"),
        ("29-11-2026", "2026-11-28T23:00:00Z"), ("1-7-2026 8:05", "2026-07-01T06:05:00Z"),
        // Shown twice: the first. Around what is never shown.
        ("25-10-2026 02:30", "2026-10-25T00:30:00Z"), ("29-03-2026 01:59", "2026-03-29T00:59:00Z"),
        ("29-03-2026 03:00", "2026-03-29T01:00:00Z"),
        ("2026-11-29 10:00", "2026-11-29T09:00:00Z"), ("2026-11-29T10:00", "2026-11-29T09:00:00Z"),
    ])
    func `have local times in the zone`(_ cell: String, _ instant: String) throws {
        let zone = try #require(Zone("Europe/Amsterdam"))
        let format = try #require(CellDateFormat("DD-MM-YYYY"))
        #expect(format.instant(cell, in: zone) == Instant(rfc3339: instant))
    }

    @Test(arguments: ["29-03-2026 02:00", "29-03-2026 02:30", "29-03-2026 02:59:59"])
    func `have no time that the clocks jump over`(_ cell: String) throws {
        let zone = try #require(Zone("Europe/Amsterdam"))
        let format = try #require(CellDateFormat("DD-MM-YYYY"))
        #expect(format.instant(cell, in: zone) == nil)
        #expect(
            format.fault(ofTime: cell, in: zone)?.description
                == "is a time that the clocks of Europe/Amsterdam jump over"
        )
    }

    @Test func `have instants with an offset as they are`() throws {
        let zone = try #require(Zone("UTC"))
        #expect(try #require(CellDateFormat("DD-MM-YYYY")).instant("2026-11-29T10:00:00+01:00", in: zone) == nil)
    }

    @Test(arguments: [
        ("DD-MM-YYYY", "31-09-2026", "is no day of the calendar in the form DD-MM-YYYY"),
        ("D-M-YYYY", "32-10-2026", "is no day of the calendar in the form DD-MM-YYYY"),
        ("MM/DD/YYYY", "31/12/2026", "is no day of the calendar in the form MM/DD/YYYY"),
        ("DD-MM-YYYY", "31/12/2026", "is not a date in the form DD-MM-YYYY"),
        ("DD-MM-YYYY", "31-12-26", "is not a date in the form DD-MM-YYYY"),
        ("DD MM YYYY", "soon", "is not a date in the form DD MM YYYY"),
        ("DD-MM-YYYY", "31-12-2026 10:00", "has a time of day, and is a date alone"),
        ("DD-MM-YYYY", "31-12-2026 25:00", "has no time of the form 10:15"),
        ("DD-MM-YYYY", "31-12-2026\u{202F}00:00", nil),
    ])
    func `have no date for a reason that names the format`(
        _ format: String,
        _ cell: String,
        _ sentence: String?
    ) throws {
        #expect(try #require(CellDateFormat(format)).fault(ofDate: cell)?.description == sentence)
    }

    @Test(arguments: [
        ("32-10-2026 10:00", "is no day of the calendar in the form DD-MM-YYYY"),
        ("31-10-2026 10.00", "has no time of the form 10:15"),
        (
            "soon",
            "is not a date in the form DD-MM-YYYY with or without a time such as 10:15, and no instant with an offset"
        ),
        ("31-10-2026 10:00", nil),
    ])
    func `have no local time for a reason that names the format`(_ cell: String, _ sentence: String?) throws {
        let fault = try #require(CellDateFormat("DD-MM-YYYY")).fault(ofTime: cell, in: Zone("Europe/Amsterdam"))
        #expect(fault?.description == sentence)
        let expected = "local time in the form DD-MM-YYYY hh:mm, such as 31-12-2026 10:15"
        #expect(fault?.expected == (sentence == nil ? nil : expected))
    }

    @Test(arguments: [
        (CellAmountFormat.decimalComma, "24.50", "is not an amount with a decimal comma, such as 24,50 or 24.500,00"),
        (.decimalPoint, "24,50", "is not an amount with a decimal point, such as 24.50 or 24,500.00"),
        (.decimalComma, "9,955", "has more than the 2 decimals of EUR"),
    ])
    func `have no amount for a reason that names the format`(
        _ format: CellAmountFormat,
        _ cell: String,
        _ sentence: String
    ) {
        #expect(format.fault(of: cell, currency: "EUR")?.description == sentence)
        // Of whole cents the message contract speaks itself.
        #expect(CellAmountFormat.minorUnits.fault(of: cell, currency: "EUR") == nil)
    }

    @Test(arguments: [
        (CellAmountFormat.decimalComma, "24.500,00", "EUR", 2_450_000),
        (.decimalComma, "€ 24.500,00", "EUR", 2_450_000),
        (.decimalComma, "24500", "EUR", 2_450_000), (.decimalComma, "19,5", "EUR", 1950),
        (.decimalComma, "-3,00", "EUR", -300),
        (.decimalComma, "1.234.567,89", "", 123_456_789), (.decimalComma, "24 500,00", "EUR", 2_450_000),
        (.decimalComma, "1.500", "JPY", 1500), (.decimalComma, "1,500", "BHD", 1500),
        (.decimalComma, "9,9500", "EUR", 995),
        (.decimalPoint, "24,500.00", "USD", 2_450_000), (.decimalPoint, "24500.0", "USD", 2_450_000),
        (.decimalPoint, "0.05", "USD", 5), (.minorUnits, "24500", "EUR", 24500), (.minorUnits, "24500.0", "EUR", 24500),
    ])
    func `have amounts as people write them`(
        _ format: CellAmountFormat,
        _ cell: String,
        _ currency: String,
        _ amount: Int64
    ) {
        #expect(format.minorUnits(cell, of: currency.isEmpty ? nil : currency) == amount)
    }

    @Test(arguments: [
        (CellAmountFormat.decimalComma, "24.50"), (.decimalComma, "24.500.00"), (.decimalComma, "1234.567,00"),
        (.decimalComma, "9,955"), (.decimalComma, ""), (.decimalComma, ","), (.decimalComma, "12a"),
        (.decimalPoint, "24.500,00"),
        (.decimalComma, "99999999999999999999"), (.minorUnits, "24.500,00"), (.minorUnits, "24500.00"),
        (.minorUnits, "24.500"),
        (.decimalComma, "--3"), (.decimalComma, "٣"),
    ])
    func `have no amounts that could be meant otherwise`(_ format: CellAmountFormat, _ cell: String) {
        #expect(format.minorUnits(cell, of: "EUR") == nil)
    }
}

@Suite struct `The columns of a table` {
    private func body(
        _ header: [String],
        _ cells: [String],
        _ mapping: ColumnMapping = ColumnMapping(columns: [:])
    ) throws -> JSONObject {
        let message = try MessageOfCells(header, mapping)
        return try #require(try JSONValue(parsing: message.message(cells).body).object)
    }

    @Test func `are found without regard to case and blanks`() throws {
        let mapping = ColumnMapping(columns: ["customerId": "klant nr"])
        let body = try body(
            [" ContractID\u{A0}", "Klant Nr ", "\u{FEFF}note", "Contract.NoticePeriod\u{200B}"],
            [" C-1 ", "K-1\u{A0}", " as said ", "P1M"],
            mapping
        )
        #expect(body["contractId"]?.string == "C-1")
        #expect(body["customerId"]?.string == "K-1")
        #expect(body["note"]?.string == " as said ")
        #expect(body["contract"]?.object?["noticePeriod"]?.string == "P1M")
    }

    @Test(arguments: [
        (["endDate", "x", "EndDate"], [:], [:], "Columns 1 and 3 are both named endDate."),
        (["endDate"], [:], ["endDate": "2026-01-31"], "endDate is given by --set, and by a column of the file."),
        (["Id", "id"], ["contractId": "ID"], [:], "There are 2 columns ID."),
        (
            ["contractId", "reason_code"], [:], [:],
            "Column reason_code is not used, and looks like the field reasonCode."
        ),
        (
            ["contractId", "noticePeriod"], [:], [:],
            "Column noticePeriod is not used, and looks like the field contract.noticePeriod."
        ),
    ])
    func `that could be meant in two ways are refused`(
        _ header: [String],
        _ columns: [String: String],
        _ constants: [String: String],
        _ sentence: String
    ) {
        let error = #expect(throws: ImportFileError.self) {
            try MessageOfCells(header, ColumnMapping(columns: columns, constants: constants))
        }
        #expect(error?.description == sentence)
    }

    @Test func `that are not used are told, but for those that are named as ignored`() throws {
        let header = ["contractId", "reason_code", "", "Kanaal", "endDate"]
        let mapping = ColumnMapping(
            columns: [:],
            constants: ["endDate": "2026-01-31"],
            ignored: ["REASON_CODE", "endDate"]
        )
        #expect(try MessageOfCells(header, mapping).unusedColumns == ["(column 3)", "Kanaal"])
        #expect(try body(header, ["C", "p", "", "", "2027-01-01"], mapping)["endDate"]?.string == "2026-01-31")
        // A column that is mapped by hand is meant; the one that is named as the field is told.
        let mapped = try MessageOfCells(["Einde", "endDate"], ColumnMapping(columns: ["endDate": "Einde"]))
        #expect(mapped.unusedColumns == ["endDate"])
    }

    @Test func `have values that are given a meaning, whatever their case`() throws {
        let mapping = ColumnMapping(
            columns: [:],
            values: ["reasonCode": [.init(from: "Te duur", to: "price"), .init(from: "Onbekend", to: "")]]
        )
        #expect(try body(["reasonCode"], [" te DUUR "], mapping)["reasonCode"]?.string == "price")
        #expect(try body(["reasonCode"], ["Onbekend"], mapping)["reasonCode"] == nil)
        #expect(try body(["reasonCode"], ["other"], mapping)["reasonCode"]?.string == "other")
        // Spaces that break no line, as spreadsheets and web pages write them.
        for cell in ["Te\u{A0}duur", "\u{202F}te\u{202F}duur\u{A0}"] {
            #expect(try body(["reasonCode"], [cell], mapping)["reasonCode"]?.string == "price")
        }
        let row = try MessageOfCells(["reasonCode"], mapping).message(["Te\u{A0}duur"])
        #expect(row.mappedValues.map { mapping.allValues[$0].mapping.to } == ["price"])
        #expect(try body(["note"], ["te\u{A0}duur\u{A0}"], mapping)["note"]?.string == "te\u{A0}duur\u{A0}")
    }

    @Test func `have no currency where a row has no amount`() throws {
        let header = ["contract.periodAmount", "contract.currency", "contract.billingPeriod"]
        #expect(try body(header, ["\u{A0}", "EUR", ""])["contract"] == nil)
        #expect(try body(header, ["", "EUR", "P1M"])["contract"]?.object?.members.map(\.name) == ["billingPeriod"])
        #expect(try body(header, ["0", "EUR", ""])["contract"]?.object?["currency"]?.string == "EUR")
        let set = ColumnMapping(columns: [:], constants: ["contract.currency": "EUR"])
        #expect(try body(["contract.periodAmount", "note"], ["", "n"], set)["contract"] == nil)
        // An amount without a currency is refused for it.
        #expect(try body(header, ["100", "", ""])["contract"]?.object?["currency"] == nil)
    }

    @Test func `that a row needs are enough for a message, and none of them can be missing`() throws {
        let cells = ["t-1", "c-1", "k-1", "2026-01-31", "2026-01-02T10:00:00Z"]
        let message = try MessageOfCells(ColumnMapping.neededFields, ColumnMapping(columns: [:]))
        #expect(ParsedMessage(IncomingMessage(body: message.message(cells).body)).message != nil)
        for place in cells.indices {
            var row = cells
            row[place] = ""
            #expect(ParsedMessage(IncomingMessage(body: message.message(row).body)).message == nil)
        }
        #expect(Set(ColumnMapping.neededFields).isSubset(of: ColumnMapping.fields))
    }
}
