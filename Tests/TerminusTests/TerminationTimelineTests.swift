import Foundation
import Testing

@testable import Ledger

/// The texts are what a person sees: where one changes, read it as a stranger.
@Suite struct `The timeline of a termination` {
    @Test func `of one that is terminated`() throws {
        try LifeSample.run { sample in
            try sample.record(
                "2026-03-01T12:00:00Z",
                LifeSample.message("t-1", endDate: "2035-12-31", reason: "te-duur")
            )
            #expect(
                try sample.shown("t-1") == """
                    Termination t-1, revision 1: planned
                      contract       c-t-1
                      customer       k-1
                      last day       2035-12-31 in Europe/Amsterdam
                      billing        stops at 2035-12-31T23:00:00Z
                      reason         price (given as te-duur), "Te duur"
                      type           ordinary

                    2026-03-01T12:00:00Z terminated, revision 1
                        message      m-t-1-1, made at 2026-03-01T09:00:00Z
                        last day     2035-12-31 in Europe/Amsterdam: billing stops at 2035-12-31T23:00:00Z
                        reason       price (given as te-duur), "Te duur"
                        settings     version 1, dated rules as of 2026-03-01
                                     no reason is required: rule 1 of 2
                                     price is valid from 2025-01-01
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        1: contract.terminated.v1, waits for the relay
                        event id     cda19804-013e-56d3-9c8d-e104d300c863
                    2035-12-31T23:00:00Z will take effect, after 2035-12-31 in Europe/Amsterdam

                    """
            )
        }
    }

    @Test func `begins with the amount and the channel where they are known`() throws {
        let others = [
            "channel": "\"portal\"",
            "contract": #"{"billingPeriod":"P3M","periodAmount":375050,"currency":"EUR"}"#,
        ]
        try LifeSample.run { sample in
            try sample.record(
                "2026-03-01T12:00:00Z",
                LifeSample.message("t-1", endDate: "2035-12-31", others: others),
                LifeSample.message("t-2", endDate: "2035-12-31")
            )
            let text = try sample.shown("t-1")
            #expect(
                text.contains("  type           ordinary\n  monthly amount 1250.17 EUR\n  channel        portal\n\n"),
                "\(text)"
            )
            let json = try #require(try sample.terminations("show", "t-1", "--format", "json").objects().first)
            #expect(json["monthlyAmountLost"]?.integer == 125_017)
            #expect(json["currency"] == .string("EUR"))
            #expect(json["channel"] == .string("portal"))
            let unknown = try #require(try sample.terminations("show", "t-2", "--format", "json").objects().first)
            #expect(unknown["monthlyAmountLost"] == .null)
            #expect(unknown["channel"] == .null)
            #expect(try !sample.shown("t-2").contains("amount"))
        }
    }

    @Test func `of one that was corrected twice, by a reason that is not for everybody`() throws {
        let others = [
            "contractType": "\"maintenance\"", "initiator": "\"customer\"", "customerKind": "\"business\"",
        ]
        let moved = ["note": "\"moves to another town\"", "contract": #"{"billedThrough":"2035-12-31"}"#]
        let apia = ["timeZone": "\"Pacific/Apia\""]
        try LifeSample.run { sample in
            try sample.record("2026-03-01T12:00:00Z", LifeSample.message("t-1", endDate: "2035-12-31", others: others))
            try sample.record(
                "2026-03-02T12:00:00Z",
                LifeSample.message(
                    "t-1",
                    .correct,
                    revision: 2,
                    endDate: "2035-11-30",
                    reason: "other",
                    occurredAt: "2026-03-02T10:00:00Z",
                    others: others.merging(moved) { $1 }
                )
            )
            try sample.record(
                "2026-03-03T12:00:00Z",
                LifeSample.message(
                    "t-1",
                    .correct,
                    revision: 4,
                    endDate: "2035-11-30",
                    reason: "illness",
                    occurredAt: "2026-03-03T10:00:00Z",
                    others: others.merging(apia) { $1 }
                )
            )
            #expect(
                try sample.shown("t-1") == """
                    Termination t-1, revision 4: planned
                      contract       c-t-1
                      contract type  maintenance
                      customer       k-1, business
                      last day       2035-11-30 in Pacific/Apia
                      billing        stops at 2035-11-30T11:00:00Z
                      reason         withheld: it is sensitive (--confidential shows it)
                      type           ordinary, by customer

                    2026-03-01T12:00:00Z terminated, revision 1
                        message      m-t-1-1, made at 2026-03-01T09:00:00Z
                        last day     2035-12-31 in Europe/Amsterdam: billing stops at 2035-12-31T23:00:00Z
                        reason       price, "Te duur"
                        settings     version 1, dated rules as of 2026-03-01
                                     a reason is required: rule 2 of 2, from 2026-01-01, for contract type maintenance
                                     price is valid from 2025-01-01
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        1: contract.terminated.v1, waits for the relay
                        event id     cda19804-013e-56d3-9c8d-e104d300c863
                    2026-03-02T12:00:00Z corrected, revision 2
                        message      m-t-1-2, made at 2026-03-02T10:00:00Z
                        changed      reasonCode price -> other
                                     note added (withheld)
                                     endDate 2035-12-31 -> 2035-11-30
                                     contract.billedThrough (none) -> 2035-12-31
                        last day     2035-11-30 in Europe/Amsterdam: billing stops at 2035-11-30T23:00:00Z
                        reason       other, "Anders"
                        note         withheld (--confidential shows it)
                        settings     version 1, dated rules as of 2026-03-02
                                     a reason is required: rule 2 of 2, from 2026-01-01, for contract type maintenance
                                     other demands a note of at least 10 characters
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        2: contract.termination.corrected.v1, waits for the relay
                        event id     452817c1-72f8-5d74-840a-2285911c7107
                    2026-03-03T12:00:00Z corrected, revision 4
                        message      m-t-1-4, made at 2026-03-03T10:00:00Z
                        changed      reasonCode changed (withheld)
                                     note removed (withheld)
                                     timeZone (none) -> Pacific/Apia
                                     contract.billedThrough 2035-12-31 -> (none)
                        last day     2035-11-30 in Pacific/Apia: billing stops at 2035-11-30T11:00:00Z
                        reason       withheld: it is sensitive (--confidential shows it)
                        settings     version 1, dated rules as of 2026-03-03
                                     a reason is required: rule 2 of 2, from 2026-01-01, for contract type maintenance
                                     the rules of the reason are withheld
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        3: contract.termination.corrected.v1, waits for the relay
                        event id     d1f6c8db-961b-5838-baed-81cb023acc5b
                    2035-11-30T11:00:00Z will take effect, after 2035-11-30 in Pacific/Apia

                    """
            )
            let secrets = ["illness", "Ziekte", "another town"]
            let json = try sample.shown("t-1", "--format", "json")
            for secret in secrets {
                #expect(!json.contains(secret), "\(secret)")
                for format in ["text", "json"] {
                    let all = try sample.shown("t-1", "--confidential", "--format", format)
                    #expect(all.contains(secret), "\(secret) in \(format)")
                }
            }
        }
    }

    @Test func `of one whose withdrawal came first`() throws {
        try LifeSample.run { sample in
            try sample.record(
                "2026-03-01T12:00:00Z",
                LifeSample.message("t-1", .withdraw, revision: 2, occurredAt: "2026-03-01T11:00:00Z")
            )
            try sample.record("2026-03-01T12:00:05Z", LifeSample.message("t-1"))
            #expect(
                try sample.shown("t-1") == """
                    Termination t-1, revision 2: withdrawn
                      contract       c-t-1
                      customer       k-1
                      last day       2026-03-31 in Europe/Amsterdam
                      billing        goes on; was to stop at 2026-03-31T22:00:00Z
                      reason         price, "Te duur"
                      type           ordinary

                    2026-03-01T12:00:00Z came before its termination, and was held
                        message      m-t-1-2 (withdraw, revision 2)
                        dead letter  01980000-0000-7000-8000-000000000000
                    2026-03-01T12:00:05Z terminated, revision 1
                        message      m-t-1-1, made at 2026-03-01T09:00:00Z
                        last day     2026-03-31 in Europe/Amsterdam: billing stops at 2026-03-31T22:00:00Z
                        reason       price, "Te duur"
                        settings     version 1, dated rules as of 2026-03-01
                                     no reason is required: rule 1 of 2
                                     price is valid from 2025-01-01
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        1: contract.terminated.v1, waits for the relay
                        event id     cda19804-013e-56d3-9c8d-e104d300c863
                    2026-03-01T12:00:05Z withdrawn, revision 2: the contract continues
                        message      m-t-1-2, made at 2026-03-01T11:00:00Z
                        settings     version 1, dated rules as of 2026-03-01
                                     a withdrawal needs no reason
                        event        2: contract.termination.withdrawn.v1, waits for the relay
                        event id     91983c48-8601-53ce-9fd9-d43b8262ca15
                    2026-03-01T12:00:05Z dead letter resolved, by terminus
                        dead letter  01980000-0000-7000-8000-000000000000
                        why          What it had waited for was recorded.
                        details      termination t-1, revision 2

                    """
            )
        }
    }

    @Test func `of one that took effect and was corrected then`() throws {
        try LifeSample.run { sample in
            try sample.record("2026-03-01T12:00:00Z", LifeSample.message("t-1"))
            try sample.record("2026-03-31T22:00:00Z")
            try sample.record(
                "2026-04-02T08:00:00Z",
                LifeSample.message(
                    "t-1",
                    .correct,
                    revision: 2,
                    endDate: "2026-04-30",
                    occurredAt: "2026-04-02T10:00:00+02:00"
                )
            )
            try sample.record("2026-05-01T00:00:00Z")
            #expect(
                try sample.shown("t-1") == """
                    Termination t-1, revision 2: ended
                      contract       c-t-1
                      customer       k-1
                      last day       2026-04-30 in Europe/Amsterdam
                      billing        stopped at 2026-04-30T22:00:00Z
                      reason         price, "Te duur"
                      type           ordinary

                    2026-03-01T12:00:00Z terminated, revision 1
                        message      m-t-1-1, made at 2026-03-01T09:00:00Z
                        last day     2026-03-31 in Europe/Amsterdam: billing stops at 2026-03-31T22:00:00Z
                        reason       price, "Te duur"
                        settings     version 1, dated rules as of 2026-03-01
                                     no reason is required: rule 1 of 2
                                     price is valid from 2025-01-01
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        1: contract.terminated.v1, waits for the relay
                        event id     cda19804-013e-56d3-9c8d-e104d300c863
                    2026-03-31T22:00:00Z took effect with revision 1
                        event        2: contract.termination.effective.v1, waits for the relay
                        event id     dfa1bc73-47cd-567b-87e6-34c92ec464f5
                        taken back   by revision 2
                    2026-04-02T08:00:00Z corrected, revision 2
                        message      m-t-1-2, made at 2026-04-02T08:00:00Z
                        changed      endDate 2026-03-31 -> 2026-04-30
                        last day     2026-04-30 in Europe/Amsterdam: billing stops at 2026-04-30T22:00:00Z
                        reason       price, "Te duur"
                        settings     version 1, dated rules as of 2026-04-02
                                     no reason is required: rule 1 of 2
                                     price is valid from 2025-01-01
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        3: contract.termination.corrected.v1, waits for the relay
                        event id     452817c1-72f8-5d74-840a-2285911c7107
                        takes back   event 2, which announced that it had taken effect
                    2026-05-01T00:00:00Z took effect with revision 2
                        event        4: contract.termination.effective.v1, waits for the relay
                        event id     8747da59-8853-5cd6-a9e3-e5bd4347a50f

                    """
            )
        }
    }

    @Test func `of one that took effect and was withdrawn then`() throws {
        try LifeSample.run { sample in
            try sample.record("2026-03-01T12:00:00Z", LifeSample.message("t-1"))
            try sample.record("2026-03-31T22:00:00Z")
            try sample.record(
                "2026-04-02T08:00:00Z",
                LifeSample.message("t-1", .withdraw, revision: 2, occurredAt: "2026-04-02T10:00:00+02:00")
            )
            #expect(
                try sample.shown("t-1") == """
                    Termination t-1, revision 2: withdrawn
                      contract       c-t-1
                      customer       k-1
                      last day       2026-03-31 in Europe/Amsterdam
                      billing        goes on; was to stop at 2026-03-31T22:00:00Z
                      reason         price, "Te duur"
                      type           ordinary

                    2026-03-01T12:00:00Z terminated, revision 1
                        message      m-t-1-1, made at 2026-03-01T09:00:00Z
                        last day     2026-03-31 in Europe/Amsterdam: billing stops at 2026-03-31T22:00:00Z
                        reason       price, "Te duur"
                        settings     version 1, dated rules as of 2026-03-01
                                     no reason is required: rule 1 of 2
                                     price is valid from 2025-01-01
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        1: contract.terminated.v1, waits for the relay
                        event id     cda19804-013e-56d3-9c8d-e104d300c863
                    2026-03-31T22:00:00Z took effect with revision 1
                        event        2: contract.termination.effective.v1, waits for the relay
                        event id     dfa1bc73-47cd-567b-87e6-34c92ec464f5
                        taken back   by revision 2
                    2026-04-02T08:00:00Z withdrawn, revision 2: the contract continues
                        message      m-t-1-2, made at 2026-04-02T08:00:00Z
                        settings     version 1, dated rules as of 2026-04-02
                                     a withdrawal needs no reason
                        event        3: contract.termination.withdrawn.v1, waits for the relay
                        event id     91983c48-8601-53ce-9fd9-d43b8262ca15
                        takes back   event 2, which announced that it had taken effect

                    """
            )
        }
    }

    @Test func `of one with a refused message and an event that nobody took`() throws {
        try LifeSample.run { sample in
            try sample.record(
                "2026-03-01T12:00:00Z",
                LifeSample.message("t-1", endDate: "2035-12-31"),
                LifeSample.message("t-1", .correct, revision: 2, endDate: "2035-12-31", reason: "nonsense")
            )
            try sample.record(
                "2026-03-01T13:00:00Z",
                LifeSample.message("t-1", .correct, revision: 2, endDate: "2035-11-30")
            )
            for time in ["2026-03-01T12:00:01Z", "2026-03-01T12:00:31Z"] {
                let at = LifeSample.instant(time)
                let parked = ParkedEvent(sequence: 1, failure: "312 NO_ROUTE", attemptedAt: at)
                _ = try sample.ledger.advanceRelay(to: 2, parking: [parked])
            }
            let behind = ParkedEvent(
                sequence: 3,
                failure: "It waits behind an earlier event of its contract.",
                attemptedAt: LifeSample.instant("2026-03-01T13:00:01Z")
            )
            _ = try sample.ledger.advanceRelay(to: 3, parking: [behind])
            #expect(
                try sample.shown("t-1") == """
                    Termination t-1, revision 2: planned
                      contract       c-t-1
                      customer       k-1
                      last day       2035-11-30 in Europe/Amsterdam
                      billing        stops at 2035-11-30T23:00:00Z
                      reason         price, "Te duur"
                      type           ordinary

                    2026-03-01T12:00:00Z terminated, revision 1
                        message      m-t-1-1, made at 2026-03-01T09:00:00Z
                        last day     2035-12-31 in Europe/Amsterdam: billing stops at 2035-12-31T23:00:00Z
                        reason       price, "Te duur"
                        settings     version 1, dated rules as of 2026-03-01
                                     no reason is required: rule 1 of 2
                                     price is valid from 2025-01-01
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        1: contract.terminated.v1, parked since 2026-03-01T12:00:01Z, tried 2 times, the
                                     last at 2026-03-01T12:00:31Z: 312 NO_ROUTE
                        event id     cda19804-013e-56d3-9c8d-e104d300c863
                    2026-03-01T12:00:00Z refused: unknown-reason
                        message      m-t-1-2 (correct, revision 2)
                        dead letter  01980000-0000-7000-8000-000000000000
                    2026-03-01T13:00:00Z corrected, revision 2
                        message      m-t-1-2, made at 2026-03-01T09:00:00Z
                        changed      endDate 2035-12-31 -> 2035-11-30
                        last day     2035-11-30 in Europe/Amsterdam: billing stops at 2035-11-30T23:00:00Z
                        reason       price, "Te duur"
                        settings     version 1, dated rules as of 2026-03-01
                                     no reason is required: rule 1 of 2
                                     price is valid from 2025-01-01
                                     at most 2,000 characters of note, 365 days backdated, 3,660 days ahead
                        event        3: contract.termination.corrected.v1, parked at 2026-03-01T13:00:01Z: It waits
                                     behind an earlier event of its contract.
                        event id     452817c1-72f8-5d74-840a-2285911c7107
                    2026-03-01T13:00:00Z dead letter resolved, by terminus
                        dead letter  01980000-0000-7000-8000-000000000000
                        why          A message with this id was accepted.
                        details      termination t-1, revision 2
                    2035-11-30T23:00:00Z will take effect, after 2035-11-30 in Europe/Amsterdam

                    """
            )
        }
    }
}
