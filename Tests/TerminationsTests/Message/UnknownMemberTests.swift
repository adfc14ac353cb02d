import JSON
import Terminations
import Testing

@Suite struct `A member that a change sets` {
    private let message = try? JSONValue(parsing: #"{"messageId":"m","reasonCode":"x"}"#)
    private let event = try? JSONValue(parsing: #"{"specversion":"1.0","data":{"messageId":"m"}}"#)

    @Test(arguments: [
        ("/reasoncode", "/reasonCode"), ("/reason_code", "/reasonCode"), ("/endDat", "/endDate"),
        ("/startDate", "/contract/startDate"), ("/contract/startdate", "/contract/startDate"),
        ("/contract/endDate", "/endDate"),
        ("/wholly-other", nil),
    ])
    func `is unknown where no field has its name`(_ pointer: String, _ meant: String?) throws {
        let pointer = try #require(JSONPointer(parsing: pointer))
        let unknown = try #require(UnknownMember(pointer, in: message))
        #expect(unknown.suggestion?.description == meant)
    }

    @Test func `belongs into the data of a CloudEvent`() throws {
        #expect(UnknownMember(JSONPointer("reasonCode"), in: event)?.suggestion == JSONPointer("data", "reasonCode"))
        #expect(
            UnknownMember(JSONPointer("data", "reasoncode"), in: event)?.suggestion == JSONPointer("data", "reasonCode")
        )
        #expect(UnknownMember(JSONPointer("subject"), in: event) == nil)
    }

    @Test(arguments: ["", "/reasonCode", "/note", "/contract", "/contract/currency", "/note/0"])
    func `is known where the contract has it`(pointer: String) throws {
        #expect(UnknownMember(try #require(JSONPointer(parsing: pointer)), in: message) == nil)
    }
}
