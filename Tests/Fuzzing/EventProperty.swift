import JSON
import Terminations

/// The properties that must hold for any event (CloudEvents 1.0, JSON event format).
enum EventProperty {
    static func check(_ event: Event) throws {
        guard let envelope = try JSONValue(parsing: event.body).object else {
            throw PropertyFailure(description: "an event is not a JSON object")
        }
        try require(envelope["specversion"]?.string == "1.0", "an event is not a CloudEvent")
        try require(
            envelope["id"]?.string == event.id && event.id.utf8.count == 36,
            "an event's id differs from that in its body"
        )
        try require(envelope["type"]?.string == event.type.rawValue, "an event's type differs from that in its body")
        try require(envelope["subject"]?.string == event.subject && !event.subject.isEmpty, "an event has no subject")
        try require(envelope["data"]?.object != nil, "an event has no data")
        for member in envelope.members where member.name != "data" {
            // A CloudEvents String contains no control characters (CloudEvents 1.0, type system).
            let isText = member.value.string?.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            try require(isText ?? true, "the attribute \(member.name) of an event contains control characters")
        }
    }
}
