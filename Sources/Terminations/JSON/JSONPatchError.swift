/// Why a patch cannot be read or applied. The text never holds a value of the document or of the patch.
public struct JSONPatchError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The operation that cannot be read or applied, counted from 0; nil where the patch is no array of operations.
    public let operation: Int?
    public let description: String

    public init(operation: Int? = nil, _ description: String) {
        self.operation = operation
        self.description = description
    }
}
