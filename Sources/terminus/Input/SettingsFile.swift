import Application
import JSON
import Terminations
import YAML

/// A settings file, YAML or JSON, that can be used.
struct SettingsFile {
    let document: SettingsDocument
    /// Where its fields are, for messages about them.
    let places: SettingsPlaces

    /// - Throws: ``CommandFailure`` that names every fault by its line and by the reason that it is in.
    static func read(_ path: String) throws -> SettingsFile {
        let bytes = InputFile.withoutByteOrderMark(try MessageFile.bytes(of: path))
        if let fault = UndecodableText.first(in: bytes) {
            throw CommandFailure(
                .dataError,
                "\(path) is not UTF-8: \(fault.place).",
                hint: "Save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 \(path.shellWord)"
            )
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let places = SettingsPlaces(text)
        do {
            return SettingsFile(document: try Settings.parse(yamlOrJSON: text), places: places)
        } catch {
            let faults = error.violations.flatMap { $0.lines(places) }.joined(separator: "\n")
            throw CommandFailure(.dataError, "The settings in \(path) cannot be used:\n\(faults)")
        }
    }
}

extension SettingsPlaces {
    /// `line 12, reason price`; nil where it is not known.
    func label(_ pointer: JSONPointer) -> String? {
        let parts = [
            pointer == .root ? nil : line(of: pointer).map { "line \($0)" }, reason(at: pointer).map { "reason \($0)" },
        ].compactMap(\.self)
        return parts.isEmpty ? nil : Table.printable(parts.joined(separator: ", "))
    }
}

extension Violation {
    /// `line 12, reason price: labels must be a list such as {nl: Te duur}.`, and below it what programs go by.
    fileprivate func lines(_ places: SettingsPlaces) -> [String] {
        // That the file cannot be read at all says its place itself.
        guard pointer != .root else { return Paragraph.hanging(sentence, indent: 2, hanging: 4) }
        let name = pointer.tokens.last ?? ""
        let text =
            sentence.hasPrefix("The field ") ? String(sentence.dropFirst("The field ".count)) : "\(name): \(sentence)"
        let place = places.label(pointer).map { "\($0): " } ?? ""
        return Paragraph.hanging(place + Table.printable(text), indent: 2, hanging: 4)
            + ["      \(Table.printable(pointer.description))  \(code.rawValue)"]
    }
}
