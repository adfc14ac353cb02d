extension JSONPatch {
    /// Applies every operation in order, or none: a value is made, the document is not touched.
    public func apply(to document: JSONValue) throws(JSONPatchError) -> JSONValue {
        throw JSONPatchError("Not built yet.")
    }
}
