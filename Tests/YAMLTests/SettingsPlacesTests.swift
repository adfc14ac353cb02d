import JSON
import Terminations
import Testing
import YAML

@Suite struct `The places in a settings file` {
    @Test(arguments: [false, true]) func `are lines from 1, and the codes of reasons`(isJSON: Bool) throws {
        let text =
            isJSON
            ? "{\"timeZone\": \"UTC\",\n\"reasons\": [\n{\"code\": \"a\"},\n{\n\"code\": \"b\",\n\"labels\": {\"nl\": 1}}]}"
            : "timeZone: UTC\nreasons:\n- code: a\n-\n  code: b\n  labels: {nl: 1}\n"
        let places = SettingsPlaces(text)
        #expect(places.line(of: JSONPointer("timeZone")) == 1)
        #expect(places.line(of: JSONPointer("reasons")) == 2)
        #expect(places.line(of: JSONPointer("reasons", "0")) == 3)
        #expect(places.line(of: JSONPointer("reasons", "1", "code")) == 5)
        #expect(places.line(of: JSONPointer("reasons", "1", "labels", "nl")) == 6)
        #expect(places.line(of: JSONPointer("reasons", "0", "labels", "nl")) == 3)
        #expect(places.reason(at: JSONPointer("reasons", "1", "labels")) == "b")
        #expect(places.reason(at: JSONPointer("reasons")) == nil)
    }

    @Test(arguments: ["", "a: [", "a: *none", "- {a: 1", "\u{0}"]) func `are none in what cannot be read`(text: String)
    {
        #expect(SettingsPlaces(text).reason(at: JSONPointer("reasons", "0")) == nil)
    }
}
