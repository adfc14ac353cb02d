import Terminations

/// What must hold for an event, whatever it tells (CloudEvents 1.0, JSON event format).
enum EventProperty {
    static func check(_ event: Event) throws {
        guard let envelope = try JSONValue(parsing: event.body).object else {
            throw BrokenProperty(description: "an event is no JSON object")
        }
        try demand(envelope["specversion"]?.string == "1.0", "an event is no CloudEvent")
        try demand(envelope["id"]?.string == event.id && event.id.utf8.count == 36, "an event has another id inside")
        try demand(envelope["type"]?.string == event.type.rawValue, "an event has another type inside")
        try demand(envelope["subject"]?.string == event.subject && !event.subject.isEmpty, "an event has no subject")
        try demand(envelope["data"]?.object != nil, "an event has no data")
        for member in envelope.members where member.name != "data" {
            // A CloudEvents String holds no control characters (CloudEvents 1.0, type system).
            let isText = member.value.string?.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            try demand(isText ?? true, "the attribute \(member.name) of an event holds control characters")
        }
    }
}
