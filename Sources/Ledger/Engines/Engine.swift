/// The engine that recorders use: the only one that there is.
///
/// With a second engine a ``Recorder`` chooses its session by the ledger's address, and ``Batch`` is specialised for both.
typealias EngineSession = SQLiteSession
typealias EngineTransaction = SQLiteTransaction
typealias EngineSQL = SQLiteSQL
