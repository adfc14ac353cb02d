import Foundation
public import JSON
import Synchronization
public import Ledger
import Terminations

/// A change of the bodies of dead letters: the same patch for all of them, or for each a change of its own values.
public struct BodyChange: Sendable {
    public let patch: JSONPatch?
    public let substitutions: [MemberSubstitution]
    /// Whether who asks may see notes. Who may not can add a note where there is none, and changes nothing that is withheld from
    /// them: what becomes of a change would tell whether they have guessed it.
    public let showsNotes: Bool
    /// How long the patterns may take on one dead letter.
    let timeLimit: Duration

    public init(
        patch: JSONPatch?,
        substitutions: [MemberSubstitution] = [],
        showsNotes: Bool = true,
        timeLimit: Duration = .seconds(2)
    ) {
        self.patch = patch
        self.substitutions = substitutions
        self.showsNotes = showsNotes
        self.timeLimit = timeLimit
    }

    /// Whether the change copies, moves, tests or matches the note of a message, or a part of the document that the note is
    /// in. Its outcome then tells what the note is.
    public var readsNote: Bool {
        let places = (patch?.readPointers ?? []) + substitutions.map(\.pointer)
        return places.contains { ShownValue.mayShowNote($0) }
    }

    /// What the change makes of one dead letter.
    public enum Result: Sendable, Equatable {
        case edit(DeadLetterEdit)
        /// No pattern changes it. The text says why, without any value of the message.
        case unchanged(String)
    }

    /// What the change makes of each dead letter, in the order of the documents.
    ///
    /// - Parameter documents: the bodies that are judged; nil for one that is no JSON.
    /// - Throws: ``BodyChangeError`` where a pattern cannot be used, or takes too long.
    public func results(for documents: [JSONValue?]) throws(BodyChangeError) -> [Result] {
        let withheld = documents.map { document in !showsNotes && touchesWithheld(document) }
        // Patterns are not even tried on what is withheld: how long they take would tell something, too.
        let readable = zip(documents, withheld).map { $1 ? nil : $0 }
        let results =
            substitutions.isEmpty
            ? documents.map { _ in
                Result.edit(patch.map(DeadLetterEdit.patch) ?? .impossible("The patch changes nothing."))
            }
            : try PatternThread(self, readable).results(timeLimit: timeLimit)
        return zip(results, withheld).map { $1 ? .unchanged(Self.isWithheld) : $0 }
    }

    private static let isWithheld =
        "The change is about a note or a member that the contract does not know, which only a person who may see notes can change."

    /// Whether an operation names a place at which something is withheld from who may not see notes, in the document as the
    /// operations before it leave it.
    private func touchesWithheld(_ document: JSONValue?) -> Bool {
        // What is no JSON can only be replaced as a whole.
        guard var current = document.map({ $0.withDecodedData ?? $0 }) else { return false }
        let withholds = { (pointer: JSONPointer) in
            current[pointer].map { ShownValue.withholds($0, at: pointer) } ?? false
        }
        for operation in patch?.single ?? [] {
            if operation.pointers.contains(where: withholds) { return true }
            // One that cannot be applied ends the patch, whatever follows.
            guard let next = try? operation.apply(to: current) else { return false }
            current = next
        }
        return substitutions.map(\.pointer).contains(where: withholds)
    }

    /// Applies the patch, and then each substitution. One that does not match leaves its value.
    fileprivate func result(for document: JSONValue?, _ compiled: [MemberSubstitution.Compiled]) -> Result {
        guard let document else {
            return .edit(.impossible("The body is no JSON: no pattern can be applied to a member."))
        }
        do throws(JSONPatchError) {
            var patched = try patch?.apply(to: document) ?? document
            var whole = patch
            var isChanged = patch.map { !$0.changesNothing } ?? false
            var reasons: [String] = []
            for (substitution, compiled) in zip(substitutions, compiled) {
                switch try compiled.result(in: patched) {
                case .unchanged(let why): if !reasons.contains(why) { reasons.append(why) }
                case .changed(let value):
                    let one = JSONPatch.set(substitution.pointer, value)
                    patched = try one.apply(to: patched)
                    whole = whole.map { $0 + one } ?? one
                    isChanged = true
                }
            }
            guard isChanged, let whole else { return .unchanged(reasons.joined(separator: " ")) }
            return .edit(.patch(whole))
        } catch {
            return .edit(.impossible(error.description))
        }
    }
}

/// Why a change cannot be applied to any dead letter.
public enum BodyChangeError: Error, Equatable, CustomStringConvertible {
    case unusable(MemberSubstitution, String)
    /// On the dead letter at this position.
    case tooSlow(position: Int)

    public var description: String {
        switch self {
        case .unusable(let substitution, let why): "The pattern for \(substitution.pointer) cannot be used: \(why)"
        case .tooSlow: "A pattern takes too long on the value of a dead letter."
        }
    }
}

/// Applies patterns on a thread of its own, which is abandoned when one takes too long: nothing else can end a match.
///
/// No transaction is open meanwhile. An abandoned thread runs until its match ends, or the process does.
private final class PatternThread: Sendable {
    private let change: BodyChange
    private let documents: [JSONValue?]
    private let results = Mutex<(deadLetters: [BodyChange.Result], failure: BodyChangeError?)>(([], nil))
    private let isAbandoned = Atomic(false)
    /// Signalled for each dead letter that is done, and for a failure.
    private let progress = DispatchSemaphore(value: 0)

    init(_ change: BodyChange, _ documents: [JSONValue?]) {
        self.change = change
        self.documents = documents
    }

    func results(timeLimit: Duration) throws(BodyChangeError) -> [BodyChange.Result] {
        guard !documents.isEmpty else { return [] }
        let thread = Thread { [self] in run() }
        thread.stackSize = 8 << 20
        thread.start()
        let seconds = timeLimit / .seconds(1)
        for position in documents.indices {
            guard progress.wait(timeout: .now() + seconds) == .success else {
                isAbandoned.store(true, ordering: .relaxed)
                throw .tooSlow(position: position)
            }
            if let failure = results.withLock({ $0.failure }) { throw failure }
        }
        return results.withLock { $0.deadLetters }
    }

    private func run() {
        var compiled: [MemberSubstitution.Compiled] = []
        for substitution in change.substitutions {
            do throws(MemberSubstitutionError) {
                compiled.append(try MemberSubstitution.Compiled(substitution))
            } catch {
                results.withLock { $0.failure = .unusable(substitution, error.description) }
                progress.signal()
                return
            }
        }
        for document in documents {
            if isAbandoned.load(ordering: .relaxed) { return }
            let result = change.result(for: document, compiled)
            results.withLock { $0.deadLetters.append(result) }
            progress.signal()
        }
    }
}
