// swift-format-ignore-file
// Written by scripts/embed-schemas from the folder schemas: change them there, and run it again.

extension PublishedSchema {
    /// Every schema that is published, by name.
    static let all: [PublishedSchema] = [
        PublishedSchema(name: "cancellation-reason.changed.v1", file: "cancellation-reason.changed.v1.schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cancellation-reason.changed.v1",
  "title": "Cancellation reason changed",
  "description": "A cancellation reason was created, edited, retired, restored or merged. A CloudEvent 1.0 in structured mode (application/cloudevents+json). Later versions may add members: ignore those that you do not know.",
  "type": "object",
  "properties": {
    "specversion": {
      "description": "The version of CloudEvents.",
      "const": "1.0"
    },
    "id": {
      "description": "The id of the event, a UUIDv5. It is the same however often the event is delivered: deduplicate by it.",
      "type": "string",
      "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "source": {
      "description": "Who published it, from the settings or the configuration.",
      "type": "string",
      "minLength": 1,
      "format": "uri-reference"
    },
    "type": {
      "description": "The event type; also the AMQP routing key.",
      "const": "cancellation-reason.changed.v1"
    },
    "subject": {
      "description": "The reason's code.",
      "type": "string",
      "minLength": 1
    },
    "time": {
      "description": "When it was recorded.",
      "$ref": "#/$defs/utcInstant"
    },
    "datacontenttype": {
      "description": "`data` is JSON.",
      "const": "application/json"
    },
    "dataschema": {
      "description": "The identifier of this schema.",
      "const": "urn:terminus:schema:cancellation-reason.changed.v1"
    },
    "sequence": {
      "description": "The position in the ledger's event log, in decimal digits. It rises, and gaps are possible.",
      "type": "string",
      "pattern": "^[0-9]+$",
      "not": {
        "pattern": "\\n"
      },
      "examples": [
        "1042"
      ]
    },
    "partitionkey": {
      "description": "The reason's code: events with the same key are in order.",
      "type": "string",
      "minLength": 1
    },
    "causationid": {
      "description": "The cause of the change, if it is known.",
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "correlationid": {
      "description": "The AMQP correlation-id of the message that led to this event, if it had one.",
      "type": "string"
    },
    "traceparent": {
      "description": "The W3C trace context, propagated.",
      "type": "string",
      "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "tracestate": {
      "description": "The W3C trace state, propagated.",
      "type": "string"
    },
    "data": {
      "description": "The reason as it is now.",
      "type": "object",
      "properties": {
        "code": {
          "description": "The reason's code; the word withheld for a sensitive reason.",
          "type": "string",
          "minLength": 1,
          "maxLength": 32
        },
        "change": {
          "description": "What happened to it.",
          "type": "string",
          "enum": [
            "created",
            "edited",
            "retired",
            "restored",
            "merged"
          ]
        },
        "settingsVersion": {
          "description": "The version of the settings that made the change.",
          "type": "integer",
          "minimum": 1
        },
        "labels": {
          "description": "The labels; absent for a sensitive reason.",
          "$ref": "#/$defs/labels"
        },
        "category": {
          "description": "Groups reasons in reports.",
          "type": "string",
          "minLength": 1
        },
        "voluntary": {
          "description": "Whether the customer chose to leave.",
          "type": "boolean"
        },
        "validFrom": {
          "description": "The first day on which the reason may be given.",
          "$ref": "#/$defs/date"
        },
        "validThrough": {
          "description": "The last day on which the reason may be given, inclusive.",
          "$ref": "#/$defs/date"
        },
        "replacedBy": {
          "description": "The code of the reason into which it was merged.",
          "type": "string",
          "minLength": 1,
          "maxLength": 32
        },
        "sensitive": {
          "description": "Whether the reason is sensitive.",
          "type": "boolean"
        },
        "attributes": {
          "$ref": "#/$defs/attributes"
        },
        "recordedAt": {
          "description": "When the change was recorded.",
          "$ref": "#/$defs/utcInstant"
        }
      },
      "required": [
        "code",
        "change",
        "settingsVersion",
        "recordedAt"
      ]
    }
  },
  "required": [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "dataschema",
    "sequence",
    "data"
  ],
  "propertyNames": {
    "description": "CloudEvents attribute names: lower-case letters and digits.",
    "pattern": "^[a-z0-9]+$"
  },
  "$defs": {
    "date": {
      "description": "A calendar date, YYYY-MM-DD, years 0001 to 9999. Never a timestamp. The pattern refuses days that do not exist (2026-02-30, 2025-02-29) even where a validator ignores `format`.",
      "type": "string",
      "format": "date",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)$",
      "not": {
        "pattern": "\\n"
      }
    },
    "utcInstant": {
      "description": "A point in time in UTC, RFC 3339 with Z.",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$",
      "not": {
        "pattern": "\\n"
      }
    },
    "language": {
      "description": "A BCP 47 language tag, such as nl, en or nl-BE.",
      "type": "string",
      "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
      "not": {
        "pattern": "\\n"
      }
    },
    "labels": {
      "description": "A label per language: the key is a BCP 47 language tag.",
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/language"
      },
      "additionalProperties": {
        "type": "string",
        "pattern": "[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]",
        "minLength": 1,
        "maxLength": 200
      }
    },
    "attributes": {
      "description": "The reason's attributes, copied unchanged from the settings, which define their names and values.",
      "type": "object"
    }
  }
}

"""##),
        PublishedSchema(name: "contract.terminated.v1", file: "contract.terminated.v1.schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:contract.terminated.v1",
  "title": "Contract terminated",
  "description": "A termination was recorded: the contract ends on `data.endDate`. A CloudEvent 1.0 in structured mode (application/cloudevents+json). Later versions may add members: ignore those that you do not know.",
  "type": "object",
  "properties": {
    "specversion": {
      "description": "The version of CloudEvents.",
      "const": "1.0"
    },
    "id": {
      "description": "The id of the event, a UUIDv5. It is the same however often the event is delivered: deduplicate by it.",
      "type": "string",
      "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "source": {
      "description": "Who published it, from the settings or the configuration.",
      "type": "string",
      "minLength": 1,
      "format": "uri-reference"
    },
    "type": {
      "description": "The event type; also the AMQP routing key.",
      "const": "contract.terminated.v1"
    },
    "subject": {
      "description": "The contract's id.",
      "type": "string",
      "minLength": 1
    },
    "time": {
      "description": "When it was recorded.",
      "$ref": "#/$defs/utcInstant"
    },
    "datacontenttype": {
      "description": "`data` is JSON.",
      "const": "application/json"
    },
    "dataschema": {
      "description": "The identifier of this schema.",
      "const": "urn:terminus:schema:contract.terminated.v1"
    },
    "sequence": {
      "description": "The position in the ledger's event log, in decimal digits. It rises, and gaps are possible.",
      "type": "string",
      "pattern": "^[0-9]+$",
      "not": {
        "pattern": "\\n"
      },
      "examples": [
        "1042"
      ]
    },
    "partitionkey": {
      "description": "The contract's id: events with the same key are in order.",
      "type": "string",
      "minLength": 1
    },
    "causationid": {
      "description": "The messageId of the termination message that led to this event.",
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "correlationid": {
      "description": "The AMQP correlation-id of the message that led to this event, if it had one.",
      "type": "string"
    },
    "traceparent": {
      "description": "The W3C trace context, propagated.",
      "type": "string",
      "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "tracestate": {
      "description": "The W3C trace state, propagated.",
      "type": "string"
    },
    "data": {
      "description": "The termination.",
      "type": "object",
      "properties": {
        "terminationId": {
          "description": "The CRM's identifier of the termination.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "revision": {
          "description": "The revision of the termination that this event reports.",
          "type": "integer",
          "minimum": 1,
          "maximum": 9007199254740991
        },
        "contractId": {
          "description": "The contract that ends.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "customerId": {
          "description": "The customer whose contract it is.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "contractType": {
          "description": "The kind of contract, from the message.",
          "type": "string",
          "maxLength": 64
        },
        "customerKind": {
          "$ref": "#/$defs/customerKind"
        },
        "terminationType": {
          "$ref": "#/$defs/terminationType"
        },
        "initiator": {
          "$ref": "#/$defs/initiator"
        },
        "batchId": {
          "description": "The bulk run, from the message.",
          "type": "string",
          "maxLength": 128
        },
        "channel": {
          "description": "Where it was registered, from the message.",
          "type": "string",
          "maxLength": 128
        },
        "contractSequence": {
          "description": "Counts the events of this contract from 1 without gaps: a missing number is an event that you have not received yet.",
          "type": "integer",
          "minimum": 1
        },
        "reason": {
          "description": "The cancellation reason as it read when the termination was recorded; a later edit of the settings does not change it. Null if none was given. For a sensitive reason, `code`, `givenCode` and `label` are the word withheld, and `labels` is empty.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "code": {
              "description": "The reason's code as the settings write it.",
              "type": "string",
              "minLength": 1,
              "maxLength": 32
            },
            "givenCode": {
              "description": "The code in the message, trimmed. It may be an alias, or differ in case.",
              "type": "string",
              "minLength": 1,
              "maxLength": 32
            },
            "label": {
              "description": "The label in `language`.",
              "type": "string",
              "minLength": 1
            },
            "language": {
              "description": "The settings' default language at that time.",
              "$ref": "#/$defs/language"
            },
            "labels": {
              "description": "All labels.",
              "$ref": "#/$defs/labels"
            },
            "category": {
              "description": "Groups reasons in reports.",
              "type": "string",
              "minLength": 1
            },
            "voluntary": {
              "description": "Whether the customer chose to leave.",
              "type": "boolean"
            },
            "settingsVersion": {
              "description": "The version of the settings that the snapshot is from.",
              "type": "integer",
              "minimum": 1
            },
            "attributes": {
              "$ref": "#/$defs/attributes"
            }
          },
          "required": [
            "code",
            "givenCode",
            "label",
            "language",
            "labels",
            "settingsVersion",
            "attributes"
          ]
        },
        "notePresent": {
          "description": "Whether a note was given.",
          "type": "boolean"
        },
        "note": {
          "description": "The note itself, only if the settings publish it.",
          "type": "string",
          "minLength": 1
        },
        "endDate": {
          "description": "The last day on which the contract is in force, inclusive.",
          "$ref": "#/$defs/date"
        },
        "billingStopsAt": {
          "description": "The start of the next local day, in UTC: the first instant that must not be billed.",
          "$ref": "#/$defs/utcInstant"
        },
        "timeZone": {
          "description": "The IANA time zone in which the dates are meant.",
          "type": "string",
          "minLength": 1
        },
        "contract": {
          "description": "The facts about the contract, as the message gave them; absent if it gave none. `startDate` is also present if only an earlier revision gave it.",
          "type": "object",
          "minProperties": 1,
          "properties": {
            "startDate": {
              "description": "The first day of the contract, or of its present term.",
              "$ref": "#/$defs/date"
            },
            "termEndDate": {
              "description": "The last day of the agreed term, inclusive.",
              "$ref": "#/$defs/date"
            },
            "noticePeriod": {
              "description": "The agreed notice period.",
              "$ref": "#/$defs/dateDuration"
            },
            "noticeTo": {
              "$ref": "#/$defs/noticeTo"
            },
            "earliestEndDate": {
              "description": "The first day on which the contract can end, as the CRM knows it.",
              "$ref": "#/$defs/date"
            },
            "billedThrough": {
              "description": "The last day that was billed, inclusive.",
              "$ref": "#/$defs/date"
            },
            "billingPeriod": {
              "description": "How long one billing period is.",
              "$ref": "#/$defs/dateDuration"
            },
            "periodAmount": {
              "description": "What one billing period costs, in minor units of `currency`.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "currency": {
              "$ref": "#/$defs/currency"
            }
          }
        },
        "neverInForce": {
          "description": "Whether `endDate` is the day before the contract's start: it never came into force, and no day of it is to be billed.",
          "type": "boolean"
        },
        "notice": {
          "description": "Whether the notice period was kept. Present only for terminations that owe notice (`ordinary`, `nonRenewal`), and if the message gave `contract.earliestEndDate`, or both the day of receipt and the notice period.",
          "type": "object",
          "properties": {
            "receivedOn": {
              "description": "The day on which notice was received.",
              "$ref": "#/$defs/date"
            },
            "period": {
              "description": "The agreed notice period.",
              "$ref": "#/$defs/dateDuration"
            },
            "to": {
              "description": "To which day notice runs. Present together with `period`.",
              "$ref": "#/$defs/noticeTo"
            },
            "earliestEndDate": {
              "description": "The CRM's own date; otherwise `receivedOn` plus `period` (month ends clamp: 31 January + P1M is 28 or 29 February), moved to the day that `to` names.",
              "$ref": "#/$defs/date"
            },
            "satisfied": {
              "description": "Whether `endDate` is not before `earliestEndDate`.",
              "type": "boolean"
            }
          },
          "required": [
            "earliestEndDate",
            "satisfied"
          ]
        },
        "early": {
          "description": "Whether the contract ends before its agreed term; absent if the term is not known.",
          "type": "boolean"
        },
        "remainingTermDays": {
          "description": "Days from `endDate` to the end of the agreed term; 0 if the contract runs its term or longer, absent if the term is not known.",
          "type": "integer",
          "minimum": 0
        },
        "backdatedDays": {
          "description": "The number of days by which `endDate` is before the local date of `occurredAt`; 0 if it is not before it.",
          "type": "integer",
          "minimum": 0
        },
        "overbilled": {
          "description": "The days that were billed beyond the end, both inclusive: null if there are none, absent if the message had no `billedThrough`.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "from": {
              "description": "The day after `endDate`.",
              "$ref": "#/$defs/date"
            },
            "through": {
              "description": "The last day that was billed.",
              "$ref": "#/$defs/date"
            }
          },
          "required": [
            "from",
            "through"
          ]
        },
        "unbilled": {
          "description": "The days up to the end that are not billed yet, both inclusive: null if there are none, absent if the message had no `billedThrough`.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "from": {
              "description": "The day after the last billed day.",
              "$ref": "#/$defs/date"
            },
            "through": {
              "description": "The same as `endDate`.",
              "$ref": "#/$defs/date"
            }
          },
          "required": [
            "from",
            "through"
          ]
        },
        "recurring": {
          "description": "The recurring amount that is lost. Present only if the message gave it.",
          "type": "object",
          "properties": {
            "currency": {
              "$ref": "#/$defs/currency"
            },
            "periodAmount": {
              "description": "What one billing period costs, in minor units.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "billingPeriod": {
              "description": "How long one billing period is.",
              "$ref": "#/$defs/dateDuration"
            },
            "monthlyAmountLost": {
              "description": "The amount a month in minor units, rounded half to even; only for periods of whole months.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            }
          },
          "required": [
            "currency",
            "periodAmount"
          ]
        },
        "occurredAt": {
          "description": "When the termination was made.",
          "$ref": "#/$defs/instant"
        },
        "recordedAt": {
          "description": "When the worker recorded it.",
          "$ref": "#/$defs/utcInstant"
        },
        "settingsVersion": {
          "description": "The version of the settings that judged it.",
          "type": "integer",
          "minimum": 1
        }
      },
      "required": [
        "terminationId",
        "revision",
        "contractId",
        "customerId",
        "terminationType",
        "contractSequence",
        "reason",
        "notePresent",
        "endDate",
        "billingStopsAt",
        "timeZone",
        "neverInForce",
        "backdatedDays",
        "occurredAt",
        "recordedAt",
        "settingsVersion"
      ]
    }
  },
  "required": [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "dataschema",
    "sequence",
    "partitionkey",
    "data",
    "causationid"
  ],
  "propertyNames": {
    "description": "CloudEvents attribute names: lower-case letters and digits.",
    "pattern": "^[a-z0-9]+$"
  },
  "$defs": {
    "date": {
      "description": "A calendar date, YYYY-MM-DD, years 0001 to 9999. Never a timestamp. The pattern refuses days that do not exist (2026-02-30, 2025-02-29) even where a validator ignores `format`.",
      "type": "string",
      "format": "date",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)$",
      "not": {
        "pattern": "\\n"
      }
    },
    "instant": {
      "description": "A point in time as RFC 3339 writes it, always with Z or an offset, with or without a fraction of a second. No leap second (:60).",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
      "not": {
        "pattern": "\\n"
      }
    },
    "utcInstant": {
      "description": "A point in time in UTC, RFC 3339 with Z.",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$",
      "not": {
        "pattern": "\\n"
      }
    },
    "dateDuration": {
      "description": "An ISO 8601 duration of whole days: years, months and days in this order (P1Y, P1M, P1Y6M, P30D), or weeks alone (P4W); one to four digits each; above zero.",
      "type": "string",
      "pattern": "^P([0-9]{1,4}Y([0-9]{1,4}M)?([0-9]{1,4}D)?|[0-9]{1,4}M([0-9]{1,4}D)?|[0-9]{1,4}D|[0-9]{1,4}W)$",
      "not": {
        "pattern": "\\n|^P(0+[YMWD])+$"
      }
    },
    "currency": {
      "description": "An ISO 4217 code in capitals: active, or active at some time after 1998; without codes that are not money (precious metals, bond units, testing).",
      "type": "string",
      "enum": [
        "ADP",
        "AED",
        "AFA",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "AOR",
        "ARS",
        "ATS",
        "AUD",
        "AWG",
        "AZM",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BEF",
        "BGL",
        "BGN",
        "BHD",
        "BIF",
        "BMD",
        "BND",
        "BOB",
        "BOV",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYB",
        "BYN",
        "BYR",
        "BZD",
        "CAD",
        "CDF",
        "CHE",
        "CHF",
        "CHW",
        "CLF",
        "CLP",
        "CNY",
        "COP",
        "COU",
        "CRC",
        "CSD",
        "CUC",
        "CUP",
        "CVE",
        "CYP",
        "CZK",
        "DEM",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "ECS",
        "EEK",
        "EGP",
        "ERN",
        "ESP",
        "ETB",
        "EUR",
        "FIM",
        "FJD",
        "FKP",
        "FRF",
        "GBP",
        "GEL",
        "GHC",
        "GHS",
        "GIP",
        "GMD",
        "GNF",
        "GRD",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HRK",
        "HTG",
        "HUF",
        "IDR",
        "IEP",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "ITL",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KPW",
        "KRW",
        "KWD",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LTL",
        "LUF",
        "LVL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MGF",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRO",
        "MRU",
        "MTL",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MXV",
        "MYR",
        "MZM",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NLG",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PTE",
        "PYG",
        "QAR",
        "ROL",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDD",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SIT",
        "SKK",
        "SLE",
        "SLL",
        "SOS",
        "SRD",
        "SRG",
        "SSP",
        "STD",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJR",
        "TJS",
        "TMM",
        "TMT",
        "TND",
        "TOP",
        "TPE",
        "TRL",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "USN",
        "UYI",
        "UYU",
        "UYW",
        "UZS",
        "VEB",
        "VED",
        "VEF",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XCG",
        "XOF",
        "XPF",
        "YER",
        "YUM",
        "ZAR",
        "ZMK",
        "ZMW",
        "ZWD",
        "ZWG",
        "ZWL"
      ]
    },
    "language": {
      "description": "A BCP 47 language tag, such as nl, en or nl-BE.",
      "type": "string",
      "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
      "not": {
        "pattern": "\\n"
      }
    },
    "labels": {
      "description": "A label per language: the key is a BCP 47 language tag.",
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/language"
      },
      "additionalProperties": {
        "type": "string",
        "pattern": "[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]",
        "minLength": 1,
        "maxLength": 200
      }
    },
    "terminationType": {
      "description": "How the contract ends. `ordinary`: with notice, as agreed in the contract. `extraordinary`: for cause, at once. `mutual`: both sides agreed. `nonRenewal`: it runs out. `coolingOff`: within the statutory withdrawal period. `administrative`: a clerical correction that never counts as churn.",
      "type": "string",
      "enum": [
        "ordinary",
        "extraordinary",
        "mutual",
        "nonRenewal",
        "coolingOff",
        "administrative"
      ]
    },
    "initiator": {
      "description": "Who ended the contract.",
      "type": "string",
      "enum": [
        "customer",
        "provider",
        "system"
      ]
    },
    "noticeTo": {
      "description": "To which day notice runs once its period is over.",
      "type": "string",
      "enum": [
        "day",
        "monthEnd",
        "quarterEnd",
        "yearEnd",
        "termEnd"
      ]
    },
    "customerKind": {
      "description": "What kind of customer it is.",
      "type": "string",
      "enum": [
        "consumer",
        "business"
      ]
    },
    "attributes": {
      "description": "The reason's attributes, copied unchanged from the settings, which define their names and values.",
      "type": "object"
    }
  }
}

"""##),
        PublishedSchema(name: "contract.termination.corrected.v1", file: "contract.termination.corrected.v1.schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:contract.termination.corrected.v1",
  "title": "Contract termination corrected",
  "description": "A correction was recorded: this event replaces the one it names in `data.supersedes`. A CloudEvent 1.0 in structured mode (application/cloudevents+json). Later versions may add members: ignore those that you do not know.",
  "type": "object",
  "properties": {
    "specversion": {
      "description": "The version of CloudEvents.",
      "const": "1.0"
    },
    "id": {
      "description": "The id of the event, a UUIDv5. It is the same however often the event is delivered: deduplicate by it.",
      "type": "string",
      "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "source": {
      "description": "Who published it, from the settings or the configuration.",
      "type": "string",
      "minLength": 1,
      "format": "uri-reference"
    },
    "type": {
      "description": "The event type; also the AMQP routing key.",
      "const": "contract.termination.corrected.v1"
    },
    "subject": {
      "description": "The contract's id.",
      "type": "string",
      "minLength": 1
    },
    "time": {
      "description": "When it was recorded.",
      "$ref": "#/$defs/utcInstant"
    },
    "datacontenttype": {
      "description": "`data` is JSON.",
      "const": "application/json"
    },
    "dataschema": {
      "description": "The identifier of this schema.",
      "const": "urn:terminus:schema:contract.termination.corrected.v1"
    },
    "sequence": {
      "description": "The position in the ledger's event log, in decimal digits. It rises, and gaps are possible.",
      "type": "string",
      "pattern": "^[0-9]+$",
      "not": {
        "pattern": "\\n"
      },
      "examples": [
        "1042"
      ]
    },
    "partitionkey": {
      "description": "The contract's id: events with the same key are in order.",
      "type": "string",
      "minLength": 1
    },
    "causationid": {
      "description": "The messageId of the termination message that led to this event.",
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "correlationid": {
      "description": "The AMQP correlation-id of the message that led to this event, if it had one.",
      "type": "string"
    },
    "traceparent": {
      "description": "The W3C trace context, propagated.",
      "type": "string",
      "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "tracestate": {
      "description": "The W3C trace state, propagated.",
      "type": "string"
    },
    "data": {
      "description": "The termination.",
      "type": "object",
      "properties": {
        "terminationId": {
          "description": "The CRM's identifier of the termination.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "revision": {
          "description": "The revision of the termination that this event reports.",
          "type": "integer",
          "minimum": 1,
          "maximum": 9007199254740991
        },
        "contractId": {
          "description": "The contract that ends.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "customerId": {
          "description": "The customer whose contract it is.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "contractType": {
          "description": "The kind of contract, from the message.",
          "type": "string",
          "maxLength": 64
        },
        "customerKind": {
          "$ref": "#/$defs/customerKind"
        },
        "terminationType": {
          "$ref": "#/$defs/terminationType"
        },
        "initiator": {
          "$ref": "#/$defs/initiator"
        },
        "batchId": {
          "description": "The bulk run, from the message.",
          "type": "string",
          "maxLength": 128
        },
        "channel": {
          "description": "Where it was registered, from the message.",
          "type": "string",
          "maxLength": 128
        },
        "contractSequence": {
          "description": "Counts the events of this contract from 1 without gaps: a missing number is an event that you have not received yet.",
          "type": "integer",
          "minimum": 1
        },
        "reason": {
          "description": "The cancellation reason as it read when the termination was recorded; a later edit of the settings does not change it. Null if none was given. For a sensitive reason, `code`, `givenCode` and `label` are the word withheld, and `labels` is empty.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "code": {
              "description": "The reason's code as the settings write it.",
              "type": "string",
              "minLength": 1,
              "maxLength": 32
            },
            "givenCode": {
              "description": "The code in the message, trimmed. It may be an alias, or differ in case.",
              "type": "string",
              "minLength": 1,
              "maxLength": 32
            },
            "label": {
              "description": "The label in `language`.",
              "type": "string",
              "minLength": 1
            },
            "language": {
              "description": "The settings' default language at that time.",
              "$ref": "#/$defs/language"
            },
            "labels": {
              "description": "All labels.",
              "$ref": "#/$defs/labels"
            },
            "category": {
              "description": "Groups reasons in reports.",
              "type": "string",
              "minLength": 1
            },
            "voluntary": {
              "description": "Whether the customer chose to leave.",
              "type": "boolean"
            },
            "settingsVersion": {
              "description": "The version of the settings that the snapshot is from.",
              "type": "integer",
              "minimum": 1
            },
            "attributes": {
              "$ref": "#/$defs/attributes"
            }
          },
          "required": [
            "code",
            "givenCode",
            "label",
            "language",
            "labels",
            "settingsVersion",
            "attributes"
          ]
        },
        "notePresent": {
          "description": "Whether a note was given.",
          "type": "boolean"
        },
        "note": {
          "description": "The note itself, only if the settings publish it.",
          "type": "string",
          "minLength": 1
        },
        "endDate": {
          "description": "The last day on which the contract is in force, inclusive.",
          "$ref": "#/$defs/date"
        },
        "billingStopsAt": {
          "description": "The start of the next local day, in UTC: the first instant that must not be billed.",
          "$ref": "#/$defs/utcInstant"
        },
        "timeZone": {
          "description": "The IANA time zone in which the dates are meant.",
          "type": "string",
          "minLength": 1
        },
        "contract": {
          "description": "The facts about the contract, as the message gave them; absent if it gave none. `startDate` is also present if only an earlier revision gave it.",
          "type": "object",
          "minProperties": 1,
          "properties": {
            "startDate": {
              "description": "The first day of the contract, or of its present term.",
              "$ref": "#/$defs/date"
            },
            "termEndDate": {
              "description": "The last day of the agreed term, inclusive.",
              "$ref": "#/$defs/date"
            },
            "noticePeriod": {
              "description": "The agreed notice period.",
              "$ref": "#/$defs/dateDuration"
            },
            "noticeTo": {
              "$ref": "#/$defs/noticeTo"
            },
            "earliestEndDate": {
              "description": "The first day on which the contract can end, as the CRM knows it.",
              "$ref": "#/$defs/date"
            },
            "billedThrough": {
              "description": "The last day that was billed, inclusive.",
              "$ref": "#/$defs/date"
            },
            "billingPeriod": {
              "description": "How long one billing period is.",
              "$ref": "#/$defs/dateDuration"
            },
            "periodAmount": {
              "description": "What one billing period costs, in minor units of `currency`.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "currency": {
              "$ref": "#/$defs/currency"
            }
          }
        },
        "neverInForce": {
          "description": "Whether `endDate` is the day before the contract's start: it never came into force, and no day of it is to be billed.",
          "type": "boolean"
        },
        "previous": {
          "description": "The superseded values, so that the difference can be settled without a copy of the superseded event.",
          "type": "object",
          "properties": {
            "endDate": {
              "description": "The last day, inclusive.",
              "$ref": "#/$defs/date"
            },
            "billingStopsAt": {
              "description": "The start of the day after, in UTC.",
              "$ref": "#/$defs/utcInstant"
            },
            "overbilled": {
              "description": "The days that were to be credited: null if there were none, absent if they were not known.",
              "type": [
                "object",
                "null"
              ],
              "properties": {
                "from": {
                  "description": "The day after `endDate`.",
                  "$ref": "#/$defs/date"
                },
                "through": {
                  "description": "The last day that had been billed.",
                  "$ref": "#/$defs/date"
                }
              },
              "required": [
                "from",
                "through"
              ]
            }
          },
          "required": [
            "endDate",
            "billingStopsAt"
          ]
        },
        "notice": {
          "description": "Whether the notice period was kept. Present only for terminations that owe notice (`ordinary`, `nonRenewal`), and if the message gave `contract.earliestEndDate`, or both the day of receipt and the notice period.",
          "type": "object",
          "properties": {
            "receivedOn": {
              "description": "The day on which notice was received.",
              "$ref": "#/$defs/date"
            },
            "period": {
              "description": "The agreed notice period.",
              "$ref": "#/$defs/dateDuration"
            },
            "to": {
              "description": "To which day notice runs. Present together with `period`.",
              "$ref": "#/$defs/noticeTo"
            },
            "earliestEndDate": {
              "description": "The CRM's own date; otherwise `receivedOn` plus `period` (month ends clamp: 31 January + P1M is 28 or 29 February), moved to the day that `to` names.",
              "$ref": "#/$defs/date"
            },
            "satisfied": {
              "description": "Whether `endDate` is not before `earliestEndDate`.",
              "type": "boolean"
            }
          },
          "required": [
            "earliestEndDate",
            "satisfied"
          ]
        },
        "early": {
          "description": "Whether the contract ends before its agreed term; absent if the term is not known.",
          "type": "boolean"
        },
        "remainingTermDays": {
          "description": "Days from `endDate` to the end of the agreed term; 0 if the contract runs its term or longer, absent if the term is not known.",
          "type": "integer",
          "minimum": 0
        },
        "backdatedDays": {
          "description": "The number of days by which `endDate` is before the local date of `occurredAt`; 0 if it is not before it.",
          "type": "integer",
          "minimum": 0
        },
        "overbilled": {
          "description": "The days that were billed beyond the end, both inclusive: null if there are none, absent if the message had no `billedThrough`.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "from": {
              "description": "The day after `endDate`.",
              "$ref": "#/$defs/date"
            },
            "through": {
              "description": "The last day that was billed.",
              "$ref": "#/$defs/date"
            }
          },
          "required": [
            "from",
            "through"
          ]
        },
        "unbilled": {
          "description": "The days up to the end that are not billed yet, both inclusive: null if there are none, absent if the message had no `billedThrough`.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "from": {
              "description": "The day after the last billed day.",
              "$ref": "#/$defs/date"
            },
            "through": {
              "description": "The same as `endDate`.",
              "$ref": "#/$defs/date"
            }
          },
          "required": [
            "from",
            "through"
          ]
        },
        "recurring": {
          "description": "The recurring amount that is lost. Present only if the message gave it.",
          "type": "object",
          "properties": {
            "currency": {
              "$ref": "#/$defs/currency"
            },
            "periodAmount": {
              "description": "What one billing period costs, in minor units.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "billingPeriod": {
              "description": "How long one billing period is.",
              "$ref": "#/$defs/dateDuration"
            },
            "monthlyAmountLost": {
              "description": "The amount a month in minor units, rounded half to even; only for periods of whole months.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            }
          },
          "required": [
            "currency",
            "periodAmount"
          ]
        },
        "occurredAt": {
          "description": "When the termination was made.",
          "$ref": "#/$defs/instant"
        },
        "recordedAt": {
          "description": "When the worker recorded it.",
          "$ref": "#/$defs/utcInstant"
        },
        "settingsVersion": {
          "description": "The version of the settings that judged it.",
          "type": "integer",
          "minimum": 1
        },
        "supersedes": {
          "description": "The id of the event that this one replaces.",
          "type": "string",
          "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
          "not": {
            "pattern": "\\n"
          }
        },
        "tookEffectAt": {
          "description": "When the superseded revision took effect, in UTC: billing may have stopped then. Present only if it had taken effect.",
          "$ref": "#/$defs/utcInstant"
        }
      },
      "required": [
        "terminationId",
        "revision",
        "contractId",
        "customerId",
        "terminationType",
        "contractSequence",
        "reason",
        "notePresent",
        "endDate",
        "billingStopsAt",
        "timeZone",
        "neverInForce",
        "previous",
        "backdatedDays",
        "occurredAt",
        "recordedAt",
        "settingsVersion",
        "supersedes"
      ]
    }
  },
  "required": [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "dataschema",
    "sequence",
    "partitionkey",
    "data",
    "causationid"
  ],
  "propertyNames": {
    "description": "CloudEvents attribute names: lower-case letters and digits.",
    "pattern": "^[a-z0-9]+$"
  },
  "$defs": {
    "date": {
      "description": "A calendar date, YYYY-MM-DD, years 0001 to 9999. Never a timestamp. The pattern refuses days that do not exist (2026-02-30, 2025-02-29) even where a validator ignores `format`.",
      "type": "string",
      "format": "date",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)$",
      "not": {
        "pattern": "\\n"
      }
    },
    "instant": {
      "description": "A point in time as RFC 3339 writes it, always with Z or an offset, with or without a fraction of a second. No leap second (:60).",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
      "not": {
        "pattern": "\\n"
      }
    },
    "utcInstant": {
      "description": "A point in time in UTC, RFC 3339 with Z.",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$",
      "not": {
        "pattern": "\\n"
      }
    },
    "dateDuration": {
      "description": "An ISO 8601 duration of whole days: years, months and days in this order (P1Y, P1M, P1Y6M, P30D), or weeks alone (P4W); one to four digits each; above zero.",
      "type": "string",
      "pattern": "^P([0-9]{1,4}Y([0-9]{1,4}M)?([0-9]{1,4}D)?|[0-9]{1,4}M([0-9]{1,4}D)?|[0-9]{1,4}D|[0-9]{1,4}W)$",
      "not": {
        "pattern": "\\n|^P(0+[YMWD])+$"
      }
    },
    "currency": {
      "description": "An ISO 4217 code in capitals: active, or active at some time after 1998; without codes that are not money (precious metals, bond units, testing).",
      "type": "string",
      "enum": [
        "ADP",
        "AED",
        "AFA",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "AOR",
        "ARS",
        "ATS",
        "AUD",
        "AWG",
        "AZM",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BEF",
        "BGL",
        "BGN",
        "BHD",
        "BIF",
        "BMD",
        "BND",
        "BOB",
        "BOV",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYB",
        "BYN",
        "BYR",
        "BZD",
        "CAD",
        "CDF",
        "CHE",
        "CHF",
        "CHW",
        "CLF",
        "CLP",
        "CNY",
        "COP",
        "COU",
        "CRC",
        "CSD",
        "CUC",
        "CUP",
        "CVE",
        "CYP",
        "CZK",
        "DEM",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "ECS",
        "EEK",
        "EGP",
        "ERN",
        "ESP",
        "ETB",
        "EUR",
        "FIM",
        "FJD",
        "FKP",
        "FRF",
        "GBP",
        "GEL",
        "GHC",
        "GHS",
        "GIP",
        "GMD",
        "GNF",
        "GRD",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HRK",
        "HTG",
        "HUF",
        "IDR",
        "IEP",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "ITL",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KPW",
        "KRW",
        "KWD",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LTL",
        "LUF",
        "LVL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MGF",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRO",
        "MRU",
        "MTL",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MXV",
        "MYR",
        "MZM",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NLG",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PTE",
        "PYG",
        "QAR",
        "ROL",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDD",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SIT",
        "SKK",
        "SLE",
        "SLL",
        "SOS",
        "SRD",
        "SRG",
        "SSP",
        "STD",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJR",
        "TJS",
        "TMM",
        "TMT",
        "TND",
        "TOP",
        "TPE",
        "TRL",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "USN",
        "UYI",
        "UYU",
        "UYW",
        "UZS",
        "VEB",
        "VED",
        "VEF",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XCG",
        "XOF",
        "XPF",
        "YER",
        "YUM",
        "ZAR",
        "ZMK",
        "ZMW",
        "ZWD",
        "ZWG",
        "ZWL"
      ]
    },
    "language": {
      "description": "A BCP 47 language tag, such as nl, en or nl-BE.",
      "type": "string",
      "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
      "not": {
        "pattern": "\\n"
      }
    },
    "labels": {
      "description": "A label per language: the key is a BCP 47 language tag.",
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/language"
      },
      "additionalProperties": {
        "type": "string",
        "pattern": "[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]",
        "minLength": 1,
        "maxLength": 200
      }
    },
    "terminationType": {
      "description": "How the contract ends. `ordinary`: with notice, as agreed in the contract. `extraordinary`: for cause, at once. `mutual`: both sides agreed. `nonRenewal`: it runs out. `coolingOff`: within the statutory withdrawal period. `administrative`: a clerical correction that never counts as churn.",
      "type": "string",
      "enum": [
        "ordinary",
        "extraordinary",
        "mutual",
        "nonRenewal",
        "coolingOff",
        "administrative"
      ]
    },
    "initiator": {
      "description": "Who ended the contract.",
      "type": "string",
      "enum": [
        "customer",
        "provider",
        "system"
      ]
    },
    "noticeTo": {
      "description": "To which day notice runs once its period is over.",
      "type": "string",
      "enum": [
        "day",
        "monthEnd",
        "quarterEnd",
        "yearEnd",
        "termEnd"
      ]
    },
    "customerKind": {
      "description": "What kind of customer it is.",
      "type": "string",
      "enum": [
        "consumer",
        "business"
      ]
    },
    "attributes": {
      "description": "The reason's attributes, copied unchanged from the settings, which define their names and values.",
      "type": "object"
    }
  }
}

"""##),
        PublishedSchema(name: "contract.termination.effective.v1", file: "contract.termination.effective.v1.schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:contract.termination.effective.v1",
  "title": "Contract termination effective",
  "description": "The contract's last day is over. The event is complete: a subscriber that listens to it alone can act on it. A CloudEvent 1.0 in structured mode (application/cloudevents+json). Later versions may add members: ignore those that you do not know.",
  "type": "object",
  "properties": {
    "specversion": {
      "description": "The version of CloudEvents.",
      "const": "1.0"
    },
    "id": {
      "description": "The id of the event, a UUIDv5. It is the same however often the event is delivered: deduplicate by it.",
      "type": "string",
      "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "source": {
      "description": "Who published it, from the settings or the configuration.",
      "type": "string",
      "minLength": 1,
      "format": "uri-reference"
    },
    "type": {
      "description": "The event type; also the AMQP routing key.",
      "const": "contract.termination.effective.v1"
    },
    "subject": {
      "description": "The contract's id.",
      "type": "string",
      "minLength": 1
    },
    "time": {
      "description": "When it was recorded.",
      "$ref": "#/$defs/utcInstant"
    },
    "datacontenttype": {
      "description": "`data` is JSON.",
      "const": "application/json"
    },
    "dataschema": {
      "description": "The identifier of this schema.",
      "const": "urn:terminus:schema:contract.termination.effective.v1"
    },
    "sequence": {
      "description": "The position in the ledger's event log, in decimal digits. It rises, and gaps are possible.",
      "type": "string",
      "pattern": "^[0-9]+$",
      "not": {
        "pattern": "\\n"
      },
      "examples": [
        "1042"
      ]
    },
    "partitionkey": {
      "description": "The contract's id: events with the same key are in order.",
      "type": "string",
      "minLength": 1
    },
    "causationid": {
      "description": "The messageId of the message whose revision takes effect.",
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "correlationid": {
      "description": "The AMQP correlation-id of the message that led to this event, if it had one.",
      "type": "string"
    },
    "traceparent": {
      "description": "The W3C trace context, propagated.",
      "type": "string",
      "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "tracestate": {
      "description": "The W3C trace state, propagated.",
      "type": "string"
    },
    "data": {
      "description": "The termination. Members that come only from its message are absent if the ledger no longer keeps the message.",
      "type": "object",
      "properties": {
        "terminationId": {
          "description": "The CRM's identifier of the termination.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "revision": {
          "description": "The revision of the termination that this event reports.",
          "type": "integer",
          "minimum": 1,
          "maximum": 9007199254740991
        },
        "contractId": {
          "description": "The contract that ends.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "customerId": {
          "description": "The customer whose contract it is.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "contractType": {
          "description": "The kind of contract, from the message.",
          "type": "string",
          "maxLength": 64
        },
        "customerKind": {
          "$ref": "#/$defs/customerKind"
        },
        "terminationType": {
          "$ref": "#/$defs/terminationType"
        },
        "initiator": {
          "$ref": "#/$defs/initiator"
        },
        "batchId": {
          "description": "The bulk run, from the message.",
          "type": "string",
          "maxLength": 128
        },
        "channel": {
          "description": "Where it was registered, from the message.",
          "type": "string",
          "maxLength": 128
        },
        "contractSequence": {
          "description": "Counts the events of this contract from 1 without gaps: a missing number is an event that you have not received yet.",
          "type": "integer",
          "minimum": 1
        },
        "reason": {
          "description": "The cancellation reason as it read when the termination was recorded; a later edit of the settings does not change it. Null if none was given. For a sensitive reason, `code`, `givenCode` and `label` are the word withheld, and `labels` is empty.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "code": {
              "description": "The reason's code as the settings write it.",
              "type": "string",
              "minLength": 1,
              "maxLength": 32
            },
            "givenCode": {
              "description": "The code in the message, trimmed. It may be an alias, or differ in case.",
              "type": "string",
              "minLength": 1,
              "maxLength": 32
            },
            "label": {
              "description": "The label in `language`.",
              "type": "string",
              "minLength": 1
            },
            "language": {
              "description": "The settings' default language at that time.",
              "$ref": "#/$defs/language"
            },
            "labels": {
              "description": "All labels.",
              "$ref": "#/$defs/labels"
            },
            "category": {
              "description": "Groups reasons in reports.",
              "type": "string",
              "minLength": 1
            },
            "voluntary": {
              "description": "Whether the customer chose to leave.",
              "type": "boolean"
            },
            "settingsVersion": {
              "description": "The version of the settings that the snapshot is from.",
              "type": "integer",
              "minimum": 1
            },
            "attributes": {
              "$ref": "#/$defs/attributes"
            }
          },
          "required": [
            "code",
            "givenCode",
            "label",
            "language",
            "labels",
            "settingsVersion",
            "attributes"
          ]
        },
        "notePresent": {
          "description": "Whether a note was given.",
          "type": "boolean"
        },
        "note": {
          "description": "The note itself, only if the settings publish it.",
          "type": "string",
          "minLength": 1
        },
        "endDate": {
          "description": "The last day on which the contract is in force, inclusive.",
          "$ref": "#/$defs/date"
        },
        "billingStopsAt": {
          "description": "The start of the next local day, in UTC: the first instant that must not be billed.",
          "$ref": "#/$defs/utcInstant"
        },
        "timeZone": {
          "description": "The IANA time zone in which the dates are meant.",
          "type": "string",
          "minLength": 1
        },
        "contract": {
          "description": "The facts about the contract, as the message gave them; absent if it gave none. `startDate` is also present if only an earlier revision gave it.",
          "type": "object",
          "minProperties": 1,
          "properties": {
            "startDate": {
              "description": "The first day of the contract, or of its present term.",
              "$ref": "#/$defs/date"
            },
            "termEndDate": {
              "description": "The last day of the agreed term, inclusive.",
              "$ref": "#/$defs/date"
            },
            "noticePeriod": {
              "description": "The agreed notice period.",
              "$ref": "#/$defs/dateDuration"
            },
            "noticeTo": {
              "$ref": "#/$defs/noticeTo"
            },
            "earliestEndDate": {
              "description": "The first day on which the contract can end, as the CRM knows it.",
              "$ref": "#/$defs/date"
            },
            "billedThrough": {
              "description": "The last day that was billed, inclusive.",
              "$ref": "#/$defs/date"
            },
            "billingPeriod": {
              "description": "How long one billing period is.",
              "$ref": "#/$defs/dateDuration"
            },
            "periodAmount": {
              "description": "What one billing period costs, in minor units of `currency`.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "currency": {
              "$ref": "#/$defs/currency"
            }
          }
        },
        "neverInForce": {
          "description": "Whether `endDate` is the day before the contract's start: it never came into force, and no day of it is to be billed.",
          "type": "boolean"
        },
        "notice": {
          "description": "Whether the notice period was kept. Present only for terminations that owe notice (`ordinary`, `nonRenewal`), and if the message gave `contract.earliestEndDate`, or both the day of receipt and the notice period.",
          "type": "object",
          "properties": {
            "receivedOn": {
              "description": "The day on which notice was received.",
              "$ref": "#/$defs/date"
            },
            "period": {
              "description": "The agreed notice period.",
              "$ref": "#/$defs/dateDuration"
            },
            "to": {
              "description": "To which day notice runs. Present together with `period`.",
              "$ref": "#/$defs/noticeTo"
            },
            "earliestEndDate": {
              "description": "The CRM's own date; otherwise `receivedOn` plus `period` (month ends clamp: 31 January + P1M is 28 or 29 February), moved to the day that `to` names.",
              "$ref": "#/$defs/date"
            },
            "satisfied": {
              "description": "Whether `endDate` is not before `earliestEndDate`.",
              "type": "boolean"
            }
          },
          "required": [
            "earliestEndDate",
            "satisfied"
          ]
        },
        "early": {
          "description": "Whether the contract ends before its agreed term; absent if the term is not known.",
          "type": "boolean"
        },
        "remainingTermDays": {
          "description": "Days from `endDate` to the end of the agreed term; 0 if the contract runs its term or longer, absent if the term is not known.",
          "type": "integer",
          "minimum": 0
        },
        "backdatedDays": {
          "description": "The number of days by which `endDate` is before the local date of `occurredAt`; 0 if it is not before it.",
          "type": "integer",
          "minimum": 0
        },
        "overbilled": {
          "description": "The days that were billed beyond the end, both inclusive: null if there are none, absent if the message had no `billedThrough`.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "from": {
              "description": "The day after `endDate`.",
              "$ref": "#/$defs/date"
            },
            "through": {
              "description": "The last day that was billed.",
              "$ref": "#/$defs/date"
            }
          },
          "required": [
            "from",
            "through"
          ]
        },
        "unbilled": {
          "description": "The days up to the end that are not billed yet, both inclusive: null if there are none, absent if the message had no `billedThrough`.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "from": {
              "description": "The day after the last billed day.",
              "$ref": "#/$defs/date"
            },
            "through": {
              "description": "The same as `endDate`.",
              "$ref": "#/$defs/date"
            }
          },
          "required": [
            "from",
            "through"
          ]
        },
        "recurring": {
          "description": "The recurring amount that is lost. Present only if the message gave it.",
          "type": "object",
          "properties": {
            "currency": {
              "$ref": "#/$defs/currency"
            },
            "periodAmount": {
              "description": "What one billing period costs, in minor units.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "billingPeriod": {
              "description": "How long one billing period is.",
              "$ref": "#/$defs/dateDuration"
            },
            "monthlyAmountLost": {
              "description": "The amount a month in minor units, rounded half to even; only for periods of whole months.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            }
          },
          "required": [
            "currency",
            "periodAmount"
          ]
        },
        "occurredAt": {
          "description": "When the termination was made.",
          "$ref": "#/$defs/instant"
        },
        "recordedAt": {
          "description": "When the worker recorded it.",
          "$ref": "#/$defs/utcInstant"
        },
        "settingsVersion": {
          "description": "The version of the settings that judged it.",
          "type": "integer",
          "minimum": 1
        }
      },
      "required": [
        "terminationId",
        "revision",
        "contractId",
        "customerId",
        "terminationType",
        "contractSequence",
        "reason",
        "endDate",
        "billingStopsAt",
        "occurredAt",
        "recordedAt"
      ]
    }
  },
  "required": [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "dataschema",
    "sequence",
    "partitionkey",
    "data"
  ],
  "propertyNames": {
    "description": "CloudEvents attribute names: lower-case letters and digits.",
    "pattern": "^[a-z0-9]+$"
  },
  "$defs": {
    "date": {
      "description": "A calendar date, YYYY-MM-DD, years 0001 to 9999. Never a timestamp. The pattern refuses days that do not exist (2026-02-30, 2025-02-29) even where a validator ignores `format`.",
      "type": "string",
      "format": "date",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)$",
      "not": {
        "pattern": "\\n"
      }
    },
    "instant": {
      "description": "A point in time as RFC 3339 writes it, always with Z or an offset, with or without a fraction of a second. No leap second (:60).",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
      "not": {
        "pattern": "\\n"
      }
    },
    "utcInstant": {
      "description": "A point in time in UTC, RFC 3339 with Z.",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$",
      "not": {
        "pattern": "\\n"
      }
    },
    "dateDuration": {
      "description": "An ISO 8601 duration of whole days: years, months and days in this order (P1Y, P1M, P1Y6M, P30D), or weeks alone (P4W); one to four digits each; above zero.",
      "type": "string",
      "pattern": "^P([0-9]{1,4}Y([0-9]{1,4}M)?([0-9]{1,4}D)?|[0-9]{1,4}M([0-9]{1,4}D)?|[0-9]{1,4}D|[0-9]{1,4}W)$",
      "not": {
        "pattern": "\\n|^P(0+[YMWD])+$"
      }
    },
    "currency": {
      "description": "An ISO 4217 code in capitals: active, or active at some time after 1998; without codes that are not money (precious metals, bond units, testing).",
      "type": "string",
      "enum": [
        "ADP",
        "AED",
        "AFA",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "AOR",
        "ARS",
        "ATS",
        "AUD",
        "AWG",
        "AZM",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BEF",
        "BGL",
        "BGN",
        "BHD",
        "BIF",
        "BMD",
        "BND",
        "BOB",
        "BOV",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYB",
        "BYN",
        "BYR",
        "BZD",
        "CAD",
        "CDF",
        "CHE",
        "CHF",
        "CHW",
        "CLF",
        "CLP",
        "CNY",
        "COP",
        "COU",
        "CRC",
        "CSD",
        "CUC",
        "CUP",
        "CVE",
        "CYP",
        "CZK",
        "DEM",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "ECS",
        "EEK",
        "EGP",
        "ERN",
        "ESP",
        "ETB",
        "EUR",
        "FIM",
        "FJD",
        "FKP",
        "FRF",
        "GBP",
        "GEL",
        "GHC",
        "GHS",
        "GIP",
        "GMD",
        "GNF",
        "GRD",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HRK",
        "HTG",
        "HUF",
        "IDR",
        "IEP",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "ITL",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KPW",
        "KRW",
        "KWD",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LTL",
        "LUF",
        "LVL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MGF",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRO",
        "MRU",
        "MTL",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MXV",
        "MYR",
        "MZM",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NLG",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PTE",
        "PYG",
        "QAR",
        "ROL",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDD",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SIT",
        "SKK",
        "SLE",
        "SLL",
        "SOS",
        "SRD",
        "SRG",
        "SSP",
        "STD",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJR",
        "TJS",
        "TMM",
        "TMT",
        "TND",
        "TOP",
        "TPE",
        "TRL",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "USN",
        "UYI",
        "UYU",
        "UYW",
        "UZS",
        "VEB",
        "VED",
        "VEF",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XCG",
        "XOF",
        "XPF",
        "YER",
        "YUM",
        "ZAR",
        "ZMK",
        "ZMW",
        "ZWD",
        "ZWG",
        "ZWL"
      ]
    },
    "language": {
      "description": "A BCP 47 language tag, such as nl, en or nl-BE.",
      "type": "string",
      "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
      "not": {
        "pattern": "\\n"
      }
    },
    "labels": {
      "description": "A label per language: the key is a BCP 47 language tag.",
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/language"
      },
      "additionalProperties": {
        "type": "string",
        "pattern": "[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]",
        "minLength": 1,
        "maxLength": 200
      }
    },
    "terminationType": {
      "description": "How the contract ends. `ordinary`: with notice, as agreed in the contract. `extraordinary`: for cause, at once. `mutual`: both sides agreed. `nonRenewal`: it runs out. `coolingOff`: within the statutory withdrawal period. `administrative`: a clerical correction that never counts as churn.",
      "type": "string",
      "enum": [
        "ordinary",
        "extraordinary",
        "mutual",
        "nonRenewal",
        "coolingOff",
        "administrative"
      ]
    },
    "initiator": {
      "description": "Who ended the contract.",
      "type": "string",
      "enum": [
        "customer",
        "provider",
        "system"
      ]
    },
    "noticeTo": {
      "description": "To which day notice runs once its period is over.",
      "type": "string",
      "enum": [
        "day",
        "monthEnd",
        "quarterEnd",
        "yearEnd",
        "termEnd"
      ]
    },
    "customerKind": {
      "description": "What kind of customer it is.",
      "type": "string",
      "enum": [
        "consumer",
        "business"
      ]
    },
    "attributes": {
      "description": "The reason's attributes, copied unchanged from the settings, which define their names and values.",
      "type": "object"
    }
  }
}

"""##),
        PublishedSchema(name: "contract.termination.rejected.v1", file: "contract.termination.rejected.v1.schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:contract.termination.rejected.v1",
  "title": "Contract termination rejected",
  "description": "A message was refused. The event is also sent to the message's `reply-to`, if it has one, with the same correlation-id. A CloudEvent 1.0 in structured mode (application/cloudevents+json). Later versions may add members: ignore those that you do not know.",
  "type": "object",
  "properties": {
    "specversion": {
      "description": "The version of CloudEvents.",
      "const": "1.0"
    },
    "id": {
      "description": "The id of the event, a UUIDv5. It is the same however often the event is delivered: deduplicate by it.",
      "type": "string",
      "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "source": {
      "description": "Who published it, from the settings or the configuration.",
      "type": "string",
      "minLength": 1,
      "format": "uri-reference"
    },
    "type": {
      "description": "The event type; also the AMQP routing key.",
      "const": "contract.termination.rejected.v1"
    },
    "subject": {
      "description": "The contract's id; the dead letter's id if the message could not be read.",
      "type": "string",
      "minLength": 1
    },
    "time": {
      "description": "When it was recorded.",
      "$ref": "#/$defs/utcInstant"
    },
    "datacontenttype": {
      "description": "`data` is JSON.",
      "const": "application/json"
    },
    "dataschema": {
      "description": "The identifier of this schema.",
      "const": "urn:terminus:schema:contract.termination.rejected.v1"
    },
    "sequence": {
      "description": "The position in the ledger's event log, in decimal digits. It rises, and gaps are possible.",
      "type": "string",
      "pattern": "^[0-9]+$",
      "not": {
        "pattern": "\\n"
      },
      "examples": [
        "1042"
      ]
    },
    "partitionkey": {
      "description": "The contract's id: events with the same key are in order. Absent if it could not be read.",
      "type": "string",
      "minLength": 1
    },
    "causationid": {
      "description": "The messageId of the refused message; absent if it could not be read.",
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "correlationid": {
      "description": "The AMQP correlation-id of the message that led to this event, if it had one.",
      "type": "string"
    },
    "traceparent": {
      "description": "The W3C trace context, propagated.",
      "type": "string",
      "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "tracestate": {
      "description": "The W3C trace state, propagated.",
      "type": "string"
    },
    "data": {
      "description": "The refused message, and its violations.",
      "type": "object",
      "properties": {
        "deadLetterId": {
          "description": "The dead letter that keeps the message: `terminus dead-letters show ID`.",
          "type": "string",
          "minLength": 1
        },
        "messageId": {
          "description": "The message's id, if it could be read.",
          "type": "string",
          "minLength": 1,
          "maxLength": 128
        },
        "terminationId": {
          "description": "The termination's id, if it could be read.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "contractId": {
          "description": "The contract's id, if it could be read.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "customerId": {
          "description": "The customer's id, if it could be read.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "violations": {
          "description": "Every broken rule, at least one.",
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/$defs/violation"
          }
        },
        "receivedAt": {
          "description": "When the worker received it.",
          "$ref": "#/$defs/utcInstant"
        }
      },
      "required": [
        "deadLetterId",
        "violations",
        "receivedAt"
      ]
    }
  },
  "required": [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "dataschema",
    "sequence",
    "data"
  ],
  "propertyNames": {
    "description": "CloudEvents attribute names: lower-case letters and digits.",
    "pattern": "^[a-z0-9]+$"
  },
  "$defs": {
    "utcInstant": {
      "description": "A point in time in UTC, RFC 3339 with Z.",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$",
      "not": {
        "pattern": "\\n"
      }
    },
    "violation": {
      "description": "One broken rule.",
      "type": "object",
      "properties": {
        "code": {
          "description": "The stable code: see docs/violations.md.",
          "type": "string",
          "pattern": "^[a-z]+(-[a-z0-9]+)*$",
          "examples": [
            "reason-required"
          ]
        },
        "pointer": {
          "description": "RFC 6901 pointer to the field in the message; empty for the whole message.",
          "type": "string",
          "pattern": "^(/([^/~]|~[01])*)*$",
          "examples": [
            "/reasonCode",
            ""
          ]
        },
        "message": {
          "description": "One English sentence for people. Its wording may change.",
          "type": "string",
          "minLength": 1
        },
        "expected": {
          "description": "What would have been right, for people.",
          "type": "string"
        },
        "suggestion": {
          "description": "What was probably meant.",
          "type": "string"
        }
      },
      "required": [
        "code",
        "pointer",
        "message"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "contract.termination.withdrawn.v1", file: "contract.termination.withdrawn.v1.schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:contract.termination.withdrawn.v1",
  "title": "Contract termination withdrawn",
  "description": "A withdrawal was recorded: this termination no longer ends the contract, and the event named in `data.supersedes` is no longer valid. The other members repeat the termination. A CloudEvent 1.0 in structured mode (application/cloudevents+json). Later versions may add members: ignore those that you do not know.",
  "type": "object",
  "properties": {
    "specversion": {
      "description": "The version of CloudEvents.",
      "const": "1.0"
    },
    "id": {
      "description": "The id of the event, a UUIDv5. It is the same however often the event is delivered: deduplicate by it.",
      "type": "string",
      "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "source": {
      "description": "Who published it, from the settings or the configuration.",
      "type": "string",
      "minLength": 1,
      "format": "uri-reference"
    },
    "type": {
      "description": "The event type; also the AMQP routing key.",
      "const": "contract.termination.withdrawn.v1"
    },
    "subject": {
      "description": "The contract's id.",
      "type": "string",
      "minLength": 1
    },
    "time": {
      "description": "When it was recorded.",
      "$ref": "#/$defs/utcInstant"
    },
    "datacontenttype": {
      "description": "`data` is JSON.",
      "const": "application/json"
    },
    "dataschema": {
      "description": "The identifier of this schema.",
      "const": "urn:terminus:schema:contract.termination.withdrawn.v1"
    },
    "sequence": {
      "description": "The position in the ledger's event log, in decimal digits. It rises, and gaps are possible.",
      "type": "string",
      "pattern": "^[0-9]+$",
      "not": {
        "pattern": "\\n"
      },
      "examples": [
        "1042"
      ]
    },
    "partitionkey": {
      "description": "The contract's id: events with the same key are in order.",
      "type": "string",
      "minLength": 1
    },
    "causationid": {
      "description": "The messageId of the termination message that led to this event.",
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "correlationid": {
      "description": "The AMQP correlation-id of the message that led to this event, if it had one.",
      "type": "string"
    },
    "traceparent": {
      "description": "The W3C trace context, propagated.",
      "type": "string",
      "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
      "not": {
        "pattern": "\\n"
      }
    },
    "tracestate": {
      "description": "The W3C trace state, propagated.",
      "type": "string"
    },
    "data": {
      "description": "The withdrawal, and the termination as it last was. The members about the contract are absent if the ledger no longer keeps the termination's message.",
      "type": "object",
      "properties": {
        "terminationId": {
          "description": "The CRM's identifier of the termination.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "revision": {
          "description": "The revision of the termination that this event reports.",
          "type": "integer",
          "minimum": 1,
          "maximum": 9007199254740991
        },
        "contractId": {
          "description": "The contract that ends.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "customerId": {
          "description": "The customer whose contract it is.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "contractType": {
          "description": "The kind of contract, from the message.",
          "type": "string",
          "maxLength": 64
        },
        "customerKind": {
          "$ref": "#/$defs/customerKind"
        },
        "terminationType": {
          "$ref": "#/$defs/terminationType"
        },
        "initiator": {
          "$ref": "#/$defs/initiator"
        },
        "batchId": {
          "description": "The bulk run, from the message.",
          "type": "string",
          "maxLength": 128
        },
        "channel": {
          "description": "Where it was registered, from the message.",
          "type": "string",
          "maxLength": 128
        },
        "contractSequence": {
          "description": "Counts the events of this contract from 1 without gaps: a missing number is an event that you have not received yet.",
          "type": "integer",
          "minimum": 1
        },
        "reason": {
          "description": "The cancellation reason as it read when the termination was recorded; a later edit of the settings does not change it. Null if none was given. For a sensitive reason, `code`, `givenCode` and `label` are the word withheld, and `labels` is empty.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "code": {
              "description": "The reason's code as the settings write it.",
              "type": "string",
              "minLength": 1,
              "maxLength": 32
            },
            "givenCode": {
              "description": "The code in the message, trimmed. It may be an alias, or differ in case.",
              "type": "string",
              "minLength": 1,
              "maxLength": 32
            },
            "label": {
              "description": "The label in `language`.",
              "type": "string",
              "minLength": 1
            },
            "language": {
              "description": "The settings' default language at that time.",
              "$ref": "#/$defs/language"
            },
            "labels": {
              "description": "All labels.",
              "$ref": "#/$defs/labels"
            },
            "category": {
              "description": "Groups reasons in reports.",
              "type": "string",
              "minLength": 1
            },
            "voluntary": {
              "description": "Whether the customer chose to leave.",
              "type": "boolean"
            },
            "settingsVersion": {
              "description": "The version of the settings that the snapshot is from.",
              "type": "integer",
              "minimum": 1
            },
            "attributes": {
              "$ref": "#/$defs/attributes"
            }
          },
          "required": [
            "code",
            "givenCode",
            "label",
            "language",
            "labels",
            "settingsVersion",
            "attributes"
          ]
        },
        "notePresent": {
          "description": "Whether a note was given.",
          "type": "boolean"
        },
        "note": {
          "description": "The note itself, only if the settings publish it.",
          "type": "string",
          "minLength": 1
        },
        "endDate": {
          "description": "The last day on which the contract is in force, inclusive.",
          "$ref": "#/$defs/date"
        },
        "billingStopsAt": {
          "description": "The start of the next local day, in UTC: the first instant that must not be billed.",
          "$ref": "#/$defs/utcInstant"
        },
        "timeZone": {
          "description": "The IANA time zone in which the dates are meant.",
          "type": "string",
          "minLength": 1
        },
        "contract": {
          "description": "The facts about the contract, as the message gave them; absent if it gave none. `startDate` is also present if only an earlier revision gave it.",
          "type": "object",
          "minProperties": 1,
          "properties": {
            "startDate": {
              "description": "The first day of the contract, or of its present term.",
              "$ref": "#/$defs/date"
            },
            "termEndDate": {
              "description": "The last day of the agreed term, inclusive.",
              "$ref": "#/$defs/date"
            },
            "noticePeriod": {
              "description": "The agreed notice period.",
              "$ref": "#/$defs/dateDuration"
            },
            "noticeTo": {
              "$ref": "#/$defs/noticeTo"
            },
            "earliestEndDate": {
              "description": "The first day on which the contract can end, as the CRM knows it.",
              "$ref": "#/$defs/date"
            },
            "billedThrough": {
              "description": "The last day that was billed, inclusive.",
              "$ref": "#/$defs/date"
            },
            "billingPeriod": {
              "description": "How long one billing period is.",
              "$ref": "#/$defs/dateDuration"
            },
            "periodAmount": {
              "description": "What one billing period costs, in minor units of `currency`.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "currency": {
              "$ref": "#/$defs/currency"
            }
          }
        },
        "neverInForce": {
          "description": "Whether `endDate` is the day before the contract's start: it never came into force, and no day of it is to be billed.",
          "type": "boolean"
        },
        "previous": {
          "description": "The superseded values, so that the difference can be settled without a copy of the superseded event.",
          "type": "object",
          "properties": {
            "endDate": {
              "description": "The last day, inclusive.",
              "$ref": "#/$defs/date"
            },
            "billingStopsAt": {
              "description": "The start of the day after, in UTC.",
              "$ref": "#/$defs/utcInstant"
            },
            "overbilled": {
              "description": "The days that were to be credited: null if there were none, absent if they were not known.",
              "type": [
                "object",
                "null"
              ],
              "properties": {
                "from": {
                  "description": "The day after `endDate`.",
                  "$ref": "#/$defs/date"
                },
                "through": {
                  "description": "The last day that had been billed.",
                  "$ref": "#/$defs/date"
                }
              },
              "required": [
                "from",
                "through"
              ]
            }
          },
          "required": [
            "endDate",
            "billingStopsAt"
          ]
        },
        "contractTerminatedBy": {
          "description": "The terminationId of another termination that still ends the contract; null if the contract continues.",
          "type": [
            "string",
            "null"
          ],
          "minLength": 1,
          "maxLength": 64
        },
        "notice": {
          "description": "Whether the notice period was kept. Present only for terminations that owe notice (`ordinary`, `nonRenewal`), and if the message gave `contract.earliestEndDate`, or both the day of receipt and the notice period.",
          "type": "object",
          "properties": {
            "receivedOn": {
              "description": "The day on which notice was received.",
              "$ref": "#/$defs/date"
            },
            "period": {
              "description": "The agreed notice period.",
              "$ref": "#/$defs/dateDuration"
            },
            "to": {
              "description": "To which day notice runs. Present together with `period`.",
              "$ref": "#/$defs/noticeTo"
            },
            "earliestEndDate": {
              "description": "The CRM's own date; otherwise `receivedOn` plus `period` (month ends clamp: 31 January + P1M is 28 or 29 February), moved to the day that `to` names.",
              "$ref": "#/$defs/date"
            },
            "satisfied": {
              "description": "Whether `endDate` is not before `earliestEndDate`.",
              "type": "boolean"
            }
          },
          "required": [
            "earliestEndDate",
            "satisfied"
          ]
        },
        "early": {
          "description": "Whether the contract ends before its agreed term; absent if the term is not known.",
          "type": "boolean"
        },
        "remainingTermDays": {
          "description": "Days from `endDate` to the end of the agreed term; 0 if the contract runs its term or longer, absent if the term is not known.",
          "type": "integer",
          "minimum": 0
        },
        "backdatedDays": {
          "description": "The number of days by which `endDate` is before the local date of `occurredAt`; 0 if it is not before it.",
          "type": "integer",
          "minimum": 0
        },
        "overbilled": {
          "description": "The days that were billed beyond the end, both inclusive: null if there are none, absent if the message had no `billedThrough`.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "from": {
              "description": "The day after `endDate`.",
              "$ref": "#/$defs/date"
            },
            "through": {
              "description": "The last day that was billed.",
              "$ref": "#/$defs/date"
            }
          },
          "required": [
            "from",
            "through"
          ]
        },
        "unbilled": {
          "description": "The days up to the end that are not billed yet, both inclusive: null if there are none, absent if the message had no `billedThrough`.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "from": {
              "description": "The day after the last billed day.",
              "$ref": "#/$defs/date"
            },
            "through": {
              "description": "The same as `endDate`.",
              "$ref": "#/$defs/date"
            }
          },
          "required": [
            "from",
            "through"
          ]
        },
        "recurring": {
          "description": "The recurring amount that is lost. Present only if the message gave it.",
          "type": "object",
          "properties": {
            "currency": {
              "$ref": "#/$defs/currency"
            },
            "periodAmount": {
              "description": "What one billing period costs, in minor units.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "billingPeriod": {
              "description": "How long one billing period is.",
              "$ref": "#/$defs/dateDuration"
            },
            "monthlyAmountLost": {
              "description": "The amount a month in minor units, rounded half to even; only for periods of whole months.",
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            }
          },
          "required": [
            "currency",
            "periodAmount"
          ]
        },
        "occurredAt": {
          "description": "When the termination was made.",
          "$ref": "#/$defs/instant"
        },
        "recordedAt": {
          "description": "When the worker recorded it.",
          "$ref": "#/$defs/utcInstant"
        },
        "settingsVersion": {
          "description": "The version of the settings that judged it.",
          "type": "integer",
          "minimum": 1
        },
        "supersedes": {
          "description": "The id of the event that this one replaces.",
          "type": "string",
          "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
          "not": {
            "pattern": "\\n"
          }
        },
        "tookEffectAt": {
          "description": "When the superseded revision took effect, in UTC: billing may have stopped then. Present only if it had taken effect.",
          "$ref": "#/$defs/utcInstant"
        }
      },
      "required": [
        "terminationId",
        "revision",
        "contractId",
        "customerId",
        "terminationType",
        "contractSequence",
        "reason",
        "notePresent",
        "endDate",
        "billingStopsAt",
        "previous",
        "contractTerminatedBy",
        "occurredAt",
        "recordedAt",
        "settingsVersion",
        "supersedes"
      ]
    }
  },
  "required": [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "dataschema",
    "sequence",
    "partitionkey",
    "data",
    "causationid"
  ],
  "propertyNames": {
    "description": "CloudEvents attribute names: lower-case letters and digits.",
    "pattern": "^[a-z0-9]+$"
  },
  "$defs": {
    "date": {
      "description": "A calendar date, YYYY-MM-DD, years 0001 to 9999. Never a timestamp. The pattern refuses days that do not exist (2026-02-30, 2025-02-29) even where a validator ignores `format`.",
      "type": "string",
      "format": "date",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)$",
      "not": {
        "pattern": "\\n"
      }
    },
    "instant": {
      "description": "A point in time as RFC 3339 writes it, always with Z or an offset, with or without a fraction of a second. No leap second (:60).",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
      "not": {
        "pattern": "\\n"
      }
    },
    "utcInstant": {
      "description": "A point in time in UTC, RFC 3339 with Z.",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$",
      "not": {
        "pattern": "\\n"
      }
    },
    "dateDuration": {
      "description": "An ISO 8601 duration of whole days: years, months and days in this order (P1Y, P1M, P1Y6M, P30D), or weeks alone (P4W); one to four digits each; above zero.",
      "type": "string",
      "pattern": "^P([0-9]{1,4}Y([0-9]{1,4}M)?([0-9]{1,4}D)?|[0-9]{1,4}M([0-9]{1,4}D)?|[0-9]{1,4}D|[0-9]{1,4}W)$",
      "not": {
        "pattern": "\\n|^P(0+[YMWD])+$"
      }
    },
    "currency": {
      "description": "An ISO 4217 code in capitals: active, or active at some time after 1998; without codes that are not money (precious metals, bond units, testing).",
      "type": "string",
      "enum": [
        "ADP",
        "AED",
        "AFA",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "AOR",
        "ARS",
        "ATS",
        "AUD",
        "AWG",
        "AZM",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BEF",
        "BGL",
        "BGN",
        "BHD",
        "BIF",
        "BMD",
        "BND",
        "BOB",
        "BOV",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYB",
        "BYN",
        "BYR",
        "BZD",
        "CAD",
        "CDF",
        "CHE",
        "CHF",
        "CHW",
        "CLF",
        "CLP",
        "CNY",
        "COP",
        "COU",
        "CRC",
        "CSD",
        "CUC",
        "CUP",
        "CVE",
        "CYP",
        "CZK",
        "DEM",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "ECS",
        "EEK",
        "EGP",
        "ERN",
        "ESP",
        "ETB",
        "EUR",
        "FIM",
        "FJD",
        "FKP",
        "FRF",
        "GBP",
        "GEL",
        "GHC",
        "GHS",
        "GIP",
        "GMD",
        "GNF",
        "GRD",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HRK",
        "HTG",
        "HUF",
        "IDR",
        "IEP",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "ITL",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KPW",
        "KRW",
        "KWD",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LTL",
        "LUF",
        "LVL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MGF",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRO",
        "MRU",
        "MTL",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MXV",
        "MYR",
        "MZM",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NLG",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PTE",
        "PYG",
        "QAR",
        "ROL",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDD",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SIT",
        "SKK",
        "SLE",
        "SLL",
        "SOS",
        "SRD",
        "SRG",
        "SSP",
        "STD",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJR",
        "TJS",
        "TMM",
        "TMT",
        "TND",
        "TOP",
        "TPE",
        "TRL",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "USN",
        "UYI",
        "UYU",
        "UYW",
        "UZS",
        "VEB",
        "VED",
        "VEF",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XCG",
        "XOF",
        "XPF",
        "YER",
        "YUM",
        "ZAR",
        "ZMK",
        "ZMW",
        "ZWD",
        "ZWG",
        "ZWL"
      ]
    },
    "language": {
      "description": "A BCP 47 language tag, such as nl, en or nl-BE.",
      "type": "string",
      "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
      "not": {
        "pattern": "\\n"
      }
    },
    "labels": {
      "description": "A label per language: the key is a BCP 47 language tag.",
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/language"
      },
      "additionalProperties": {
        "type": "string",
        "pattern": "[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]",
        "minLength": 1,
        "maxLength": 200
      }
    },
    "terminationType": {
      "description": "How the contract ends. `ordinary`: with notice, as agreed in the contract. `extraordinary`: for cause, at once. `mutual`: both sides agreed. `nonRenewal`: it runs out. `coolingOff`: within the statutory withdrawal period. `administrative`: a clerical correction that never counts as churn.",
      "type": "string",
      "enum": [
        "ordinary",
        "extraordinary",
        "mutual",
        "nonRenewal",
        "coolingOff",
        "administrative"
      ]
    },
    "initiator": {
      "description": "Who ended the contract.",
      "type": "string",
      "enum": [
        "customer",
        "provider",
        "system"
      ]
    },
    "noticeTo": {
      "description": "To which day notice runs once its period is over.",
      "type": "string",
      "enum": [
        "day",
        "monthEnd",
        "quarterEnd",
        "yearEnd",
        "termEnd"
      ]
    },
    "customerKind": {
      "description": "What kind of customer it is.",
      "type": "string",
      "enum": [
        "consumer",
        "business"
      ]
    },
    "attributes": {
      "description": "The reason's attributes, copied unchanged from the settings, which define their names and values.",
      "type": "object"
    }
  }
}

"""##),
        PublishedSchema(name: "report.v1", file: "report.v1.schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:report.v1",
  "title": "Report on why contracts end",
  "description": "The output of terminus report --format json: one object. Later versions may add members: ignore those that you do not know. Figures that are not known, or cannot be compared, are null.",
  "type": "object",
  "properties": {
    "question": {
      "description": "The question.",
      "type": "object",
      "properties": {
        "period": {
          "$ref": "#/$defs/period"
        },
        "state": {
          "description": "Whether its days are over. complete: all of them. ongoing: some of them; only these are counted and compared. ahead: none of them; the period is not compared.",
          "enum": [
            "complete",
            "ongoing",
            "ahead"
          ]
        },
        "counted": {
          "description": "The days that `now` counts: all days of a period that is complete or ahead, and the days that are over of an ongoing one.",
          "$ref": "#/$defs/period"
        },
        "ahead": {
          "description": "The days of an ongoing period from today on.",
          "oneOf": [
            {
              "$ref": "#/$defs/period"
            },
            {
              "type": "null"
            }
          ]
        },
        "before": {
          "description": "The period before, or the same days of it; null if the period is ahead.",
          "oneOf": [
            {
              "$ref": "#/$defs/period"
            },
            {
              "type": "null"
            }
          ]
        },
        "yearBefore": {
          "description": "The same period or days of the year before; null for a year or a longer period, and if the period is ahead.",
          "oneOf": [
            {
              "$ref": "#/$defs/period"
            },
            {
              "type": "null"
            }
          ]
        },
        "byDate": {
          "description": "By which date a termination belongs to a period: the last day of the contract, or the local day on which it was terminated.",
          "enum": [
            "end",
            "occurred"
          ]
        },
        "groupBy": {
          "description": "The dimension of the groups.",
          "enum": [
            "reason",
            "category",
            "week",
            "month",
            "quarter",
            "year",
            "contract-type",
            "customer-kind",
            "initiator",
            "termination-type",
            "channel",
            "voluntary"
          ]
        },
        "across": {
          "description": "The dimension of the columns; null without columns.",
          "enum": [
            "reason",
            "category",
            "week",
            "month",
            "quarter",
            "year",
            "contract-type",
            "customer-kind",
            "initiator",
            "termination-type",
            "channel",
            "voluntary",
            null
          ]
        },
        "asRecorded": {
          "description": "Whether reasons have the code and label with which they were recorded.",
          "type": "boolean"
        },
        "confidential": {
          "description": "Whether sensitive reasons are named.",
          "type": "boolean"
        },
        "filters": {
          "description": "The filters: a termination is counted if it matches each of them.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "by": {
                "description": "The dimension.",
                "enum": [
                  "reason",
                  "category",
                  "contract-type",
                  "customer-kind",
                  "initiator",
                  "termination-type",
                  "channel",
                  "voluntary"
                ]
              },
              "values": {
                "description": "The codes of which a termination has one; null for none.",
                "type": "array",
                "items": {
                  "type": [
                    "string",
                    "null"
                  ]
                }
              }
            },
            "required": [
              "by",
              "values"
            ]
          }
        }
      },
      "required": [
        "period",
        "state",
        "counted",
        "ahead",
        "before",
        "yearBefore",
        "byDate",
        "groupBy",
        "across",
        "asRecorded",
        "confidential",
        "filters"
      ]
    },
    "language": {
      "description": "The language of headline and labels.",
      "enum": [
        "en",
        "nl"
      ]
    },
    "generatedAt": {
      "description": "When it was made, in UTC.",
      "type": "string",
      "format": "date-time"
    },
    "timeZone": {
      "description": "The settings' time zone, which decides what today is.",
      "type": "string",
      "minLength": 1
    },
    "settingsVersion": {
      "description": "The version of the settings that gives reasons their present names, categories and merges.",
      "type": "integer",
      "minimum": 1
    },
    "recordedFrom": {
      "description": "The local day on which the earliest recorded termination was made. Null if nothing is recorded.",
      "type": [
        "string",
        "null"
      ],
      "format": "date"
    },
    "comparableFrom": {
      "description": "Periods that begin before this day are not compared. With byDate end it is recordedFrom plus the number of days within which half of the terminations go from the day on which they were made to their last day, at most a year. Null if nothing is recorded.",
      "type": [
        "string",
        "null"
      ],
      "format": "date"
    },
    "headline": {
      "description": "The answer in sentences.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "total": {
      "description": "All counted terminations, compared with the periods that the question names.",
      "$ref": "#/$defs/compared"
    },
    "apart": {
      "description": "Terminations that are recorded, but counted in no other figure.",
      "type": "object",
      "properties": {
        "withdrawn": {
          "description": "Withdrawn terminations.",
          "type": "integer",
          "minimum": 0
        },
        "withdrawnBefore": {
          "description": "The number in the period before.",
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0
        },
        "administrative": {
          "description": "Terminations of the type administrative.",
          "type": "integer",
          "minimum": 0
        },
        "administrativeBefore": {
          "description": "The number in the period before.",
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0
        }
      },
      "required": [
        "withdrawn",
        "withdrawnBefore",
        "administrative",
        "administrativeBefore"
      ]
    },
    "columns": {
      "description": "The values of `across`, the largest first; weeks, months, quarters and years in calendar order.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code in messages and settings; null for terminations without one.",
            "type": [
              "string",
              "null"
            ]
          },
          "label": {
            "description": "For people, in the report's language.",
            "type": "string"
          }
        },
        "required": [
          "code",
          "label"
        ]
      }
    },
    "groups": {
      "description": "The values of `groupBy`, in the same order.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code in messages and settings; null for terminations without one.",
            "type": [
              "string",
              "null"
            ]
          },
          "label": {
            "description": "For people, in the report's language.",
            "type": "string"
          },
          "state": {
            "description": "For weeks, months, quarters and years: as question.state. In an ongoing report, the terminations of one that is ahead are in `figures.ahead`, and `figures.now` counts none.",
            "enum": [
              "complete",
              "ongoing",
              "ahead"
            ]
          },
          "counted": {
            "description": "For weeks, months, quarters and years: the days within the report's period that are counted.",
            "$ref": "#/$defs/period"
          },
          "ahead": {
            "description": "For weeks, months, quarters and years: the days from today on, if it is ongoing.",
            "oneOf": [
              {
                "$ref": "#/$defs/period"
              },
              {
                "type": "null"
              }
            ]
          },
          "share": {
            "description": "The share of all counted terminations, a fraction of 1 with four digits.",
            "type": "number",
            "minimum": 0,
            "maximum": 1
          },
          "figures": {
            "description": "A week, month, quarter or year is compared with the one before it and with that of the year before; other groups are compared with themselves in the periods that the question names.",
            "$ref": "#/$defs/compared"
          },
          "cells": {
            "description": "The figures of each column.",
            "type": "array",
            "items": {
              "$ref": "#/$defs/figures"
            }
          },
          "months": {
            "description": "The number that is recorded in each of trend.months, including days that are ahead.",
            "type": "array",
            "items": {
              "type": "integer",
              "minimum": 0
            }
          }
        },
        "required": [
          "code",
          "label",
          "share",
          "figures",
          "cells",
          "months"
        ]
      }
    },
    "trend": {
      "description": "Month by month up to the end of the period, whole months.",
      "type": "object",
      "properties": {
        "months": {
          "description": "Each as 2026-07.",
          "type": "array",
          "items": {
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}$"
          }
        },
        "states": {
          "description": "The state of each, as question.state.",
          "type": "array",
          "items": {
            "enum": [
              "complete",
              "ongoing",
              "ahead"
            ]
          }
        },
        "counts": {
          "description": "The number that is recorded in each, including days that are ahead.",
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": 0
          }
        },
        "ahead": {
          "description": "How many of these are ahead.",
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": 0
          }
        },
        "yearBefore": {
          "description": "The number in the same month a year before, or in the same days of it; null if they cannot be compared.",
          "type": "array",
          "items": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0
          }
        },
        "unknown": {
          "description": "How many of the first months are not recorded completely.",
          "type": "integer",
          "minimum": 0
        },
        "lastIncomplete": {
          "description": "Whether the last month is not over.",
          "type": "boolean"
        }
      },
      "required": [
        "months",
        "states",
        "counts",
        "ahead",
        "yearBefore",
        "unknown",
        "lastIncomplete"
      ]
    },
    "movers": {
      "description": "The groups that changed most against the period before.",
      "type": "object",
      "properties": {
        "up": {
          "$ref": "#/$defs/movers"
        },
        "down": {
          "$ref": "#/$defs/movers"
        }
      },
      "required": [
        "up",
        "down"
      ]
    },
    "quality": {
      "description": "How far the recorded reasons can be trusted.",
      "type": "object",
      "properties": {
        "withoutReason": {
          "description": "Terminations without a reason.",
          "type": "integer",
          "minimum": 0
        },
        "catchAll": {
          "description": "Terminations with a catch-all reason, such as other.",
          "type": "integer",
          "minimum": 0
        },
        "catchAllCodes": {
          "description": "The codes of these reasons.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "refusedAtFirst": {
          "description": "Terminations that were rejected at first and recorded later.",
          "type": "integer",
          "minimum": 0
        },
        "refusals": {
          "description": "Their violations, the most frequent first; one termination may count under several.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "description": "The violation.",
                "type": "string"
              },
              "count": {
                "description": "How many terminations.",
                "type": "integer",
                "minimum": 0
              }
            },
            "required": [
              "code",
              "count"
            ]
          }
        },
        "relabelled": {
          "description": "Codes that were recorded under several labels.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "description": "The reason.",
                "type": "string"
              },
              "labels": {
                "description": "The labels, the most frequent first.",
                "type": "array",
                "items": {
                  "type": "object",
                  "properties": {
                    "label": {
                      "description": "The label as it was recorded.",
                      "type": "string"
                    },
                    "count": {
                      "description": "How many terminations.",
                      "type": "integer",
                      "minimum": 0
                    }
                  },
                  "required": [
                    "label",
                    "count"
                  ]
                }
              }
            },
            "required": [
              "code",
              "labels"
            ]
          }
        },
        "unrecorded": {
          "description": "Messages that are rejected or pending now, and in no figure.",
          "type": "integer",
          "minimum": 0
        },
        "unrecordedFromImports": {
          "description": "Those of unrecorded that imports refused or hold. Refused ones are in refusedByImports too.",
          "type": "integer",
          "minimum": 0
        },
        "refusedByImports": {
          "description": "The number of rows that imports rejected.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "withoutReason",
        "catchAll",
        "catchAllCodes",
        "refusedAtFirst",
        "refusals",
        "relabelled",
        "unrecorded",
        "unrecordedFromImports",
        "refusedByImports"
      ]
    }
  },
  "required": [
    "question",
    "language",
    "generatedAt",
    "timeZone",
    "settingsVersion",
    "recordedFrom",
    "comparableFrom",
    "headline",
    "total",
    "apart",
    "columns",
    "groups",
    "trend",
    "movers",
    "quality"
  ],
  "$defs": {
    "period": {
      "description": "Days, both inclusive.",
      "type": "object",
      "properties": {
        "name": {
          "description": "For example 2026, 2026-Q3, 2026-07, 2026-W31, or 2026-07-01 to 2026-07-15.",
          "type": "string"
        },
        "from": {
          "description": "The first day.",
          "type": "string",
          "format": "date"
        },
        "through": {
          "description": "The last day.",
          "type": "string",
          "format": "date"
        }
      },
      "required": [
        "name",
        "from",
        "through"
      ]
    },
    "compared": {
      "description": "The counted days with the days that they are compared with.",
      "type": "object",
      "properties": {
        "now": {
          "description": "The days that are counted.",
          "$ref": "#/$defs/figures"
        },
        "ahead": {
          "description": "In an ongoing report, the figures of the days from today on; null if there are none.",
          "oneOf": [
            {
              "$ref": "#/$defs/figures"
            },
            {
              "type": "null"
            }
          ]
        },
        "before": {
          "description": "The period before, or the same days of it; null if they cannot be compared.",
          "oneOf": [
            {
              "$ref": "#/$defs/figures"
            },
            {
              "type": "null"
            }
          ]
        },
        "yearBefore": {
          "description": "The year before, likewise.",
          "oneOf": [
            {
              "$ref": "#/$defs/figures"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      "required": [
        "now",
        "ahead",
        "before",
        "yearBefore"
      ]
    },
    "figures": {
      "description": "Figures of a set of terminations. Missing values are excluded: each figure has the number of terminations for which it is known.",
      "type": "object",
      "properties": {
        "count": {
          "description": "How many terminations.",
          "type": "integer",
          "minimum": 0
        },
        "monthlyAmountLost": {
          "description": "The billed amount a month, by currency; the currency of most terminations first.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "currency": {
                "description": "ISO 4217.",
                "type": "string",
                "pattern": "^[A-Z]{3}$"
              },
              "minorUnits": {
                "description": "The amount in minor units of the currency. It may exceed 64 bits.",
                "type": "integer"
              },
              "count": {
                "description": "The number of terminations.",
                "type": "integer",
                "minimum": 0
              }
            },
            "required": [
              "currency",
              "minorUnits",
              "count"
            ]
          }
        },
        "withAmount": {
          "description": "For how many the amount is known.",
          "type": "integer",
          "minimum": 0
        },
        "medianNoticeDays": {
          "description": "Days from the receipt of notice through the last day; negative if it was received after that; null if it is known for none.",
          "type": [
            "number",
            "null"
          ]
        },
        "withNotice": {
          "description": "For how many the receipt of notice is known.",
          "type": "integer",
          "minimum": 0
        },
        "early": {
          "description": "How many ended before the end of the agreed term.",
          "type": "integer",
          "minimum": 0
        },
        "withTerm": {
          "description": "For how many the end of the term is known.",
          "type": "integer",
          "minimum": 0
        },
        "earlyShare": {
          "description": "The fraction of those for which it is known.",
          "type": [
            "number",
            "null"
          ],
          "minimum": 0,
          "maximum": 1
        },
        "backdated": {
          "description": "How many were recorded after their last day.",
          "type": "integer",
          "minimum": 0
        },
        "backdatedShare": {
          "description": "The fraction of all.",
          "type": [
            "number",
            "null"
          ],
          "minimum": 0,
          "maximum": 1
        }
      },
      "required": [
        "count",
        "monthlyAmountLost",
        "withAmount",
        "medianNoticeDays",
        "withNotice",
        "early",
        "withTerm",
        "earlyShare",
        "backdated",
        "backdatedShare"
      ]
    },
    "movers": {
      "description": "The greatest change first.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code in messages and settings; null for terminations without one.",
            "type": [
              "string",
              "null"
            ]
          },
          "label": {
            "description": "For people, in the report's language.",
            "type": "string"
          },
          "change": {
            "description": "How many more, or fewer where negative.",
            "type": "integer"
          }
        },
        "required": [
          "code",
          "label",
          "change"
        ]
      }
    }
  }
}

"""##),
        PublishedSchema(name: "settings.v1", file: "settings.v1.schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:settings.v1",
  "title": "Settings",
  "description": "The settings document that `terminus settings apply` takes, as YAML 1.2 (core schema: no and 2026-01-01 are strings) or JSON. Every change makes a new version; no version is ever changed. A member that is not described here is an error, so that a misspelt rule is not ignored.",
  "type": "object",
  "properties": {
    "timeZone": {
      "description": "The time zone of messages that name none. Never the host's.",
      "$ref": "#/$defs/timeZone",
      "examples": [
        "Europe/Amsterdam"
      ]
    },
    "defaultLanguage": {
      "description": "The language of `reason.label` in events. Every reason has a label in it.",
      "$ref": "#/$defs/language",
      "examples": [
        "nl"
      ]
    },
    "reasonRequired": {
      "description": "Whether a reason is mandatory: true, false, or dated rules of which the last that matches decides; if none matches, a reason is optional.",
      "default": false,
      "oneOf": [
        {
          "type": "boolean"
        },
        {
          "type": "array",
          "maxItems": 1000,
          "items": {
            "type": "object",
            "properties": {
              "required": {
                "description": "Whether a reason is mandatory where this rule applies.",
                "type": "boolean"
              },
              "from": {
                "description": "From the start of this day in the settings' time zone; judged at `occurredAt`. If absent: always.",
                "$ref": "#/$defs/date"
              },
              "when": {
                "description": "The rule matches only if every condition here matches. If absent: everywhere.",
                "type": "object",
                "properties": {
                  "contractType": {
                    "description": "Any of these contract types.",
                    "type": "array",
                    "items": {
                      "type": "string",
                      "maxLength": 64
                    },
                    "minItems": 1
                  },
                  "initiator": {
                    "description": "Any of these initiators.",
                    "type": "array",
                    "items": {
                      "$ref": "#/$defs/initiator"
                    },
                    "minItems": 1
                  },
                  "terminationType": {
                    "description": "Any of these termination types.",
                    "type": "array",
                    "items": {
                      "$ref": "#/$defs/terminationType"
                    },
                    "minItems": 1
                  },
                  "customerKind": {
                    "description": "Any of these kinds of customers.",
                    "type": "array",
                    "items": {
                      "$ref": "#/$defs/customerKind"
                    },
                    "minItems": 1
                  }
                },
                "additionalProperties": false
              }
            },
            "required": [
              "required"
            ],
            "additionalProperties": false
          }
        }
      ]
    },
    "note": {
      "description": "The rules for all notes.",
      "type": "object",
      "properties": {
        "maxLength": {
          "description": "The longest note, in characters (code points).",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "default": 2000
        },
        "publish": {
          "description": "Whether events carry the note itself. Otherwise they only say that there is one.",
          "type": "boolean",
          "default": false
        }
      },
      "additionalProperties": false
    },
    "maxBackdatingDays": {
      "description": "How many days `endDate` may be before the local date of `occurredAt`.",
      "type": "integer",
      "minimum": 0,
      "maximum": 36500,
      "default": 365
    },
    "maxForwardDays": {
      "description": "How many days `endDate` may be after the local date of `occurredAt`.",
      "type": "integer",
      "minimum": 0,
      "maximum": 36500,
      "default": 3660
    },
    "heldFor": {
      "description": "How long a correction or withdrawal waits for its termination, an ISO 8601 duration of days, hours, minutes and seconds in whole numbers; a day is 24 hours.",
      "type": "string",
      "pattern": "^P([0-9]{1,4}D(T([0-9]{1,4}H([0-9]{1,4}M)?([0-9]{1,4}S)?|[0-9]{1,4}M([0-9]{1,4}S)?|[0-9]{1,4}S))?|T([0-9]{1,4}H([0-9]{1,4}M)?([0-9]{1,4}S)?|[0-9]{1,4}M([0-9]{1,4}S)?|[0-9]{1,4}S))$",
      "not": {
        "pattern": "\\n"
      },
      "default": "PT10M",
      "examples": [
        "PT10M",
        "P1D"
      ]
    },
    "reasons": {
      "description": "The cancellation reasons, in the order in which forms show them. If absent: none.",
      "type": "array",
      "maxItems": 1000,
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The stable code, unique among codes and aliases without regard to case. Never reused for something else.",
            "type": "string",
            "minLength": 1,
            "maxLength": 32,
            "pattern": "^[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]([^\\x00]*[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000])?$",
            "not": {
              "pattern": "[\\x00-\\x1F\\x7F-\\x9F]"
            },
            "examples": [
              "price"
            ]
          },
          "labels": {
            "description": "What people read, per language; one of them in the default language.",
            "$ref": "#/$defs/labels"
          },
          "category": {
            "description": "Groups reasons in reports.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "examples": [
              "commercial"
            ]
          },
          "voluntary": {
            "description": "Whether the customer chose to leave (true) or was made to (false).",
            "type": "boolean"
          },
          "note": {
            "description": "The rule for the note of this reason.",
            "type": "object",
            "properties": {
              "rule": {
                "description": "Whether a note is required, optional or forbidden.",
                "type": "string",
                "enum": [
                  "required",
                  "optional",
                  "forbidden"
                ]
              },
              "minLength": {
                "description": "The shortest note, in characters (code points).",
                "type": "integer",
                "minimum": 1,
                "maximum": 100000
              }
            },
            "additionalProperties": false
          },
          "allowed": {
            "description": "Where this reason may be given: every list that is present must contain the message's value. If absent: everywhere.",
            "type": "object",
            "properties": {
              "contractType": {
                "description": "Any of these contract types.",
                "type": "array",
                "items": {
                  "type": "string",
                  "maxLength": 64
                },
                "minItems": 1
              },
              "initiator": {
                "description": "Any of these initiators.",
                "type": "array",
                "items": {
                  "$ref": "#/$defs/initiator"
                },
                "minItems": 1
              },
              "terminationType": {
                "description": "Any of these termination types.",
                "type": "array",
                "items": {
                  "$ref": "#/$defs/terminationType"
                },
                "minItems": 1
              }
            },
            "additionalProperties": false
          },
          "validFrom": {
            "description": "The first day on which the reason may be given, judged at `occurredAt`.",
            "$ref": "#/$defs/date"
          },
          "validThrough": {
            "description": "The last day on which the reason may be given, inclusive. After it the reason is retired for later terminations; the history keeps it.",
            "$ref": "#/$defs/date"
          },
          "aliases": {
            "description": "Other codes that mean this reason.",
            "type": "array",
            "items": {
              "type": "string",
              "minLength": 1,
              "maxLength": 32,
              "pattern": "^[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]([^\\x00]*[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000])?$",
              "not": {
                "pattern": "[\\x00-\\x1F\\x7F-\\x9F]"
              }
            },
            "uniqueItems": true
          },
          "replacedBy": {
            "description": "The code of the reason into which this one was merged: reports count it there, and the history keeps the original reason. It may still be given through `validThrough`, judged when the termination occurred; without `validThrough` it is retired at once.",
            "type": "string",
            "minLength": 1,
            "maxLength": 32,
            "pattern": "^[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]([^\\x00]*[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000])?$",
            "not": {
              "pattern": "[\\x00-\\x1F\\x7F-\\x9F]"
            }
          },
          "sensitive": {
            "description": "Whether code and label stay out of logs and published events.",
            "type": "boolean",
            "default": false
          },
          "attributes": {
            "description": "Copied unchanged into the event's reason, for billing and others.",
            "$ref": "#/$defs/attributes",
            "examples": [
              {
                "creditPolicy": "prorate",
                "dunning": false
              }
            ]
          }
        },
        "required": [
          "code",
          "labels"
        ],
        "additionalProperties": false
      }
    }
  },
  "required": [
    "timeZone",
    "defaultLanguage"
  ],
  "additionalProperties": false,
  "examples": [
    {
      "timeZone": "Europe/Amsterdam",
      "defaultLanguage": "nl",
      "reasonRequired": true,
      "reasons": [
        {
          "code": "price",
          "labels": {
            "nl": "Te duur",
            "en": "Too expensive"
          },
          "category": "commercial",
          "voluntary": true
        }
      ]
    }
  ],
  "$defs": {
    "date": {
      "description": "A calendar date, YYYY-MM-DD, years 0001 to 9999. Never a timestamp. The pattern refuses days that do not exist (2026-02-30, 2025-02-29) even where a validator ignores `format`.",
      "type": "string",
      "format": "date",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)$",
      "not": {
        "pattern": "\\n"
      }
    },
    "timeZone": {
      "description": "A name of the IANA time zone database, such as Europe/Amsterdam. Only the worker can tell whether a name exists.",
      "type": "string",
      "minLength": 1
    },
    "language": {
      "description": "A BCP 47 language tag, such as nl, en or nl-BE.",
      "type": "string",
      "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
      "not": {
        "pattern": "\\n"
      }
    },
    "labels": {
      "description": "A label per language: the key is a BCP 47 language tag.",
      "type": "object",
      "propertyNames": {
        "$ref": "#/$defs/language"
      },
      "additionalProperties": {
        "type": "string",
        "pattern": "[^\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]",
        "minLength": 1,
        "maxLength": 200
      }
    },
    "terminationType": {
      "description": "How the contract ends. `ordinary`: with notice, as agreed in the contract. `extraordinary`: for cause, at once. `mutual`: both sides agreed. `nonRenewal`: it runs out. `coolingOff`: within the statutory withdrawal period. `administrative`: a clerical correction that never counts as churn.",
      "type": "string",
      "enum": [
        "ordinary",
        "extraordinary",
        "mutual",
        "nonRenewal",
        "coolingOff",
        "administrative"
      ]
    },
    "initiator": {
      "description": "Who ended the contract.",
      "type": "string",
      "enum": [
        "customer",
        "provider",
        "system"
      ]
    },
    "customerKind": {
      "description": "What kind of customer it is.",
      "type": "string",
      "enum": [
        "consumer",
        "business"
      ]
    },
    "attributes": {
      "description": "The reason's attributes, copied unchanged from the settings, which define their names and values.",
      "type": "object"
    }
  }
}

"""##),
        PublishedSchema(name: "termination-message.v1", file: "termination-message.v1.schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:termination-message.v1",
  "title": "Termination message",
  "description": "The message that a CRM publishes when a contract ends, or when a termination is corrected or withdrawn: one JSON document in UTF-8, at most 256 KiB and 32 levels deep, each member name at most once per object. It is the body of the AMQP message (content-type application/json or absent), or the `data` of a structured CloudEvent (application/cloudevents+json), or, in Base64, its `data_base64`. A byte order mark before it is ignored; a content-encoding other than identity and UTF-8 is refused. Fields that are not described here are kept with the message and otherwise ignored. Lengths count Unicode code points. The four ids have no white space at their ends and no control, line-separating or format characters (Unicode's categories Cc, Zl, Zp and Cf). Leave out an optional field that has no value; only `reasonCode` and `note` may also be null, and `receivedOn` and `endDate` in a withdrawal. Rules that need the settings or the history (unknown reasons, a mandatory reason, an end date too far back or ahead, a revision already used), and those that compare dates, are judged by the worker alone: docs/violations.md lists every code.",
  "type": "object",
  "properties": {
    "messageId": {
      "description": "The idempotency key: a new one for each message, the same one when the same message is sent again. Where the AMQP property message-id is set, both must be equal.",
      "type": "string",
      "minLength": 1,
      "maxLength": 128,
      "not": {
        "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u00AD\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u180E\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\uFEFF\\uFFF9-\\uFFFB\ud804\udcbd\ud804\udccd\ud80d\udc30-\ud80d\udc3f\ud82f\udca0-\ud82f\udca3\ud834\udd73-\ud834\udd7a\udb40\udc01\udb40\udc20-\udb40\udc7f]|^[\\x20\\xA0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]|[\\x20\\xA0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]$"
      },
      "examples": [
        "crm-7f3a2c10",
        "0f8fad5b-d9cb-469f-a165-70867728950e"
      ]
    },
    "action": {
      "description": "What the message does. `terminate`: a contract ends. `correct`: replaces the termination as a whole. `withdraw`: the contract continues after all; the message needs no reason and no dates.",
      "type": "string",
      "enum": [
        "terminate",
        "correct",
        "withdraw"
      ]
    },
    "terminationId": {
      "description": "The CRM's identifier of this termination: the same for the termination, its corrections and its withdrawal.",
      "type": "string",
      "minLength": 1,
      "maxLength": 64,
      "not": {
        "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u00AD\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u180E\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\uFEFF\\uFFF9-\\uFFFB\ud804\udcbd\ud804\udccd\ud80d\udc30-\ud80d\udc3f\ud82f\udca0-\ud82f\udca3\ud834\udd73-\ud834\udd7a\udb40\udc01\udb40\udc20-\udb40\udc7f]|^[\\x20\\xA0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]|[\\x20\\xA0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]$"
      },
      "examples": [
        "T-2026-004711"
      ]
    },
    "revision": {
      "description": "Counts the versions of one termination, strictly rising. Required for `correct` and `withdraw`; absent in `terminate`, it is 1.",
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991,
      "examples": [
        1
      ]
    },
    "contractId": {
      "description": "The contract that ends. Events of one contract are numbered and in order.",
      "type": "string",
      "minLength": 1,
      "maxLength": 64,
      "not": {
        "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u00AD\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u180E\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\uFEFF\\uFFF9-\\uFFFB\ud804\udcbd\ud804\udccd\ud80d\udc30-\ud80d\udc3f\ud82f\udca0-\ud82f\udca3\ud834\udd73-\ud834\udd7a\udb40\udc01\udb40\udc20-\udb40\udc7f]|^[\\x20\\xA0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]|[\\x20\\xA0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]$"
      },
      "examples": [
        "C-100245"
      ]
    },
    "customerId": {
      "description": "The customer whose contract it is.",
      "type": "string",
      "minLength": 1,
      "maxLength": 64,
      "not": {
        "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u00AD\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u180E\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\uFEFF\\uFFF9-\\uFFFB\ud804\udcbd\ud804\udccd\ud80d\udc30-\ud80d\udc3f\ud82f\udca0-\ud82f\udca3\ud834\udd73-\ud834\udd7a\udb40\udc01\udb40\udc20-\udb40\udc7f]|^[\\x20\\xA0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]|[\\x20\\xA0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]$"
      },
      "examples": [
        "K-88120"
      ]
    },
    "contractType": {
      "description": "The kind of contract, in the CRM's own terms. The settings may refer to it, to decide when a reason is required and which reasons are allowed.",
      "type": "string",
      "maxLength": 64,
      "examples": [
        "maintenance",
        "lease"
      ]
    },
    "customerKind": {
      "description": "What kind of customer it is; the settings may refer to it.",
      "$ref": "#/$defs/customerKind"
    },
    "terminationType": {
      "description": "How the contract ends. `ordinary`: with notice, as agreed in the contract. `extraordinary`: for cause, at once. `mutual`: both sides agreed. `nonRenewal`: it runs out. `coolingOff`: within the statutory withdrawal period. `administrative`: a clerical correction that never counts as churn.",
      "$ref": "#/$defs/terminationType",
      "default": "ordinary"
    },
    "initiator": {
      "description": "Who ended the contract; the settings may refer to it.",
      "$ref": "#/$defs/initiator"
    },
    "reasonCode": {
      "description": "The code of a cancellation reason from the settings. White space around it and upper or lower case do not matter, and aliases are understood. Null or blank means no reason; the settings decide whether that is allowed. The reason of a withdrawal is ignored.",
      "type": [
        "string",
        "null"
      ],
      "maxLength": 32,
      "examples": [
        "price",
        "other",
        null
      ]
    },
    "note": {
      "description": "Free text in addition to the reason. Line feed and tab are the only control characters (no carriage return). Null or blank means no note. The settings limit its length (by default 2,000 characters).",
      "type": [
        "string",
        "null"
      ],
      "not": {
        "type": "string",
        "pattern": "[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F]"
      },
      "examples": [
        "Switches to a competitor.\nAsked for a quote in January.",
        null
      ]
    },
    "receivedOn": {
      "description": "The day on which notice was received; at most one day after the local date of `occurredAt`. Null only in a withdrawal, whose dates are ignored.",
      "oneOf": [
        {
          "$ref": "#/$defs/date"
        },
        {
          "type": "null"
        }
      ],
      "examples": [
        "2026-02-13"
      ]
    },
    "endDate": {
      "description": "The last day on which the contract is in force, inclusive: billing stops at the start of the next local day. The day before `contract.startDate` says that the contract never came into force; it is never earlier than that. At most the settings' `maxForwardDays` after the local date of `occurredAt`. Required for `terminate` and `correct`; null only in a withdrawal, whose dates are ignored.",
      "oneOf": [
        {
          "$ref": "#/$defs/date"
        },
        {
          "type": "null"
        }
      ],
      "examples": [
        "2026-03-31"
      ]
    },
    "timeZone": {
      "description": "The IANA time zone in which the contract's days begin and end. If absent, the settings' time zone is used.",
      "$ref": "#/$defs/timeZone",
      "examples": [
        "Europe/Amsterdam"
      ]
    },
    "contract": {
      "description": "Facts about the contract, which enrich the event (notice kept, early, overbilled, amount lost). All are optional, and none is guessed. Further members are ignored.",
      "type": "object",
      "properties": {
        "startDate": {
          "description": "The first day of the contract, or of its present term: a termination whose `startDate` is after the recorded end date of the same contract ends a new term.",
          "$ref": "#/$defs/date",
          "examples": [
            "2023-04-01"
          ]
        },
        "termEndDate": {
          "description": "The last day of the agreed term, inclusive; not before the day before `startDate`.",
          "$ref": "#/$defs/date",
          "examples": [
            "2027-03-31"
          ]
        },
        "noticePeriod": {
          "description": "The agreed notice period, an ISO 8601 duration of whole days, above zero.",
          "$ref": "#/$defs/dateDuration",
          "examples": [
            "P1M",
            "P4W"
          ]
        },
        "noticeTo": {
          "description": "To which day notice runs once its period is over. `day`: that day. `monthEnd`, `quarterEnd`, `yearEnd`: the last day of its month, quarter or year of the calendar. `termEnd`: `termEndDate`.",
          "$ref": "#/$defs/noticeTo",
          "default": "day"
        },
        "earliestEndDate": {
          "description": "The first day on which the contract can end, if the CRM knows it. Nothing is calculated from the notice period then.",
          "$ref": "#/$defs/date",
          "examples": [
            "2026-04-30"
          ]
        },
        "billedThrough": {
          "description": "The last day that was billed already, inclusive; the day before `startDate` if nothing was billed.",
          "$ref": "#/$defs/date",
          "examples": [
            "2026-06-30"
          ]
        },
        "billingPeriod": {
          "description": "How long one billing period is, above zero.",
          "$ref": "#/$defs/dateDuration",
          "examples": [
            "P1M",
            "P1Y"
          ]
        },
        "periodAmount": {
          "description": "What one billing period costs, an integer in minor units of `currency` (cents for the euro, yen for the yen, fils for the Kuwaiti dinar), not negative. Requires `currency`.",
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991,
          "examples": [
            4995
          ]
        },
        "currency": {
          "description": "The currency of `periodAmount`, an ISO 4217 code in capitals, active on the local day of `occurredAt`. Requires `periodAmount`.",
          "$ref": "#/$defs/currency",
          "examples": [
            "EUR"
          ]
        }
      },
      "dependentRequired": {
        "periodAmount": [
          "currency"
        ],
        "currency": [
          "periodAmount"
        ]
      }
    },
    "batchId": {
      "description": "Groups messages of one bulk run.",
      "type": "string",
      "maxLength": 128,
      "examples": [
        "bulk-2026-02-portfolio-north"
      ]
    },
    "channel": {
      "description": "Where the termination was registered.",
      "type": "string",
      "maxLength": 128,
      "examples": [
        "portal",
        "phone",
        "letter"
      ]
    },
    "requestedBy": {
      "description": "Who registered it: a user or a system of the CRM, not a customer's name.",
      "type": "string",
      "maxLength": 128,
      "examples": [
        "agent-1042"
      ]
    },
    "occurredAt": {
      "description": "When the termination was made. Dated rules (is a reason mandatory, is it still valid) are judged at this instant, however late the message arrives. Not before 1970-01-02, and at most a day after the message is received.",
      "$ref": "#/$defs/instant",
      "examples": [
        "2026-02-14T10:32:05+01:00"
      ]
    }
  },
  "required": [
    "messageId",
    "action",
    "terminationId",
    "contractId",
    "customerId",
    "occurredAt"
  ],
  "allOf": [
    {
      "if": {
        "not": {
          "properties": {
            "action": {
              "const": "withdraw"
            }
          },
          "required": [
            "action"
          ]
        }
      },
      "then": {
        "properties": {
          "receivedOn": {
            "$ref": "#/$defs/date"
          },
          "endDate": {
            "$ref": "#/$defs/date"
          }
        }
      }
    },
    {
      "if": {
        "properties": {
          "action": {
            "enum": [
              "terminate",
              "correct"
            ]
          }
        },
        "required": [
          "action"
        ]
      },
      "then": {
        "required": [
          "endDate"
        ]
      }
    },
    {
      "if": {
        "properties": {
          "action": {
            "enum": [
              "correct",
              "withdraw"
            ]
          }
        },
        "required": [
          "action"
        ]
      },
      "then": {
        "required": [
          "revision"
        ]
      }
    }
  ],
  "examples": [
    {
      "messageId": "crm-7f3a2c10",
      "action": "terminate",
      "terminationId": "T-2026-004711",
      "contractId": "C-100245",
      "customerId": "K-88120",
      "reasonCode": "price",
      "endDate": "2026-03-31",
      "contract": {
        "startDate": "2023-04-01",
        "billedThrough": "2026-06-30",
        "billingPeriod": "P3M",
        "periodAmount": 4995,
        "currency": "EUR"
      },
      "occurredAt": "2026-02-14T10:32:05+01:00"
    },
    {
      "messageId": "crm-7f3a2c11",
      "action": "correct",
      "terminationId": "T-2026-004711",
      "revision": 2,
      "contractId": "C-100245",
      "customerId": "K-88120",
      "reasonCode": "price",
      "endDate": "2026-06-30",
      "contract": {
        "startDate": "2023-04-01",
        "billedThrough": "2026-06-30",
        "billingPeriod": "P3M",
        "periodAmount": 4995,
        "currency": "EUR"
      },
      "occurredAt": "2026-02-15T09:00:00+01:00"
    },
    {
      "messageId": "crm-7f3a2c12",
      "action": "withdraw",
      "terminationId": "T-2026-004711",
      "revision": 3,
      "contractId": "C-100245",
      "customerId": "K-88120",
      "occurredAt": "2026-02-16T09:00:00+01:00"
    }
  ],
  "$defs": {
    "date": {
      "description": "A calendar date, YYYY-MM-DD, years 0001 to 9999. Never a timestamp. The pattern refuses days that do not exist (2026-02-30, 2025-02-29) even where a validator ignores `format`.",
      "type": "string",
      "format": "date",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)$",
      "not": {
        "pattern": "\\n"
      }
    },
    "instant": {
      "description": "A point in time as RFC 3339 writes it, always with Z or an offset, with or without a fraction of a second. No leap second (:60).",
      "type": "string",
      "format": "date-time",
      "pattern": "^(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
      "not": {
        "pattern": "\\n"
      }
    },
    "dateDuration": {
      "description": "An ISO 8601 duration of whole days: years, months and days in this order (P1Y, P1M, P1Y6M, P30D), or weeks alone (P4W); one to four digits each; above zero.",
      "type": "string",
      "pattern": "^P([0-9]{1,4}Y([0-9]{1,4}M)?([0-9]{1,4}D)?|[0-9]{1,4}M([0-9]{1,4}D)?|[0-9]{1,4}D|[0-9]{1,4}W)$",
      "not": {
        "pattern": "\\n|^P(0+[YMWD])+$"
      }
    },
    "currency": {
      "description": "An ISO 4217 code in capitals: active, or active at some time after 1998; without codes that are not money (precious metals, bond units, testing).",
      "type": "string",
      "enum": [
        "ADP",
        "AED",
        "AFA",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "AOR",
        "ARS",
        "ATS",
        "AUD",
        "AWG",
        "AZM",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BEF",
        "BGL",
        "BGN",
        "BHD",
        "BIF",
        "BMD",
        "BND",
        "BOB",
        "BOV",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYB",
        "BYN",
        "BYR",
        "BZD",
        "CAD",
        "CDF",
        "CHE",
        "CHF",
        "CHW",
        "CLF",
        "CLP",
        "CNY",
        "COP",
        "COU",
        "CRC",
        "CSD",
        "CUC",
        "CUP",
        "CVE",
        "CYP",
        "CZK",
        "DEM",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "ECS",
        "EEK",
        "EGP",
        "ERN",
        "ESP",
        "ETB",
        "EUR",
        "FIM",
        "FJD",
        "FKP",
        "FRF",
        "GBP",
        "GEL",
        "GHC",
        "GHS",
        "GIP",
        "GMD",
        "GNF",
        "GRD",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HRK",
        "HTG",
        "HUF",
        "IDR",
        "IEP",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "ITL",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KPW",
        "KRW",
        "KWD",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LTL",
        "LUF",
        "LVL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MGF",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRO",
        "MRU",
        "MTL",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MXV",
        "MYR",
        "MZM",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NLG",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PTE",
        "PYG",
        "QAR",
        "ROL",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDD",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SIT",
        "SKK",
        "SLE",
        "SLL",
        "SOS",
        "SRD",
        "SRG",
        "SSP",
        "STD",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJR",
        "TJS",
        "TMM",
        "TMT",
        "TND",
        "TOP",
        "TPE",
        "TRL",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "USN",
        "UYI",
        "UYU",
        "UYW",
        "UZS",
        "VEB",
        "VED",
        "VEF",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XCG",
        "XOF",
        "XPF",
        "YER",
        "YUM",
        "ZAR",
        "ZMK",
        "ZMW",
        "ZWD",
        "ZWG",
        "ZWL"
      ]
    },
    "timeZone": {
      "description": "A name of the IANA time zone database, such as Europe/Amsterdam. Only the worker can tell whether a name exists.",
      "type": "string",
      "minLength": 1
    },
    "terminationType": {
      "description": "How the contract ends. `ordinary`: with notice, as agreed in the contract. `extraordinary`: for cause, at once. `mutual`: both sides agreed. `nonRenewal`: it runs out. `coolingOff`: within the statutory withdrawal period. `administrative`: a clerical correction that never counts as churn.",
      "type": "string",
      "enum": [
        "ordinary",
        "extraordinary",
        "mutual",
        "nonRenewal",
        "coolingOff",
        "administrative"
      ]
    },
    "initiator": {
      "description": "Who ended the contract.",
      "type": "string",
      "enum": [
        "customer",
        "provider",
        "system"
      ]
    },
    "noticeTo": {
      "description": "To which day notice runs once its period is over.",
      "type": "string",
      "enum": [
        "day",
        "monthEnd",
        "quarterEnd",
        "yearEnd",
        "termEnd"
      ]
    },
    "customerKind": {
      "description": "What kind of customer it is.",
      "type": "string",
      "enum": [
        "consumer",
        "business"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "asyncapi", file: "asyncapi.yaml", text: ##"""
asyncapi: 3.0.0
id: urn:terminus
info:
  title: Terminus on RabbitMQ
  version: 1.0.0
  description: |
    Every exchange and queue through which Terminus receives termination messages and publishes events, with the
    messages, their AMQP properties and headers. The names are those of the prefix `terminus` (`TERMINUS_PREFIX`).
    Payloads are the JSON Schemas in the same folder; each event's `dataschema` is the schema's `$id`.

    A test compares this document with the program: its exchanges, queues, bindings, event types and properties.
  license:
    name: Apache-2.0
    url: https://www.apache.org/licenses/LICENSE-2.0
defaultContentType: application/cloudevents+json

servers:
  plain:
    host: localhost:5672
    protocol: amqp
    protocolVersion: 0.9.1
    description: RabbitMQ 3.10 or newer, version 4 included.
  tls:
    host: localhost:5671
    protocol: amqps
    protocolVersion: 0.9.1
    description: TLS 1.2 or newer. Users log in with a password, or with a client certificate (SASL EXTERNAL).

channels:
  terminations:
    address: contract.terminate
    title: Termination messages
    description: |
      A CRM publishes here. Every routing key leads to Terminus; `contract.terminate` is a convention, not a rule. Publish
      with confirms, persistent and mandatory: a confirmed message is stored.
    messages:
      terminationMessage:
        $ref: '#/components/messages/terminationMessage'
    bindings:
      amqp:
        is: routingKey
        exchange: {name: terminus.terminations, type: topic, durable: true, autoDelete: false, vhost: /}
        bindingVersion: 0.3.0
  intake:
    address: terminus.terminations
    title: The queue that Terminus consumes
    description: |
      A quorum queue, bound to the exchange of the same name by `#`. A message that is delivered twenty times without being
      acknowledged, or that expires, goes to the exchange of dead letters, at least once.
    messages:
      terminationMessage:
        $ref: '#/components/messages/terminationMessage'
    bindings:
      amqp:
        is: queue
        queue: {name: terminus.terminations, durable: true, exclusive: false, autoDelete: false, vhost: /}
        bindingVersion: 0.3.0
    x-bound-to: {exchange: terminus.terminations, routingKey: '#'}
    x-arguments:
      x-queue-type: quorum
      x-dead-letter-exchange: terminus.dead-letters
      x-dead-letter-strategy: at-least-once
      x-overflow: reject-publish
      x-delivery-limit: 20
  deadLettered:
    address: ''
    title: Messages that the broker dead-lettered
    description: Only the broker publishes here.
    messages:
      terminationMessage:
        $ref: '#/components/messages/terminationMessage'
    bindings:
      amqp:
        is: routingKey
        exchange: {name: terminus.dead-letters, type: fanout, durable: true, autoDelete: false, vhost: /}
        bindingVersion: 0.3.0
  deadLetters:
    address: terminus.dead-letters
    title: The queue of messages that the broker dead-lettered
    description: Terminus moves each message into its ledger as a dead letter, with the broker's reason, before it acknowledges it.
    messages:
      terminationMessage:
        $ref: '#/components/messages/terminationMessage'
    bindings:
      amqp:
        is: queue
        queue: {name: terminus.dead-letters, durable: true, exclusive: false, autoDelete: false, vhost: /}
        bindingVersion: 0.3.0
    x-bound-to: {exchange: terminus.dead-letters, routingKey: ''}
    x-arguments:
      x-queue-type: quorum
      x-dead-letter-exchange: ''
      x-dead-letter-routing-key: terminus.poison-messages
      x-dead-letter-strategy: at-least-once
      x-overflow: reject-publish
      x-delivery-limit: 20
  poisonMessages:
    address: terminus.poison-messages
    title: The queue of poison messages
    description: |
      Messages that were delivered twenty times from the queue of dead letters without being acknowledged, because they ended
      the worker each time. Nothing consumes this queue.
    messages:
      terminationMessage:
        $ref: '#/components/messages/terminationMessage'
    bindings:
      amqp:
        is: queue
        queue: {name: terminus.poison-messages, durable: true, exclusive: false, autoDelete: false, vhost: /}
        bindingVersion: 0.3.0
    x-arguments: {x-queue-type: quorum}
  terminated:
    address: contract.terminated.v1
    title: A termination was recorded
    messages:
      contract.terminated.v1: {$ref: '#/components/messages/contract.terminated.v1'}
    bindings: &events
      amqp:
        is: routingKey
        exchange: {name: terminus.events, type: topic, durable: true, autoDelete: false, vhost: /}
        bindingVersion: 0.3.0
  corrected:
    address: contract.termination.corrected.v1
    title: A correction was recorded
    messages:
      contract.termination.corrected.v1: {$ref: '#/components/messages/contract.termination.corrected.v1'}
    bindings: *events
  withdrawn:
    address: contract.termination.withdrawn.v1
    title: A withdrawal was recorded
    messages:
      contract.termination.withdrawn.v1: {$ref: '#/components/messages/contract.termination.withdrawn.v1'}
    bindings: *events
  effective:
    address: contract.termination.effective.v1
    title: The last day is over
    messages:
      contract.termination.effective.v1: {$ref: '#/components/messages/contract.termination.effective.v1'}
    bindings: *events
  rejected:
    address: contract.termination.rejected.v1
    title: A message was refused
    messages:
      contract.termination.rejected.v1: {$ref: '#/components/messages/contract.termination.rejected.v1'}
    bindings: *events
  reasonChanged:
    address: cancellation-reason.changed.v1
    title: A cancellation reason changed
    messages:
      cancellation-reason.changed.v1: {$ref: '#/components/messages/cancellation-reason.changed.v1'}
    bindings: *events
  answers:
    address: null
    title: Answers to the CRM
    description: |
      The queue that a refused message names in its AMQP property `reply-to`, reached through the default exchange. It gets
      the same event as the events exchange, once for each delivery that is refused, with that delivery's `correlation-id`.
    messages:
      contract.termination.rejected.v1: {$ref: '#/components/messages/contract.termination.rejected.v1'}

operations:
  receiveTermination:
    action: receive
    title: Judge and record a termination message
    channel: {$ref: '#/channels/intake'}
    messages:
      - $ref: '#/channels/intake/messages/terminationMessage'
    reply:
      channel: {$ref: '#/channels/answers'}
      messages:
        - $ref: '#/channels/answers/messages/contract.termination.rejected.v1'
    bindings:
      amqp: {ack: true, bindingVersion: 0.3.0}
  keepDeadLetter:
    action: receive
    title: Keep a message that the broker dead-lettered
    channel: {$ref: '#/channels/deadLetters'}
    messages:
      - $ref: '#/channels/deadLetters/messages/terminationMessage'
    bindings:
      amqp: {ack: true, bindingVersion: 0.3.0}
  tellTerminated:
    action: send
    channel: {$ref: '#/channels/terminated'}
    bindings: &published
      amqp: {deliveryMode: 2, mandatory: true, bindingVersion: 0.3.0}
  tellCorrected:
    action: send
    channel: {$ref: '#/channels/corrected'}
    bindings: *published
  tellWithdrawn:
    action: send
    channel: {$ref: '#/channels/withdrawn'}
    bindings: *published
  tellEffective:
    action: send
    channel: {$ref: '#/channels/effective'}
    bindings: *published
  tellRejected:
    action: send
    channel: {$ref: '#/channels/rejected'}
    bindings: &unheard
      amqp: {deliveryMode: 2, mandatory: false, bindingVersion: 0.3.0}
  tellReasonChanged:
    action: send
    channel: {$ref: '#/channels/reasonChanged'}
    bindings: *unheard

components:
  messages:
    terminationMessage:
      name: termination-message.v1
      title: Termination message
      summary: A contract ends, or a termination is corrected or withdrawn.
      contentType: application/json
      payload:
        schemaFormat: application/schema+json;version=2020-12
        schema: {$ref: ./termination-message.v1.schema.json}
      headers: {$ref: '#/components/schemas/traceHeaders'}
      x-amqp-properties: {$ref: '#/components/schemas/termination-properties'}
    contract.terminated.v1:
      name: contract.terminated.v1
      title: A termination was recorded
      payload:
        schemaFormat: application/schema+json;version=2020-12
        schema: {$ref: ./contract.terminated.v1.schema.json}
      traits: &event
        - headers: {$ref: '#/components/schemas/eventHeaders'}
          contentType: application/cloudevents+json
          correlationId: {$ref: '#/components/correlationIds/correlation'}
          x-amqp-properties: {$ref: '#/components/schemas/event-properties'}
    contract.termination.corrected.v1:
      name: contract.termination.corrected.v1
      title: A correction was recorded
      payload:
        schemaFormat: application/schema+json;version=2020-12
        schema: {$ref: ./contract.termination.corrected.v1.schema.json}
      traits: *event
    contract.termination.withdrawn.v1:
      name: contract.termination.withdrawn.v1
      title: A withdrawal was recorded
      payload:
        schemaFormat: application/schema+json;version=2020-12
        schema: {$ref: ./contract.termination.withdrawn.v1.schema.json}
      traits: *event
    contract.termination.effective.v1:
      name: contract.termination.effective.v1
      title: The last day is over
      payload:
        schemaFormat: application/schema+json;version=2020-12
        schema: {$ref: ./contract.termination.effective.v1.schema.json}
      traits: *event
    contract.termination.rejected.v1:
      name: contract.termination.rejected.v1
      title: A message was refused
      payload:
        schemaFormat: application/schema+json;version=2020-12
        schema: {$ref: ./contract.termination.rejected.v1.schema.json}
      traits: *event
    cancellation-reason.changed.v1:
      name: cancellation-reason.changed.v1
      title: A cancellation reason changed
      payload:
        schemaFormat: application/schema+json;version=2020-12
        schema: {$ref: ./cancellation-reason.changed.v1.schema.json}
      traits: *event
  correlationIds:
    correlation:
      description: The AMQP property correlation-id of the termination message. It is also the CloudEvents attribute correlationid.
      location: $message.payload#/correlationid
  schemas:
    traceHeaders:
      description: AMQP headers. W3C Trace Context, propagated from the message to its events.
      type: object
      properties:
        traceparent: {type: string, description: 'Version, trace id, parent id and flags.'}
        tracestate: {type: string, description: Vendors' entries.}
    eventHeaders:
      description: AMQP headers of events. W3C Trace Context, and the key by which a consistent-hash exchange distributes events.
      type: object
      properties:
        traceparent: {type: string, description: 'Version, trace id, parent id and flags.'}
        tracestate: {type: string, description: Vendors' entries.}
        partitionkey: {type: string, description: 'The contract, as in the event.'}
    termination-properties:
      description: AMQP properties that Terminus honours. All are optional.
      type: object
      properties:
        message-id: {type: string, description: Must equal messageId if it is set.}
        correlation-id: {type: string, description: 'Copied into the events, byte for byte.'}
        reply-to: {type: string, description: The queue that receives the answer when the message is refused.}
        content-type:
          type: string
          description: Absent means application/json; a CloudEvent has the message as its data or data_base64.
          examples: [application/json, application/cloudevents+json]
        content-encoding:
          type: string
          description: Absent, or a value that means that the body is not compressed. Any other value is refused.
          enum: ['', identity, utf-8, utf8, us-ascii]
        timestamp: {type: integer, description: Kept with a dead letter. Seconds since 1970-01-01T00:00:00Z.}
    event-properties:
      description: AMQP properties of every event.
      type: object
      required: [message-id, type, content-type, delivery-mode]
      properties:
        message-id: {type: string, description: 'The id of the event. It is the same however often the event is sent: deduplicate by it.'}
        type: {type: string, description: The event type.}
        content-type: {const: application/cloudevents+json}
        delivery-mode: {const: 2, description: Persistent.}
        correlation-id: {type: string, description: The correlation-id of the termination message, if it had one.}

"""##),
    ]
}
