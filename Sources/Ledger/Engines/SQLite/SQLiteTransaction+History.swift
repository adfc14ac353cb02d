import Terminations

extension SQLiteTransaction {
    func find(_ messageIDs: MessageIDs) throws -> FoundRows {
        try ids.synchronize(statements.ids)
        return try ids.find(messageIDs)
    }

    func contract(_ id: String, among rows: [Int64]) throws -> Contract {
        var contract = Contract()
        for row in rows {
            try statements.contract.forEachRow {
                $0.integer(row)
                $0.text(id)
            } _: { row in
                if row.integer(1) == 0 {
                    guard let endDate = row.text(7).flatMap({ LocalDate($0) }) else {
                        throw LedgerError(.damaged, "A termination has an end date that is no date.")
                    }
                    let termination = TerminationInForce(
                        row.text(0) ?? "",
                        customerID: row.text(5) ?? "",
                        occurredAt: Instant(milliseconds: row.integer(3)),
                        startDate: row.text(6).flatMap { LocalDate($0) },
                        endDate: endDate
                    )
                    contract.inForce.append((termination, row.integer(4)))
                }
                contract.lastSequence = max(contract.lastSequence, Int(row.integer(2)))
            }
        }
        return contract
    }

    func acceptedContent(ofMessage id: String, among rows: [Int64]) throws -> ContentDigest? {
        for row in rows {
            let digest = try statements.acceptedContent.first {
                $0.integer(row)
                $0.text(id)
            } _: { row in
                try ContentDigest(blob: row.bytes(0))
            }
            if let digest { return digest }
        }
        return nil
    }

    func termination(_ id: String, among rows: [Int64]) throws -> TerminationRow? {
        for row in rows {
            let recorded = try statements.recordedTermination.first {
                $0.integer(row)
                $0.text(id)
            } _: { row in
                try TerminationRow(RawRow(row))
            }
            if let recorded { return recorded }
        }
        return nil
    }

    func termination(row: Int64) throws -> TerminationRow? {
        try statement(
            "SELECT \(TerminationRow.columns) FROM \(TerminationRow.tables) WHERE terminations.id = ?"
        )
        .first {
            $0.integer(row)
        } _: {
            try TerminationRow(RawRow($0))
        }
    }

    func latestMessage(of termination: Int64) throws -> StoredRevision? {
        try statement(
            """
            SELECT body, settings_version,
                EXISTS (SELECT 1 FROM redacted_revisions WHERE redacted_revisions.revision = termination_revisions.id)
            FROM termination_revisions WHERE termination = ? AND action <> 'withdraw' AND superseded = 0
            ORDER BY revision DESC LIMIT 1
            """
        )
        .first {
            $0.integer(termination)
        } _: {
            StoredRevision(body: $0.bytes(0), settingsVersion: Int($0.integer(1)), isRedacted: $0.integer(2) != 0)
        }
    }

    func revision(_ number: Int, of termination: Int64) throws -> (row: Int64, content: ContentDigest)? {
        try statement("SELECT id, content_digest FROM termination_revisions WHERE termination = ? AND revision = ?")
            .first {
                $0.integer(termination)
                $0.integer(number)
            } _: {
                ($0.integer(0), try ContentDigest(blob: $0.bytes(1)))
            }
    }

    func revision(ofMessage id: String?, among rows: [Int64]) throws -> DeadLetterResolution? {
        let accepted = try statement(
            """
            SELECT termination_revisions.id, termination_id, termination_revisions.revision
            FROM termination_revisions JOIN terminations ON terminations.id = termination
            WHERE termination_revisions.id = ? AND message_id = ?
            """
        )
        for row in rows {
            let found = try accepted.first {
                $0.integer(row)
                $0.text(id)
            } _: {
                DeadLetterResolution(row: $0.integer(0), terminationID: $0.text(1) ?? "", revision: Int($0.integer(2)))
            }
            if let found { return found }
        }
        return nil
    }
}
