import Foundation
import GRDB
import Terminations

extension Schema {
    /// What the terms of a contract and the order of revisions need.
    static func upgradeToVersion10(_ database: Database) throws {
        try database.execute(sql: version10)
        try fillVersion10(database)
    }

    private static let version10 = """
        -- The first day of the term that the termination ends, where a revision said so; when its latest revision was
        -- made, where that is not the first; and whether other terminations end other terms of the same contract.
        ALTER TABLE terminations ADD COLUMN starts_on TEXT CHECK (length(starts_on) = 10);
        ALTER TABLE terminations ADD COLUMN revised_at INTEGER;
        ALTER TABLE terminations ADD COLUMN has_other_terms INTEGER NOT NULL DEFAULT 0
            CHECK (has_other_terms = 0 OR has_other_terms = 1);

        -- A revision that came after a later one. It is a part of the history; no event tells of it.
        ALTER TABLE termination_revisions ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0
            CHECK (superseded = 0 OR superseded = 1);

        -- Messages that said what a revision says already, under another message id.
        CREATE TABLE repeated_messages (
            id          INTEGER PRIMARY KEY,
            revision    INTEGER NOT NULL REFERENCES termination_revisions (id),
            message_id  TEXT    NOT NULL,
            recorded_at INTEGER NOT NULL,
            UNIQUE (revision, message_id)
        ) STRICT;

        -- What is accepted closes the dead letters of its termination and revision.
        CREATE INDEX dead_letters_open_by_termination ON dead_letters (termination_id)
            WHERE state = 'open' AND termination_id IS NOT NULL;
        """

    /// Reads the new columns from the messages in the inbox. What was pruned leaves them empty.
    private static func fillVersion10(_ database: Database) throws {
        let update = try database.cachedStatement(
            sql: "UPDATE terminations SET starts_on = coalesce(?, starts_on), revised_at = ? WHERE id = ?"
        )
        var last: Int64 = 0
        while true {
            let page = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT id, termination, body FROM termination_revisions
                        WHERE id > ? AND length(body) > 0 ORDER BY id LIMIT 500
                        """
                ),
                arguments: [last]
            )
            guard let end = page.last else { return }
            for row in page {
                guard let message = ParsedMessage(accepted: [UInt8](row[2] as Data)).message else { continue }
                let revisedAt = message.action == .terminate ? nil : message.occurredAt.milliseconds
                guard revisedAt != nil || message.contract.startDate != nil else { continue }
                try update.execute(arguments: [message.contract.startDate?.description, revisedAt, row[1] as Int64])
            }
            last = end[0]
        }
    }
}
