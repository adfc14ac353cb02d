import JSON
import Logging
import Terminations

/// Writes each log entry as one JSON object on one line: `time` (RFC 3339), `level`, `message`, and its metadata as
/// further members.
///
/// Never fails: text is Unicode by its type, and what a line cannot contain is escaped.
struct JSONLogHandler: LogHandler {
    /// What the entry itself is called; metadata under such a name gets another.
    private static let own: Set = ["time", "level", "message"]

    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        Console.noteInline(String(decoding: line(event, at: .now), as: UTF8.self).printableJSON)
    }

    /// The line, with its end.
    func line(_ event: LogEvent, at time: Instant) -> [UInt8] {
        var line = JSONWriter()
        line.beginObject()
        line.name("time")
        line.instant(time)
        line.name("level")
        line.string(event.level.rawValue)
        line.name("message")
        line.string(event.message.description)
        var values = metadata
        values.merge(metadataProvider?.get() ?? [:]) { _, new in new }
        values.merge(event.metadata ?? [:]) { _, new in new }
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            line.name(escaping: Self.own.contains(key) ? "metadata.\(key)" : key)
            Self.write(value, to: &line)
        }
        line.endObject()
        return line.bytes + [UInt8(ascii: "\n")]
    }

    private static func write(_ value: Logger.MetadataValue, to line: inout JSONWriter) {
        switch value {
        case .string(let text): line.string(text)
        case .stringConvertible(let value): line.string(value.description)
        case .array(let values):
            line.beginArray()
            for value in values { write(value, to: &line) }
            line.endArray()
        case .dictionary(let values):
            line.beginObject()
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                line.name(escaping: key)
                write(value, to: &line)
            }
            line.endObject()
        }
    }
}
