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
                      "maxLength": 64,
                      "not": {
                        "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
                      }
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
              "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
            },
            "examples": [
              "price"
            ]
          },
          "labels": {
            "description": "What people read, per language; one of them in the default language.",
            "$ref": "#/$defs/labels",
            "additionalProperties": {
              "not": {
                "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
              }
            }
          },
          "category": {
            "description": "Groups reasons in reports.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "not": {
              "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
            },
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
                  "maxLength": 64,
                  "not": {
                    "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
                  }
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
                "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
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
              "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
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
        PublishedSchema(name: "openapi.v1", file: "openapi.v1.json", text: ##"""
{
  "openapi": "3.1.0",
  "info": {
    "title": "Terminus HTTP API",
    "version": "1.0.0",
    "summary": "Contract terminations: reasons, settings, dead letters, reports.",
    "description": "The console's API for programs: the application's actions, with the JSON that the command line prints. It is additive within v1: ignore members that you do not know. Terminations are recorded over the message queue, never here.",
    "license": {
      "name": "Apache-2.0",
      "identifier": "Apache-2.0"
    }
  },
  "servers": [
    {
      "url": "/api/v1"
    }
  ],
  "security": [
    {
      "token": []
    }
  ],
  "tags": [
    {
      "name": "reasons",
      "description": "For forms of a CRM or a portal."
    },
    {
      "name": "settings",
      "description": "For the pipeline that owns the settings file."
    },
    {
      "name": "messages",
      "description": "For developers of a CRM."
    },
    {
      "name": "dead letters",
      "description": "For alerting, chat and ops."
    },
    {
      "name": "replays",
      "description": "Judging dead letters again."
    },
    {
      "name": "terminations",
      "description": "What is recorded."
    },
    {
      "name": "reports",
      "description": "For business intelligence."
    },
    {
      "name": "audit",
      "description": "Who did what."
    },
    {
      "name": "status",
      "description": "For monitoring."
    },
    {
      "name": "api",
      "description": "The API itself."
    }
  ],
  "paths": {
    "/openapi.json": {
      "get": {
        "operationId": "getOpenAPI",
        "tags": [
          "api"
        ],
        "summary": "This document",
        "security": [],
        "parameters": [
          {
            "$ref": "#/components/parameters/ifNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "type": "object"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/304"
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/status": {
      "get": {
        "operationId": "getStatus",
        "tags": [
          "status"
        ],
        "summary": "Whether Terminus works, and what waits",
        "description": "Needs the permission `worker.read`.",
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Status"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/reasons": {
      "get": {
        "operationId": "listReasons",
        "tags": [
          "reasons"
        ],
        "summary": "The reasons for a form, and whether one must be given",
        "description": "Needs the permission `settings.read`.",
        "parameters": [
          {
            "name": "at",
            "in": "query",
            "description": "When the termination is made (default: now): dated rules are judged then.",
            "schema": {
              "$ref": "#/components/schemas/Moment"
            }
          },
          {
            "name": "contract-type",
            "in": "query",
            "description": "The contract's type. A reason that is restricted by what the form does not say is listed, with what the message must have.",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64
            }
          },
          {
            "name": "initiator",
            "in": "query",
            "description": "Who ends the contract.",
            "schema": {
              "enum": [
                "customer",
                "provider",
                "system"
              ]
            }
          },
          {
            "name": "termination-type",
            "in": "query",
            "description": "How it ends.",
            "schema": {
              "enum": [
                "ordinary",
                "extraordinary",
                "mutual",
                "nonRenewal",
                "coolingOff",
                "administrative"
              ]
            }
          },
          {
            "name": "customer-kind",
            "in": "query",
            "description": "Who the customer is.",
            "schema": {
              "enum": [
                "consumer",
                "business"
              ]
            }
          },
          {
            "name": "language",
            "in": "query",
            "description": "The language of `label` (BCP 47; default: that of the settings).",
            "schema": {
              "type": "string",
              "maxLength": 35,
              "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"
            }
          },
          {
            "$ref": "#/components/parameters/ifNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/FormReasons"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/304"
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/reasons/{code}": {
      "get": {
        "operationId": "getReason",
        "tags": [
          "reasons"
        ],
        "summary": "One reason, by its code or an alias, with how often it is recorded",
        "description": "Needs the permission `settings.read`.",
        "parameters": [
          {
            "name": "code",
            "in": "path",
            "description": "The code, or an alias.",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1
            }
          },
          {
            "$ref": "#/components/parameters/ifNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ReasonDetails"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/304"
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/settings": {
      "get": {
        "operationId": "getSettings",
        "tags": [
          "settings"
        ],
        "summary": "The settings in force, JSON or YAML by Accept",
        "description": "Needs the permission `settings.read`.",
        "parameters": [
          {
            "$ref": "#/components/parameters/ifNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Settings"
                }
              },
              "application/yaml": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/304"
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      },
      "put": {
        "operationId": "applySettings",
        "tags": [
          "settings"
        ],
        "summary": "Make a document the settings in force",
        "description": "What terminus settings apply does, and what its --dry-run says. Of the open dead letters, the oldest 5,000 are judged; `total` says how many there are. With `settings.draft` alone only a dry run is allowed. Needs the permission `settings.apply` or `settings.draft`.",
        "parameters": [
          {
            "name": "If-Match",
            "in": "header",
            "description": "The ETag of the version that the document was made from. Where another one is in force, nothing is applied. Not together with If-None-Match.",
            "schema": {
              "type": "string",
              "pattern": "^(\\*|(W/)?\"[!#-+\\--~]*\"( *, *(W/)?\"[!#-+\\--~]*\")*)$"
            }
          },
          {
            "name": "If-None-Match",
            "in": "header",
            "description": "Instead of If-Match, for the first settings of a ledger.",
            "schema": {
              "const": "*"
            }
          },
          {
            "name": "dry-run",
            "in": "query",
            "description": "Says what would change, what is doubtful and what it means; changes nothing.",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "name": "reason",
            "in": "query",
            "description": "Why the settings change. Needed unless it is a dry run.",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 300,
              "pattern": "^[^\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]*$"
            }
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/yaml": {
              "schema": {
                "type": "string",
                "description": "A settings file as `terminus settings apply` takes it."
              }
            },
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/Settings"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/SettingsOutcome"
                }
              }
            }
          },
          "201": {
            "description": "The answer.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/SettingsOutcome"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "412": {
            "$ref": "#/components/responses/412"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "428": {
            "$ref": "#/components/responses/428"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/settings/versions": {
      "get": {
        "operationId": "listSettingsVersions",
        "tags": [
          "settings"
        ],
        "summary": "Every version of the settings: who, when and why",
        "description": "Needs the permission `settings.read`.",
        "parameters": [
          {
            "$ref": "#/components/parameters/limit"
          },
          {
            "$ref": "#/components/parameters/afterVersion"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "Link": {
                "$ref": "#/components/headers/Link"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/SettingsVersionList"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/settings/versions/{version}": {
      "get": {
        "operationId": "getSettingsVersion",
        "tags": [
          "settings"
        ],
        "summary": "One version of the settings, JSON or YAML by Accept",
        "description": "Needs the permission `settings.read`.",
        "parameters": [
          {
            "name": "version",
            "in": "path",
            "description": "The number of the version.",
            "required": true,
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 2147483647
            }
          },
          {
            "$ref": "#/components/parameters/ifNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Settings"
                }
              },
              "application/yaml": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/304"
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/settings/diff": {
      "get": {
        "operationId": "compareSettings",
        "tags": [
          "settings"
        ],
        "summary": "What is different between two versions",
        "description": "Needs the permission `settings.read`.",
        "parameters": [
          {
            "name": "from",
            "in": "query",
            "description": "The earlier version.",
            "required": true,
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 2147483647
            }
          },
          {
            "name": "to",
            "in": "query",
            "description": "The later version (default: the one in force).",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 2147483647
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/SettingsDifference"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/settings/check": {
      "post": {
        "operationId": "checkSettings",
        "tags": [
          "settings"
        ],
        "summary": "Find what is doubtful in a document, and what it would mean for what is recorded",
        "description": "Changes nothing. The oldest 5,000 open dead letters are judged, and of the recorded terminations as many as `limit` says; `total` says how many there are. Needs the permission `settings.draft`.",
        "parameters": [
          {
            "name": "limit",
            "in": "query",
            "description": "How many recorded terminations are judged, the latest first.",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 20000,
              "default": 10000
            }
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/yaml": {
              "schema": {
                "type": "string",
                "description": "A settings file as `terminus settings apply` takes it."
              }
            },
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/Settings"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/SettingsCheck"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/check": {
      "post": {
        "operationId": "checkMessages",
        "tags": [
          "messages"
        ],
        "summary": "Judge messages by the settings in force, without history",
        "description": "What terminus check says of standard input. Nothing is recorded. Needs the permission `settings.read`.",
        "parameters": [
          {
            "name": "show-event",
            "in": "query",
            "description": "Whether the event that would follow is part of the answer.",
            "schema": {
              "type": "boolean"
            }
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "description": "One termination message: any document is judged."
              }
            },
            "application/cloudevents+json": {
              "schema": {
                "description": "One structured CloudEvent."
              }
            },
            "application/x-ndjson": {
              "schema": {
                "type": "string",
                "description": "One message a line, at most 1,000."
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CheckedMessages"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/causes": {
      "get": {
        "operationId": "listCauses",
        "tags": [
          "dead letters"
        ],
        "summary": "Dead letters by cause",
        "description": "Without `state`: those that are open. Needs the permission `dead-letters.read`.",
        "parameters": [
          {
            "$ref": "#/components/parameters/deadLetterState"
          },
          {
            "$ref": "#/components/parameters/deadLetterCode"
          },
          {
            "$ref": "#/components/parameters/deadLetterPointer"
          },
          {
            "$ref": "#/components/parameters/deadLetterFingerprint"
          },
          {
            "$ref": "#/components/parameters/deadLetterValue"
          },
          {
            "$ref": "#/components/parameters/deadLetterContract"
          },
          {
            "$ref": "#/components/parameters/deadLetterSince"
          },
          {
            "$ref": "#/components/parameters/deadLetterUntil"
          },
          {
            "$ref": "#/components/parameters/deadLetterImport"
          },
          {
            "name": "values",
            "in": "query",
            "description": "How many values of a place to name. Needs `dead-letters.body` where it is not 0.",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 20,
              "default": 0
            }
          },
          {
            "$ref": "#/components/parameters/limit"
          },
          {
            "name": "after",
            "in": "query",
            "description": "`after` of the page before.",
            "schema": {
              "type": "string",
              "pattern": "^[0-9a-f]{12}$"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "Link": {
                "$ref": "#/components/headers/Link"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CauseList"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/dead-letters": {
      "get": {
        "operationId": "listDeadLetters",
        "tags": [
          "dead letters"
        ],
        "summary": "Dead letters",
        "description": "Needs the permission `dead-letters.read`.",
        "parameters": [
          {
            "$ref": "#/components/parameters/deadLetterState"
          },
          {
            "$ref": "#/components/parameters/deadLetterCode"
          },
          {
            "$ref": "#/components/parameters/deadLetterPointer"
          },
          {
            "$ref": "#/components/parameters/deadLetterFingerprint"
          },
          {
            "$ref": "#/components/parameters/deadLetterValue"
          },
          {
            "$ref": "#/components/parameters/deadLetterContract"
          },
          {
            "$ref": "#/components/parameters/deadLetterSince"
          },
          {
            "$ref": "#/components/parameters/deadLetterUntil"
          },
          {
            "$ref": "#/components/parameters/deadLetterImport"
          },
          {
            "name": "sort",
            "in": "query",
            "description": "Which come first: received last, received first, or seen last.",
            "schema": {
              "enum": [
                "newest",
                "oldest",
                "last-seen"
              ],
              "default": "newest"
            }
          },
          {
            "name": "count",
            "in": "query",
            "description": "Whether to say how many there are.",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "$ref": "#/components/parameters/limit"
          },
          {
            "$ref": "#/components/parameters/after"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "Link": {
                "$ref": "#/components/headers/Link"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DeadLetterList"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/dead-letters/find": {
      "post": {
        "operationId": "findDeadLetters",
        "tags": [
          "dead letters"
        ],
        "summary": "Dead letters of a customer, or with a text",
        "description": "The same list, by what must not be in an address, since addresses end in logs. Needs the permission `dead-letters.read`.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/FindDeadLetters"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DeadLetterList"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/dead-letters/edit": {
      "post": {
        "operationId": "editDeadLetters",
        "tags": [
          "dead letters"
        ],
        "summary": "Change what is wrong in the bodies of open dead letters",
        "description": "Needs `dead-letters.body` as well. At most 10,000 at once. Needs the permission `dead-letters.mend`.",
        "parameters": [
          {
            "$ref": "#/components/parameters/idempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/EditDeadLetters"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DeadLetterEdit"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/dead-letters/discard": {
      "post": {
        "operationId": "discardDeadLetters",
        "tags": [
          "dead letters"
        ],
        "summary": "Set dead letters aside",
        "description": "At most 10,000 at once. Needs the permission `dead-letters.discard`.",
        "parameters": [
          {
            "$ref": "#/components/parameters/idempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ChangeDeadLetters"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DeadLetterChange"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/dead-letters/restore": {
      "post": {
        "operationId": "restoreDeadLetters",
        "tags": [
          "dead letters"
        ],
        "summary": "Open discarded dead letters again",
        "description": "At most 10,000 at once. Needs the permission `dead-letters.discard`.",
        "parameters": [
          {
            "$ref": "#/components/parameters/idempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ChangeDeadLetters"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DeadLetterChange"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/dead-letters/{id}": {
      "get": {
        "operationId": "getDeadLetter",
        "tags": [
          "dead letters"
        ],
        "summary": "One dead letter with its history",
        "description": "The body and the transport need `dead-letters.body`; the exact bytes, notes and the details of edits need `notes.read` as well. Needs the permission `dead-letters.read`.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "description": "The id, a part of it that no other has, the number, or the id of the message.",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DeadLetterDetails"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/dead-letters/{id}/raw": {
      "get": {
        "operationId": "getDeadLetterBytes",
        "tags": [
          "dead letters"
        ],
        "summary": "The bytes of one dead letter as they were received",
        "description": "Needs `notes.read` as well. Needs the permission `dead-letters.body`.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "description": "The id, a part of it that no other has, the number, or the id of the message.",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/octet-stream": {
                "schema": {
                  "type": "string",
                  "format": "binary"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/replays": {
      "get": {
        "operationId": "listReplays",
        "tags": [
          "replays"
        ],
        "summary": "Replays",
        "description": "Needs the permission `dead-letters.read`.",
        "parameters": [
          {
            "name": "unfinished",
            "in": "query",
            "description": "Only those that were interrupted, or are under way.",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "$ref": "#/components/parameters/limit"
          },
          {
            "$ref": "#/components/parameters/afterNumber"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "Link": {
                "$ref": "#/components/headers/Link"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ReplayList"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      },
      "post": {
        "operationId": "startReplay",
        "tags": [
          "replays"
        ],
        "summary": "Judge dead letters again",
        "description": "The replay continues after the answer: its Location has its progress. A dry run is answered with 200. Needs the permission `dead-letters.replay`.",
        "parameters": [
          {
            "$ref": "#/components/parameters/idempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/StartReplay"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ReplayForecast"
                }
              }
            }
          },
          "202": {
            "description": "The answer.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Replay"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/replays/{number}": {
      "get": {
        "operationId": "getReplay",
        "tags": [
          "replays"
        ],
        "summary": "One replay and its progress",
        "description": "Needs the permission `dead-letters.read`.",
        "parameters": [
          {
            "name": "number",
            "in": "path",
            "description": "The number of the replay.",
            "required": true,
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 9223372036854775807
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Replay"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/replays/{number}/stop": {
      "post": {
        "operationId": "stopReplay",
        "tags": [
          "replays"
        ],
        "summary": "Stop a replay after the batch that it records",
        "description": "Needs the permission `dead-letters.replay`.",
        "parameters": [
          {
            "name": "number",
            "in": "path",
            "description": "The number of the replay.",
            "required": true,
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 9223372036854775807
            }
          },
          {
            "$ref": "#/components/parameters/idempotencyKey"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Replay"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/replays/{number}/resume": {
      "post": {
        "operationId": "resumeReplay",
        "tags": [
          "replays"
        ],
        "summary": "Continue an interrupted replay",
        "description": "Needs the permission `dead-letters.replay`.",
        "parameters": [
          {
            "name": "number",
            "in": "path",
            "description": "The number of the replay.",
            "required": true,
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 9223372036854775807
            }
          },
          {
            "$ref": "#/components/parameters/idempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ResumeReplay"
              }
            }
          }
        },
        "responses": {
          "202": {
            "description": "The answer.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Replay"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/actions": {
      "get": {
        "operationId": "listActions",
        "tags": [
          "dead letters"
        ],
        "summary": "Edits, discards, restores and undos",
        "description": "The latest first. Needs the permission `dead-letters.read`.",
        "parameters": [
          {
            "$ref": "#/components/parameters/limit"
          },
          {
            "$ref": "#/components/parameters/afterNumber"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "Link": {
                "$ref": "#/components/headers/Link"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ActionList"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/actions/{number}": {
      "get": {
        "operationId": "getAction",
        "tags": [
          "dead letters"
        ],
        "summary": "One action on dead letters",
        "description": "Needs the permission `dead-letters.read`.",
        "parameters": [
          {
            "name": "number",
            "in": "path",
            "description": "The number of the action.",
            "required": true,
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 9223372036854775807
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Action"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/actions/{number}/undo": {
      "post": {
        "operationId": "undoAction",
        "tags": [
          "dead letters"
        ],
        "summary": "Undo an action",
        "description": "The undo continues after the answer: its Location has its progress. A dry run is answered with 200. Needs the permission that the action needed: `dead-letters.mend` for an edit, `dead-letters.discard` for a discard or a restore.",
        "parameters": [
          {
            "name": "number",
            "in": "path",
            "description": "The number of the action.",
            "required": true,
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 9223372036854775807
            }
          },
          {
            "$ref": "#/components/parameters/idempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/UndoAction"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/UndoForecast"
                }
              }
            }
          },
          "202": {
            "description": "The answer.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Action"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/terminations": {
      "get": {
        "operationId": "listTerminations",
        "tags": [
          "terminations"
        ],
        "summary": "Terminations as they are now",
        "description": "Needs the permission `terminations.read`.",
        "parameters": [
          {
            "name": "state",
            "in": "query",
            "description": "Only those in this state; may be given several times.",
            "schema": {
              "type": "array",
              "items": {
                "enum": [
                  "in-force",
                  "effective",
                  "withdrawn"
                ]
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          },
          {
            "name": "message",
            "in": "query",
            "description": "Only the one that this message is part of.",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
            }
          },
          {
            "name": "contract",
            "in": "query",
            "description": "Only those of this contract.",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
            }
          },
          {
            "name": "reason",
            "in": "query",
            "description": "Only those with this reason now; not an alias.",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
            }
          },
          {
            "name": "without-reason",
            "in": "query",
            "description": "Only those without a reason.",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "name": "contract-type",
            "in": "query",
            "description": "Only those of contracts of this type.",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
            }
          },
          {
            "name": "initiator",
            "in": "query",
            "description": "Only those by this initiator.",
            "schema": {
              "enum": [
                "customer",
                "provider",
                "system"
              ]
            }
          },
          {
            "name": "type",
            "in": "query",
            "description": "Only those of this type.",
            "schema": {
              "enum": [
                "ordinary",
                "extraordinary",
                "mutual",
                "nonRenewal",
                "coolingOff",
                "administrative"
              ]
            }
          },
          {
            "name": "ends-from",
            "in": "query",
            "description": "Only those with this last day or a later one.",
            "schema": {
              "type": "string",
              "format": "date"
            }
          },
          {
            "name": "ends-through",
            "in": "query",
            "description": "Only those with this last day or an earlier one.",
            "schema": {
              "type": "string",
              "format": "date"
            }
          },
          {
            "name": "occurred-since",
            "in": "query",
            "description": "Only those made then or later.",
            "schema": {
              "$ref": "#/components/schemas/Moment"
            }
          },
          {
            "name": "occurred-until",
            "in": "query",
            "description": "Only those made before then.",
            "schema": {
              "$ref": "#/components/schemas/Moment"
            }
          },
          {
            "name": "since",
            "in": "query",
            "description": "Only those recorded then or later.",
            "schema": {
              "$ref": "#/components/schemas/Moment"
            }
          },
          {
            "name": "until",
            "in": "query",
            "description": "Only those recorded before then.",
            "schema": {
              "$ref": "#/components/schemas/Moment"
            }
          },
          {
            "name": "confidential",
            "in": "query",
            "description": "Whether sensitive reasons are named. Needs `reports.confidential`.",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "$ref": "#/components/parameters/limit"
          },
          {
            "$ref": "#/components/parameters/after"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "Link": {
                "$ref": "#/components/headers/Link"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/TerminationList"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/terminations/find": {
      "post": {
        "operationId": "findTerminations",
        "tags": [
          "terminations"
        ],
        "summary": "Terminations of a customer",
        "description": "The same list, by what must not be in an address. Needs the permission `terminations.read`.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/FindTerminations"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/TerminationList"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "409": {
            "$ref": "#/components/responses/409"
          },
          "413": {
            "$ref": "#/components/responses/413"
          },
          "415": {
            "$ref": "#/components/responses/415"
          },
          "422": {
            "$ref": "#/components/responses/422"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/terminations/{id}": {
      "get": {
        "operationId": "getTermination",
        "tags": [
          "terminations"
        ],
        "summary": "Everything that happened to one termination",
        "description": "Needs the permission `terminations.read`.",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "description": "The termination's id.",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1
            }
          },
          {
            "name": "confidential",
            "in": "query",
            "description": "Whether notes, bodies and sensitive reasons are part of it. Needs `notes.read`, `dead-letters.body` and `reports.confidential`.",
            "schema": {
              "type": "boolean"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/TerminationHistory"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/reports/why": {
      "get": {
        "operationId": "reportWhy",
        "tags": [
          "reports"
        ],
        "summary": "Why contracts end",
        "description": "JSON or CSV by Accept. Needs the permission `reports.read`.",
        "parameters": [
          {
            "name": "period",
            "in": "query",
            "description": "Such as `2026`, `2026-Q3`, `2026-07`, `2026-W31`, `last-month`, `month-to-date`, `last-30-days` (default: `last-quarter`).",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64
            }
          },
          {
            "name": "from",
            "in": "query",
            "description": "The first day of any other period.",
            "schema": {
              "type": "string",
              "format": "date"
            }
          },
          {
            "name": "through",
            "in": "query",
            "description": "Its last day, inclusive.",
            "schema": {
              "type": "string",
              "format": "date"
            }
          },
          {
            "name": "by-date",
            "in": "query",
            "description": "Which date counts: the last day of the contract, or the day on which it was terminated.",
            "schema": {
              "enum": [
                "end",
                "occurred"
              ],
              "default": "end"
            }
          },
          {
            "name": "group-by",
            "in": "query",
            "description": "What the rows are.",
            "schema": {
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
              ],
              "default": "reason"
            }
          },
          {
            "name": "across",
            "in": "query",
            "description": "What the columns are; differs from `group-by`.",
            "schema": {
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
            }
          },
          {
            "name": "as-recorded",
            "in": "query",
            "description": "Whether reasons are counted under the code and label of their time.",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "name": "confidential",
            "in": "query",
            "description": "Whether sensitive reasons are named. Needs `reports.confidential`.",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "name": "language",
            "in": "query",
            "description": "The language of labels and texts (default: that of the settings, or else English).",
            "schema": {
              "enum": [
                "en",
                "nl"
              ]
            }
          },
          {
            "name": "reason",
            "in": "query",
            "description": "Only those with this reason; may be given several times; the empty text selects what has none.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "maxLength": 200
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          },
          {
            "name": "category",
            "in": "query",
            "description": "Only those whose reason is of this category; may be given several times; the empty text selects what has none.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "maxLength": 200
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          },
          {
            "name": "contract-type",
            "in": "query",
            "description": "Only those of contracts of this type; may be given several times; the empty text selects what has none.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "maxLength": 200
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          },
          {
            "name": "customer-kind",
            "in": "query",
            "description": "Only those of such customers; may be given several times; the empty text selects what has none.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "maxLength": 200
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          },
          {
            "name": "initiator",
            "in": "query",
            "description": "Only those by this initiator; may be given several times; the empty text selects what has none.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "maxLength": 200
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          },
          {
            "name": "termination-type",
            "in": "query",
            "description": "Only those of this type; may be given several times; the empty text selects what has none.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "maxLength": 200
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          },
          {
            "name": "channel",
            "in": "query",
            "description": "Only those that came by this channel; may be given several times; the empty text selects what has none.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "maxLength": 200
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          },
          {
            "name": "voluntary",
            "in": "query",
            "description": "Only those whose reason is voluntary: true or false; may be given several times; the empty text selects what has none.",
            "schema": {
              "type": "array",
              "items": {
                "type": "string",
                "maxLength": 200
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Report"
                }
              },
              "text/csv": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    },
    "/audit": {
      "get": {
        "operationId": "listAudit",
        "tags": [
          "audit"
        ],
        "summary": "Who did what to dead letters and notes",
        "description": "The last million entries before `after` are searched: a page may have fewer steps than `limit`, or none, though there is a next one. Needs the permission `audit.read`.",
        "parameters": [
          {
            "name": "actor",
            "in": "query",
            "description": "Only what this person or token did; `terminus` is the worker.",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
            }
          },
          {
            "name": "action",
            "in": "query",
            "description": "Only this; may be given several times.",
            "schema": {
              "type": "array",
              "items": {
                "enum": [
                  "resolved",
                  "refused",
                  "mended",
                  "discarded",
                  "restored",
                  "redacted",
                  "pruned",
                  "undone"
                ]
              },
              "minItems": 1,
              "maxItems": 20
            },
            "explode": true,
            "style": "form"
          },
          {
            "name": "number",
            "in": "query",
            "description": "Only the action on dead letters with this number.",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 9223372036854775807
            }
          },
          {
            "name": "since",
            "in": "query",
            "description": "Only then or later.",
            "schema": {
              "$ref": "#/components/schemas/Moment"
            }
          },
          {
            "name": "until",
            "in": "query",
            "description": "Only before then.",
            "schema": {
              "$ref": "#/components/schemas/Moment"
            }
          },
          {
            "name": "each",
            "in": "query",
            "description": "Whether each entry of the trail is an entry of the list; otherwise what one action did is one.",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "$ref": "#/components/parameters/limit"
          },
          {
            "$ref": "#/components/parameters/afterNumber"
          }
        ],
        "responses": {
          "200": {
            "description": "The answer.",
            "headers": {
              "Link": {
                "$ref": "#/components/headers/Link"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/AuditList"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/400"
          },
          "401": {
            "$ref": "#/components/responses/401"
          },
          "403": {
            "$ref": "#/components/responses/403"
          },
          "404": {
            "$ref": "#/components/responses/404"
          },
          "406": {
            "$ref": "#/components/responses/406"
          },
          "429": {
            "$ref": "#/components/responses/429"
          },
          "503": {
            "$ref": "#/components/responses/503"
          },
          "default": {
            "$ref": "#/components/responses/default"
          }
        }
      }
    }
  },
  "components": {
    "parameters": {
      "deadLetterState": {
        "name": "state",
        "in": "query",
        "description": "Only those in this state; may be given several times.",
        "schema": {
          "type": "array",
          "items": {
            "enum": [
              "open",
              "held",
              "resolved",
              "discarded"
            ]
          },
          "minItems": 1,
          "maxItems": 20
        },
        "explode": true,
        "style": "form"
      },
      "deadLetterCode": {
        "name": "code",
        "in": "query",
        "description": "Only those with a violation of this code.",
        "schema": {
          "type": "string",
          "maxLength": 200,
          "anyOf": [
            {
              "enum": [
                "already-recorded",
                "already-withdrawn",
                "backdated-too-far",
                "contract-already-terminated",
                "contract-mismatch",
                "contradictory-dates",
                "end-date-before-start",
                "end-date-too-far",
                "invalid-currency",
                "invalid-date",
                "invalid-duration",
                "invalid-instant",
                "invalid-time-zone",
                "invalid-utf8",
                "malformed-json",
                "message-id-mismatch",
                "message-id-reused",
                "missing-field",
                "not-an-object",
                "note-forbidden",
                "note-required",
                "occurred-in-future",
                "out-of-range",
                "reason-not-allowed",
                "reason-not-yet-valid",
                "reason-required",
                "reason-retired",
                "revision-conflict",
                "stale-revision",
                "too-deep",
                "too-large",
                "too-long",
                "too-short",
                "unknown-reason",
                "unknown-termination",
                "unknown-value",
                "unsupported-content-encoding",
                "malformed-yaml",
                "unsupported-content-type",
                "wrong-type",
                "unjudgeable"
              ]
            },
            {
              "pattern": "^broker-"
            }
          ]
        }
      },
      "deadLetterPointer": {
        "name": "pointer",
        "in": "query",
        "description": "Only those with a violation at this place (RFC 6901).",
        "schema": {
          "type": "string",
          "minLength": 1,
          "maxLength": 1000,
          "pattern": "^(/([^/~]|~[01])*)+$"
        }
      },
      "deadLetterFingerprint": {
        "name": "fingerprint",
        "in": "query",
        "description": "Only those of this cause.",
        "schema": {
          "type": "string",
          "pattern": "^[0-9a-f]{12}$"
        }
      },
      "deadLetterValue": {
        "name": "value",
        "in": "query",
        "description": "Only those with this value at a place that is wrong. Needs `dead-letters.body`.",
        "schema": {
          "type": "string",
          "minLength": 1,
          "maxLength": 1000
        }
      },
      "deadLetterContract": {
        "name": "contract",
        "in": "query",
        "description": "Only those of this contract.",
        "schema": {
          "type": "string",
          "minLength": 1,
          "maxLength": 200
        }
      },
      "deadLetterSince": {
        "name": "since",
        "in": "query",
        "description": "Only those received then or later.",
        "schema": {
          "$ref": "#/components/schemas/Moment"
        }
      },
      "deadLetterUntil": {
        "name": "until",
        "in": "query",
        "description": "Only those received before then.",
        "schema": {
          "$ref": "#/components/schemas/Moment"
        }
      },
      "deadLetterImport": {
        "name": "import",
        "in": "query",
        "description": "Only those that came with this import.",
        "schema": {
          "type": "integer",
          "minimum": 1,
          "maximum": 9223372036854775807
        }
      },
      "limit": {
        "name": "limit",
        "in": "query",
        "description": "Entries of a page.",
        "schema": {
          "type": "integer",
          "minimum": 1,
          "maximum": 500,
          "default": 50
        }
      },
      "ifNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of an earlier answer: where nothing has changed since, the answer is 304.",
        "schema": {
          "type": "string"
        }
      },
      "idempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The request is carried out once for a key, and a repetition gets the same answer for 24 hours. A UUID is a good key.",
        "schema": {
          "type": "string",
          "minLength": 1,
          "maxLength": 255,
          "pattern": "^[!-~]+$"
        }
      },
      "after": {
        "name": "after",
        "in": "query",
        "description": "`after` of the page before.",
        "schema": {
          "type": "string",
          "minLength": 1,
          "maxLength": 200
        }
      },
      "afterNumber": {
        "name": "after",
        "in": "query",
        "description": "`after` of the page before.",
        "schema": {
          "type": "integer",
          "minimum": 1,
          "maximum": 9223372036854775807
        }
      },
      "afterVersion": {
        "name": "after",
        "in": "query",
        "description": "`after` of the page before.",
        "schema": {
          "type": "integer",
          "minimum": 1,
          "maximum": 2147483647
        }
      }
    },
    "schemas": {
      "Moment": {
        "description": "An instant with its offset (RFC 3339), or how long ago: `30m`, `12h`, `7d`.",
        "type": "string",
        "maxLength": 200,
        "anyOf": [
          {
            "format": "date-time",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
          },
          {
            "pattern": "^[0-9]{1,6}[mhd]$"
          }
        ],
        "examples": [
          "2026-03-01T09:00:00+01:00",
          "7d"
        ]
      },
      "Problem": {
        "description": "Why a request was not carried out (RFC 9457). `docs/http-api.md` lists the types.",
        "type": "object",
        "properties": {
          "type": {
            "description": "Which kind of problem: stable, for programs.",
            "type": "string",
            "pattern": "^urn:terminus:problem:[a-z-]+$"
          },
          "title": {
            "description": "The kind in words.",
            "type": "string"
          },
          "status": {
            "description": "The status of the answer.",
            "type": "integer",
            "minimum": 400,
            "maximum": 599
          },
          "detail": {
            "description": "One sentence about this occurrence, for people.",
            "type": "string"
          },
          "parameters": {
            "description": "Each parameter of the query that is invalid.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "name": {
                  "description": "Its name.",
                  "type": "string"
                },
                "code": {
                  "description": "A code of docs/violations.md.",
                  "type": "string"
                },
                "message": {
                  "description": "What is wrong.",
                  "type": "string"
                }
              },
              "required": [
                "name",
                "code",
                "message"
              ]
            }
          },
          "violations": {
            "description": "Each broken rule of the body, with its place.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Violation"
            }
          },
          "stale": {
            "description": "Dead letters that are not as they were seen: at most 100.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "id": {
                  "description": "Its id.",
                  "type": "string"
                },
                "version": {
                  "description": "Its version now; null where there is none of this id.",
                  "type": [
                    "integer",
                    "null"
                  ]
                },
                "state": {
                  "description": "Its state now.",
                  "type": [
                    "string",
                    "null"
                  ]
                }
              },
              "required": [
                "id",
                "version",
                "state"
              ]
            }
          }
        },
        "required": [
          "type",
          "title",
          "status",
          "detail"
        ]
      },
      "Violation": {
        "description": "One broken rule.",
        "type": "object",
        "properties": {
          "code": {
            "description": "A code of docs/violations.md.",
            "type": "string"
          },
          "pointer": {
            "description": "The place (RFC 6901).",
            "type": "string"
          },
          "message": {
            "description": "One sentence.",
            "type": "string"
          },
          "expected": {
            "description": "What is valid.",
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
      },
      "DeadLetter": {
        "x-terminus-schema": "cli/dead-letters-list.json#/oneOf/0",
        "description": "A dead letter.",
        "type": "object",
        "properties": {
          "id": {
            "description": "The id (UUIDv7).",
            "type": "string"
          },
          "number": {
            "description": "A short name, unique in this ledger.",
            "type": "integer",
            "minimum": 0
          },
          "state": {
            "description": "Whether it is open, waits for its termination, or is closed.",
            "enum": [
              "open",
              "held",
              "resolved",
              "discarded"
            ]
          },
          "source": {
            "description": "Who gave up on the message: the judge refused it, judging it failed each time, or the broker dead-lettered it.",
            "enum": [
              "refused",
              "unjudgeable",
              "broker"
            ]
          },
          "messageId": {
            "description": "The id of the message, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "terminationId": {
            "description": "The termination that the message names, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "contractId": {
            "description": "The contract that the message names, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "customerId": {
            "description": "The customer that the message names, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "fingerprint": {
            "description": "The cause: dead letters with one fingerprint broke the same rules at the same places.",
            "type": "string",
            "pattern": "^[0-9a-f]{12}$"
          },
          "violations": {
            "description": "What was wrong when it was judged last.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DeadLetter/$defs/violation"
            }
          },
          "attempts": {
            "description": "How often it was judged on purpose: on arrival, and with each replay.",
            "type": "integer",
            "minimum": 0
          },
          "occurrences": {
            "description": "How often the same message came.",
            "type": "integer",
            "minimum": 0
          },
          "isMended": {
            "description": "Whether an edited body is judged instead of the one that was received.",
            "type": "boolean"
          },
          "version": {
            "description": "Rises with each change. A change that names another version is refused.",
            "type": "integer",
            "minimum": 0
          },
          "settingsVersion": {
            "description": "The version of the settings that judged it last; null where none did.",
            "type": [
              "integer",
              "null"
            ]
          },
          "receivedAt": {
            "description": "When it was received.",
            "type": "string",
            "format": "date-time"
          },
          "lastSeenAt": {
            "description": "When the same message came last.",
            "type": "string",
            "format": "date-time"
          },
          "importRun": {
            "description": "The import that it came with.",
            "type": "integer",
            "minimum": 0
          },
          "redactedAt": {
            "description": "When its note was redacted.",
            "type": "string",
            "format": "date-time"
          },
          "heldUntil": {
            "description": "Until when it waits for its termination.",
            "type": "string",
            "format": "date-time"
          },
          "resolvedAt": {
            "description": "When it was resolved.",
            "type": "string",
            "format": "date-time"
          },
          "resolution": {
            "$ref": "#/components/schemas/DeadLetter/$defs/resolution"
          },
          "discardReason": {
            "description": "Why it was discarded.",
            "type": "string"
          }
        },
        "required": [
          "id",
          "number",
          "state",
          "source",
          "messageId",
          "terminationId",
          "contractId",
          "customerId",
          "fingerprint",
          "violations",
          "attempts",
          "occurrences",
          "isMended",
          "version",
          "settingsVersion",
          "receivedAt",
          "lastSeenAt"
        ],
        "$defs": {
          "violation": {
            "description": "One broken rule.",
            "type": "object",
            "properties": {
              "code": {
                "description": "The stable code; docs/violations.md lists all.",
                "type": "string"
              },
              "pointer": {
                "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
                "type": "string"
              },
              "message": {
                "description": "What is wrong, for a person.",
                "type": "string"
              },
              "expected": {
                "description": "What would be right.",
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
          },
          "resolution": {
            "description": "The recorded revision that the message became, or that was recorded already.",
            "type": "object",
            "properties": {
              "terminationId": {
                "description": "The termination.",
                "type": "string"
              },
              "revision": {
                "type": "integer",
                "minimum": 1,
                "description": "Its revision."
              },
              "messageId": {
                "description": "The id of the message that was recorded.",
                "type": "string"
              }
            },
            "required": [
              "terminationId",
              "revision",
              "messageId"
            ]
          }
        }
      },
      "DeadLetterDetails": {
        "x-terminus-schema": "cli/dead-letters-show.json",
        "x-terminus-optional": [
          "transport",
          "bodyBase64",
          "details"
        ],
        "description": "One dead letter with its bytes and its history. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "id": {
            "description": "The id (UUIDv7).",
            "type": "string"
          },
          "number": {
            "description": "A short name, unique in this ledger.",
            "type": "integer",
            "minimum": 0
          },
          "state": {
            "description": "Whether it is open, waits for its termination, or is closed.",
            "enum": [
              "open",
              "held",
              "resolved",
              "discarded"
            ]
          },
          "source": {
            "description": "Who gave up on the message: the judge refused it, judging it failed each time, or the broker dead-lettered it.",
            "enum": [
              "refused",
              "unjudgeable",
              "broker"
            ]
          },
          "messageId": {
            "description": "The id of the message, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "terminationId": {
            "description": "The termination that the message names, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "contractId": {
            "description": "The contract that the message names, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "customerId": {
            "description": "The customer that the message names, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "fingerprint": {
            "description": "The cause: dead letters with one fingerprint broke the same rules at the same places.",
            "type": "string",
            "pattern": "^[0-9a-f]{12}$"
          },
          "violations": {
            "description": "What was wrong when it was judged last.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DeadLetterDetails/$defs/violation"
            }
          },
          "attempts": {
            "description": "How often it was judged on purpose: on arrival, and with each replay.",
            "type": "integer",
            "minimum": 0
          },
          "occurrences": {
            "description": "How often the same message came.",
            "type": "integer",
            "minimum": 0
          },
          "isMended": {
            "description": "Whether an edited body is judged instead of the one that was received.",
            "type": "boolean"
          },
          "version": {
            "description": "Rises with each change. A change that names another version is refused.",
            "type": "integer",
            "minimum": 0
          },
          "settingsVersion": {
            "description": "The version of the settings that judged it last; null where none did.",
            "type": [
              "integer",
              "null"
            ]
          },
          "receivedAt": {
            "description": "When it was received.",
            "type": "string",
            "format": "date-time"
          },
          "lastSeenAt": {
            "description": "When the same message came last.",
            "type": "string",
            "format": "date-time"
          },
          "importRun": {
            "description": "The import that it came with.",
            "type": "integer",
            "minimum": 0
          },
          "redactedAt": {
            "description": "When its note was redacted.",
            "type": "string",
            "format": "date-time"
          },
          "heldUntil": {
            "description": "Until when it waits for its termination.",
            "type": "string",
            "format": "date-time"
          },
          "resolvedAt": {
            "description": "When it was resolved.",
            "type": "string",
            "format": "date-time"
          },
          "resolution": {
            "$ref": "#/components/schemas/DeadLetterDetails/$defs/resolution"
          },
          "discardReason": {
            "description": "Why it was discarded.",
            "type": "string"
          },
          "nowMissing": {
            "description": "Of an edited dead letter that is open: why `now` is missing.",
            "type": "string"
          },
          "now": {
            "description": "Of an edited dead letter that is open: what a replay would make of it now.",
            "type": "object",
            "properties": {
              "verdict": {
                "description": "The verdict.",
                "enum": [
                  "accepted",
                  "alreadyRecorded",
                  "rejected"
                ]
              },
              "violations": {
                "description": "What is wrong now.",
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/DeadLetterDetails/$defs/violation"
                }
              }
            },
            "required": [
              "verdict",
              "violations"
            ]
          },
          "transport": {
            "description": "How the message came: properties, headers, exchange and routing key.",
            "type": "object"
          },
          "bodyBase64": {
            "description": "The bytes that were received, in Base64.",
            "type": "string"
          },
          "body": {
            "description": "The body, where it is JSON."
          },
          "mendedBody": {
            "description": "The edited body, which is judged instead."
          },
          "history": {
            "description": "What was done with it, in order.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DeadLetterDetails/$defs/entry"
            }
          }
        },
        "required": [
          "id",
          "number",
          "state",
          "source",
          "messageId",
          "terminationId",
          "contractId",
          "customerId",
          "fingerprint",
          "violations",
          "attempts",
          "occurrences",
          "isMended",
          "version",
          "settingsVersion",
          "receivedAt",
          "lastSeenAt",
          "history"
        ],
        "$defs": {
          "violation": {
            "description": "One broken rule.",
            "type": "object",
            "properties": {
              "code": {
                "description": "The stable code; docs/violations.md lists all.",
                "type": "string"
              },
              "pointer": {
                "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
                "type": "string"
              },
              "message": {
                "description": "What is wrong, for a person.",
                "type": "string"
              },
              "expected": {
                "description": "What would be right.",
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
          },
          "difference": {
            "description": "One value of the body that an edit changes. Values are in one short line each, and never a note.",
            "type": "object",
            "properties": {
              "pointer": {
                "description": "The place in the body, as a JSON Pointer.",
                "type": "string"
              },
              "before": {
                "description": "The value before.",
                "type": "string"
              },
              "after": {
                "description": "The value after.",
                "type": "string"
              }
            },
            "required": [
              "pointer",
              "before",
              "after"
            ]
          },
          "resolution": {
            "description": "The recorded revision that the message became, or that was recorded already.",
            "type": "object",
            "properties": {
              "terminationId": {
                "description": "The termination.",
                "type": "string"
              },
              "revision": {
                "type": "integer",
                "minimum": 1,
                "description": "Its revision."
              },
              "messageId": {
                "description": "The id of the message that was recorded.",
                "type": "string"
              }
            },
            "required": [
              "terminationId",
              "revision",
              "messageId"
            ]
          },
          "entry": {
            "description": "One entry of the audit trail.",
            "type": "object",
            "properties": {
              "number": {
                "description": "From 1, without gaps, over the whole trail.",
                "type": "integer",
                "minimum": 0
              },
              "deadLetterId": {
                "description": "The dead letter that it is about.",
                "type": "string"
              },
              "terminationId": {
                "description": "The termination that it is about.",
                "type": "string"
              },
              "at": {
                "description": "When it was done.",
                "type": "string",
                "format": "date-time"
              },
              "via": {
                "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
                "type": "string"
              },
              "actor": {
                "description": "Who did it: a login name, or `terminus` for the worker itself.",
                "type": "string"
              },
              "reason": {
                "description": "Why, in the words of the actor; may be empty.",
                "type": "string"
              },
              "action": {
                "description": "What was done.",
                "enum": [
                  "resolved",
                  "refused",
                  "mended",
                  "discarded",
                  "restored",
                  "redacted",
                  "pruned",
                  "undone"
                ]
              },
              "details": {
                "description": "What belongs to the action, such as the revision that the message became, the violations, or the patch. A patch may hold a note.",
                "type": "object"
              },
              "redactedBy": {
                "description": "The entry that redacted these details.",
                "type": "integer",
                "minimum": 0
              },
              "hash": {
                "description": "SHA-256 over the hash of the entry before and this entry, in hexadecimal.",
                "type": "string",
                "pattern": "^[0-9a-f]{64}$"
              },
              "changes": {
                "description": "From what to what an edit changed the body; only where that is known.",
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/DeadLetterDetails/$defs/difference"
                }
              }
            },
            "required": [
              "number",
              "at",
              "actor",
              "via",
              "reason",
              "action",
              "hash"
            ]
          }
        }
      },
      "Cause": {
        "x-terminus-schema": "cli/dead-letters-groups.json",
        "description": "One cause a line, the one with most dead letters first. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "fingerprint": {
            "description": "The cause.",
            "type": "string"
          },
          "cause": {
            "description": "The cause in words.",
            "type": "string"
          },
          "count": {
            "description": "How many there are.",
            "type": "integer",
            "minimum": 0
          },
          "firstSeen": {
            "description": "When the first of them was received.",
            "type": "string",
            "format": "date-time"
          },
          "lastSeen": {
            "description": "When one of them came last.",
            "type": "string",
            "format": "date-time"
          },
          "sampleId": {
            "description": "The one that was received last.",
            "type": "string"
          },
          "valuesCounted": {
            "description": "How many dead letters were read for the values, the latest first; left out where none was read.",
            "type": "integer",
            "minimum": 0
          },
          "values": {
            "description": "The most frequent values of each place.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Cause/$defs/value"
            }
          },
          "otherValues": {
            "description": "How many values are left out.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "fingerprint",
          "cause",
          "count",
          "firstSeen",
          "lastSeen",
          "sampleId"
        ],
        "$defs": {
          "value": {
            "description": "A value that breaks a rule, and how many dead letters have it.",
            "type": "object",
            "properties": {
              "pointer": {
                "description": "The place in the message, as a JSON Pointer.",
                "type": "string"
              },
              "value": {
                "description": "The value in one short line, never a note; --value takes it.",
                "type": "string"
              },
              "exactValue": {
                "description": "The value as JSON, where the line does not stand for something else."
              },
              "count": {
                "description": "How many dead letters have it.",
                "type": "integer",
                "minimum": 0
              },
              "firstSeen": {
                "description": "When the first of them was received.",
                "type": "string",
                "format": "date-time"
              },
              "lastSeen": {
                "description": "When one of them came last.",
                "type": "string",
                "format": "date-time"
              }
            },
            "required": [
              "pointer",
              "value",
              "count",
              "firstSeen",
              "lastSeen"
            ]
          }
        }
      },
      "CheckedMessage": {
        "x-terminus-schema": "cli/check.json",
        "description": "One message a line: what the worker would say of it. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "messageId": {
            "description": "The id of the message, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "verdict": {
            "description": "The verdict.",
            "enum": [
              "accepted",
              "held",
              "rejected"
            ]
          },
          "violations": {
            "description": "What is wrong.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/CheckedMessage/$defs/violation"
            }
          },
          "warnings": {
            "description": "What refuses nothing, and is probably not meant.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/CheckedMessage/$defs/warning"
            }
          },
          "event": {
            "description": "Only with --show-event: the event that would follow; null where none would.",
            "type": [
              "object",
              "null"
            ]
          },
          "file": {
            "description": "The file that holds the message; - for standard input.",
            "type": "string"
          },
          "position": {
            "description": "The position among the messages of the file, from 1.",
            "type": "integer",
            "minimum": 1
          }
        },
        "required": [
          "messageId",
          "verdict",
          "violations",
          "warnings",
          "file",
          "position"
        ],
        "$defs": {
          "violation": {
            "description": "One broken rule.",
            "type": "object",
            "properties": {
              "code": {
                "description": "The stable code; docs/violations.md lists all.",
                "type": "string"
              },
              "pointer": {
                "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
                "type": "string"
              },
              "message": {
                "description": "What is wrong, for a person.",
                "type": "string"
              },
              "expected": {
                "description": "What would be right.",
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
          },
          "warning": {
            "description": "What refuses nothing, and is probably not meant.",
            "type": "object",
            "properties": {
              "code": {
                "description": "The stable code of the warning.",
                "type": "string"
              },
              "pointer": {
                "description": "The place in the message, as a JSON Pointer.",
                "type": "string"
              },
              "message": {
                "description": "What is doubtful, for a person.",
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
      },
      "Reason": {
        "x-terminus-schema": "cli/reasons-list.json",
        "description": "One reason a line, in the order of the settings. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "labels": {
            "description": "The labels by language.",
            "type": "object",
            "additionalProperties": {
              "type": "string"
            }
          },
          "category": {
            "description": "The group of the reason in reports.",
            "type": [
              "string",
              "null"
            ]
          },
          "voluntary": {
            "description": "Whether the customer chose to leave; null where the settings do not say.",
            "type": [
              "boolean",
              "null"
            ]
          },
          "note": {
            "description": "Whether a note must, may or must not be given.",
            "type": "string",
            "enum": [
              "required",
              "optional",
              "forbidden"
            ]
          },
          "noteMinLength": {
            "description": "The shortest note, in characters.",
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0
          },
          "allowed": {
            "description": "What the reason may be given for.",
            "type": "object",
            "properties": {
              "initiator": {
                "description": "Only for these initiators; null for all.",
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string"
                }
              },
              "terminationType": {
                "description": "Only for these termination types; null for all.",
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string"
                }
              },
              "contractType": {
                "description": "Only for these contract types; null for all.",
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "initiator",
              "terminationType",
              "contractType"
            ]
          },
          "validFrom": {
            "description": "The first day on which it may be given.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "validThrough": {
            "description": "The last day on which it may be given.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "replacedBy": {
            "description": "The reason that it was merged into.",
            "type": [
              "string",
              "null"
            ]
          },
          "aliases": {
            "description": "Other codes that mean it.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "sensitive": {
            "description": "Whether its code and label stay out of logs and events.",
            "type": "boolean"
          },
          "attributes": {
            "description": "What events carry for billing.",
            "type": "object",
            "additionalProperties": true
          }
        },
        "required": [
          "code",
          "labels",
          "category",
          "voluntary",
          "note",
          "noteMinLength",
          "allowed",
          "validFrom",
          "validThrough",
          "replacedBy",
          "aliases",
          "sensitive",
          "attributes"
        ]
      },
      "ReasonDetails": {
        "x-terminus-schema": "cli/reasons-show.json",
        "description": "One object: the reason, and how often it is recorded. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "labels": {
            "description": "The labels by language.",
            "type": "object",
            "additionalProperties": {
              "type": "string"
            }
          },
          "category": {
            "description": "The group of the reason in reports.",
            "type": [
              "string",
              "null"
            ]
          },
          "voluntary": {
            "description": "Whether the customer chose to leave; null where the settings do not say.",
            "type": [
              "boolean",
              "null"
            ]
          },
          "note": {
            "description": "Whether a note must, may or must not be given.",
            "type": "string",
            "enum": [
              "required",
              "optional",
              "forbidden"
            ]
          },
          "noteMinLength": {
            "description": "The shortest note, in characters.",
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0
          },
          "allowed": {
            "description": "What the reason may be given for.",
            "type": "object",
            "properties": {
              "initiator": {
                "description": "Only for these initiators; null for all.",
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string"
                }
              },
              "terminationType": {
                "description": "Only for these termination types; null for all.",
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string"
                }
              },
              "contractType": {
                "description": "Only for these contract types; null for all.",
                "type": [
                  "array",
                  "null"
                ],
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "initiator",
              "terminationType",
              "contractType"
            ]
          },
          "validFrom": {
            "description": "The first day on which it may be given.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "validThrough": {
            "description": "The last day on which it may be given.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "replacedBy": {
            "description": "The reason that it was merged into.",
            "type": [
              "string",
              "null"
            ]
          },
          "aliases": {
            "description": "Other codes that mean it.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "sensitive": {
            "description": "Whether its code and label stay out of logs and events.",
            "type": "boolean"
          },
          "attributes": {
            "description": "What events carry for billing.",
            "type": "object",
            "additionalProperties": true
          },
          "settingsVersion": {
            "description": "The version of the settings that it is read from.",
            "type": "integer",
            "minimum": 0
          },
          "uses": {
            "description": "How often it is recorded, by version and given code.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "code": {
                  "description": "The code of the reason.",
                  "type": "string"
                },
                "givenCode": {
                  "description": "The code as messages gave it: an alias perhaps.",
                  "type": "string"
                },
                "label": {
                  "description": "The label in the default language of that time.",
                  "type": "string"
                },
                "settingsVersion": {
                  "description": "The version of the settings that it was recorded under.",
                  "type": "integer",
                  "minimum": 0
                },
                "recorded": {
                  "description": "How many recorded terminations have it, withdrawn ones included.",
                  "type": "integer",
                  "minimum": 0
                },
                "countedUnder": {
                  "description": "The reason under which reports count them now.",
                  "type": "string"
                }
              },
              "required": [
                "code",
                "givenCode",
                "label",
                "settingsVersion",
                "recorded",
                "countedUnder"
              ]
            }
          }
        },
        "required": [
          "code",
          "labels",
          "category",
          "voluntary",
          "note",
          "noteMinLength",
          "allowed",
          "validFrom",
          "validThrough",
          "replacedBy",
          "aliases",
          "sensitive",
          "attributes",
          "settingsVersion",
          "uses"
        ]
      },
      "SettingsVersion": {
        "x-terminus-schema": "cli/settings-history.json",
        "description": "One version of the settings a line, the latest first. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "version": {
            "description": "From 1, without gaps.",
            "type": "integer",
            "minimum": 0
          },
          "hash": {
            "description": "SHA-256 of the document, in hexadecimal.",
            "type": "string",
            "pattern": "^[0-9a-f]{64}$"
          },
          "appliedAt": {
            "description": "When they were applied.",
            "type": "string",
            "format": "date-time"
          },
          "appliedBy": {
            "description": "Who applied them.",
            "type": "string"
          },
          "via": {
            "description": "The way by which the change came in: cli, console, api: with the name of the token, or worker.",
            "type": "string"
          },
          "reason": {
            "description": "Why; may be empty.",
            "type": "string"
          }
        },
        "required": [
          "version",
          "hash",
          "appliedAt",
          "appliedBy",
          "via",
          "reason"
        ]
      },
      "SettingsDifference": {
        "x-terminus-schema": "cli/settings-diff.json",
        "description": "One object: what is different between two versions of the settings. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "from": {
            "description": "The earlier version.",
            "type": "integer",
            "minimum": 0
          },
          "to": {
            "description": "The later version.",
            "type": "integer",
            "minimum": 0
          },
          "fields": {
            "description": "The fields of the settings that change, without those of reasons.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "reasons": {
            "description": "The reasons that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "code": {
                  "description": "The code of the reason.",
                  "type": "string"
                },
                "change": {
                  "description": "What happens to the reason.",
                  "type": "string",
                  "enum": [
                    "created",
                    "edited",
                    "retired",
                    "restored",
                    "merged",
                    "moved",
                    "removed"
                  ]
                },
                "fields": {
                  "description": "The fields of the reason that change.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "field": {
                        "description": "The path of the field within the settings or the reason.",
                        "type": "string"
                      },
                      "before": {
                        "description": "The value before; null where there was none."
                      },
                      "after": {
                        "description": "The value after; null where there is none."
                      }
                    },
                    "required": [
                      "field",
                      "before",
                      "after"
                    ]
                  }
                },
                "recorded": {
                  "description": "How many recorded terminations have the reason.",
                  "type": "integer",
                  "minimum": 0
                }
              },
              "required": [
                "code",
                "change",
                "fields",
                "recorded"
              ]
            }
          }
        },
        "required": [
          "from",
          "to",
          "fields",
          "reasons"
        ]
      },
      "SettingsCheck": {
        "x-terminus-schema": "cli/settings-check.json",
        "description": "One object: what is doubtful about the settings, and what they would mean for what is recorded. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "findings": {
            "description": "What is doubtful about the settings.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "code": {
                  "description": "A stable code.",
                  "type": "string"
                },
                "severity": {
                  "description": "`error` keeps the settings from working.",
                  "type": "string",
                  "enum": [
                    "error",
                    "warning"
                  ]
                },
                "pointer": {
                  "description": "Where it is in the document, as a JSON Pointer.",
                  "type": "string"
                },
                "message": {
                  "description": "What is doubtful, as a sentence.",
                  "type": "string"
                }
              },
              "required": [
                "code",
                "severity",
                "pointer",
                "message"
              ]
            }
          },
          "missingReasons": {
            "description": "The reasons that recorded terminations have and the settings do not. They keep the settings from being applied.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "code": {
                  "description": "The code of the reason.",
                  "type": "string"
                },
                "recorded": {
                  "description": "How many recorded terminations have it.",
                  "type": "integer",
                  "minimum": 0
                },
                "spelledAs": {
                  "description": "How the settings spell the code; null where they do not have the reason.",
                  "type": [
                    "string",
                    "null"
                  ]
                }
              },
              "required": [
                "code",
                "recorded",
                "spelledAs"
              ]
            }
          },
          "deadLetters": {
            "description": "What would become of the open dead letters if they were replayed under these settings; null where there is no ledger.",
            "type": [
              "object",
              "null"
            ],
            "properties": {
              "total": {
                "description": "How many dead letters are open.",
                "type": "integer",
                "minimum": 0
              },
              "open": {
                "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
                "type": "integer",
                "minimum": 0
              },
              "accepted": {
                "description": "How many would be recorded.",
                "type": "integer",
                "minimum": 0
              },
              "alreadyRecorded": {
                "description": "How many would be resolved because their message, or a later revision, is recorded.",
                "type": "integer",
                "minimum": 0
              },
              "rejected": {
                "description": "How many would be refused again.",
                "type": "integer",
                "minimum": 0
              }
            },
            "required": [
              "total",
              "open",
              "accepted",
              "alreadyRecorded",
              "rejected"
            ]
          },
          "recorded": {
            "description": "What would become of the recorded terminations if they came today; null where there is no ledger.",
            "type": [
              "object",
              "null"
            ],
            "properties": {
              "total": {
                "description": "How many recorded terminations there are, each in its last revision.",
                "type": "integer",
                "minimum": 0
              },
              "checked": {
                "description": "How many of them were judged: not those beyond a limit, and not those whose message is not kept any more.",
                "type": "integer",
                "minimum": 0
              },
              "refused": {
                "description": "How many of them would be refused today.",
                "type": "integer",
                "minimum": 0
              },
              "violations": {
                "description": "The broken rules, the most frequent first.",
                "type": "array",
                "items": {
                  "type": "object",
                  "properties": {
                    "code": {
                      "description": "The code of the broken rule.",
                      "type": "string"
                    },
                    "count": {
                      "description": "How many terminations break it.",
                      "type": "integer",
                      "minimum": 0
                    },
                    "examples": {
                      "description": "The ids of the latest of them.",
                      "type": "array",
                      "items": {
                        "type": "string"
                      },
                      "maxItems": 3
                    }
                  },
                  "required": [
                    "code",
                    "count",
                    "examples"
                  ]
                }
              }
            },
            "required": [
              "total",
              "checked",
              "refused",
              "violations"
            ]
          }
        },
        "required": [
          "findings",
          "missingReasons",
          "deadLetters",
          "recorded"
        ]
      },
      "SettingsOutcome": {
        "x-terminus-schema": "cli/settings-apply.json",
        "description": "One object: what applying the settings did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "version": {
            "description": "The version of the settings that holds them.",
            "type": "integer",
            "minimum": 0
          },
          "isNew": {
            "description": "Whether it is a new version: settings that are in force already make none.",
            "type": "boolean"
          },
          "dryRun": {
            "description": "Whether nothing was changed.",
            "type": "boolean"
          },
          "events": {
            "description": "How many cancellation-reason.changed events were recorded, or would be.",
            "type": "integer",
            "minimum": 0
          },
          "hash": {
            "description": "SHA-256 of the document, in hexadecimal.",
            "type": "string",
            "pattern": "^[0-9a-f]{64}$"
          },
          "ledger": {
            "description": "The path of the ledger.",
            "type": "string"
          },
          "fields": {
            "description": "The fields of the settings that change, without those of reasons.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "reasons": {
            "description": "The reasons that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "code": {
                  "description": "The code of the reason.",
                  "type": "string"
                },
                "change": {
                  "description": "What happens to the reason.",
                  "type": "string",
                  "enum": [
                    "created",
                    "edited",
                    "retired",
                    "restored",
                    "merged",
                    "moved",
                    "removed"
                  ]
                },
                "fields": {
                  "description": "The fields of the reason that change.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "field": {
                        "description": "The path of the field within the settings or the reason.",
                        "type": "string"
                      },
                      "before": {
                        "description": "The value before; null where there was none."
                      },
                      "after": {
                        "description": "The value after; null where there is none."
                      }
                    },
                    "required": [
                      "field",
                      "before",
                      "after"
                    ]
                  }
                },
                "recorded": {
                  "description": "How many recorded terminations have the reason.",
                  "type": "integer",
                  "minimum": 0
                }
              },
              "required": [
                "code",
                "change",
                "fields",
                "recorded"
              ]
            }
          },
          "refusals": {
            "description": "The codes that messages can no longer give.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "reason": {
                  "description": "The reason that the codes mean now.",
                  "type": "string"
                },
                "codes": {
                  "description": "The codes that messages can no longer give.",
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                },
                "extent": {
                  "description": "For which terminations they are refused.",
                  "type": "string",
                  "enum": [
                    "always",
                    "after",
                    "before",
                    "notAllowed"
                  ]
                },
                "day": {
                  "description": "The day that `after` and `before` refer to.",
                  "type": [
                    "string",
                    "null"
                  ],
                  "format": "date"
                },
                "cameLately": {
                  "description": "How many such terminations were recorded in the last 30 days.",
                  "type": "integer",
                  "minimum": 0
                }
              },
              "required": [
                "reason",
                "codes",
                "extent",
                "day",
                "cameLately"
              ]
            }
          },
          "deadLetters": {
            "description": "What would become of the open dead letters if they were replayed under these settings; null where the change cannot alter a verdict, or where it was not computed.",
            "type": [
              "object",
              "null"
            ],
            "properties": {
              "total": {
                "description": "How many dead letters are open.",
                "type": "integer",
                "minimum": 0
              },
              "open": {
                "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
                "type": "integer",
                "minimum": 0
              },
              "accepted": {
                "description": "How many would be recorded.",
                "type": "integer",
                "minimum": 0
              },
              "alreadyRecorded": {
                "description": "How many would be resolved because their message, or a later revision, is recorded.",
                "type": "integer",
                "minimum": 0
              },
              "rejected": {
                "description": "How many would be refused again.",
                "type": "integer",
                "minimum": 0
              }
            },
            "required": [
              "total",
              "open",
              "accepted",
              "alreadyRecorded",
              "rejected"
            ]
          },
          "findings": {
            "description": "What is doubtful about the settings; only with --dry-run.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "code": {
                  "description": "A stable code.",
                  "type": "string"
                },
                "severity": {
                  "description": "`error` keeps the settings from working.",
                  "type": "string",
                  "enum": [
                    "error",
                    "warning"
                  ]
                },
                "pointer": {
                  "description": "Where it is in the document, as a JSON Pointer.",
                  "type": "string"
                },
                "message": {
                  "description": "What is doubtful, as a sentence.",
                  "type": "string"
                }
              },
              "required": [
                "code",
                "severity",
                "pointer",
                "message"
              ]
            }
          }
        },
        "required": [
          "version",
          "isNew",
          "dryRun",
          "events",
          "hash",
          "ledger",
          "fields",
          "reasons",
          "refusals",
          "deadLetters"
        ]
      },
      "Settings": {
        "x-terminus-schema": "settings.v1.schema.json",
        "description": "The settings document that `terminus settings apply` takes, as YAML 1.2 (core schema: no and 2026-01-01 are strings) or JSON. Every change makes a new version; no version is ever changed. A member that is not described here is an error, so that a misspelt rule is not ignored.",
        "type": "object",
        "properties": {
          "timeZone": {
            "description": "The time zone of messages that name none. Never the host's.",
            "$ref": "#/components/schemas/Settings/$defs/timeZone",
            "examples": [
              "Europe/Amsterdam"
            ]
          },
          "defaultLanguage": {
            "description": "The language of `reason.label` in events. Every reason has a label in it.",
            "$ref": "#/components/schemas/Settings/$defs/language",
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
                      "$ref": "#/components/schemas/Settings/$defs/date"
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
                            "maxLength": 64,
                            "not": {
                              "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
                            }
                          },
                          "minItems": 1
                        },
                        "initiator": {
                          "description": "Any of these initiators.",
                          "type": "array",
                          "items": {
                            "$ref": "#/components/schemas/Settings/$defs/initiator"
                          },
                          "minItems": 1
                        },
                        "terminationType": {
                          "description": "Any of these termination types.",
                          "type": "array",
                          "items": {
                            "$ref": "#/components/schemas/Settings/$defs/terminationType"
                          },
                          "minItems": 1
                        },
                        "customerKind": {
                          "description": "Any of these kinds of customers.",
                          "type": "array",
                          "items": {
                            "$ref": "#/components/schemas/Settings/$defs/customerKind"
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
                    "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
                  },
                  "examples": [
                    "price"
                  ]
                },
                "labels": {
                  "description": "What people read, per language; one of them in the default language.",
                  "$ref": "#/components/schemas/Settings/$defs/labels",
                  "additionalProperties": {
                    "not": {
                      "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
                    }
                  }
                },
                "category": {
                  "description": "Groups reasons in reports.",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64,
                  "not": {
                    "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
                  },
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
                        "maxLength": 64,
                        "not": {
                          "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
                        }
                      },
                      "minItems": 1
                    },
                    "initiator": {
                      "description": "Any of these initiators.",
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/Settings/$defs/initiator"
                      },
                      "minItems": 1
                    },
                    "terminationType": {
                      "description": "Any of these termination types.",
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/Settings/$defs/terminationType"
                      },
                      "minItems": 1
                    }
                  },
                  "additionalProperties": false
                },
                "validFrom": {
                  "description": "The first day on which the reason may be given, judged at `occurredAt`.",
                  "$ref": "#/components/schemas/Settings/$defs/date"
                },
                "validThrough": {
                  "description": "The last day on which the reason may be given, inclusive. After it the reason is retired for later terminations; the history keeps it.",
                  "$ref": "#/components/schemas/Settings/$defs/date"
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
                      "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
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
                    "pattern": "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]"
                  }
                },
                "sensitive": {
                  "description": "Whether code and label stay out of logs and published events.",
                  "type": "boolean",
                  "default": false
                },
                "attributes": {
                  "description": "Copied unchanged into the event's reason, for billing and others.",
                  "$ref": "#/components/schemas/Settings/$defs/attributes",
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
              "$ref": "#/components/schemas/Settings/$defs/language"
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
      },
      "Report": {
        "x-terminus-schema": "report.v1.schema.json",
        "description": "The output of terminus report --format json: one object. Later versions may add members: ignore those that you do not know. Figures that are not known, or cannot be compared, are null.",
        "type": "object",
        "properties": {
          "question": {
            "description": "The question.",
            "type": "object",
            "properties": {
              "period": {
                "$ref": "#/components/schemas/Report/$defs/period"
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
                "$ref": "#/components/schemas/Report/$defs/period"
              },
              "ahead": {
                "description": "The days of an ongoing period from today on.",
                "oneOf": [
                  {
                    "$ref": "#/components/schemas/Report/$defs/period"
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
                    "$ref": "#/components/schemas/Report/$defs/period"
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
                    "$ref": "#/components/schemas/Report/$defs/period"
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
            "$ref": "#/components/schemas/Report/$defs/compared"
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
                  "$ref": "#/components/schemas/Report/$defs/period"
                },
                "ahead": {
                  "description": "For weeks, months, quarters and years: the days from today on, if it is ongoing.",
                  "oneOf": [
                    {
                      "$ref": "#/components/schemas/Report/$defs/period"
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
                  "$ref": "#/components/schemas/Report/$defs/compared"
                },
                "cells": {
                  "description": "The figures of each column.",
                  "type": "array",
                  "items": {
                    "$ref": "#/components/schemas/Report/$defs/figures"
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
                "$ref": "#/components/schemas/Report/$defs/movers"
              },
              "down": {
                "$ref": "#/components/schemas/Report/$defs/movers"
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
                "$ref": "#/components/schemas/Report/$defs/figures"
              },
              "ahead": {
                "description": "In an ongoing report, the figures of the days from today on; null if there are none.",
                "oneOf": [
                  {
                    "$ref": "#/components/schemas/Report/$defs/figures"
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
                    "$ref": "#/components/schemas/Report/$defs/figures"
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
                    "$ref": "#/components/schemas/Report/$defs/figures"
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
      },
      "Termination": {
        "x-terminus-schema": "cli/terminations-list.json",
        "description": "One termination a line, the latest first. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "terminationId": {
            "description": "The id of the termination.",
            "type": "string"
          },
          "contractId": {
            "description": "The contract that ends.",
            "type": "string"
          },
          "customerId": {
            "description": "The customer.",
            "type": "string"
          },
          "state": {
            "description": "What the termination has come to.",
            "type": "string",
            "enum": [
              "in-force",
              "effective",
              "withdrawn"
            ]
          },
          "revision": {
            "description": "The number of the latest revision.",
            "type": "integer",
            "minimum": 0
          },
          "terminationType": {
            "description": "The type of the termination.",
            "type": "string"
          },
          "initiator": {
            "description": "Who ends the contract.",
            "type": [
              "string",
              "null"
            ]
          },
          "contractType": {
            "description": "The type of the contract.",
            "type": [
              "string",
              "null"
            ]
          },
          "customerKind": {
            "description": "Consumer or business.",
            "type": [
              "string",
              "null"
            ]
          },
          "reason": {
            "description": "The reason as it read when it was recorded, without code and label where it is sensitive and --confidential is not given; null where none was given.",
            "type": [
              "object",
              "null"
            ],
            "additionalProperties": true
          },
          "endDate": {
            "description": "The last day on which the contract is in force, inclusive.",
            "type": "string",
            "format": "date"
          },
          "billingStopsAt": {
            "description": "The instant after the last day, in the time zone of the contract.",
            "type": "string",
            "format": "date-time"
          },
          "effectiveAt": {
            "description": "When it took effect; null as long as it has not.",
            "type": [
              "string",
              "null"
            ],
            "format": "date-time"
          },
          "occurredAt": {
            "description": "When the termination was made.",
            "type": "string",
            "format": "date-time"
          },
          "recordedAt": {
            "description": "When its first revision was recorded.",
            "type": "string",
            "format": "date-time"
          },
          "settingsVersion": {
            "description": "The version of the settings that judged the latest revision.",
            "type": "integer",
            "minimum": 0
          },
          "monthlyAmountLost": {
            "description": "The amount a month, in the smallest unit of the currency.",
            "type": [
              "integer",
              "null"
            ]
          },
          "currency": {
            "description": "The currency of the amount.",
            "type": [
              "string",
              "null"
            ]
          },
          "channel": {
            "description": "The channel by which it came.",
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "terminationId",
          "contractId",
          "customerId",
          "state",
          "revision",
          "terminationType",
          "initiator",
          "contractType",
          "customerKind",
          "reason",
          "endDate",
          "billingStopsAt",
          "effectiveAt",
          "occurredAt",
          "recordedAt",
          "settingsVersion",
          "monthlyAmountLost",
          "currency",
          "channel"
        ]
      },
      "TerminationHistory": {
        "x-terminus-schema": "cli/terminations-show.json",
        "description": "One object: the termination with everything that happened to it, in order. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "terminationId": {
            "description": "The id of the termination.",
            "type": "string"
          },
          "contractId": {
            "description": "The contract that ends.",
            "type": "string"
          },
          "customerId": {
            "description": "The customer.",
            "type": "string"
          },
          "state": {
            "description": "What the termination has come to.",
            "type": "string",
            "enum": [
              "in-force",
              "effective",
              "withdrawn"
            ]
          },
          "revision": {
            "description": "The number of the latest revision.",
            "type": "integer",
            "minimum": 0
          },
          "terminationType": {
            "description": "The type of the termination.",
            "type": "string"
          },
          "initiator": {
            "description": "Who ends the contract.",
            "type": [
              "string",
              "null"
            ]
          },
          "contractType": {
            "description": "The type of the contract.",
            "type": [
              "string",
              "null"
            ]
          },
          "customerKind": {
            "description": "Consumer or business.",
            "type": [
              "string",
              "null"
            ]
          },
          "reason": {
            "description": "The reason as it read when it was recorded, without code and label where it is sensitive and --confidential is not given; null where none was given.",
            "type": [
              "object",
              "null"
            ],
            "additionalProperties": true
          },
          "endDate": {
            "description": "The last day on which the contract is in force, inclusive.",
            "type": "string",
            "format": "date"
          },
          "billingStopsAt": {
            "description": "The instant after the last day, in the time zone of the contract.",
            "type": "string",
            "format": "date-time"
          },
          "effectiveAt": {
            "description": "When it took effect; null as long as it has not.",
            "type": [
              "string",
              "null"
            ],
            "format": "date-time"
          },
          "occurredAt": {
            "description": "When the termination was made.",
            "type": "string",
            "format": "date-time"
          },
          "recordedAt": {
            "description": "When its first revision was recorded.",
            "type": "string",
            "format": "date-time"
          },
          "settingsVersion": {
            "description": "The version of the settings that judged the latest revision.",
            "type": "integer",
            "minimum": 0
          },
          "monthlyAmountLost": {
            "description": "The amount a month, in the smallest unit of the currency.",
            "type": [
              "integer",
              "null"
            ]
          },
          "currency": {
            "description": "The currency of the amount.",
            "type": [
              "string",
              "null"
            ]
          },
          "channel": {
            "description": "The channel by which it came.",
            "type": [
              "string",
              "null"
            ]
          },
          "timeZone": {
            "description": "The time zone of the last day.",
            "type": "string"
          },
          "revisions": {
            "description": "Every revision, in order.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "revision": {
                  "description": "The number of the revision.",
                  "type": "integer",
                  "minimum": 0
                },
                "action": {
                  "description": "What the message did.",
                  "type": "string",
                  "enum": [
                    "terminate",
                    "correct",
                    "withdraw"
                  ]
                },
                "messageId": {
                  "description": "The id of the message.",
                  "type": "string"
                },
                "superseded": {
                  "description": "Whether a later revision was recorded before it.",
                  "type": "boolean"
                },
                "repetitions": {
                  "description": "Messages that said the same again.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "messageId": {
                        "description": "The id of the message.",
                        "type": "string"
                      },
                      "recordedAt": {
                        "description": "When it was recorded.",
                        "type": "string",
                        "format": "date-time"
                      }
                    },
                    "required": [
                      "messageId",
                      "recordedAt"
                    ]
                  }
                },
                "occurredAt": {
                  "description": "When it was made; null where the message is gone.",
                  "type": [
                    "string",
                    "null"
                  ],
                  "format": "date-time"
                },
                "recordedAt": {
                  "description": "When it was recorded.",
                  "type": "string",
                  "format": "date-time"
                },
                "settingsVersion": {
                  "description": "The version of the settings that judged it.",
                  "type": "integer",
                  "minimum": 0
                },
                "endDate": {
                  "description": "The last day; null of a withdrawal, and where the message is gone.",
                  "type": [
                    "string",
                    "null"
                  ],
                  "format": "date"
                },
                "billingStopsAt": {
                  "description": "The instant after the last day.",
                  "type": [
                    "string",
                    "null"
                  ],
                  "format": "date-time"
                },
                "reason": {
                  "description": "The reason as it read when it was recorded, without code and label where it is sensitive and --confidential is not given; null where none was given.",
                  "type": [
                    "object",
                    "null"
                  ],
                  "additionalProperties": true
                },
                "notePresent": {
                  "description": "Whether the message has or had a note.",
                  "type": "boolean"
                },
                "redacted": {
                  "description": "Whether the note was taken out.",
                  "type": "boolean"
                },
                "pruned": {
                  "description": "Whether the message was removed by retention.",
                  "type": "boolean"
                },
                "note": {
                  "description": "The note; only with --confidential.",
                  "type": [
                    "string",
                    "null"
                  ]
                },
                "changes": {
                  "description": "What is different from the revision before.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "field": {
                        "description": "The field of the message.",
                        "type": "string"
                      },
                      "from": {
                        "description": "The value before.",
                        "type": [
                          "string",
                          "null"
                        ]
                      },
                      "to": {
                        "description": "The value after.",
                        "type": [
                          "string",
                          "null"
                        ]
                      }
                    },
                    "required": [
                      "field",
                      "from",
                      "to"
                    ]
                  }
                },
                "rules": {
                  "description": "The rules that applied; null where they are not known.",
                  "type": [
                    "object",
                    "null"
                  ],
                  "additionalProperties": true
                },
                "event": {
                  "description": "The event; null where none was recorded.",
                  "type": [
                    "object",
                    "null"
                  ],
                  "properties": {
                    "sequence": {
                      "description": "The position in the log.",
                      "type": "integer",
                      "minimum": 0
                    },
                    "id": {
                      "description": "The id of the event.",
                      "type": "string"
                    },
                    "type": {
                      "description": "The type of the event.",
                      "type": "string"
                    },
                    "contractSequence": {
                      "description": "The number within the events of its contract; null where it belongs to none.",
                      "type": [
                        "integer",
                        "null"
                      ],
                      "minimum": 0
                    },
                    "recordedAt": {
                      "description": "When it was recorded.",
                      "type": "string",
                      "format": "date-time"
                    },
                    "publication": {
                      "description": "What has become of it.",
                      "type": "string",
                      "enum": [
                        "published",
                        "waiting",
                        "parked"
                      ]
                    },
                    "failure": {
                      "description": "Why the broker did not take it; only of a parked event.",
                      "type": "string"
                    },
                    "attempts": {
                      "description": "How often it was tried; only of a parked event.",
                      "type": "integer",
                      "minimum": 0
                    },
                    "parkedAt": {
                      "description": "When it was first not taken; only of a parked event.",
                      "type": "string",
                      "format": "date-time"
                    },
                    "lastAttemptAt": {
                      "description": "When it was last tried; only of a parked event.",
                      "type": "string",
                      "format": "date-time"
                    }
                  },
                  "required": [
                    "sequence",
                    "id",
                    "type",
                    "contractSequence",
                    "recordedAt",
                    "publication"
                  ]
                },
                "supersededEffect": {
                  "description": "The position of the event that the revision took back.",
                  "type": [
                    "integer",
                    "null"
                  ],
                  "minimum": 0
                },
                "body": {
                  "description": "The message as it came; only with --confidential."
                }
              },
              "required": [
                "revision",
                "action",
                "messageId",
                "superseded",
                "repetitions",
                "occurredAt",
                "recordedAt",
                "settingsVersion",
                "endDate",
                "billingStopsAt",
                "reason",
                "notePresent",
                "redacted",
                "pruned",
                "changes",
                "rules",
                "event",
                "supersededEffect"
              ]
            }
          },
          "effects": {
            "description": "When it took effect.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "revision": {
                  "description": "The revision that took effect.",
                  "type": [
                    "integer",
                    "null"
                  ],
                  "minimum": 0
                },
                "event": {
                  "description": "The event.",
                  "type": "object",
                  "properties": {
                    "sequence": {
                      "description": "The position in the log.",
                      "type": "integer",
                      "minimum": 0
                    },
                    "id": {
                      "description": "The id of the event.",
                      "type": "string"
                    },
                    "type": {
                      "description": "The type of the event.",
                      "type": "string"
                    },
                    "contractSequence": {
                      "description": "The number within the events of its contract; null where it belongs to none.",
                      "type": [
                        "integer",
                        "null"
                      ],
                      "minimum": 0
                    },
                    "recordedAt": {
                      "description": "When it was recorded.",
                      "type": "string",
                      "format": "date-time"
                    },
                    "publication": {
                      "description": "What has become of it.",
                      "type": "string",
                      "enum": [
                        "published",
                        "waiting",
                        "parked"
                      ]
                    },
                    "failure": {
                      "description": "Why the broker did not take it; only of a parked event.",
                      "type": "string"
                    },
                    "attempts": {
                      "description": "How often it was tried; only of a parked event.",
                      "type": "integer",
                      "minimum": 0
                    },
                    "parkedAt": {
                      "description": "When it was first not taken; only of a parked event.",
                      "type": "string",
                      "format": "date-time"
                    },
                    "lastAttemptAt": {
                      "description": "When it was last tried; only of a parked event.",
                      "type": "string",
                      "format": "date-time"
                    }
                  },
                  "required": [
                    "sequence",
                    "id",
                    "type",
                    "contractSequence",
                    "recordedAt",
                    "publication"
                  ]
                },
                "supersededByRevision": {
                  "description": "The revision that took it back.",
                  "type": [
                    "integer",
                    "null"
                  ],
                  "minimum": 0
                }
              },
              "required": [
                "revision",
                "event",
                "supersededByRevision"
              ]
            }
          },
          "deadLetters": {
            "description": "Dead letters of the termination, as terminus dead-letters list has them, with their history.",
            "type": "array",
            "items": {
              "type": "object",
              "additionalProperties": true
            }
          },
          "redactions": {
            "description": "Entries of the audit trail about redacted notes.",
            "type": "array",
            "items": {
              "type": "object",
              "additionalProperties": true
            }
          },
          "hasMoreDeadLetters": {
            "description": "Whether there are more dead letters than are listed.",
            "type": "boolean"
          }
        },
        "required": [
          "terminationId",
          "contractId",
          "customerId",
          "state",
          "revision",
          "terminationType",
          "initiator",
          "contractType",
          "customerKind",
          "reason",
          "endDate",
          "billingStopsAt",
          "effectiveAt",
          "occurredAt",
          "recordedAt",
          "settingsVersion",
          "monthlyAmountLost",
          "currency",
          "channel",
          "timeZone",
          "revisions",
          "effects",
          "deadLetters",
          "redactions",
          "hasMoreDeadLetters"
        ]
      },
      "AuditStep": {
        "x-terminus-schema": "cli/audit-list.json",
        "description": "One step a line, the latest first: what one person did at one time, or with --each one entry of the trail. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "firstEntry": {
            "description": "The number of its first entry.",
            "type": "integer",
            "minimum": 0
          },
          "lastEntry": {
            "description": "The number of its last entry.",
            "type": "integer",
            "minimum": 0
          },
          "startedAt": {
            "description": "The time of the first entry.",
            "type": "string",
            "format": "date-time"
          },
          "endedAt": {
            "description": "The time of the last entry.",
            "type": "string",
            "format": "date-time"
          },
          "actor": {
            "description": "Who did it: a login name, or `terminus` for the worker itself.",
            "type": "string"
          },
          "via": {
            "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
            "type": "string"
          },
          "reason": {
            "description": "Why; may be empty.",
            "type": "string"
          },
          "counts": {
            "description": "How many entries of each kind.",
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 0
            }
          },
          "action": {
            "description": "The number of the action on dead letters that did it.",
            "type": [
              "integer",
              "null"
            ]
          },
          "undoes": {
            "description": "The action that was taken back.",
            "type": [
              "integer",
              "null"
            ]
          },
          "replay": {
            "description": "The number of the replay that did it.",
            "type": [
              "integer",
              "null"
            ]
          },
          "deadLetterIds": {
            "description": "Some of the dead letters that it was done to.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "terminationIds": {
            "description": "Some of the terminations that it was done to.",
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        },
        "required": [
          "firstEntry",
          "lastEntry",
          "startedAt",
          "endedAt",
          "actor",
          "via",
          "reason",
          "counts",
          "action",
          "undoes",
          "replay",
          "deadLetterIds",
          "terminationIds"
        ]
      },
      "DeadLetterList": {
        "description": "A page of dead letters.",
        "type": "object",
        "properties": {
          "items": {
            "description": "The entries of this page.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DeadLetter"
            }
          },
          "after": {
            "description": "The value of `after` for the next page; null where this page is the last one.",
            "type": [
              "string",
              "null"
            ]
          },
          "next": {
            "description": "The address of the next page; null where this page is the last one, and where the list was asked for by a body.",
            "type": [
              "string",
              "null"
            ]
          },
          "count": {
            "description": "How many there are on all pages; only with `count`.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "items",
          "after",
          "next"
        ]
      },
      "CauseList": {
        "description": "A page of causes, those with most dead letters first.",
        "type": "object",
        "properties": {
          "items": {
            "description": "The entries of this page.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Cause"
            }
          },
          "after": {
            "description": "The value of `after` for the next page; null where this page is the last one.",
            "type": [
              "string",
              "null"
            ]
          },
          "next": {
            "description": "The address of the next page; null where this page is the last one, and where the list was asked for by a body.",
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "items",
          "after",
          "next"
        ]
      },
      "TerminationList": {
        "description": "A page of terminations, the one that was recorded last first.",
        "type": "object",
        "properties": {
          "items": {
            "description": "The entries of this page.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Termination"
            }
          },
          "after": {
            "description": "The value of `after` for the next page; null where this page is the last one.",
            "type": [
              "string",
              "null"
            ]
          },
          "next": {
            "description": "The address of the next page; null where this page is the last one, and where the list was asked for by a body.",
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "items",
          "after",
          "next"
        ]
      },
      "SettingsVersionList": {
        "description": "A page of versions of the settings, the latest first.",
        "type": "object",
        "properties": {
          "items": {
            "description": "The entries of this page.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/SettingsVersion"
            }
          },
          "after": {
            "description": "The value of `after` for the next page; null where this page is the last one.",
            "type": [
              "string",
              "null"
            ]
          },
          "next": {
            "description": "The address of the next page; null where this page is the last one, and where the list was asked for by a body.",
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "items",
          "after",
          "next"
        ]
      },
      "AuditList": {
        "description": "A page of the audit trail, the latest step first.",
        "type": "object",
        "properties": {
          "items": {
            "description": "The entries of this page.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/AuditStep"
            }
          },
          "after": {
            "description": "The value of `after` for the next page; null where this page is the last one.",
            "type": [
              "string",
              "null"
            ]
          },
          "next": {
            "description": "The address of the next page; null where this page is the last one, and where the list was asked for by a body.",
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "items",
          "after",
          "next"
        ]
      },
      "FormReasons": {
        "description": "What a form that asks for the reason of a termination needs to know.",
        "type": "object",
        "properties": {
          "settingsVersion": {
            "description": "The version of the settings.",
            "type": "integer",
            "minimum": 1
          },
          "date": {
            "description": "The day on which the termination is made, in the zone of the settings.",
            "type": "string",
            "format": "date"
          },
          "timeZone": {
            "description": "The zone of the settings (IANA).",
            "type": "string"
          },
          "defaultLanguage": {
            "description": "The language in which every reason has a label.",
            "type": "string"
          },
          "reasonRequired": {
            "description": "Whether a reason must be given.",
            "type": "boolean"
          },
          "maxNoteLength": {
            "description": "The longest note, in Unicode scalars.",
            "type": "integer",
            "minimum": 0
          },
          "items": {
            "description": "The reasons that can be given, in the order of the forms.",
            "type": "array",
            "items": {
              "allOf": [
                {
                  "type": "object",
                  "properties": {
                    "label": {
                      "description": "The label in the language that was asked for, or else in that of the settings.",
                      "type": "string"
                    },
                    "labelLanguage": {
                      "description": "The language of the label.",
                      "type": "string"
                    }
                  },
                  "required": [
                    "label",
                    "labelLanguage"
                  ]
                },
                {
                  "$ref": "#/components/schemas/Reason"
                }
              ]
            }
          }
        },
        "required": [
          "settingsVersion",
          "date",
          "timeZone",
          "defaultLanguage",
          "reasonRequired",
          "maxNoteLength",
          "items"
        ]
      },
      "CheckedMessages": {
        "description": "What the worker would say of each message.",
        "type": "object",
        "properties": {
          "items": {
            "description": "The messages in their order.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/CheckedMessage"
            }
          }
        },
        "required": [
          "items"
        ]
      },
      "Status": {
        "description": "Whether Terminus works, and what waits.",
        "type": "object",
        "properties": {
          "version": {
            "description": "The version of the program.",
            "type": "string"
          },
          "ledger": {
            "description": "What the ledger holds.",
            "type": "object",
            "properties": {
              "settingsVersion": {
                "description": "The version in force; null where none was applied.",
                "type": [
                  "integer",
                  "null"
                ]
              },
              "terminations": {
                "description": "Recorded terminations.",
                "type": "integer",
                "minimum": 0
              },
              "deadLetters": {
                "description": "How many dead letters are in each state.",
                "type": "object",
                "properties": {
                  "open": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "held": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "resolved": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "discarded": {
                    "type": "integer",
                    "minimum": 0
                  }
                },
                "required": [
                  "open",
                  "held",
                  "resolved",
                  "discarded"
                ]
              },
              "unpublishedEvents": {
                "description": "Events that the relay has not published yet.",
                "type": "integer",
                "minimum": 0
              },
              "oldestUnpublishedAt": {
                "description": "When the first of them was recorded.",
                "type": [
                  "string",
                  "null"
                ],
                "format": "date-time"
              },
              "publishedThrough": {
                "description": "The position up to which every event was published or parked.",
                "type": "integer",
                "minimum": 0
              },
              "parkedEvents": {
                "description": "Events that the broker does not take.",
                "type": "integer",
                "minimum": 0
              },
              "parkedContractEvents": {
                "description": "Those of them on which billing acts.",
                "type": "integer",
                "minimum": 0
              },
              "bytes": {
                "description": "The size of the ledger's files.",
                "type": "integer",
                "minimum": 0
              }
            },
            "required": [
              "settingsVersion",
              "terminations",
              "deadLetters",
              "unpublishedEvents",
              "oldestUnpublishedAt",
              "publishedThrough",
              "parkedEvents",
              "parkedContractEvents",
              "bytes"
            ]
          },
          "worker": {
            "description": "What the worker says of itself.",
            "type": "object",
            "properties": {
              "state": {
                "description": "`silent`: nobody answers at its address; `off`: it has no address.",
                "enum": [
                  "ready",
                  "not-ready",
                  "silent",
                  "off"
                ]
              },
              "parts": {
                "description": "Its components; empty where it does not answer.",
                "type": "array",
                "items": {
                  "type": "object",
                  "properties": {
                    "part": {
                      "description": "Which.",
                      "type": "string"
                    },
                    "ready": {
                      "description": "Whether it works.",
                      "type": "boolean"
                    },
                    "since": {
                      "description": "Since when.",
                      "type": [
                        "string",
                        "null"
                      ],
                      "format": "date-time"
                    },
                    "reason": {
                      "description": "Why it does not.",
                      "type": [
                        "string",
                        "null"
                      ]
                    }
                  },
                  "required": [
                    "part",
                    "ready",
                    "since",
                    "reason"
                  ]
                }
              }
            },
            "required": [
              "state",
              "parts"
            ]
          }
        },
        "required": [
          "version",
          "ledger",
          "worker"
        ]
      },
      "DeadLetterFilter": {
        "description": "Which dead letters. Every condition that is given must hold; without conditions all are meant.",
        "type": "object",
        "properties": {
          "state": {
            "description": "In one of these states; any when empty.",
            "type": "array",
            "maxItems": 20,
            "items": {
              "enum": [
                "open",
                "held",
                "resolved",
                "discarded"
              ]
            }
          },
          "code": {
            "description": "With a violation of this code.",
            "type": "string",
            "maxLength": 200,
            "anyOf": [
              {
                "enum": [
                  "already-recorded",
                  "already-withdrawn",
                  "backdated-too-far",
                  "contract-already-terminated",
                  "contract-mismatch",
                  "contradictory-dates",
                  "end-date-before-start",
                  "end-date-too-far",
                  "invalid-currency",
                  "invalid-date",
                  "invalid-duration",
                  "invalid-instant",
                  "invalid-time-zone",
                  "invalid-utf8",
                  "malformed-json",
                  "message-id-mismatch",
                  "message-id-reused",
                  "missing-field",
                  "not-an-object",
                  "note-forbidden",
                  "note-required",
                  "occurred-in-future",
                  "out-of-range",
                  "reason-not-allowed",
                  "reason-not-yet-valid",
                  "reason-required",
                  "reason-retired",
                  "revision-conflict",
                  "stale-revision",
                  "too-deep",
                  "too-large",
                  "too-long",
                  "too-short",
                  "unknown-reason",
                  "unknown-termination",
                  "unknown-value",
                  "unsupported-content-encoding",
                  "malformed-yaml",
                  "unsupported-content-type",
                  "wrong-type",
                  "unjudgeable"
                ]
              },
              {
                "pattern": "^broker-"
              }
            ]
          },
          "pointer": {
            "description": "With a violation at this place (RFC 6901).",
            "type": "string",
            "minLength": 1,
            "maxLength": 1000,
            "pattern": "^(/([^/~]|~[01])*)+$"
          },
          "fingerprint": {
            "description": "Of this cause.",
            "type": "string",
            "pattern": "^[0-9a-f]{12}$"
          },
          "value": {
            "description": "With this value at a place that is wrong. Needs `dead-letters.body`.",
            "type": "string",
            "minLength": 1,
            "maxLength": 1000
          },
          "contract": {
            "description": "Of this contract.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "customer": {
            "description": "Of this customer.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "since": {
            "description": "Received then or later.",
            "$ref": "#/components/schemas/Moment"
          },
          "until": {
            "description": "Received before then.",
            "$ref": "#/components/schemas/Moment"
          },
          "import": {
            "description": "Came with this import.",
            "type": "integer",
            "minimum": 1,
            "maximum": 9223372036854775807
          },
          "text": {
            "description": "In whose body, ids or violations this occurs. Needs `dead-letters.body`.",
            "type": "string",
            "minLength": 1,
            "maxLength": 1000
          }
        },
        "additionalProperties": false
      },
      "TerminationFilter": {
        "description": "Which terminations. Every condition that is given must hold; without conditions all are meant.",
        "type": "object",
        "properties": {
          "state": {
            "description": "Only those in this state; may be given several times.",
            "type": "array",
            "maxItems": 20,
            "items": {
              "enum": [
                "in-force",
                "effective",
                "withdrawn"
              ]
            }
          },
          "message": {
            "description": "Only the one that this message is part of.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "contract": {
            "description": "Only those of this contract.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "customer": {
            "description": "Only those of this customer.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "reason": {
            "description": "Only those with this reason now; not an alias.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "without-reason": {
            "description": "Only those without a reason.",
            "type": "boolean"
          },
          "contract-type": {
            "description": "Only those of contracts of this type.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "initiator": {
            "description": "Only those by this initiator.",
            "enum": [
              "customer",
              "provider",
              "system"
            ]
          },
          "type": {
            "description": "Only those of this type.",
            "enum": [
              "ordinary",
              "extraordinary",
              "mutual",
              "nonRenewal",
              "coolingOff",
              "administrative"
            ]
          },
          "ends-from": {
            "description": "Only those with this last day or a later one.",
            "type": "string",
            "format": "date"
          },
          "ends-through": {
            "description": "Only those with this last day or an earlier one.",
            "type": "string",
            "format": "date"
          },
          "occurred-since": {
            "description": "Only those made then or later.",
            "$ref": "#/components/schemas/Moment"
          },
          "occurred-until": {
            "description": "Only those made before then.",
            "$ref": "#/components/schemas/Moment"
          },
          "since": {
            "description": "Only those recorded then or later.",
            "$ref": "#/components/schemas/Moment"
          },
          "until": {
            "description": "Only those recorded before then.",
            "$ref": "#/components/schemas/Moment"
          }
        },
        "additionalProperties": false
      },
      "FindDeadLetters": {
        "description": "A question that must not be in an address.",
        "type": "object",
        "properties": {
          "filter": {
            "$ref": "#/components/schemas/DeadLetterFilter"
          },
          "limit": {
            "description": "Entries of a page.",
            "type": "integer",
            "minimum": 1,
            "maximum": 500,
            "default": 50
          },
          "after": {
            "description": "`after` of the page before.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "sort": {
            "description": "Which come first.",
            "enum": [
              "newest",
              "oldest",
              "last-seen"
            ],
            "default": "newest"
          },
          "count": {
            "description": "Whether to say how many there are.",
            "type": "boolean",
            "default": false
          }
        },
        "additionalProperties": false
      },
      "FindTerminations": {
        "description": "A question that must not be in an address.",
        "type": "object",
        "properties": {
          "filter": {
            "$ref": "#/components/schemas/TerminationFilter"
          },
          "limit": {
            "description": "Entries of a page.",
            "type": "integer",
            "minimum": 1,
            "maximum": 500,
            "default": 50
          },
          "after": {
            "description": "`after` of the page before.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "confidential": {
            "description": "Whether sensitive reasons are named. Needs `reports.confidential`.",
            "type": "boolean",
            "default": false
          }
        },
        "additionalProperties": false
      },
      "DeadLetterVersion": {
        "description": "A dead letter as it was seen.",
        "type": "object",
        "properties": {
          "id": {
            "description": "Its id.",
            "type": "string",
            "minLength": 1,
            "maxLength": 36
          },
          "version": {
            "description": "Its version.",
            "type": "integer",
            "minimum": 0,
            "maximum": 2147483647
          }
        },
        "required": [
          "id",
          "version"
        ],
        "additionalProperties": false
      },
      "ChangeReason": {
        "description": "Why, on one line. Needed unless it is a dry run.",
        "type": "string",
        "minLength": 1,
        "maxLength": 1000,
        "pattern": "^[^\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]*$"
      },
      "ChangeDeadLetters": {
        "description": "Which dead letters, and why.",
        "type": "object",
        "properties": {
          "deadLetters": {
            "description": "These versions of these. Where one is not as it was seen, nothing is changed. Either this or `filter`.",
            "type": "array",
            "minItems": 1,
            "maxItems": 10000,
            "items": {
              "$ref": "#/components/schemas/DeadLetterVersion"
            }
          },
          "filter": {
            "description": "What it means. Either this or `deadLetters`.",
            "$ref": "#/components/schemas/DeadLetterFilter"
          },
          "digest": {
            "description": "`digest` of the dry run that is confirmed. Where the dead letters are not those of the dry run any more, nothing is changed.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "dryRun": {
            "description": "Says what would become of them, and changes nothing.",
            "type": "boolean",
            "default": false
          },
          "reason": {
            "$ref": "#/components/schemas/ChangeReason"
          }
        },
        "additionalProperties": false,
        "allOf": [
          {
            "oneOf": [
              {
                "required": [
                  "deadLetters"
                ]
              },
              {
                "required": [
                  "filter"
                ]
              }
            ]
          },
          {
            "anyOf": [
              {
                "required": [
                  "reason"
                ]
              },
              {
                "properties": {
                  "dryRun": {
                    "const": true
                  }
                },
                "required": [
                  "dryRun"
                ]
              }
            ]
          }
        ]
      },
      "EditDeadLetters": {
        "description": "Which dead letters, what to change in their bodies, and why.",
        "type": "object",
        "properties": {
          "deadLetters": {
            "description": "These versions of these. Where one is not as it was seen, nothing is changed. Either this or `filter`.",
            "type": "array",
            "minItems": 1,
            "maxItems": 10000,
            "items": {
              "$ref": "#/components/schemas/DeadLetterVersion"
            }
          },
          "filter": {
            "description": "What it means. Either this or `deadLetters`.",
            "$ref": "#/components/schemas/DeadLetterFilter"
          },
          "digest": {
            "description": "`digest` of the dry run that is confirmed. Where the dead letters are not those of the dry run any more, nothing is changed.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "set": {
            "description": "Values by their places (RFC 6901): the member is added or replaced.",
            "type": "object",
            "propertyNames": {
              "pattern": "^(/([^/~]|~[01])*)*$"
            },
            "minProperties": 1
          },
          "patch": {
            "description": "A JSON Patch (RFC 6902).",
            "type": "array",
            "minItems": 1,
            "items": {
              "$ref": "#/components/schemas/PatchOperation"
            }
          },
          "substitutions": {
            "description": "Changes by patterns, as terminus dead-letters mend --set-each takes them: `/endDate=s/(\\d\\d)-(\\d\\d)-(\\d{4})/$3-$2-$1/`.",
            "type": "array",
            "minItems": 1,
            "maxItems": 20,
            "items": {
              "type": "string",
              "pattern": "^/[a-zA-Z]+=s/[a-zA-Z0-9-]+/[a-zA-Z0-9-]*/[gin]?$"
            }
          },
          "asOf": {
            "description": "Whether dated rules are judged as of when the termination occurred, or as of now.",
            "enum": [
              "occurred",
              "now"
            ],
            "default": "occurred"
          },
          "dryRun": {
            "description": "Says what would become of them, and changes nothing.",
            "type": "boolean",
            "default": false
          },
          "reason": {
            "$ref": "#/components/schemas/ChangeReason"
          }
        },
        "additionalProperties": false,
        "allOf": [
          {
            "oneOf": [
              {
                "required": [
                  "deadLetters"
                ]
              },
              {
                "required": [
                  "filter"
                ]
              }
            ]
          },
          {
            "anyOf": [
              {
                "required": [
                  "reason"
                ]
              },
              {
                "properties": {
                  "dryRun": {
                    "const": true
                  }
                },
                "required": [
                  "dryRun"
                ]
              }
            ]
          },
          {
            "anyOf": [
              {
                "required": [
                  "set"
                ]
              },
              {
                "required": [
                  "patch"
                ]
              },
              {
                "required": [
                  "substitutions"
                ]
              }
            ]
          }
        ]
      },
      "PatchOperation": {
        "description": "One operation (RFC 6902).",
        "type": "object",
        "properties": {
          "op": {
            "description": "What it does.",
            "enum": [
              "add",
              "remove",
              "replace",
              "move",
              "copy",
              "test"
            ]
          },
          "path": {
            "description": "Where.",
            "type": "string",
            "pattern": "^(/([^/~]|~[01])*)*$"
          },
          "from": {
            "description": "Where from, of move and copy.",
            "type": "string",
            "pattern": "^(/([^/~]|~[01])*)*$"
          },
          "value": {
            "description": "The value, of add, replace and test."
          }
        },
        "required": [
          "op",
          "path"
        ],
        "oneOf": [
          {
            "properties": {
              "op": {
                "enum": [
                  "add",
                  "replace",
                  "test"
                ]
              }
            },
            "required": [
              "value"
            ]
          },
          {
            "properties": {
              "op": {
                "enum": [
                  "move",
                  "copy"
                ]
              }
            },
            "required": [
              "from"
            ]
          },
          {
            "properties": {
              "op": {
                "const": "remove"
              }
            }
          }
        ]
      },
      "StartReplay": {
        "description": "Which dead letters are judged again, how, and why.",
        "type": "object",
        "properties": {
          "deadLetters": {
            "description": "These versions of these. Where one is not as it was seen, nothing is changed. Either this or `filter`.",
            "type": "array",
            "minItems": 1,
            "maxItems": 10000,
            "items": {
              "$ref": "#/components/schemas/DeadLetterVersion"
            }
          },
          "filter": {
            "description": "What it means. Either this or `deadLetters`.",
            "$ref": "#/components/schemas/DeadLetterFilter"
          },
          "digest": {
            "description": "`digest` of the dry run that is confirmed. Where the dead letters are not those of the dry run any more, nothing is changed.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "canary": {
            "description": "So many are judged first; the rest only if none of them is refused again.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000
          },
          "rate": {
            "description": "So many a second at most.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000
          },
          "limit": {
            "description": "So many at most, the oldest first.",
            "type": "integer",
            "minimum": 1,
            "maximum": 10000000
          },
          "asOf": {
            "description": "Whether dated rules are judged as of when the termination occurred, or as of now.",
            "enum": [
              "occurred",
              "now"
            ],
            "default": "occurred"
          },
          "dryRun": {
            "description": "Says what would become of them, and changes nothing.",
            "type": "boolean",
            "default": false
          },
          "reason": {
            "$ref": "#/components/schemas/ChangeReason"
          }
        },
        "additionalProperties": false,
        "allOf": [
          {
            "oneOf": [
              {
                "required": [
                  "deadLetters"
                ]
              },
              {
                "required": [
                  "filter"
                ]
              }
            ]
          },
          {
            "anyOf": [
              {
                "required": [
                  "reason"
                ]
              },
              {
                "properties": {
                  "dryRun": {
                    "const": true
                  }
                },
                "required": [
                  "dryRun"
                ]
              }
            ]
          }
        ]
      },
      "ResumeReplay": {
        "description": "How an interrupted replay continues.",
        "type": "object",
        "properties": {
          "canary": {
            "description": "So many are judged first; the rest only if none of them is refused again.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000
          },
          "rate": {
            "description": "So many a second at most.",
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000
          }
        },
        "additionalProperties": false
      },
      "DeadLetterChange": {
        "allOf": [
          {
            "$ref": "#/components/schemas/DeadLetterChangeOutcome"
          },
          {
            "type": "object",
            "properties": {
              "digest": {
                "description": "Confirms this dry run; only of a dry run.",
                "type": "string"
              }
            }
          }
        ],
        "description": "What became of a discard or a restore, or what would."
      },
      "DeadLetterChangeOutcome": {
        "x-terminus-schema": "cli/dead-letters-discard.json",
        "description": "One object: how many dead letters were discarded, or with --dry-run would be. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "dryRun": {
            "description": "Whether nothing was changed because of --dry-run.",
            "type": "boolean"
          },
          "total": {
            "description": "How many dead letters were tried, or would be.",
            "type": "integer",
            "minimum": 0
          },
          "changed": {
            "description": "How many were discarded; 0 in a dry run.",
            "type": "integer",
            "minimum": 0
          },
          "notChanged": {
            "description": "How many were not, or would not be.",
            "type": "integer",
            "minimum": 0
          },
          "exceptions": {
            "description": "Why dead letters were not changed, and how many: the state that does not allow it, changedMeanwhile, unknown, or unpatchable.",
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 0
            }
          },
          "action": {
            "description": "The number by which undo takes it back; null where nothing was changed.",
            "type": [
              "integer",
              "null"
            ]
          },
          "groups": {
            "description": "Only of a dry run: the dead letters by cause.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DeadLetterChangeOutcome/$defs/cause"
            }
          }
        },
        "required": [
          "dryRun",
          "total",
          "changed",
          "notChanged",
          "exceptions",
          "action"
        ],
        "$defs": {
          "value": {
            "description": "A value that breaks a rule, and how many dead letters have it.",
            "type": "object",
            "properties": {
              "pointer": {
                "description": "The place in the message, as a JSON Pointer.",
                "type": "string"
              },
              "value": {
                "description": "The value in one short line, never a note; --value takes it.",
                "type": "string"
              },
              "exactValue": {
                "description": "The value as JSON, where the line does not stand for something else."
              },
              "count": {
                "description": "How many dead letters have it.",
                "type": "integer",
                "minimum": 0
              },
              "firstSeen": {
                "description": "When the first of them was received.",
                "type": "string",
                "format": "date-time"
              },
              "lastSeen": {
                "description": "When one of them came last.",
                "type": "string",
                "format": "date-time"
              }
            },
            "required": [
              "pointer",
              "value",
              "count",
              "firstSeen",
              "lastSeen"
            ]
          },
          "cause": {
            "description": "The dead letters of one cause.",
            "type": "object",
            "properties": {
              "fingerprint": {
                "description": "The cause.",
                "type": "string"
              },
              "cause": {
                "description": "The cause in words.",
                "type": "string"
              },
              "count": {
                "description": "How many there are.",
                "type": "integer",
                "minimum": 0
              },
              "firstSeen": {
                "description": "When the first of them was received.",
                "type": "string",
                "format": "date-time"
              },
              "lastSeen": {
                "description": "When one of them came last.",
                "type": "string",
                "format": "date-time"
              },
              "sampleId": {
                "description": "The one that was received last.",
                "type": "string"
              },
              "valuesCounted": {
                "description": "How many dead letters were read for the values, the latest first; left out where none was read.",
                "type": "integer",
                "minimum": 0
              },
              "values": {
                "description": "The most frequent values of each place.",
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/DeadLetterChangeOutcome/$defs/value"
                }
              },
              "otherValues": {
                "description": "How many values are left out.",
                "type": "integer",
                "minimum": 0
              }
            },
            "required": [
              "fingerprint",
              "cause",
              "count",
              "firstSeen",
              "lastSeen",
              "sampleId"
            ]
          }
        }
      },
      "DeadLetterEdit": {
        "allOf": [
          {
            "$ref": "#/components/schemas/DeadLetterEditOutcome"
          },
          {
            "type": "object",
            "properties": {
              "digest": {
                "description": "Confirms this dry run; only of a dry run.",
                "type": "string"
              }
            }
          }
        ],
        "description": "What became of an edit, or what would."
      },
      "DeadLetterEditOutcome": {
        "x-terminus-schema": "cli/dead-letters-mend.json",
        "description": "One object: what was changed, or with --dry-run what would be. With --replay a second line follows, as of dead-letters replay. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "dryRun": {
            "description": "Whether nothing was changed because of --dry-run.",
            "type": "boolean"
          },
          "total": {
            "description": "How many open dead letters match.",
            "type": "integer",
            "minimum": 0
          },
          "mended": {
            "description": "How many were changed.",
            "type": "integer",
            "minimum": 0
          },
          "notMended": {
            "description": "How many were to be changed and were not.",
            "type": "integer",
            "minimum": 0
          },
          "unchanged": {
            "description": "How many need no change.",
            "type": "integer",
            "minimum": 0
          },
          "exceptions": {
            "description": "Why dead letters were not changed, and how many: the state that does not allow it, changedMeanwhile, unknown, or unpatchable.",
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 0
            }
          },
          "action": {
            "description": "The number by which undo takes it back; null where nothing was changed.",
            "type": [
              "integer",
              "null"
            ]
          },
          "warnings": {
            "description": "Members that the change sets and the message contract does not have.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "pointer": {
                  "description": "The member.",
                  "type": "string"
                },
                "suggestion": {
                  "description": "The member that was probably meant.",
                  "type": [
                    "string",
                    "null"
                  ]
                }
              },
              "required": [
                "pointer",
                "suggestion"
              ]
            }
          },
          "samples": {
            "description": "The differences in the first dead letters.",
            "type": "array",
            "items": {
              "description": "What an edit changes in one dead letter.",
              "type": "object",
              "properties": {
                "deadLetterId": {
                  "description": "The dead letter.",
                  "type": "string"
                },
                "messageId": {
                  "description": "The id of its message, where it could be read.",
                  "type": [
                    "string",
                    "null"
                  ]
                },
                "changes": {
                  "description": "The differences.",
                  "type": "array",
                  "items": {
                    "$ref": "#/components/schemas/DeadLetterEditOutcome/$defs/difference"
                  }
                }
              },
              "required": [
                "deadLetterId",
                "messageId",
                "changes"
              ]
            }
          },
          "unchangedBecause": {
            "description": "Why dead letters need no change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "reason": {
                  "description": "Why, for a person.",
                  "type": "string"
                },
                "count": {
                  "description": "How many.",
                  "type": "integer",
                  "minimum": 0
                }
              },
              "required": [
                "reason",
                "count"
              ]
            }
          },
          "forecast": {
            "description": "What a replay makes of the edited messages.",
            "type": "object",
            "properties": {
              "resolved": {
                "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
                "type": "integer",
                "minimum": 0
              },
              "accepted": {
                "description": "Recorded, or would be.",
                "type": "integer",
                "minimum": 0
              },
              "alreadyRecorded": {
                "description": "Resolved because the message was recorded already.",
                "type": "integer",
                "minimum": 0
              },
              "rejected": {
                "description": "Refused again.",
                "type": "integer",
                "minimum": 0
              },
              "notOpen": {
                "description": "Not judged, because they were not open any more.",
                "type": "integer",
                "minimum": 0
              },
              "unpatchable": {
                "description": "Not judged, because the edit cannot be applied; left out where there is none.",
                "type": "integer",
                "minimum": 0
              },
              "unknown": {
                "description": "Not judged, because there is no such dead letter; left out where there is none.",
                "type": "integer",
                "minimum": 0
              },
              "groups": {
                "description": "By the cause that the dead letters had before, the largest first.",
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/DeadLetterEditOutcome/$defs/group"
                }
              },
              "refusals": {
                "description": "Why dead letters were refused again, the most frequent first.",
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/DeadLetterEditOutcome/$defs/refusal"
                }
              },
              "eventCounts": {
                "description": "How many events of each type would be published.",
                "type": "object",
                "additionalProperties": {
                  "type": "integer",
                  "minimum": 0
                }
              },
              "events": {
                "description": "The first of these events, as they would be published but for positions and times.",
                "type": "array",
                "items": {
                  "type": "object"
                }
              }
            },
            "required": [
              "resolved",
              "accepted",
              "alreadyRecorded",
              "rejected",
              "notOpen",
              "groups",
              "refusals",
              "eventCounts",
              "events"
            ]
          }
        },
        "required": [
          "dryRun",
          "total",
          "mended",
          "notMended",
          "unchanged",
          "action"
        ],
        "$defs": {
          "violation": {
            "description": "One broken rule.",
            "type": "object",
            "properties": {
              "code": {
                "description": "The stable code; docs/violations.md lists all.",
                "type": "string"
              },
              "pointer": {
                "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
                "type": "string"
              },
              "message": {
                "description": "What is wrong, for a person.",
                "type": "string"
              },
              "expected": {
                "description": "What would be right.",
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
          },
          "difference": {
            "description": "One value of the body that an edit changes. Values are in one short line each, and never a note.",
            "type": "object",
            "properties": {
              "pointer": {
                "description": "The place in the body, as a JSON Pointer.",
                "type": "string"
              },
              "before": {
                "description": "The value before.",
                "type": "string"
              },
              "after": {
                "description": "The value after.",
                "type": "string"
              }
            },
            "required": [
              "pointer",
              "before",
              "after"
            ]
          },
          "group": {
            "description": "What became of the dead letters of one cause.",
            "type": "object",
            "properties": {
              "fingerprint": {
                "description": "The cause that they had before.",
                "type": "string"
              },
              "cause": {
                "description": "The cause in words.",
                "type": [
                  "string",
                  "null"
                ]
              },
              "count": {
                "description": "How many there were.",
                "type": "integer",
                "minimum": 0
              },
              "resolved": {
                "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
                "type": "integer",
                "minimum": 0
              },
              "accepted": {
                "description": "Recorded, or would be.",
                "type": "integer",
                "minimum": 0
              },
              "alreadyRecorded": {
                "description": "Resolved because the message was recorded already.",
                "type": "integer",
                "minimum": 0
              },
              "rejected": {
                "description": "Refused again.",
                "type": "integer",
                "minimum": 0
              },
              "notOpen": {
                "description": "Not judged, because they were not open any more.",
                "type": "integer",
                "minimum": 0
              },
              "unpatchable": {
                "description": "Not judged, because the edit cannot be applied; left out where there is none.",
                "type": "integer",
                "minimum": 0
              },
              "unknown": {
                "description": "Not judged, because there is no such dead letter; left out where there is none.",
                "type": "integer",
                "minimum": 0
              }
            },
            "required": [
              "fingerprint",
              "cause",
              "count",
              "resolved",
              "accepted",
              "alreadyRecorded",
              "rejected",
              "notOpen"
            ]
          },
          "refusal": {
            "description": "Dead letters that were refused again for one cause.",
            "type": "object",
            "properties": {
              "fingerprint": {
                "description": "The cause that they have now.",
                "type": "string"
              },
              "count": {
                "description": "How many there are.",
                "type": "integer",
                "minimum": 0
              },
              "sampleId": {
                "description": "One of them.",
                "type": "string"
              },
              "violations": {
                "description": "What is wrong.",
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/DeadLetterEditOutcome/$defs/violation"
                }
              }
            },
            "required": [
              "fingerprint",
              "count",
              "sampleId",
              "violations"
            ]
          }
        }
      },
      "ReplayForecast": {
        "allOf": [
          {
            "$ref": "#/components/schemas/ReplayDryRun"
          },
          {
            "type": "object",
            "properties": {
              "digest": {
                "description": "Confirms this dry run; only of a dry run.",
                "type": "string"
              }
            }
          }
        ],
        "description": "What a replay would do. The oldest 10,000 are judged: `judged` says how many, `total` how many are meant. `digest` confirms all of them."
      },
      "ReplayDryRun": {
        "x-terminus-schema": "cli/dead-letters-replay.json#/oneOf/0",
        "description": "With --dry-run.",
        "type": "object",
        "properties": {
          "dryRun": {
            "description": "Always true.",
            "const": true
          },
          "total": {
            "description": "How many dead letters would be judged.",
            "type": "integer",
            "minimum": 0
          },
          "judged": {
            "description": "How many of them were judged: all of them, or the oldest 10,000 by the HTTP API.",
            "type": "integer",
            "minimum": 0
          },
          "resolved": {
            "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
            "type": "integer",
            "minimum": 0
          },
          "accepted": {
            "description": "Recorded, or would be.",
            "type": "integer",
            "minimum": 0
          },
          "alreadyRecorded": {
            "description": "Resolved because the message was recorded already.",
            "type": "integer",
            "minimum": 0
          },
          "rejected": {
            "description": "Refused again.",
            "type": "integer",
            "minimum": 0
          },
          "notOpen": {
            "description": "Not judged, because they were not open any more.",
            "type": "integer",
            "minimum": 0
          },
          "unpatchable": {
            "description": "Not judged, because the edit cannot be applied; left out where there is none.",
            "type": "integer",
            "minimum": 0
          },
          "unknown": {
            "description": "Not judged, because there is no such dead letter; left out where there is none.",
            "type": "integer",
            "minimum": 0
          },
          "groups": {
            "description": "By the cause that the dead letters had before, the largest first.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/ReplayDryRun/$defs/group"
            }
          },
          "refusals": {
            "description": "Why dead letters were refused again, the most frequent first.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/ReplayDryRun/$defs/refusal"
            }
          },
          "eventCounts": {
            "description": "How many events of each type would be published.",
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 0
            }
          },
          "events": {
            "description": "The first of these events, as they would be published but for positions and times.",
            "type": "array",
            "items": {
              "type": "object"
            }
          }
        },
        "required": [
          "dryRun",
          "total",
          "judged",
          "resolved",
          "accepted",
          "alreadyRecorded",
          "rejected",
          "notOpen",
          "groups",
          "refusals",
          "eventCounts",
          "events"
        ],
        "$defs": {
          "violation": {
            "description": "One broken rule.",
            "type": "object",
            "properties": {
              "code": {
                "description": "The stable code; docs/violations.md lists all.",
                "type": "string"
              },
              "pointer": {
                "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
                "type": "string"
              },
              "message": {
                "description": "What is wrong, for a person.",
                "type": "string"
              },
              "expected": {
                "description": "What would be right.",
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
          },
          "group": {
            "description": "What became of the dead letters of one cause.",
            "type": "object",
            "properties": {
              "fingerprint": {
                "description": "The cause that they had before.",
                "type": "string"
              },
              "cause": {
                "description": "The cause in words.",
                "type": [
                  "string",
                  "null"
                ]
              },
              "count": {
                "description": "How many there were.",
                "type": "integer",
                "minimum": 0
              },
              "resolved": {
                "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
                "type": "integer",
                "minimum": 0
              },
              "accepted": {
                "description": "Recorded, or would be.",
                "type": "integer",
                "minimum": 0
              },
              "alreadyRecorded": {
                "description": "Resolved because the message was recorded already.",
                "type": "integer",
                "minimum": 0
              },
              "rejected": {
                "description": "Refused again.",
                "type": "integer",
                "minimum": 0
              },
              "notOpen": {
                "description": "Not judged, because they were not open any more.",
                "type": "integer",
                "minimum": 0
              },
              "unpatchable": {
                "description": "Not judged, because the edit cannot be applied; left out where there is none.",
                "type": "integer",
                "minimum": 0
              },
              "unknown": {
                "description": "Not judged, because there is no such dead letter; left out where there is none.",
                "type": "integer",
                "minimum": 0
              }
            },
            "required": [
              "fingerprint",
              "cause",
              "count",
              "resolved",
              "accepted",
              "alreadyRecorded",
              "rejected",
              "notOpen"
            ]
          },
          "refusal": {
            "description": "Dead letters that were refused again for one cause.",
            "type": "object",
            "properties": {
              "fingerprint": {
                "description": "The cause that they have now.",
                "type": "string"
              },
              "count": {
                "description": "How many there are.",
                "type": "integer",
                "minimum": 0
              },
              "sampleId": {
                "description": "One of them.",
                "type": "string"
              },
              "violations": {
                "description": "What is wrong.",
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/ReplayDryRun/$defs/violation"
                }
              }
            },
            "required": [
              "fingerprint",
              "count",
              "sampleId",
              "violations"
            ]
          }
        }
      },
      "Replay": {
        "allOf": [
          {
            "$ref": "#/components/schemas/ReplayRun"
          },
          {
            "type": "object",
            "properties": {
              "running": {
                "description": "Whether this console carries it out now.",
                "type": "boolean"
              }
            },
            "required": [
              "running"
            ]
          }
        ],
        "description": "One replay, and how far it is."
      },
      "ReplayRun": {
        "x-terminus-schema": "cli/dead-letters-replays.json",
        "description": "One replay a line, the latest first. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "run": {
            "description": "The number of the replay, by which it is resumed.",
            "type": "integer",
            "minimum": 0
          },
          "startedAt": {
            "description": "When it began.",
            "type": "string",
            "format": "date-time"
          },
          "startedBy": {
            "description": "Who began it.",
            "type": "string"
          },
          "via": {
            "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
            "type": "string"
          },
          "reason": {
            "description": "Why; may be empty.",
            "type": "string"
          },
          "asOf": {
            "description": "Whether dated rules are judged as of when the terminations occurred, or as of the replay.",
            "enum": [
              "occurred",
              "now"
            ]
          },
          "finished": {
            "description": "Whether every dead letter of the replay was judged.",
            "type": "boolean"
          },
          "total": {
            "description": "How many dead letters the replay has.",
            "type": "integer",
            "minimum": 0
          },
          "taken": {
            "description": "How many of them were judged.",
            "type": "integer",
            "minimum": 0
          },
          "resolved": {
            "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
            "type": "integer",
            "minimum": 0
          },
          "accepted": {
            "description": "Recorded, or would be.",
            "type": "integer",
            "minimum": 0
          },
          "alreadyRecorded": {
            "description": "Resolved because the message was recorded already.",
            "type": "integer",
            "minimum": 0
          },
          "rejected": {
            "description": "Refused again.",
            "type": "integer",
            "minimum": 0
          },
          "notOpen": {
            "description": "Not judged, because they were not open any more.",
            "type": "integer",
            "minimum": 0
          },
          "unpatchable": {
            "description": "Not judged, because the edit cannot be applied; left out where there is none.",
            "type": "integer",
            "minimum": 0
          },
          "unknown": {
            "description": "Not judged, because there is no such dead letter; left out where there is none.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "run",
          "startedAt",
          "startedBy",
          "via",
          "reason",
          "asOf",
          "finished",
          "total",
          "taken",
          "resolved",
          "accepted",
          "alreadyRecorded",
          "rejected",
          "notOpen"
        ]
      },
      "ReplayList": {
        "description": "A page of replays, the latest first.",
        "type": "object",
        "properties": {
          "items": {
            "description": "The entries of this page.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Replay"
            }
          },
          "after": {
            "description": "The value of `after` for the next page; null where this page is the last one.",
            "type": [
              "string",
              "null"
            ]
          },
          "next": {
            "description": "The address of the next page; null where this page is the last one, and where the list was asked for by a body.",
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "items",
          "after",
          "next"
        ]
      },
      "DeadLetterAction": {
        "x-terminus-schema": "cli/dead-letters-actions.json",
        "description": "One action a line, the latest first. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "action": {
            "description": "The number by which undo takes it back.",
            "type": "integer",
            "minimum": 0
          },
          "kind": {
            "description": "What was done.",
            "enum": [
              "mended",
              "discarded",
              "restored",
              "undone"
            ]
          },
          "undoes": {
            "description": "The action that this one took back.",
            "type": [
              "integer",
              "null"
            ]
          },
          "undoneBy": {
            "description": "The last action that took this one back, wholly or in part.",
            "type": [
              "integer",
              "null"
            ]
          },
          "startedAt": {
            "description": "When it began.",
            "type": "string",
            "format": "date-time"
          },
          "startedBy": {
            "description": "Who did it.",
            "type": "string"
          },
          "via": {
            "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
            "type": "string"
          },
          "reason": {
            "description": "Why; may be empty.",
            "type": "string"
          },
          "total": {
            "description": "How many dead letters were meant.",
            "type": "integer",
            "minimum": 0
          },
          "changed": {
            "description": "How many were changed.",
            "type": "integer",
            "minimum": 0
          },
          "finished": {
            "description": "False where it was interrupted, or still runs.",
            "type": "boolean"
          }
        },
        "required": [
          "action",
          "kind",
          "undoes",
          "undoneBy",
          "startedAt",
          "startedBy",
          "via",
          "reason",
          "total",
          "changed",
          "finished"
        ]
      },
      "Action": {
        "allOf": [
          {
            "$ref": "#/components/schemas/DeadLetterAction"
          },
          {
            "type": "object",
            "properties": {
              "running": {
                "description": "Whether this console carries it out now.",
                "type": "boolean"
              }
            },
            "required": [
              "running"
            ]
          }
        ],
        "description": "One action on dead letters, and how far it is."
      },
      "ActionList": {
        "description": "A page of actions on dead letters, the latest first.",
        "type": "object",
        "properties": {
          "items": {
            "description": "The entries of this page.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Action"
            }
          },
          "after": {
            "description": "The value of `after` for the next page; null where this page is the last one.",
            "type": [
              "string",
              "null"
            ]
          },
          "next": {
            "description": "The address of the next page; null where this page is the last one, and where the list was asked for by a body.",
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "items",
          "after",
          "next"
        ]
      },
      "UndoAction": {
        "description": "Why an action is undone.",
        "type": "object",
        "properties": {
          "digest": {
            "description": "`digest` of the dry run that is confirmed. Where other dead letters would be changed by now, nothing is changed.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "dryRun": {
            "description": "Says what would become of them, and changes nothing.",
            "type": "boolean",
            "default": false
          },
          "reason": {
            "$ref": "#/components/schemas/ChangeReason"
          }
        },
        "additionalProperties": false,
        "anyOf": [
          {
            "required": [
              "reason"
            ]
          },
          {
            "properties": {
              "dryRun": {
                "const": true
              }
            },
            "required": [
              "dryRun"
            ]
          }
        ]
      },
      "UndoDryRun": {
        "x-terminus-schema": "cli/dead-letters-undo.json",
        "description": "One object: what was taken back, or with --dry-run what would be. Members may be added in later versions: ignore what you do not know.",
        "type": "object",
        "properties": {
          "dryRun": {
            "description": "Whether nothing was changed because of --dry-run.",
            "type": "boolean"
          },
          "undoes": {
            "description": "The number of the action that is taken back.",
            "type": "integer",
            "minimum": 0
          },
          "action": {
            "description": "The number of the undo; null where nothing was changed.",
            "type": [
              "integer",
              "null"
            ]
          },
          "undoable": {
            "description": "How many dead letters could be taken back when the command looked.",
            "type": "integer",
            "minimum": 0
          },
          "undone": {
            "description": "How many were taken back; 0 in a dry run.",
            "type": "integer",
            "minimum": 0
          },
          "undoneBefore": {
            "description": "How many were taken back before.",
            "type": "integer",
            "minimum": 0
          },
          "changedSince": {
            "description": "How many stay as they are, by what was done to them since.",
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 0
            }
          },
          "changedSamples": {
            "description": "Some of those.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "gone": {
            "description": "How many retention has removed.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "dryRun",
          "undoes",
          "action",
          "undoable",
          "undone",
          "undoneBefore",
          "changedSince",
          "changedSamples",
          "gone"
        ]
      },
      "UndoForecast": {
        "allOf": [
          {
            "$ref": "#/components/schemas/UndoDryRun"
          },
          {
            "type": "object",
            "properties": {
              "digest": {
                "description": "Confirms this dry run; only of a dry run.",
                "type": "string"
              }
            }
          }
        ],
        "description": "What an undo would do."
      }
    },
    "responses": {
      "400": {
        "description": "A parameter or the body cannot be read.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "401": {
        "description": "No token, or one that is not valid.",
        "headers": {
          "WWW-Authenticate": {
            "description": "How to show a token.",
            "schema": {
              "type": "string"
            }
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "403": {
        "description": "The token does not allow this, or the console is read-only.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "404": {
        "description": "There is nothing of this name.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "405": {
        "description": "The path has other methods.",
        "headers": {
          "Allow": {
            "$ref": "#/components/headers/Allow"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "406": {
        "description": "No representation that the client accepts.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "409": {
        "description": "Its state does not allow this, or somebody has changed it meanwhile.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "412": {
        "description": "Another version is in force.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "413": {
        "description": "The body is too large.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "415": {
        "description": "The content type is not supported.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "422": {
        "description": "The content is invalid, or the idempotency key belongs to another request.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "428": {
        "description": "If-Match is needed.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "429": {
        "description": "Too many requests.",
        "headers": {
          "Retry-After": {
            "$ref": "#/components/headers/RetryAfter"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "503": {
        "description": "Busy, stopping, or the ledger cannot be used now.",
        "headers": {
          "Retry-After": {
            "$ref": "#/components/headers/RetryAfter"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "default": {
        "description": "Any other problem.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "304": {
        "description": "The client has it already.",
        "headers": {
          "ETag": {
            "$ref": "#/components/headers/ETag"
          }
        }
      }
    },
    "securitySchemes": {
      "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "trm_…",
        "description": "A token that `terminus console token create` made. It is sent in the header alone: one in an address is refused."
      }
    },
    "headers": {
      "ETag": {
        "description": "Names this answer for If-None-Match, and for settings for If-Match.",
        "schema": {
          "type": "string"
        }
      },
      "Link": {
        "description": "The next page (rel=\"next\"), where there is one.",
        "schema": {
          "type": "string"
        }
      },
      "RetryAfter": {
        "description": "Seconds.",
        "schema": {
          "type": "string",
          "pattern": "^[0-9]+$"
        }
      },
      "Allow": {
        "description": "The methods of the path.",
        "schema": {
          "type": "string"
        }
      },
      "Location": {
        "description": "Where the result is.",
        "schema": {
          "type": "string"
        }
      }
    }
  }
}

"""##),
        PublishedSchema(name: "cli/audit-list", file: "cli/audit-list.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:audit-list",
  "title": "terminus audit list --format json",
  "description": "One step a line, the latest first: what one person did at one time, or with --each one entry of the trail. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "firstEntry": {
      "description": "The number of its first entry.",
      "type": "integer",
      "minimum": 0
    },
    "lastEntry": {
      "description": "The number of its last entry.",
      "type": "integer",
      "minimum": 0
    },
    "startedAt": {
      "description": "The time of the first entry.",
      "type": "string",
      "format": "date-time"
    },
    "endedAt": {
      "description": "The time of the last entry.",
      "type": "string",
      "format": "date-time"
    },
    "actor": {
      "description": "Who did it: a login name, or `terminus` for the worker itself.",
      "type": "string"
    },
    "via": {
      "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
      "type": "string"
    },
    "reason": {
      "description": "Why; may be empty.",
      "type": "string"
    },
    "counts": {
      "description": "How many entries of each kind.",
      "type": "object",
      "additionalProperties": {
        "type": "integer",
        "minimum": 0
      }
    },
    "action": {
      "description": "The number of the action on dead letters that did it.",
      "type": [
        "integer",
        "null"
      ]
    },
    "undoes": {
      "description": "The action that was taken back.",
      "type": [
        "integer",
        "null"
      ]
    },
    "replay": {
      "description": "The number of the replay that did it.",
      "type": [
        "integer",
        "null"
      ]
    },
    "deadLetterIds": {
      "description": "Some of the dead letters that it was done to.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "terminationIds": {
      "description": "Some of the terminations that it was done to.",
      "type": "array",
      "items": {
        "type": "string"
      }
    }
  },
  "required": [
    "firstEntry",
    "lastEntry",
    "startedAt",
    "endedAt",
    "actor",
    "via",
    "reason",
    "counts",
    "action",
    "undoes",
    "replay",
    "deadLetterIds",
    "terminationIds"
  ]
}

"""##),
        PublishedSchema(name: "cli/audit-verify", file: "cli/audit-verify.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:audit-verify",
  "title": "terminus audit verify --format json",
  "description": "One object: whether the audit trail is as it was written. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "holds": {
      "description": "Whether every entry is as it was written.",
      "type": "boolean"
    },
    "verified": {
      "description": "How many entries hold, from the first on.",
      "type": "integer",
      "minimum": 0
    },
    "headHash": {
      "description": "The hash of the last entry that holds. Kept elsewhere, it shows later that nothing up to it was rewritten.",
      "type": "string",
      "pattern": "^[0-9a-f]{64}$"
    },
    "defect": {
      "description": "What is wrong first; null where the trail holds.",
      "oneOf": [
        {
          "type": "null"
        },
        {
          "type": "object",
          "properties": {
            "kind": {
              "description": "What is wrong: an entry is missing, was changed, or was added without being counted; or the count and hash of the last entry do not match it.",
              "enum": [
                "missing",
                "changed",
                "uncounted",
                "head-changed"
              ]
            },
            "entry": {
              "description": "The entry.",
              "type": "integer",
              "minimum": 0
            }
          },
          "required": [
            "kind"
          ]
        }
      ]
    }
  },
  "required": [
    "holds",
    "verified",
    "headHash",
    "defect"
  ]
}

"""##),
        PublishedSchema(name: "cli/check", file: "cli/check.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:check",
  "title": "terminus check --format json",
  "description": "One message a line: what the worker would say of it. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "messageId": {
      "description": "The id of the message, where it could be read.",
      "type": [
        "string",
        "null"
      ]
    },
    "verdict": {
      "description": "The verdict.",
      "enum": [
        "accepted",
        "held",
        "rejected"
      ]
    },
    "violations": {
      "description": "What is wrong.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/violation"
      }
    },
    "warnings": {
      "description": "What refuses nothing, and is probably not meant.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/warning"
      }
    },
    "event": {
      "description": "Only with --show-event: the event that would follow; null where none would.",
      "type": [
        "object",
        "null"
      ]
    },
    "file": {
      "description": "The file that holds the message; - for standard input.",
      "type": "string"
    },
    "position": {
      "description": "The position among the messages of the file, from 1.",
      "type": "integer",
      "minimum": 1
    }
  },
  "required": [
    "messageId",
    "verdict",
    "violations",
    "warnings",
    "file",
    "position"
  ],
  "$defs": {
    "violation": {
      "description": "One broken rule.",
      "type": "object",
      "properties": {
        "code": {
          "description": "The stable code; docs/violations.md lists all.",
          "type": "string"
        },
        "pointer": {
          "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
          "type": "string"
        },
        "message": {
          "description": "What is wrong, for a person.",
          "type": "string"
        },
        "expected": {
          "description": "What would be right.",
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
    },
    "warning": {
      "description": "What refuses nothing, and is probably not meant.",
      "type": "object",
      "properties": {
        "code": {
          "description": "The stable code of the warning.",
          "type": "string"
        },
        "pointer": {
          "description": "The place in the message, as a JSON Pointer.",
          "type": "string"
        },
        "message": {
          "description": "What is doubtful, for a person.",
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
        PublishedSchema(name: "cli/console-token-create", file: "cli/console-token-create.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:console-token-create",
  "title": "terminus console token create --format json",
  "description": "One object: the token that was created. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "name": {
      "description": "Its name, which the audit trail has.",
      "type": "string"
    },
    "token": {
      "description": "The token itself. It is printed once.",
      "type": "string",
      "pattern": "^trm_[0-9a-f]{64}$"
    },
    "permissions": {
      "description": "What it may do, in alphabetical order.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "createdAt": {
      "description": "When it was created.",
      "type": "string",
      "format": "date-time"
    },
    "createdBy": {
      "description": "The login name of who created it.",
      "type": "string"
    },
    "expiresAt": {
      "description": "From then on it is refused.",
      "type": "string",
      "format": "date-time"
    },
    "lastUsedAt": {
      "description": "The minute of its last use; null where it was never used.",
      "type": [
        "string",
        "null"
      ],
      "format": "date-time"
    }
  },
  "required": [
    "name",
    "token",
    "permissions",
    "createdAt",
    "createdBy",
    "expiresAt",
    "lastUsedAt"
  ]
}

"""##),
        PublishedSchema(name: "cli/console-token-list", file: "cli/console-token-list.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:console-token-list",
  "title": "terminus console token list --format json",
  "description": "One token a line, by name. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "name": {
      "description": "Its name, which the audit trail has.",
      "type": "string"
    },
    "permissions": {
      "description": "What it may do, in alphabetical order.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "createdAt": {
      "description": "When it was created.",
      "type": "string",
      "format": "date-time"
    },
    "createdBy": {
      "description": "The login name of who created it.",
      "type": "string"
    },
    "expiresAt": {
      "description": "From then on it is refused.",
      "type": "string",
      "format": "date-time"
    },
    "lastUsedAt": {
      "description": "The minute of its last use; null where it was never used.",
      "type": [
        "string",
        "null"
      ],
      "format": "date-time"
    }
  },
  "required": [
    "name",
    "permissions",
    "createdAt",
    "createdBy",
    "expiresAt",
    "lastUsedAt"
  ]
}

"""##),
        PublishedSchema(name: "cli/console-token-revoke", file: "cli/console-token-revoke.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:console-token-revoke",
  "title": "terminus console token revoke --format json",
  "description": "One object: the token that was revoked. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "name": {
      "description": "Its name, which the audit trail has.",
      "type": "string"
    },
    "permissions": {
      "description": "What it may do, in alphabetical order.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "createdAt": {
      "description": "When it was created.",
      "type": "string",
      "format": "date-time"
    },
    "createdBy": {
      "description": "The login name of who created it.",
      "type": "string"
    },
    "expiresAt": {
      "description": "From then on it is refused.",
      "type": "string",
      "format": "date-time"
    },
    "lastUsedAt": {
      "description": "The minute of its last use; null where it was never used.",
      "type": [
        "string",
        "null"
      ],
      "format": "date-time"
    }
  },
  "required": [
    "name",
    "permissions",
    "createdAt",
    "createdBy",
    "expiresAt",
    "lastUsedAt"
  ]
}

"""##),
        PublishedSchema(name: "cli/customers-export", file: "cli/customers-export.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:customers-export",
  "title": "terminus customers export",
  "description": "One document: everything that is kept about a customer, notes and sensitive reasons included. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "customerId": {
      "description": "The id of the customer.",
      "type": "string"
    },
    "exportedAt": {
      "description": "When it was written.",
      "type": "string",
      "format": "date-time"
    },
    "terminations": {
      "description": "Each termination with every message as it came and every event as it was published.",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": true
      }
    },
    "deadLetters": {
      "description": "Each dead letter with its bytes and history.",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": true
      }
    },
    "complete": {
      "description": "Only a document that was written to its end has this member.",
      "const": true
    }
  },
  "required": [
    "customerId",
    "exportedAt",
    "terminations",
    "deadLetters",
    "complete"
  ]
}

"""##),
        PublishedSchema(name: "cli/dead-letters-actions", file: "cli/dead-letters-actions.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-actions",
  "title": "terminus dead-letters actions --format json",
  "description": "One action a line, the latest first. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "action": {
      "description": "The number by which undo takes it back.",
      "type": "integer",
      "minimum": 0
    },
    "kind": {
      "description": "What was done.",
      "enum": [
        "mended",
        "discarded",
        "restored",
        "undone"
      ]
    },
    "undoes": {
      "description": "The action that this one took back.",
      "type": [
        "integer",
        "null"
      ]
    },
    "undoneBy": {
      "description": "The last action that took this one back, wholly or in part.",
      "type": [
        "integer",
        "null"
      ]
    },
    "startedAt": {
      "description": "When it began.",
      "type": "string",
      "format": "date-time"
    },
    "startedBy": {
      "description": "Who did it.",
      "type": "string"
    },
    "via": {
      "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
      "type": "string"
    },
    "reason": {
      "description": "Why; may be empty.",
      "type": "string"
    },
    "total": {
      "description": "How many dead letters were meant.",
      "type": "integer",
      "minimum": 0
    },
    "changed": {
      "description": "How many were changed.",
      "type": "integer",
      "minimum": 0
    },
    "finished": {
      "description": "False where it was interrupted, or still runs.",
      "type": "boolean"
    }
  },
  "required": [
    "action",
    "kind",
    "undoes",
    "undoneBy",
    "startedAt",
    "startedBy",
    "via",
    "reason",
    "total",
    "changed",
    "finished"
  ]
}

"""##),
        PublishedSchema(name: "cli/dead-letters-discard", file: "cli/dead-letters-discard.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-discard",
  "title": "terminus dead-letters discard --format json",
  "description": "One object: how many dead letters were discarded, or with --dry-run would be. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "dryRun": {
      "description": "Whether nothing was changed because of --dry-run.",
      "type": "boolean"
    },
    "total": {
      "description": "How many dead letters were tried, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "changed": {
      "description": "How many were discarded; 0 in a dry run.",
      "type": "integer",
      "minimum": 0
    },
    "notChanged": {
      "description": "How many were not, or would not be.",
      "type": "integer",
      "minimum": 0
    },
    "exceptions": {
      "description": "Why dead letters were not changed, and how many: the state that does not allow it, changedMeanwhile, unknown, or unpatchable.",
      "type": "object",
      "additionalProperties": {
        "type": "integer",
        "minimum": 0
      }
    },
    "action": {
      "description": "The number by which undo takes it back; null where nothing was changed.",
      "type": [
        "integer",
        "null"
      ]
    },
    "groups": {
      "description": "Only of a dry run: the dead letters by cause.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/cause"
      }
    }
  },
  "required": [
    "dryRun",
    "total",
    "changed",
    "notChanged",
    "exceptions",
    "action"
  ],
  "$defs": {
    "value": {
      "description": "A value that breaks a rule, and how many dead letters have it.",
      "type": "object",
      "properties": {
        "pointer": {
          "description": "The place in the message, as a JSON Pointer.",
          "type": "string"
        },
        "value": {
          "description": "The value in one short line, never a note; --value takes it.",
          "type": "string"
        },
        "exactValue": {
          "description": "The value as JSON, where the line does not stand for something else."
        },
        "count": {
          "description": "How many dead letters have it.",
          "type": "integer",
          "minimum": 0
        },
        "firstSeen": {
          "description": "When the first of them was received.",
          "type": "string",
          "format": "date-time"
        },
        "lastSeen": {
          "description": "When one of them came last.",
          "type": "string",
          "format": "date-time"
        }
      },
      "required": [
        "pointer",
        "value",
        "count",
        "firstSeen",
        "lastSeen"
      ]
    },
    "cause": {
      "description": "The dead letters of one cause.",
      "type": "object",
      "properties": {
        "fingerprint": {
          "description": "The cause.",
          "type": "string"
        },
        "cause": {
          "description": "The cause in words.",
          "type": "string"
        },
        "count": {
          "description": "How many there are.",
          "type": "integer",
          "minimum": 0
        },
        "firstSeen": {
          "description": "When the first of them was received.",
          "type": "string",
          "format": "date-time"
        },
        "lastSeen": {
          "description": "When one of them came last.",
          "type": "string",
          "format": "date-time"
        },
        "sampleId": {
          "description": "The one that was received last.",
          "type": "string"
        },
        "valuesCounted": {
          "description": "How many dead letters were read for the values, the latest first; left out where none was read.",
          "type": "integer",
          "minimum": 0
        },
        "values": {
          "description": "The most frequent values of each place.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/value"
          }
        },
        "otherValues": {
          "description": "How many values are left out.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "fingerprint",
        "cause",
        "count",
        "firstSeen",
        "lastSeen",
        "sampleId"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "cli/dead-letters-export", file: "cli/dead-letters-export.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-export",
  "title": "terminus dead-letters export --format json",
  "description": "One dead letter a line, with everything that is known of it. The command has no other format. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "id": {
      "description": "The id (UUIDv7).",
      "type": "string"
    },
    "number": {
      "description": "A short name, unique in this ledger.",
      "type": "integer",
      "minimum": 0
    },
    "state": {
      "description": "Whether it is open, waits for its termination, or is closed.",
      "enum": [
        "open",
        "held",
        "resolved",
        "discarded"
      ]
    },
    "source": {
      "description": "Who gave up on the message: the judge refused it, judging it failed each time, or the broker dead-lettered it.",
      "enum": [
        "refused",
        "unjudgeable",
        "broker"
      ]
    },
    "messageId": {
      "description": "The id of the message, where it could be read.",
      "type": [
        "string",
        "null"
      ]
    },
    "terminationId": {
      "description": "The termination that the message names, where it could be read.",
      "type": [
        "string",
        "null"
      ]
    },
    "contractId": {
      "description": "The contract that the message names, where it could be read.",
      "type": [
        "string",
        "null"
      ]
    },
    "customerId": {
      "description": "The customer that the message names, where it could be read.",
      "type": [
        "string",
        "null"
      ]
    },
    "fingerprint": {
      "description": "The cause: dead letters with one fingerprint broke the same rules at the same places.",
      "type": "string",
      "pattern": "^[0-9a-f]{12}$"
    },
    "violations": {
      "description": "What was wrong when it was judged last.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/violation"
      }
    },
    "attempts": {
      "description": "How often it was judged on purpose: on arrival, and with each replay.",
      "type": "integer",
      "minimum": 0
    },
    "occurrences": {
      "description": "How often the same message came.",
      "type": "integer",
      "minimum": 0
    },
    "version": {
      "description": "Rises with each change. A change that names another version is refused.",
      "type": "integer",
      "minimum": 0
    },
    "settingsVersion": {
      "description": "The version of the settings that judged it last; null where none did.",
      "type": [
        "integer",
        "null"
      ]
    },
    "receivedAt": {
      "description": "When it was received.",
      "type": "string",
      "format": "date-time"
    },
    "lastSeenAt": {
      "description": "When the same message came last.",
      "type": "string",
      "format": "date-time"
    },
    "importRun": {
      "description": "The import that it came with.",
      "type": "integer",
      "minimum": 0
    },
    "redactedAt": {
      "description": "When its note was redacted.",
      "type": "string",
      "format": "date-time"
    },
    "resolvedAt": {
      "description": "When it was resolved.",
      "type": "string",
      "format": "date-time"
    },
    "resolution": {
      "$ref": "#/$defs/resolution"
    },
    "discardReason": {
      "description": "Why it was discarded.",
      "type": "string"
    },
    "properties": {
      "description": "The AMQP properties that are judged.",
      "type": "object"
    },
    "transport": {
      "description": "How the message came: properties, headers, exchange and routing key.",
      "type": "object"
    },
    "bodyBase64": {
      "description": "The bytes that were received, in Base64.",
      "type": "string"
    },
    "mendedBodyBase64": {
      "description": "The edited body, in Base64.",
      "type": "string"
    },
    "history": {
      "description": "What was done with it, in order.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/entry"
      }
    }
  },
  "required": [
    "id",
    "number",
    "state",
    "source",
    "messageId",
    "terminationId",
    "contractId",
    "customerId",
    "fingerprint",
    "violations",
    "attempts",
    "occurrences",
    "version",
    "settingsVersion",
    "receivedAt",
    "lastSeenAt",
    "properties",
    "transport",
    "bodyBase64",
    "history"
  ],
  "$defs": {
    "violation": {
      "description": "One broken rule.",
      "type": "object",
      "properties": {
        "code": {
          "description": "The stable code; docs/violations.md lists all.",
          "type": "string"
        },
        "pointer": {
          "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
          "type": "string"
        },
        "message": {
          "description": "What is wrong, for a person.",
          "type": "string"
        },
        "expected": {
          "description": "What would be right.",
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
    },
    "difference": {
      "description": "One value of the body that an edit changes. Values are in one short line each, and never a note.",
      "type": "object",
      "properties": {
        "pointer": {
          "description": "The place in the body, as a JSON Pointer.",
          "type": "string"
        },
        "before": {
          "description": "The value before.",
          "type": "string"
        },
        "after": {
          "description": "The value after.",
          "type": "string"
        }
      },
      "required": [
        "pointer",
        "before",
        "after"
      ]
    },
    "resolution": {
      "description": "The recorded revision that the message became, or that was recorded already.",
      "type": "object",
      "properties": {
        "terminationId": {
          "description": "The termination.",
          "type": "string"
        },
        "revision": {
          "type": "integer",
          "minimum": 1,
          "description": "Its revision."
        },
        "messageId": {
          "description": "The id of the message that was recorded.",
          "type": "string"
        }
      },
      "required": [
        "terminationId",
        "revision",
        "messageId"
      ]
    },
    "entry": {
      "description": "One entry of the audit trail.",
      "type": "object",
      "properties": {
        "number": {
          "description": "From 1, without gaps, over the whole trail.",
          "type": "integer",
          "minimum": 0
        },
        "deadLetterId": {
          "description": "The dead letter that it is about.",
          "type": "string"
        },
        "terminationId": {
          "description": "The termination that it is about.",
          "type": "string"
        },
        "at": {
          "description": "When it was done.",
          "type": "string",
          "format": "date-time"
        },
        "via": {
          "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
          "type": "string"
        },
        "actor": {
          "description": "Who did it: a login name, or `terminus` for the worker itself.",
          "type": "string"
        },
        "reason": {
          "description": "Why, in the words of the actor; may be empty.",
          "type": "string"
        },
        "action": {
          "description": "What was done.",
          "enum": [
            "resolved",
            "refused",
            "mended",
            "discarded",
            "restored",
            "redacted",
            "pruned",
            "undone"
          ]
        },
        "details": {
          "description": "What belongs to the action, such as the revision that the message became, the violations, or the patch. A patch may hold a note.",
          "type": "object"
        },
        "redactedBy": {
          "description": "The entry that redacted these details.",
          "type": "integer",
          "minimum": 0
        },
        "hash": {
          "description": "SHA-256 over the hash of the entry before and this entry, in hexadecimal.",
          "type": "string",
          "pattern": "^[0-9a-f]{64}$"
        },
        "changes": {
          "description": "From what to what an edit changed the body; only where that is known.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/difference"
          }
        }
      },
      "required": [
        "number",
        "at",
        "actor",
        "via",
        "reason",
        "action",
        "details",
        "hash"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "cli/dead-letters-groups", file: "cli/dead-letters-groups.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-groups",
  "title": "terminus dead-letters groups --format json",
  "description": "One cause a line, the one with most dead letters first. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "fingerprint": {
      "description": "The cause.",
      "type": "string"
    },
    "cause": {
      "description": "The cause in words.",
      "type": "string"
    },
    "count": {
      "description": "How many there are.",
      "type": "integer",
      "minimum": 0
    },
    "firstSeen": {
      "description": "When the first of them was received.",
      "type": "string",
      "format": "date-time"
    },
    "lastSeen": {
      "description": "When one of them came last.",
      "type": "string",
      "format": "date-time"
    },
    "sampleId": {
      "description": "The one that was received last.",
      "type": "string"
    },
    "valuesCounted": {
      "description": "How many dead letters were read for the values, the latest first; left out where none was read.",
      "type": "integer",
      "minimum": 0
    },
    "values": {
      "description": "The most frequent values of each place.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/value"
      }
    },
    "otherValues": {
      "description": "How many values are left out.",
      "type": "integer",
      "minimum": 0
    }
  },
  "required": [
    "fingerprint",
    "cause",
    "count",
    "firstSeen",
    "lastSeen",
    "sampleId"
  ],
  "$defs": {
    "value": {
      "description": "A value that breaks a rule, and how many dead letters have it.",
      "type": "object",
      "properties": {
        "pointer": {
          "description": "The place in the message, as a JSON Pointer.",
          "type": "string"
        },
        "value": {
          "description": "The value in one short line, never a note; --value takes it.",
          "type": "string"
        },
        "exactValue": {
          "description": "The value as JSON, where the line does not stand for something else."
        },
        "count": {
          "description": "How many dead letters have it.",
          "type": "integer",
          "minimum": 0
        },
        "firstSeen": {
          "description": "When the first of them was received.",
          "type": "string",
          "format": "date-time"
        },
        "lastSeen": {
          "description": "When one of them came last.",
          "type": "string",
          "format": "date-time"
        }
      },
      "required": [
        "pointer",
        "value",
        "count",
        "firstSeen",
        "lastSeen"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "cli/dead-letters-history", file: "cli/dead-letters-history.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-history",
  "title": "terminus dead-letters history --format json",
  "description": "One entry of the audit trail a line, in order. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "number": {
      "description": "From 1, without gaps, over the whole trail.",
      "type": "integer",
      "minimum": 0
    },
    "deadLetterId": {
      "description": "The dead letter that it is about.",
      "type": "string"
    },
    "terminationId": {
      "description": "The termination that it is about.",
      "type": "string"
    },
    "at": {
      "description": "When it was done.",
      "type": "string",
      "format": "date-time"
    },
    "via": {
      "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
      "type": "string"
    },
    "actor": {
      "description": "Who did it: a login name, or `terminus` for the worker itself.",
      "type": "string"
    },
    "reason": {
      "description": "Why, in the words of the actor; may be empty.",
      "type": "string"
    },
    "action": {
      "description": "What was done.",
      "enum": [
        "resolved",
        "refused",
        "mended",
        "discarded",
        "restored",
        "redacted",
        "pruned",
        "undone"
      ]
    },
    "details": {
      "description": "What belongs to the action, such as the revision that the message became, the violations, or the patch. A patch may hold a note.",
      "type": "object"
    },
    "redactedBy": {
      "description": "The entry that redacted these details.",
      "type": "integer",
      "minimum": 0
    },
    "hash": {
      "description": "SHA-256 over the hash of the entry before and this entry, in hexadecimal.",
      "type": "string",
      "pattern": "^[0-9a-f]{64}$"
    },
    "changes": {
      "description": "From what to what an edit changed the body; only where that is known.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/difference"
      }
    }
  },
  "required": [
    "number",
    "at",
    "actor",
    "via",
    "reason",
    "action",
    "details",
    "hash"
  ],
  "$defs": {
    "difference": {
      "description": "One value of the body that an edit changes. Values are in one short line each, and never a note.",
      "type": "object",
      "properties": {
        "pointer": {
          "description": "The place in the body, as a JSON Pointer.",
          "type": "string"
        },
        "before": {
          "description": "The value before.",
          "type": "string"
        },
        "after": {
          "description": "The value after.",
          "type": "string"
        }
      },
      "required": [
        "pointer",
        "before",
        "after"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "cli/dead-letters-list", file: "cli/dead-letters-list.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-list",
  "title": "terminus dead-letters list --format json",
  "description": "One dead letter a line; with --count, one object with their number. Members may be added in later versions: ignore what you do not know.",
  "oneOf": [
    {
      "description": "A dead letter.",
      "type": "object",
      "properties": {
        "id": {
          "description": "The id (UUIDv7).",
          "type": "string"
        },
        "number": {
          "description": "A short name, unique in this ledger.",
          "type": "integer",
          "minimum": 0
        },
        "state": {
          "description": "Whether it is open, waits for its termination, or is closed.",
          "enum": [
            "open",
            "held",
            "resolved",
            "discarded"
          ]
        },
        "source": {
          "description": "Who gave up on the message: the judge refused it, judging it failed each time, or the broker dead-lettered it.",
          "enum": [
            "refused",
            "unjudgeable",
            "broker"
          ]
        },
        "messageId": {
          "description": "The id of the message, where it could be read.",
          "type": [
            "string",
            "null"
          ]
        },
        "terminationId": {
          "description": "The termination that the message names, where it could be read.",
          "type": [
            "string",
            "null"
          ]
        },
        "contractId": {
          "description": "The contract that the message names, where it could be read.",
          "type": [
            "string",
            "null"
          ]
        },
        "customerId": {
          "description": "The customer that the message names, where it could be read.",
          "type": [
            "string",
            "null"
          ]
        },
        "fingerprint": {
          "description": "The cause: dead letters with one fingerprint broke the same rules at the same places.",
          "type": "string",
          "pattern": "^[0-9a-f]{12}$"
        },
        "violations": {
          "description": "What was wrong when it was judged last.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/violation"
          }
        },
        "attempts": {
          "description": "How often it was judged on purpose: on arrival, and with each replay.",
          "type": "integer",
          "minimum": 0
        },
        "occurrences": {
          "description": "How often the same message came.",
          "type": "integer",
          "minimum": 0
        },
        "isMended": {
          "description": "Whether an edited body is judged instead of the one that was received.",
          "type": "boolean"
        },
        "version": {
          "description": "Rises with each change. A change that names another version is refused.",
          "type": "integer",
          "minimum": 0
        },
        "settingsVersion": {
          "description": "The version of the settings that judged it last; null where none did.",
          "type": [
            "integer",
            "null"
          ]
        },
        "receivedAt": {
          "description": "When it was received.",
          "type": "string",
          "format": "date-time"
        },
        "lastSeenAt": {
          "description": "When the same message came last.",
          "type": "string",
          "format": "date-time"
        },
        "importRun": {
          "description": "The import that it came with.",
          "type": "integer",
          "minimum": 0
        },
        "redactedAt": {
          "description": "When its note was redacted.",
          "type": "string",
          "format": "date-time"
        },
        "heldUntil": {
          "description": "Until when it waits for its termination.",
          "type": "string",
          "format": "date-time"
        },
        "resolvedAt": {
          "description": "When it was resolved.",
          "type": "string",
          "format": "date-time"
        },
        "resolution": {
          "$ref": "#/$defs/resolution"
        },
        "discardReason": {
          "description": "Why it was discarded.",
          "type": "string"
        }
      },
      "required": [
        "id",
        "number",
        "state",
        "source",
        "messageId",
        "terminationId",
        "contractId",
        "customerId",
        "fingerprint",
        "violations",
        "attempts",
        "occurrences",
        "isMended",
        "version",
        "settingsVersion",
        "receivedAt",
        "lastSeenAt"
      ]
    },
    {
      "description": "With --count.",
      "type": "object",
      "properties": {
        "count": {
          "description": "How many dead letters match.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "count"
      ]
    }
  ],
  "$defs": {
    "violation": {
      "description": "One broken rule.",
      "type": "object",
      "properties": {
        "code": {
          "description": "The stable code; docs/violations.md lists all.",
          "type": "string"
        },
        "pointer": {
          "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
          "type": "string"
        },
        "message": {
          "description": "What is wrong, for a person.",
          "type": "string"
        },
        "expected": {
          "description": "What would be right.",
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
    },
    "resolution": {
      "description": "The recorded revision that the message became, or that was recorded already.",
      "type": "object",
      "properties": {
        "terminationId": {
          "description": "The termination.",
          "type": "string"
        },
        "revision": {
          "type": "integer",
          "minimum": 1,
          "description": "Its revision."
        },
        "messageId": {
          "description": "The id of the message that was recorded.",
          "type": "string"
        }
      },
      "required": [
        "terminationId",
        "revision",
        "messageId"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "cli/dead-letters-mend", file: "cli/dead-letters-mend.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-mend",
  "title": "terminus dead-letters mend --format json",
  "description": "One object: what was changed, or with --dry-run what would be. With --replay a second line follows, as of dead-letters replay. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "dryRun": {
      "description": "Whether nothing was changed because of --dry-run.",
      "type": "boolean"
    },
    "total": {
      "description": "How many open dead letters match.",
      "type": "integer",
      "minimum": 0
    },
    "mended": {
      "description": "How many were changed.",
      "type": "integer",
      "minimum": 0
    },
    "notMended": {
      "description": "How many were to be changed and were not.",
      "type": "integer",
      "minimum": 0
    },
    "unchanged": {
      "description": "How many need no change.",
      "type": "integer",
      "minimum": 0
    },
    "exceptions": {
      "description": "Why dead letters were not changed, and how many: the state that does not allow it, changedMeanwhile, unknown, or unpatchable.",
      "type": "object",
      "additionalProperties": {
        "type": "integer",
        "minimum": 0
      }
    },
    "action": {
      "description": "The number by which undo takes it back; null where nothing was changed.",
      "type": [
        "integer",
        "null"
      ]
    },
    "warnings": {
      "description": "Members that the change sets and the message contract does not have.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "pointer": {
            "description": "The member.",
            "type": "string"
          },
          "suggestion": {
            "description": "The member that was probably meant.",
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "pointer",
          "suggestion"
        ]
      }
    },
    "samples": {
      "description": "The differences in the first dead letters.",
      "type": "array",
      "items": {
        "description": "What an edit changes in one dead letter.",
        "type": "object",
        "properties": {
          "deadLetterId": {
            "description": "The dead letter.",
            "type": "string"
          },
          "messageId": {
            "description": "The id of its message, where it could be read.",
            "type": [
              "string",
              "null"
            ]
          },
          "changes": {
            "description": "The differences.",
            "type": "array",
            "items": {
              "$ref": "#/$defs/difference"
            }
          }
        },
        "required": [
          "deadLetterId",
          "messageId",
          "changes"
        ]
      }
    },
    "unchangedBecause": {
      "description": "Why dead letters need no change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "reason": {
            "description": "Why, for a person.",
            "type": "string"
          },
          "count": {
            "description": "How many.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "reason",
          "count"
        ]
      }
    },
    "forecast": {
      "description": "What a replay makes of the edited messages.",
      "type": "object",
      "properties": {
        "resolved": {
          "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "Recorded, or would be.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "Resolved because the message was recorded already.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "Refused again.",
          "type": "integer",
          "minimum": 0
        },
        "notOpen": {
          "description": "Not judged, because they were not open any more.",
          "type": "integer",
          "minimum": 0
        },
        "unpatchable": {
          "description": "Not judged, because the edit cannot be applied; left out where there is none.",
          "type": "integer",
          "minimum": 0
        },
        "unknown": {
          "description": "Not judged, because there is no such dead letter; left out where there is none.",
          "type": "integer",
          "minimum": 0
        },
        "groups": {
          "description": "By the cause that the dead letters had before, the largest first.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/group"
          }
        },
        "refusals": {
          "description": "Why dead letters were refused again, the most frequent first.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/refusal"
          }
        },
        "eventCounts": {
          "description": "How many events of each type would be published.",
          "type": "object",
          "additionalProperties": {
            "type": "integer",
            "minimum": 0
          }
        },
        "events": {
          "description": "The first of these events, as they would be published but for positions and times.",
          "type": "array",
          "items": {
            "type": "object"
          }
        }
      },
      "required": [
        "resolved",
        "accepted",
        "alreadyRecorded",
        "rejected",
        "notOpen",
        "groups",
        "refusals",
        "eventCounts",
        "events"
      ]
    }
  },
  "required": [
    "dryRun",
    "total",
    "mended",
    "notMended",
    "unchanged",
    "action"
  ],
  "$defs": {
    "violation": {
      "description": "One broken rule.",
      "type": "object",
      "properties": {
        "code": {
          "description": "The stable code; docs/violations.md lists all.",
          "type": "string"
        },
        "pointer": {
          "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
          "type": "string"
        },
        "message": {
          "description": "What is wrong, for a person.",
          "type": "string"
        },
        "expected": {
          "description": "What would be right.",
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
    },
    "difference": {
      "description": "One value of the body that an edit changes. Values are in one short line each, and never a note.",
      "type": "object",
      "properties": {
        "pointer": {
          "description": "The place in the body, as a JSON Pointer.",
          "type": "string"
        },
        "before": {
          "description": "The value before.",
          "type": "string"
        },
        "after": {
          "description": "The value after.",
          "type": "string"
        }
      },
      "required": [
        "pointer",
        "before",
        "after"
      ]
    },
    "group": {
      "description": "What became of the dead letters of one cause.",
      "type": "object",
      "properties": {
        "fingerprint": {
          "description": "The cause that they had before.",
          "type": "string"
        },
        "cause": {
          "description": "The cause in words.",
          "type": [
            "string",
            "null"
          ]
        },
        "count": {
          "description": "How many there were.",
          "type": "integer",
          "minimum": 0
        },
        "resolved": {
          "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "Recorded, or would be.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "Resolved because the message was recorded already.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "Refused again.",
          "type": "integer",
          "minimum": 0
        },
        "notOpen": {
          "description": "Not judged, because they were not open any more.",
          "type": "integer",
          "minimum": 0
        },
        "unpatchable": {
          "description": "Not judged, because the edit cannot be applied; left out where there is none.",
          "type": "integer",
          "minimum": 0
        },
        "unknown": {
          "description": "Not judged, because there is no such dead letter; left out where there is none.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "fingerprint",
        "cause",
        "count",
        "resolved",
        "accepted",
        "alreadyRecorded",
        "rejected",
        "notOpen"
      ]
    },
    "refusal": {
      "description": "Dead letters that were refused again for one cause.",
      "type": "object",
      "properties": {
        "fingerprint": {
          "description": "The cause that they have now.",
          "type": "string"
        },
        "count": {
          "description": "How many there are.",
          "type": "integer",
          "minimum": 0
        },
        "sampleId": {
          "description": "One of them.",
          "type": "string"
        },
        "violations": {
          "description": "What is wrong.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/violation"
          }
        }
      },
      "required": [
        "fingerprint",
        "count",
        "sampleId",
        "violations"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "cli/dead-letters-replay", file: "cli/dead-letters-replay.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-replay",
  "title": "terminus dead-letters replay --format json",
  "description": "One object: what became of the dead letters, or with --dry-run what would. Members may be added in later versions: ignore what you do not know.",
  "oneOf": [
    {
      "description": "With --dry-run.",
      "type": "object",
      "properties": {
        "dryRun": {
          "description": "Always true.",
          "const": true
        },
        "total": {
          "description": "How many dead letters would be judged.",
          "type": "integer",
          "minimum": 0
        },
        "judged": {
          "description": "How many of them were judged: all of them, or the oldest 10,000 by the HTTP API.",
          "type": "integer",
          "minimum": 0
        },
        "resolved": {
          "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "Recorded, or would be.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "Resolved because the message was recorded already.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "Refused again.",
          "type": "integer",
          "minimum": 0
        },
        "notOpen": {
          "description": "Not judged, because they were not open any more.",
          "type": "integer",
          "minimum": 0
        },
        "unpatchable": {
          "description": "Not judged, because the edit cannot be applied; left out where there is none.",
          "type": "integer",
          "minimum": 0
        },
        "unknown": {
          "description": "Not judged, because there is no such dead letter; left out where there is none.",
          "type": "integer",
          "minimum": 0
        },
        "groups": {
          "description": "By the cause that the dead letters had before, the largest first.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/group"
          }
        },
        "refusals": {
          "description": "Why dead letters were refused again, the most frequent first.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/refusal"
          }
        },
        "eventCounts": {
          "description": "How many events of each type would be published.",
          "type": "object",
          "additionalProperties": {
            "type": "integer",
            "minimum": 0
          }
        },
        "events": {
          "description": "The first of these events, as they would be published but for positions and times.",
          "type": "array",
          "items": {
            "type": "object"
          }
        }
      },
      "required": [
        "dryRun",
        "total",
        "judged",
        "resolved",
        "accepted",
        "alreadyRecorded",
        "rejected",
        "notOpen",
        "groups",
        "refusals",
        "eventCounts",
        "events"
      ]
    },
    {
      "description": "After a replay. Without a prefix, figures are of what was judged now.",
      "type": "object",
      "properties": {
        "run": {
          "description": "The number of the replay.",
          "type": "integer",
          "minimum": 0
        },
        "finished": {
          "description": "Whether every dead letter of the replay was judged.",
          "type": "boolean"
        },
        "total": {
          "description": "How many dead letters the replay has.",
          "type": "integer",
          "minimum": 0
        },
        "taken": {
          "description": "How many of them were judged.",
          "type": "integer",
          "minimum": 0
        },
        "takenBefore": {
          "description": "How many of these were judged before this command.",
          "type": "integer",
          "minimum": 0
        },
        "changedMeanwhile": {
          "description": "Dead letters that somebody changed between the selection and the start: they are not part of the replay.",
          "type": "integer",
          "minimum": 0
        },
        "resolved": {
          "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "Recorded, or would be.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "Resolved because the message was recorded already.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "Refused again.",
          "type": "integer",
          "minimum": 0
        },
        "notOpen": {
          "description": "Not judged, because they were not open any more.",
          "type": "integer",
          "minimum": 0
        },
        "unpatchable": {
          "description": "Not judged, because the edit cannot be applied; left out where there is none.",
          "type": "integer",
          "minimum": 0
        },
        "unknown": {
          "description": "Not judged, because there is no such dead letter; left out where there is none.",
          "type": "integer",
          "minimum": 0
        },
        "groups": {
          "description": "By the cause that the dead letters had before, the largest first.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/group"
          }
        },
        "refusals": {
          "description": "Why dead letters were refused again, the most frequent first.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/refusal"
          }
        },
        "totals": {
          "description": "What became of the replay as a whole.",
          "type": "object",
          "properties": {
            "resolved": {
              "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
              "type": "integer",
              "minimum": 0
            },
            "accepted": {
              "description": "Recorded, or would be.",
              "type": "integer",
              "minimum": 0
            },
            "alreadyRecorded": {
              "description": "Resolved because the message was recorded already.",
              "type": "integer",
              "minimum": 0
            },
            "rejected": {
              "description": "Refused again.",
              "type": "integer",
              "minimum": 0
            },
            "notOpen": {
              "description": "Not judged, because they were not open any more.",
              "type": "integer",
              "minimum": 0
            },
            "unpatchable": {
              "description": "Not judged, because the edit cannot be applied; left out where there is none.",
              "type": "integer",
              "minimum": 0
            },
            "unknown": {
              "description": "Not judged, because there is no such dead letter; left out where there is none.",
              "type": "integer",
              "minimum": 0
            }
          },
          "required": [
            "resolved",
            "accepted",
            "alreadyRecorded",
            "rejected",
            "notOpen"
          ]
        }
      },
      "required": [
        "run",
        "finished",
        "total",
        "taken",
        "takenBefore",
        "changedMeanwhile",
        "resolved",
        "accepted",
        "alreadyRecorded",
        "rejected",
        "notOpen",
        "groups",
        "refusals",
        "totals"
      ]
    }
  ],
  "$defs": {
    "violation": {
      "description": "One broken rule.",
      "type": "object",
      "properties": {
        "code": {
          "description": "The stable code; docs/violations.md lists all.",
          "type": "string"
        },
        "pointer": {
          "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
          "type": "string"
        },
        "message": {
          "description": "What is wrong, for a person.",
          "type": "string"
        },
        "expected": {
          "description": "What would be right.",
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
    },
    "group": {
      "description": "What became of the dead letters of one cause.",
      "type": "object",
      "properties": {
        "fingerprint": {
          "description": "The cause that they had before.",
          "type": "string"
        },
        "cause": {
          "description": "The cause in words.",
          "type": [
            "string",
            "null"
          ]
        },
        "count": {
          "description": "How many there were.",
          "type": "integer",
          "minimum": 0
        },
        "resolved": {
          "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "Recorded, or would be.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "Resolved because the message was recorded already.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "Refused again.",
          "type": "integer",
          "minimum": 0
        },
        "notOpen": {
          "description": "Not judged, because they were not open any more.",
          "type": "integer",
          "minimum": 0
        },
        "unpatchable": {
          "description": "Not judged, because the edit cannot be applied; left out where there is none.",
          "type": "integer",
          "minimum": 0
        },
        "unknown": {
          "description": "Not judged, because there is no such dead letter; left out where there is none.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "fingerprint",
        "cause",
        "count",
        "resolved",
        "accepted",
        "alreadyRecorded",
        "rejected",
        "notOpen"
      ]
    },
    "refusal": {
      "description": "Dead letters that were refused again for one cause.",
      "type": "object",
      "properties": {
        "fingerprint": {
          "description": "The cause that they have now.",
          "type": "string"
        },
        "count": {
          "description": "How many there are.",
          "type": "integer",
          "minimum": 0
        },
        "sampleId": {
          "description": "One of them.",
          "type": "string"
        },
        "violations": {
          "description": "What is wrong.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/violation"
          }
        }
      },
      "required": [
        "fingerprint",
        "count",
        "sampleId",
        "violations"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "cli/dead-letters-replays", file: "cli/dead-letters-replays.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-replays",
  "title": "terminus dead-letters replays list --format json",
  "description": "One replay a line, the latest first. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "run": {
      "description": "The number of the replay, by which it is resumed.",
      "type": "integer",
      "minimum": 0
    },
    "startedAt": {
      "description": "When it began.",
      "type": "string",
      "format": "date-time"
    },
    "startedBy": {
      "description": "Who began it.",
      "type": "string"
    },
    "via": {
      "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
      "type": "string"
    },
    "reason": {
      "description": "Why; may be empty.",
      "type": "string"
    },
    "asOf": {
      "description": "Whether dated rules are judged as of when the terminations occurred, or as of the replay.",
      "enum": [
        "occurred",
        "now"
      ]
    },
    "finished": {
      "description": "Whether every dead letter of the replay was judged.",
      "type": "boolean"
    },
    "total": {
      "description": "How many dead letters the replay has.",
      "type": "integer",
      "minimum": 0
    },
    "taken": {
      "description": "How many of them were judged.",
      "type": "integer",
      "minimum": 0
    },
    "resolved": {
      "description": "Recorded now, or recorded already: `accepted` and `alreadyRecorded` together.",
      "type": "integer",
      "minimum": 0
    },
    "accepted": {
      "description": "Recorded, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "alreadyRecorded": {
      "description": "Resolved because the message was recorded already.",
      "type": "integer",
      "minimum": 0
    },
    "rejected": {
      "description": "Refused again.",
      "type": "integer",
      "minimum": 0
    },
    "notOpen": {
      "description": "Not judged, because they were not open any more.",
      "type": "integer",
      "minimum": 0
    },
    "unpatchable": {
      "description": "Not judged, because the edit cannot be applied; left out where there is none.",
      "type": "integer",
      "minimum": 0
    },
    "unknown": {
      "description": "Not judged, because there is no such dead letter; left out where there is none.",
      "type": "integer",
      "minimum": 0
    }
  },
  "required": [
    "run",
    "startedAt",
    "startedBy",
    "via",
    "reason",
    "asOf",
    "finished",
    "total",
    "taken",
    "resolved",
    "accepted",
    "alreadyRecorded",
    "rejected",
    "notOpen"
  ]
}

"""##),
        PublishedSchema(name: "cli/dead-letters-restore", file: "cli/dead-letters-restore.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-restore",
  "title": "terminus dead-letters restore --format json",
  "description": "One object: how many dead letters were restored, or with --dry-run would be. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "dryRun": {
      "description": "Whether nothing was changed because of --dry-run.",
      "type": "boolean"
    },
    "total": {
      "description": "How many dead letters were tried, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "changed": {
      "description": "How many were restored; 0 in a dry run.",
      "type": "integer",
      "minimum": 0
    },
    "notChanged": {
      "description": "How many were not, or would not be.",
      "type": "integer",
      "minimum": 0
    },
    "exceptions": {
      "description": "Why dead letters were not changed, and how many: the state that does not allow it, changedMeanwhile, unknown, or unpatchable.",
      "type": "object",
      "additionalProperties": {
        "type": "integer",
        "minimum": 0
      }
    },
    "action": {
      "description": "The number by which undo takes it back; null where nothing was changed.",
      "type": [
        "integer",
        "null"
      ]
    },
    "groups": {
      "description": "Only of a dry run: the dead letters by cause.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/cause"
      }
    }
  },
  "required": [
    "dryRun",
    "total",
    "changed",
    "notChanged",
    "exceptions",
    "action"
  ],
  "$defs": {
    "value": {
      "description": "A value that breaks a rule, and how many dead letters have it.",
      "type": "object",
      "properties": {
        "pointer": {
          "description": "The place in the message, as a JSON Pointer.",
          "type": "string"
        },
        "value": {
          "description": "The value in one short line, never a note; --value takes it.",
          "type": "string"
        },
        "exactValue": {
          "description": "The value as JSON, where the line does not stand for something else."
        },
        "count": {
          "description": "How many dead letters have it.",
          "type": "integer",
          "minimum": 0
        },
        "firstSeen": {
          "description": "When the first of them was received.",
          "type": "string",
          "format": "date-time"
        },
        "lastSeen": {
          "description": "When one of them came last.",
          "type": "string",
          "format": "date-time"
        }
      },
      "required": [
        "pointer",
        "value",
        "count",
        "firstSeen",
        "lastSeen"
      ]
    },
    "cause": {
      "description": "The dead letters of one cause.",
      "type": "object",
      "properties": {
        "fingerprint": {
          "description": "The cause.",
          "type": "string"
        },
        "cause": {
          "description": "The cause in words.",
          "type": "string"
        },
        "count": {
          "description": "How many there are.",
          "type": "integer",
          "minimum": 0
        },
        "firstSeen": {
          "description": "When the first of them was received.",
          "type": "string",
          "format": "date-time"
        },
        "lastSeen": {
          "description": "When one of them came last.",
          "type": "string",
          "format": "date-time"
        },
        "sampleId": {
          "description": "The one that was received last.",
          "type": "string"
        },
        "valuesCounted": {
          "description": "How many dead letters were read for the values, the latest first; left out where none was read.",
          "type": "integer",
          "minimum": 0
        },
        "values": {
          "description": "The most frequent values of each place.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/value"
          }
        },
        "otherValues": {
          "description": "How many values are left out.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "fingerprint",
        "cause",
        "count",
        "firstSeen",
        "lastSeen",
        "sampleId"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "cli/dead-letters-show", file: "cli/dead-letters-show.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-show",
  "title": "terminus dead-letters show --format json",
  "description": "One dead letter with its bytes and its history. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "id": {
      "description": "The id (UUIDv7).",
      "type": "string"
    },
    "number": {
      "description": "A short name, unique in this ledger.",
      "type": "integer",
      "minimum": 0
    },
    "state": {
      "description": "Whether it is open, waits for its termination, or is closed.",
      "enum": [
        "open",
        "held",
        "resolved",
        "discarded"
      ]
    },
    "source": {
      "description": "Who gave up on the message: the judge refused it, judging it failed each time, or the broker dead-lettered it.",
      "enum": [
        "refused",
        "unjudgeable",
        "broker"
      ]
    },
    "messageId": {
      "description": "The id of the message, where it could be read.",
      "type": [
        "string",
        "null"
      ]
    },
    "terminationId": {
      "description": "The termination that the message names, where it could be read.",
      "type": [
        "string",
        "null"
      ]
    },
    "contractId": {
      "description": "The contract that the message names, where it could be read.",
      "type": [
        "string",
        "null"
      ]
    },
    "customerId": {
      "description": "The customer that the message names, where it could be read.",
      "type": [
        "string",
        "null"
      ]
    },
    "fingerprint": {
      "description": "The cause: dead letters with one fingerprint broke the same rules at the same places.",
      "type": "string",
      "pattern": "^[0-9a-f]{12}$"
    },
    "violations": {
      "description": "What was wrong when it was judged last.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/violation"
      }
    },
    "attempts": {
      "description": "How often it was judged on purpose: on arrival, and with each replay.",
      "type": "integer",
      "minimum": 0
    },
    "occurrences": {
      "description": "How often the same message came.",
      "type": "integer",
      "minimum": 0
    },
    "isMended": {
      "description": "Whether an edited body is judged instead of the one that was received.",
      "type": "boolean"
    },
    "version": {
      "description": "Rises with each change. A change that names another version is refused.",
      "type": "integer",
      "minimum": 0
    },
    "settingsVersion": {
      "description": "The version of the settings that judged it last; null where none did.",
      "type": [
        "integer",
        "null"
      ]
    },
    "receivedAt": {
      "description": "When it was received.",
      "type": "string",
      "format": "date-time"
    },
    "lastSeenAt": {
      "description": "When the same message came last.",
      "type": "string",
      "format": "date-time"
    },
    "importRun": {
      "description": "The import that it came with.",
      "type": "integer",
      "minimum": 0
    },
    "redactedAt": {
      "description": "When its note was redacted.",
      "type": "string",
      "format": "date-time"
    },
    "heldUntil": {
      "description": "Until when it waits for its termination.",
      "type": "string",
      "format": "date-time"
    },
    "resolvedAt": {
      "description": "When it was resolved.",
      "type": "string",
      "format": "date-time"
    },
    "resolution": {
      "$ref": "#/$defs/resolution"
    },
    "discardReason": {
      "description": "Why it was discarded.",
      "type": "string"
    },
    "nowMissing": {
      "description": "Of an edited dead letter that is open: why `now` is missing.",
      "type": "string"
    },
    "now": {
      "description": "Of an edited dead letter that is open: what a replay would make of it now.",
      "type": "object",
      "properties": {
        "verdict": {
          "description": "The verdict.",
          "enum": [
            "accepted",
            "alreadyRecorded",
            "rejected"
          ]
        },
        "violations": {
          "description": "What is wrong now.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/violation"
          }
        }
      },
      "required": [
        "verdict",
        "violations"
      ]
    },
    "transport": {
      "description": "How the message came: properties, headers, exchange and routing key.",
      "type": "object"
    },
    "bodyBase64": {
      "description": "The bytes that were received, in Base64.",
      "type": "string"
    },
    "body": {
      "description": "The body, where it is JSON."
    },
    "mendedBody": {
      "description": "The edited body, which is judged instead."
    },
    "history": {
      "description": "What was done with it, in order.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/entry"
      }
    }
  },
  "required": [
    "id",
    "number",
    "state",
    "source",
    "messageId",
    "terminationId",
    "contractId",
    "customerId",
    "fingerprint",
    "violations",
    "attempts",
    "occurrences",
    "isMended",
    "version",
    "settingsVersion",
    "receivedAt",
    "lastSeenAt",
    "transport",
    "bodyBase64",
    "history"
  ],
  "$defs": {
    "violation": {
      "description": "One broken rule.",
      "type": "object",
      "properties": {
        "code": {
          "description": "The stable code; docs/violations.md lists all.",
          "type": "string"
        },
        "pointer": {
          "description": "The place in the message, as a JSON Pointer (RFC 6901); empty for the whole document.",
          "type": "string"
        },
        "message": {
          "description": "What is wrong, for a person.",
          "type": "string"
        },
        "expected": {
          "description": "What would be right.",
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
    },
    "difference": {
      "description": "One value of the body that an edit changes. Values are in one short line each, and never a note.",
      "type": "object",
      "properties": {
        "pointer": {
          "description": "The place in the body, as a JSON Pointer.",
          "type": "string"
        },
        "before": {
          "description": "The value before.",
          "type": "string"
        },
        "after": {
          "description": "The value after.",
          "type": "string"
        }
      },
      "required": [
        "pointer",
        "before",
        "after"
      ]
    },
    "resolution": {
      "description": "The recorded revision that the message became, or that was recorded already.",
      "type": "object",
      "properties": {
        "terminationId": {
          "description": "The termination.",
          "type": "string"
        },
        "revision": {
          "type": "integer",
          "minimum": 1,
          "description": "Its revision."
        },
        "messageId": {
          "description": "The id of the message that was recorded.",
          "type": "string"
        }
      },
      "required": [
        "terminationId",
        "revision",
        "messageId"
      ]
    },
    "entry": {
      "description": "One entry of the audit trail.",
      "type": "object",
      "properties": {
        "number": {
          "description": "From 1, without gaps, over the whole trail.",
          "type": "integer",
          "minimum": 0
        },
        "deadLetterId": {
          "description": "The dead letter that it is about.",
          "type": "string"
        },
        "terminationId": {
          "description": "The termination that it is about.",
          "type": "string"
        },
        "at": {
          "description": "When it was done.",
          "type": "string",
          "format": "date-time"
        },
        "via": {
          "description": "The way by which it came in: cli, console, api: with the name of the token, or worker.",
          "type": "string"
        },
        "actor": {
          "description": "Who did it: a login name, or `terminus` for the worker itself.",
          "type": "string"
        },
        "reason": {
          "description": "Why, in the words of the actor; may be empty.",
          "type": "string"
        },
        "action": {
          "description": "What was done.",
          "enum": [
            "resolved",
            "refused",
            "mended",
            "discarded",
            "restored",
            "redacted",
            "pruned",
            "undone"
          ]
        },
        "details": {
          "description": "What belongs to the action, such as the revision that the message became, the violations, or the patch. A patch may hold a note.",
          "type": "object"
        },
        "redactedBy": {
          "description": "The entry that redacted these details.",
          "type": "integer",
          "minimum": 0
        },
        "hash": {
          "description": "SHA-256 over the hash of the entry before and this entry, in hexadecimal.",
          "type": "string",
          "pattern": "^[0-9a-f]{64}$"
        },
        "changes": {
          "description": "From what to what an edit changed the body; only where that is known.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/difference"
          }
        }
      },
      "required": [
        "number",
        "at",
        "actor",
        "via",
        "reason",
        "action",
        "details",
        "hash"
      ]
    }
  }
}

"""##),
        PublishedSchema(name: "cli/dead-letters-undo", file: "cli/dead-letters-undo.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:dead-letters-undo",
  "title": "terminus dead-letters undo --format json",
  "description": "One object: what was taken back, or with --dry-run what would be. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "dryRun": {
      "description": "Whether nothing was changed because of --dry-run.",
      "type": "boolean"
    },
    "undoes": {
      "description": "The number of the action that is taken back.",
      "type": "integer",
      "minimum": 0
    },
    "action": {
      "description": "The number of the undo; null where nothing was changed.",
      "type": [
        "integer",
        "null"
      ]
    },
    "undoable": {
      "description": "How many dead letters could be taken back when the command looked.",
      "type": "integer",
      "minimum": 0
    },
    "undone": {
      "description": "How many were taken back; 0 in a dry run.",
      "type": "integer",
      "minimum": 0
    },
    "undoneBefore": {
      "description": "How many were taken back before.",
      "type": "integer",
      "minimum": 0
    },
    "changedSince": {
      "description": "How many stay as they are, by what was done to them since.",
      "type": "object",
      "additionalProperties": {
        "type": "integer",
        "minimum": 0
      }
    },
    "changedSamples": {
      "description": "Some of those.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "gone": {
      "description": "How many retention has removed.",
      "type": "integer",
      "minimum": 0
    }
  },
  "required": [
    "dryRun",
    "undoes",
    "action",
    "undoable",
    "undone",
    "undoneBefore",
    "changedSince",
    "changedSamples",
    "gone"
  ]
}

"""##),
        PublishedSchema(name: "cli/doctor", file: "cli/doctor.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:doctor",
  "title": "terminus doctor --format json",
  "description": "One check a line. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "check": {
      "description": "What was checked.",
      "type": "string"
    },
    "result": {
      "description": "`failed` keeps a worker from its work, `warning` does not.",
      "type": "string",
      "enum": [
        "ok",
        "warning",
        "failed"
      ]
    },
    "detail": {
      "description": "What was found.",
      "type": "string"
    },
    "hint": {
      "description": "What to do about it.",
      "type": [
        "string",
        "null"
      ]
    }
  },
  "required": [
    "check",
    "result",
    "detail",
    "hint"
  ]
}

"""##),
        PublishedSchema(name: "cli/events-list", file: "cli/events-list.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:events-list",
  "title": "terminus events list --format json",
  "description": "One event a line, the latest first. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "record": {
      "description": "The entry of the log.",
      "type": "object",
      "properties": {
        "sequence": {
          "description": "The position in the log.",
          "type": "integer",
          "minimum": 0
        },
        "id": {
          "description": "The id of the event.",
          "type": "string"
        },
        "type": {
          "description": "The type of the event.",
          "type": "string"
        },
        "contractSequence": {
          "description": "The number within the events of its contract; null where it belongs to none.",
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0
        },
        "recordedAt": {
          "description": "When it was recorded.",
          "type": "string",
          "format": "date-time"
        },
        "publication": {
          "description": "What has become of it.",
          "type": "string",
          "enum": [
            "published",
            "waiting",
            "parked"
          ]
        },
        "failure": {
          "description": "Why the broker did not take it; only of a parked event.",
          "type": "string"
        },
        "attempts": {
          "description": "How often it was tried; only of a parked event.",
          "type": "integer",
          "minimum": 0
        },
        "parkedAt": {
          "description": "When it was first not taken; only of a parked event.",
          "type": "string",
          "format": "date-time"
        },
        "lastAttemptAt": {
          "description": "When it was last tried; only of a parked event.",
          "type": "string",
          "format": "date-time"
        }
      },
      "required": [
        "sequence",
        "id",
        "type",
        "contractSequence",
        "recordedAt",
        "publication"
      ]
    },
    "contractId": {
      "description": "The contract of the event; null where it belongs to none.",
      "type": [
        "string",
        "null"
      ]
    },
    "event": {
      "description": "The event as it is published, with its note withheld without --confidential; null where the bytes are no JSON.",
      "type": [
        "object",
        "null"
      ],
      "additionalProperties": true
    }
  },
  "required": [
    "record",
    "contractId",
    "event"
  ]
}

"""##),
        PublishedSchema(name: "cli/events-republish", file: "cli/events-republish.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:events-republish",
  "title": "terminus events republish --format json",
  "description": "One object: what a dry run found, or what was published. Members may be added in later versions: ignore what you do not know.",
  "oneOf": [
    {
      "type": "object",
      "properties": {
        "dryRun": {
          "description": "Whether it was a dry run; false where there was nothing to publish.",
          "type": "boolean"
        },
        "total": {
          "description": "How many events would be published.",
          "type": "integer",
          "minimum": 0
        },
        "leftOut": {
          "description": "How many events of the same filter do not reach the queue, by type.",
          "type": "object",
          "additionalProperties": {
            "type": "integer",
            "minimum": 1
          }
        }
      },
      "required": [
        "dryRun",
        "total",
        "leftOut"
      ]
    },
    {
      "type": "object",
      "properties": {
        "run": {
          "description": "The number of the run, by which it is resumed.",
          "type": "integer",
          "minimum": 0
        },
        "queue": {
          "description": "The queue that gets the events; null for the exchange.",
          "type": [
            "string",
            "null"
          ]
        },
        "finished": {
          "description": "Whether every event was published.",
          "type": "boolean"
        },
        "total": {
          "description": "How many events the run has.",
          "type": "integer",
          "minimum": 0
        },
        "published": {
          "description": "How many are published, in earlier attempts too.",
          "type": "integer",
          "minimum": 0
        },
        "publishedBefore": {
          "description": "How many were published before this attempt.",
          "type": "integer",
          "minimum": 0
        },
        "position": {
          "description": "Everything up to this position of the log was published, or was not taken.",
          "type": "integer",
          "minimum": 0
        },
        "notTaken": {
          "description": "How many the broker did not take.",
          "type": "integer",
          "minimum": 0
        },
        "failures": {
          "description": "The first of those that were not taken.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "position": {
                "description": "The position of the event.",
                "type": "integer",
                "minimum": 0
              },
              "reason": {
                "description": "Why it was not taken.",
                "type": "string"
              }
            },
            "required": [
              "position",
              "reason"
            ]
          },
          "maxItems": 100
        }
      },
      "required": [
        "run",
        "queue",
        "finished",
        "total",
        "published",
        "publishedBefore",
        "position",
        "notTaken",
        "failures"
      ]
    }
  ]
}

"""##),
        PublishedSchema(name: "cli/events-show", file: "cli/events-show.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:events-show",
  "title": "terminus events show --format json",
  "description": "One object: the event. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "record": {
      "description": "The entry of the log.",
      "type": "object",
      "properties": {
        "sequence": {
          "description": "The position in the log.",
          "type": "integer",
          "minimum": 0
        },
        "id": {
          "description": "The id of the event.",
          "type": "string"
        },
        "type": {
          "description": "The type of the event.",
          "type": "string"
        },
        "contractSequence": {
          "description": "The number within the events of its contract; null where it belongs to none.",
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0
        },
        "recordedAt": {
          "description": "When it was recorded.",
          "type": "string",
          "format": "date-time"
        },
        "publication": {
          "description": "What has become of it.",
          "type": "string",
          "enum": [
            "published",
            "waiting",
            "parked"
          ]
        },
        "failure": {
          "description": "Why the broker did not take it; only of a parked event.",
          "type": "string"
        },
        "attempts": {
          "description": "How often it was tried; only of a parked event.",
          "type": "integer",
          "minimum": 0
        },
        "parkedAt": {
          "description": "When it was first not taken; only of a parked event.",
          "type": "string",
          "format": "date-time"
        },
        "lastAttemptAt": {
          "description": "When it was last tried; only of a parked event.",
          "type": "string",
          "format": "date-time"
        }
      },
      "required": [
        "sequence",
        "id",
        "type",
        "contractSequence",
        "recordedAt",
        "publication"
      ]
    },
    "contractId": {
      "description": "The contract of the event; null where it belongs to none.",
      "type": [
        "string",
        "null"
      ]
    },
    "event": {
      "description": "The event as it is published, with its note withheld without --confidential; null where the bytes are no JSON.",
      "type": [
        "object",
        "null"
      ],
      "additionalProperties": true
    }
  },
  "required": [
    "record",
    "contractId",
    "event"
  ]
}

"""##),
        PublishedSchema(name: "cli/import", file: "cli/import.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:import",
  "title": "terminus import --format json",
  "description": "One object: what the import did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "import": {
      "description": "The number of the import; null in a dry run.",
      "type": [
        "integer",
        "null"
      ],
      "minimum": 0
    },
    "dryRun": {
      "description": "Whether it was tried on a copy of the ledger.",
      "type": "boolean"
    },
    "finished": {
      "description": "Whether the file was read to its end.",
      "type": "boolean"
    },
    "events": {
      "description": "Whether subscribers get events of what was imported.",
      "type": "string",
      "enum": [
        "none",
        "all"
      ]
    },
    "messages": {
      "description": "Messages that were judged, in earlier attempts too.",
      "type": "integer",
      "minimum": 0
    },
    "recorded": {
      "description": "Messages that were recorded.",
      "type": "integer",
      "minimum": 0
    },
    "alreadyRecorded": {
      "description": "Messages that were recorded before.",
      "type": "integer",
      "minimum": 0
    },
    "waiting": {
      "description": "Corrections and withdrawals that wait for their termination.",
      "type": "integer",
      "minimum": 0
    },
    "refused": {
      "description": "Messages that were refused.",
      "type": "integer",
      "minimum": 0
    },
    "causes": {
      "description": "Why messages were refused, the most frequent first.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the first violation.",
            "type": "string"
          },
          "count": {
            "description": "How many messages.",
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
    "violations": {
      "description": "Every broken rule with its field, the most frequent first.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the broken rule.",
            "type": "string"
          },
          "pointer": {
            "description": "The field, as a JSON Pointer.",
            "type": "string"
          },
          "message": {
            "description": "What is wrong, of the first time.",
            "type": "string"
          },
          "count": {
            "description": "How often the rule was broken.",
            "type": "integer",
            "minimum": 0
          },
          "firstLines": {
            "description": "The first lines of the file with it.",
            "type": "array",
            "items": {
              "type": "integer",
              "minimum": 1
            },
            "maxItems": 5
          },
          "values": {
            "description": "The refused values, the most frequent first; none where they are ids or notes.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "value": {
                  "description": "The value.",
                  "type": "string"
                },
                "count": {
                  "description": "How often it was refused.",
                  "type": "integer",
                  "minimum": 0
                }
              },
              "required": [
                "value",
                "count"
              ]
            },
            "maxItems": 10
          }
        },
        "required": [
          "code",
          "pointer",
          "message",
          "count",
          "firstLines",
          "values"
        ]
      }
    },
    "unusedColumns": {
      "description": "Columns of a table that are no field of a message.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "unusedMapValues": {
      "description": "The options --map-value whose value no row had.",
      "type": "array",
      "items": {
        "type": "string"
      }
    }
  },
  "required": [
    "import",
    "dryRun",
    "finished",
    "events",
    "messages",
    "recorded",
    "alreadyRecorded",
    "waiting",
    "refused",
    "causes",
    "violations",
    "unusedColumns",
    "unusedMapValues"
  ]
}

"""##),
        PublishedSchema(name: "cli/ledger-backup", file: "cli/ledger-backup.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:ledger-backup",
  "title": "terminus ledger backup --format json",
  "description": "One object: the copy. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "file": {
      "description": "The file that was written.",
      "type": "string"
    },
    "bytes": {
      "description": "Its size.",
      "type": "integer",
      "minimum": 0
    },
    "holds": {
      "description": "Whether every rule holds in it. A copy that does not hold is removed.",
      "type": "boolean"
    }
  },
  "required": [
    "file",
    "bytes",
    "holds"
  ]
}

"""##),
        PublishedSchema(name: "cli/ledger-check", file: "cli/ledger-check.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:ledger-check",
  "title": "terminus ledger check --format json",
  "description": "One object: what does not hold in the ledger. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "holds": {
      "description": "Whether every rule holds.",
      "type": "boolean"
    },
    "rules": {
      "description": "How many rules were checked.",
      "type": "integer",
      "minimum": 0
    },
    "findings": {
      "description": "The rules that do not hold.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "rule": {
            "description": "A stable code.",
            "type": "string"
          },
          "sentence": {
            "description": "What should hold.",
            "type": "string"
          },
          "count": {
            "description": "How often it does not.",
            "type": "integer",
            "minimum": 0
          },
          "table": {
            "description": "The table with the rows; absent where the rule is about the whole file.",
            "type": "string"
          },
          "places": {
            "description": "The first rows that break it.",
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        },
        "required": [
          "rule",
          "sentence",
          "count",
          "places"
        ]
      }
    }
  },
  "required": [
    "holds",
    "rules",
    "findings"
  ]
}

"""##),
        PublishedSchema(name: "cli/ledger-migrate", file: "cli/ledger-migrate.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:ledger-migrate",
  "title": "terminus ledger migrate --format json",
  "description": "One object: what was done, or with --dry-run would be done. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "from": {
      "description": "The version of the tables before; 0 for a file without tables.",
      "type": "integer",
      "minimum": 0
    },
    "to": {
      "description": "The version that this program writes.",
      "type": "integer",
      "minimum": 0
    },
    "migrated": {
      "description": "Whether the tables were changed.",
      "type": "boolean"
    },
    "steps": {
      "description": "The steps, in order.",
      "type": "array",
      "items": {
        "type": "string"
      }
    }
  },
  "required": [
    "from",
    "to",
    "migrated",
    "steps"
  ]
}

"""##),
        PublishedSchema(name: "cli/ledger-prune", file: "cli/ledger-prune.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:ledger-prune",
  "title": "terminus ledger prune --format json",
  "description": "One object: what was removed, or with --dry-run would be. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "messages": {
      "description": "Messages whose bodies were removed.",
      "type": "integer",
      "minimum": 0
    },
    "events": {
      "description": "Events that were removed.",
      "type": "integer",
      "minimum": 0
    },
    "deadLetters": {
      "description": "Dead letters that were removed.",
      "type": "integer",
      "minimum": 0
    },
    "bytesGivenBack": {
      "description": "Bytes that went back to the file system.",
      "type": "integer",
      "minimum": 0
    },
    "bytes": {
      "description": "The size of the file afterwards.",
      "type": "integer",
      "minimum": 0
    },
    "bytesFree": {
      "description": "Bytes of the file that are not used.",
      "type": "integer",
      "minimum": 0
    }
  },
  "required": [
    "dryRun",
    "messages",
    "events",
    "deadLetters"
  ]
}

"""##),
        PublishedSchema(name: "cli/ledger-restore", file: "cli/ledger-restore.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:ledger-restore",
  "title": "terminus ledger restore --format json",
  "description": "One object: what was restored, or with --dry-run would be. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "file": {
      "description": "The backup.",
      "type": "string"
    },
    "ledger": {
      "description": "The path of the ledger.",
      "type": "string"
    },
    "restored": {
      "description": "Whether the backup is in the place of the ledger now.",
      "type": "boolean"
    },
    "kept": {
      "description": "The name that the replaced ledger has now; null where there was none, and in a dry run.",
      "type": [
        "string",
        "null"
      ]
    },
    "copy": {
      "description": "The state of the backup.",
      "type": "object",
      "properties": {
        "terminations": {
          "description": "How many terminations it has.",
          "type": "integer",
          "minimum": 0
        },
        "settingsVersion": {
          "description": "The current version of its settings; absent where none were applied.",
          "type": "integer",
          "minimum": 0
        },
        "lastEvent": {
          "description": "The position of its last event; 0 where it has none.",
          "type": "integer",
          "minimum": 0
        },
        "lastEventAt": {
          "description": "When that event was recorded.",
          "type": "string",
          "format": "date-time"
        },
        "relayPosition": {
          "description": "The position up to which events are published.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "terminations",
        "lastEvent",
        "relayPosition"
      ]
    },
    "replaced": {
      "description": "The state of the replaced ledger; absent where there was none, or where it cannot be read.",
      "type": "object",
      "properties": {
        "terminations": {
          "description": "How many terminations it has.",
          "type": "integer",
          "minimum": 0
        },
        "settingsVersion": {
          "description": "The current version of its settings; absent where none were applied.",
          "type": "integer",
          "minimum": 0
        },
        "lastEvent": {
          "description": "The position of its last event; 0 where it has none.",
          "type": "integer",
          "minimum": 0
        },
        "lastEventAt": {
          "description": "When that event was recorded.",
          "type": "string",
          "format": "date-time"
        },
        "relayPosition": {
          "description": "The position up to which events are published.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "terminations",
        "lastEvent",
        "relayPosition"
      ]
    },
    "eventsToPublish": {
      "description": "Events of the copy that the relay publishes when the worker starts.",
      "type": "integer",
      "minimum": 0
    },
    "eventsNotInCopy": {
      "description": "Events of the replaced ledger that are not in the copy; absent where that is not known.",
      "type": "integer",
      "minimum": 0
    }
  },
  "required": [
    "file",
    "ledger",
    "restored",
    "kept",
    "copy",
    "eventsToPublish"
  ]
}

"""##),
        PublishedSchema(name: "cli/notes-redact", file: "cli/notes-redact.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:notes-redact",
  "title": "terminus notes redact --format json",
  "description": "One object: what was redacted, or with --dry-run would be. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "terminations": {
      "description": "Terminations whose notes were taken out.",
      "type": "integer",
      "minimum": 0
    },
    "deadLetters": {
      "description": "Dead letters whose notes were taken out.",
      "type": "integer",
      "minimum": 0
    },
    "places": {
      "description": "Bodies, events and patches that held one.",
      "type": "integer",
      "minimum": 0
    },
    "logEmptied": {
      "description": "Whether the log of the file is empty. False while another program reads it.",
      "type": "boolean"
    },
    "textsSearched": {
      "description": "Texts that the files were searched for.",
      "type": "integer",
      "minimum": 0
    },
    "textsTooShort": {
      "description": "Texts that are too short to be searched for.",
      "type": "integer",
      "minimum": 0
    },
    "inOtherRows": {
      "description": "Pieces of texts that other rows hold.",
      "type": "integer",
      "minimum": 0
    },
    "otherPlaces": {
      "description": "Where those pieces are.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "table": {
            "description": "The table.",
            "type": "string"
          },
          "column": {
            "description": "The column.",
            "type": "string"
          },
          "rows": {
            "description": "How many rows hold one there.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "table",
          "column",
          "rows"
        ]
      }
    },
    "leftOver": {
      "description": "Pieces of texts that are in a file and in no row.",
      "type": "integer",
      "minimum": 0
    }
  },
  "required": [
    "dryRun",
    "terminations",
    "deadLetters",
    "places"
  ]
}

"""##),
        PublishedSchema(name: "cli/reasons-add", file: "cli/reasons-add.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:reasons-add",
  "title": "terminus reasons add --format json",
  "description": "One object: what the change did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "version": {
      "description": "The version of the settings that holds them.",
      "type": "integer",
      "minimum": 0
    },
    "isNew": {
      "description": "Whether it is a new version: settings that are in force already make none.",
      "type": "boolean"
    },
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "events": {
      "description": "How many cancellation-reason.changed events were recorded, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "fields": {
      "description": "The fields of the settings that change, without those of reasons.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "field": {
            "description": "The path of the field within the settings or the reason.",
            "type": "string"
          },
          "before": {
            "description": "The value before; null where there was none."
          },
          "after": {
            "description": "The value after; null where there is none."
          }
        },
        "required": [
          "field",
          "before",
          "after"
        ]
      }
    },
    "reasons": {
      "description": "The reasons that change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "change": {
            "description": "What happens to the reason.",
            "type": "string",
            "enum": [
              "created",
              "edited",
              "retired",
              "restored",
              "merged",
              "moved",
              "removed"
            ]
          },
          "fields": {
            "description": "The fields of the reason that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "recorded": {
            "description": "How many recorded terminations have the reason.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "change",
          "fields",
          "recorded"
        ]
      }
    },
    "refusals": {
      "description": "The codes that messages can no longer give.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "reason": {
            "description": "The reason that the codes mean now.",
            "type": "string"
          },
          "codes": {
            "description": "The codes that messages can no longer give.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "extent": {
            "description": "For which terminations they are refused.",
            "type": "string",
            "enum": [
              "always",
              "after",
              "before",
              "notAllowed"
            ]
          },
          "day": {
            "description": "The day that `after` and `before` refer to.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "cameLately": {
            "description": "How many such terminations were recorded in the last 30 days.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "reason",
          "codes",
          "extent",
          "day",
          "cameLately"
        ]
      }
    },
    "deadLetters": {
      "description": "What would become of the open dead letters if they were replayed under these settings; null where the change cannot alter a verdict, or where it was not computed.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many dead letters are open.",
          "type": "integer",
          "minimum": 0
        },
        "open": {
          "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would be recorded.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "How many would be resolved because their message, or a later revision, is recorded.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "How many would be refused again.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "total",
        "open",
        "accepted",
        "alreadyRecorded",
        "rejected"
      ]
    }
  },
  "required": [
    "version",
    "isNew",
    "dryRun",
    "events",
    "fields",
    "reasons",
    "refusals",
    "deadLetters"
  ]
}

"""##),
        PublishedSchema(name: "cli/reasons-edit", file: "cli/reasons-edit.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:reasons-edit",
  "title": "terminus reasons edit --format json",
  "description": "One object: what the change did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "version": {
      "description": "The version of the settings that holds them.",
      "type": "integer",
      "minimum": 0
    },
    "isNew": {
      "description": "Whether it is a new version: settings that are in force already make none.",
      "type": "boolean"
    },
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "events": {
      "description": "How many cancellation-reason.changed events were recorded, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "fields": {
      "description": "The fields of the settings that change, without those of reasons.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "field": {
            "description": "The path of the field within the settings or the reason.",
            "type": "string"
          },
          "before": {
            "description": "The value before; null where there was none."
          },
          "after": {
            "description": "The value after; null where there is none."
          }
        },
        "required": [
          "field",
          "before",
          "after"
        ]
      }
    },
    "reasons": {
      "description": "The reasons that change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "change": {
            "description": "What happens to the reason.",
            "type": "string",
            "enum": [
              "created",
              "edited",
              "retired",
              "restored",
              "merged",
              "moved",
              "removed"
            ]
          },
          "fields": {
            "description": "The fields of the reason that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "recorded": {
            "description": "How many recorded terminations have the reason.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "change",
          "fields",
          "recorded"
        ]
      }
    },
    "refusals": {
      "description": "The codes that messages can no longer give.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "reason": {
            "description": "The reason that the codes mean now.",
            "type": "string"
          },
          "codes": {
            "description": "The codes that messages can no longer give.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "extent": {
            "description": "For which terminations they are refused.",
            "type": "string",
            "enum": [
              "always",
              "after",
              "before",
              "notAllowed"
            ]
          },
          "day": {
            "description": "The day that `after` and `before` refer to.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "cameLately": {
            "description": "How many such terminations were recorded in the last 30 days.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "reason",
          "codes",
          "extent",
          "day",
          "cameLately"
        ]
      }
    },
    "deadLetters": {
      "description": "What would become of the open dead letters if they were replayed under these settings; null where the change cannot alter a verdict, or where it was not computed.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many dead letters are open.",
          "type": "integer",
          "minimum": 0
        },
        "open": {
          "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would be recorded.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "How many would be resolved because their message, or a later revision, is recorded.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "How many would be refused again.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "total",
        "open",
        "accepted",
        "alreadyRecorded",
        "rejected"
      ]
    }
  },
  "required": [
    "version",
    "isNew",
    "dryRun",
    "events",
    "fields",
    "reasons",
    "refusals",
    "deadLetters"
  ]
}

"""##),
        PublishedSchema(name: "cli/reasons-list", file: "cli/reasons-list.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:reasons-list",
  "title": "terminus reasons list --format json",
  "description": "One reason a line, in the order of the settings. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "code": {
      "description": "The code of the reason.",
      "type": "string"
    },
    "labels": {
      "description": "The labels by language.",
      "type": "object",
      "additionalProperties": {
        "type": "string"
      }
    },
    "category": {
      "description": "The group of the reason in reports.",
      "type": [
        "string",
        "null"
      ]
    },
    "voluntary": {
      "description": "Whether the customer chose to leave; null where the settings do not say.",
      "type": [
        "boolean",
        "null"
      ]
    },
    "note": {
      "description": "Whether a note must, may or must not be given.",
      "type": "string",
      "enum": [
        "required",
        "optional",
        "forbidden"
      ]
    },
    "noteMinLength": {
      "description": "The shortest note, in characters.",
      "type": [
        "integer",
        "null"
      ],
      "minimum": 0
    },
    "allowed": {
      "description": "What the reason may be given for.",
      "type": "object",
      "properties": {
        "initiator": {
          "description": "Only for these initiators; null for all.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "string"
          }
        },
        "terminationType": {
          "description": "Only for these termination types; null for all.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "string"
          }
        },
        "contractType": {
          "description": "Only for these contract types; null for all.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "initiator",
        "terminationType",
        "contractType"
      ]
    },
    "validFrom": {
      "description": "The first day on which it may be given.",
      "type": [
        "string",
        "null"
      ],
      "format": "date"
    },
    "validThrough": {
      "description": "The last day on which it may be given.",
      "type": [
        "string",
        "null"
      ],
      "format": "date"
    },
    "replacedBy": {
      "description": "The reason that it was merged into.",
      "type": [
        "string",
        "null"
      ]
    },
    "aliases": {
      "description": "Other codes that mean it.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "sensitive": {
      "description": "Whether its code and label stay out of logs and events.",
      "type": "boolean"
    },
    "attributes": {
      "description": "What events carry for billing.",
      "type": "object",
      "additionalProperties": true
    }
  },
  "required": [
    "code",
    "labels",
    "category",
    "voluntary",
    "note",
    "noteMinLength",
    "allowed",
    "validFrom",
    "validThrough",
    "replacedBy",
    "aliases",
    "sensitive",
    "attributes"
  ]
}

"""##),
        PublishedSchema(name: "cli/reasons-merge", file: "cli/reasons-merge.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:reasons-merge",
  "title": "terminus reasons merge --format json",
  "description": "One object: what the change did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "version": {
      "description": "The version of the settings that holds them.",
      "type": "integer",
      "minimum": 0
    },
    "isNew": {
      "description": "Whether it is a new version: settings that are in force already make none.",
      "type": "boolean"
    },
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "events": {
      "description": "How many cancellation-reason.changed events were recorded, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "fields": {
      "description": "The fields of the settings that change, without those of reasons.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "field": {
            "description": "The path of the field within the settings or the reason.",
            "type": "string"
          },
          "before": {
            "description": "The value before; null where there was none."
          },
          "after": {
            "description": "The value after; null where there is none."
          }
        },
        "required": [
          "field",
          "before",
          "after"
        ]
      }
    },
    "reasons": {
      "description": "The reasons that change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "change": {
            "description": "What happens to the reason.",
            "type": "string",
            "enum": [
              "created",
              "edited",
              "retired",
              "restored",
              "merged",
              "moved",
              "removed"
            ]
          },
          "fields": {
            "description": "The fields of the reason that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "recorded": {
            "description": "How many recorded terminations have the reason.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "change",
          "fields",
          "recorded"
        ]
      }
    },
    "refusals": {
      "description": "The codes that messages can no longer give.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "reason": {
            "description": "The reason that the codes mean now.",
            "type": "string"
          },
          "codes": {
            "description": "The codes that messages can no longer give.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "extent": {
            "description": "For which terminations they are refused.",
            "type": "string",
            "enum": [
              "always",
              "after",
              "before",
              "notAllowed"
            ]
          },
          "day": {
            "description": "The day that `after` and `before` refer to.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "cameLately": {
            "description": "How many such terminations were recorded in the last 30 days.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "reason",
          "codes",
          "extent",
          "day",
          "cameLately"
        ]
      }
    },
    "deadLetters": {
      "description": "What would become of the open dead letters if they were replayed under these settings; null where the change cannot alter a verdict, or where it was not computed.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many dead letters are open.",
          "type": "integer",
          "minimum": 0
        },
        "open": {
          "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would be recorded.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "How many would be resolved because their message, or a later revision, is recorded.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "How many would be refused again.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "total",
        "open",
        "accepted",
        "alreadyRecorded",
        "rejected"
      ]
    }
  },
  "required": [
    "version",
    "isNew",
    "dryRun",
    "events",
    "fields",
    "reasons",
    "refusals",
    "deadLetters"
  ]
}

"""##),
        PublishedSchema(name: "cli/reasons-move", file: "cli/reasons-move.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:reasons-move",
  "title": "terminus reasons move --format json",
  "description": "One object: what the change did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "version": {
      "description": "The version of the settings that holds them.",
      "type": "integer",
      "minimum": 0
    },
    "isNew": {
      "description": "Whether it is a new version: settings that are in force already make none.",
      "type": "boolean"
    },
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "events": {
      "description": "How many cancellation-reason.changed events were recorded, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "fields": {
      "description": "The fields of the settings that change, without those of reasons.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "field": {
            "description": "The path of the field within the settings or the reason.",
            "type": "string"
          },
          "before": {
            "description": "The value before; null where there was none."
          },
          "after": {
            "description": "The value after; null where there is none."
          }
        },
        "required": [
          "field",
          "before",
          "after"
        ]
      }
    },
    "reasons": {
      "description": "The reasons that change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "change": {
            "description": "What happens to the reason.",
            "type": "string",
            "enum": [
              "created",
              "edited",
              "retired",
              "restored",
              "merged",
              "moved",
              "removed"
            ]
          },
          "fields": {
            "description": "The fields of the reason that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "recorded": {
            "description": "How many recorded terminations have the reason.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "change",
          "fields",
          "recorded"
        ]
      }
    },
    "refusals": {
      "description": "The codes that messages can no longer give.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "reason": {
            "description": "The reason that the codes mean now.",
            "type": "string"
          },
          "codes": {
            "description": "The codes that messages can no longer give.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "extent": {
            "description": "For which terminations they are refused.",
            "type": "string",
            "enum": [
              "always",
              "after",
              "before",
              "notAllowed"
            ]
          },
          "day": {
            "description": "The day that `after` and `before` refer to.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "cameLately": {
            "description": "How many such terminations were recorded in the last 30 days.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "reason",
          "codes",
          "extent",
          "day",
          "cameLately"
        ]
      }
    },
    "deadLetters": {
      "description": "What would become of the open dead letters if they were replayed under these settings; null where the change cannot alter a verdict, or where it was not computed.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many dead letters are open.",
          "type": "integer",
          "minimum": 0
        },
        "open": {
          "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would be recorded.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "How many would be resolved because their message, or a later revision, is recorded.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "How many would be refused again.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "total",
        "open",
        "accepted",
        "alreadyRecorded",
        "rejected"
      ]
    }
  },
  "required": [
    "version",
    "isNew",
    "dryRun",
    "events",
    "fields",
    "reasons",
    "refusals",
    "deadLetters"
  ]
}

"""##),
        PublishedSchema(name: "cli/reasons-restore", file: "cli/reasons-restore.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:reasons-restore",
  "title": "terminus reasons restore --format json",
  "description": "One object: what the change did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "version": {
      "description": "The version of the settings that holds them.",
      "type": "integer",
      "minimum": 0
    },
    "isNew": {
      "description": "Whether it is a new version: settings that are in force already make none.",
      "type": "boolean"
    },
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "events": {
      "description": "How many cancellation-reason.changed events were recorded, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "fields": {
      "description": "The fields of the settings that change, without those of reasons.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "field": {
            "description": "The path of the field within the settings or the reason.",
            "type": "string"
          },
          "before": {
            "description": "The value before; null where there was none."
          },
          "after": {
            "description": "The value after; null where there is none."
          }
        },
        "required": [
          "field",
          "before",
          "after"
        ]
      }
    },
    "reasons": {
      "description": "The reasons that change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "change": {
            "description": "What happens to the reason.",
            "type": "string",
            "enum": [
              "created",
              "edited",
              "retired",
              "restored",
              "merged",
              "moved",
              "removed"
            ]
          },
          "fields": {
            "description": "The fields of the reason that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "recorded": {
            "description": "How many recorded terminations have the reason.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "change",
          "fields",
          "recorded"
        ]
      }
    },
    "refusals": {
      "description": "The codes that messages can no longer give.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "reason": {
            "description": "The reason that the codes mean now.",
            "type": "string"
          },
          "codes": {
            "description": "The codes that messages can no longer give.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "extent": {
            "description": "For which terminations they are refused.",
            "type": "string",
            "enum": [
              "always",
              "after",
              "before",
              "notAllowed"
            ]
          },
          "day": {
            "description": "The day that `after` and `before` refer to.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "cameLately": {
            "description": "How many such terminations were recorded in the last 30 days.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "reason",
          "codes",
          "extent",
          "day",
          "cameLately"
        ]
      }
    },
    "deadLetters": {
      "description": "What would become of the open dead letters if they were replayed under these settings; null where the change cannot alter a verdict, or where it was not computed.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many dead letters are open.",
          "type": "integer",
          "minimum": 0
        },
        "open": {
          "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would be recorded.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "How many would be resolved because their message, or a later revision, is recorded.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "How many would be refused again.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "total",
        "open",
        "accepted",
        "alreadyRecorded",
        "rejected"
      ]
    }
  },
  "required": [
    "version",
    "isNew",
    "dryRun",
    "events",
    "fields",
    "reasons",
    "refusals",
    "deadLetters"
  ]
}

"""##),
        PublishedSchema(name: "cli/reasons-retire", file: "cli/reasons-retire.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:reasons-retire",
  "title": "terminus reasons retire --format json",
  "description": "One object: what the change did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "version": {
      "description": "The version of the settings that holds them.",
      "type": "integer",
      "minimum": 0
    },
    "isNew": {
      "description": "Whether it is a new version: settings that are in force already make none.",
      "type": "boolean"
    },
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "events": {
      "description": "How many cancellation-reason.changed events were recorded, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "fields": {
      "description": "The fields of the settings that change, without those of reasons.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "field": {
            "description": "The path of the field within the settings or the reason.",
            "type": "string"
          },
          "before": {
            "description": "The value before; null where there was none."
          },
          "after": {
            "description": "The value after; null where there is none."
          }
        },
        "required": [
          "field",
          "before",
          "after"
        ]
      }
    },
    "reasons": {
      "description": "The reasons that change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "change": {
            "description": "What happens to the reason.",
            "type": "string",
            "enum": [
              "created",
              "edited",
              "retired",
              "restored",
              "merged",
              "moved",
              "removed"
            ]
          },
          "fields": {
            "description": "The fields of the reason that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "recorded": {
            "description": "How many recorded terminations have the reason.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "change",
          "fields",
          "recorded"
        ]
      }
    },
    "refusals": {
      "description": "The codes that messages can no longer give.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "reason": {
            "description": "The reason that the codes mean now.",
            "type": "string"
          },
          "codes": {
            "description": "The codes that messages can no longer give.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "extent": {
            "description": "For which terminations they are refused.",
            "type": "string",
            "enum": [
              "always",
              "after",
              "before",
              "notAllowed"
            ]
          },
          "day": {
            "description": "The day that `after` and `before` refer to.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "cameLately": {
            "description": "How many such terminations were recorded in the last 30 days.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "reason",
          "codes",
          "extent",
          "day",
          "cameLately"
        ]
      }
    },
    "deadLetters": {
      "description": "What would become of the open dead letters if they were replayed under these settings; null where the change cannot alter a verdict, or where it was not computed.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many dead letters are open.",
          "type": "integer",
          "minimum": 0
        },
        "open": {
          "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would be recorded.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "How many would be resolved because their message, or a later revision, is recorded.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "How many would be refused again.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "total",
        "open",
        "accepted",
        "alreadyRecorded",
        "rejected"
      ]
    }
  },
  "required": [
    "version",
    "isNew",
    "dryRun",
    "events",
    "fields",
    "reasons",
    "refusals",
    "deadLetters"
  ]
}

"""##),
        PublishedSchema(name: "cli/reasons-show", file: "cli/reasons-show.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:reasons-show",
  "title": "terminus reasons show --format json",
  "description": "One object: the reason, and how often it is recorded. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "code": {
      "description": "The code of the reason.",
      "type": "string"
    },
    "labels": {
      "description": "The labels by language.",
      "type": "object",
      "additionalProperties": {
        "type": "string"
      }
    },
    "category": {
      "description": "The group of the reason in reports.",
      "type": [
        "string",
        "null"
      ]
    },
    "voluntary": {
      "description": "Whether the customer chose to leave; null where the settings do not say.",
      "type": [
        "boolean",
        "null"
      ]
    },
    "note": {
      "description": "Whether a note must, may or must not be given.",
      "type": "string",
      "enum": [
        "required",
        "optional",
        "forbidden"
      ]
    },
    "noteMinLength": {
      "description": "The shortest note, in characters.",
      "type": [
        "integer",
        "null"
      ],
      "minimum": 0
    },
    "allowed": {
      "description": "What the reason may be given for.",
      "type": "object",
      "properties": {
        "initiator": {
          "description": "Only for these initiators; null for all.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "string"
          }
        },
        "terminationType": {
          "description": "Only for these termination types; null for all.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "string"
          }
        },
        "contractType": {
          "description": "Only for these contract types; null for all.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "initiator",
        "terminationType",
        "contractType"
      ]
    },
    "validFrom": {
      "description": "The first day on which it may be given.",
      "type": [
        "string",
        "null"
      ],
      "format": "date"
    },
    "validThrough": {
      "description": "The last day on which it may be given.",
      "type": [
        "string",
        "null"
      ],
      "format": "date"
    },
    "replacedBy": {
      "description": "The reason that it was merged into.",
      "type": [
        "string",
        "null"
      ]
    },
    "aliases": {
      "description": "Other codes that mean it.",
      "type": "array",
      "items": {
        "type": "string"
      }
    },
    "sensitive": {
      "description": "Whether its code and label stay out of logs and events.",
      "type": "boolean"
    },
    "attributes": {
      "description": "What events carry for billing.",
      "type": "object",
      "additionalProperties": true
    },
    "settingsVersion": {
      "description": "The version of the settings that it is read from.",
      "type": "integer",
      "minimum": 0
    },
    "uses": {
      "description": "How often it is recorded, by version and given code.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "givenCode": {
            "description": "The code as messages gave it: an alias perhaps.",
            "type": "string"
          },
          "label": {
            "description": "The label in the default language of that time.",
            "type": "string"
          },
          "settingsVersion": {
            "description": "The version of the settings that it was recorded under.",
            "type": "integer",
            "minimum": 0
          },
          "recorded": {
            "description": "How many recorded terminations have it, withdrawn ones included.",
            "type": "integer",
            "minimum": 0
          },
          "countedUnder": {
            "description": "The reason under which reports count them now.",
            "type": "string"
          }
        },
        "required": [
          "code",
          "givenCode",
          "label",
          "settingsVersion",
          "recorded",
          "countedUnder"
        ]
      }
    }
  },
  "required": [
    "code",
    "labels",
    "category",
    "voluntary",
    "note",
    "noteMinLength",
    "allowed",
    "validFrom",
    "validThrough",
    "replacedBy",
    "aliases",
    "sensitive",
    "attributes",
    "settingsVersion",
    "uses"
  ]
}

"""##),
        PublishedSchema(name: "cli/reasons-usage", file: "cli/reasons-usage.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:reasons-usage",
  "title": "terminus reasons usage --format json",
  "description": "One line for each reason as it read when it was recorded, or with --totals for each reason that reports count under; a last line for terminations without a reason. Members may be added in later versions: ignore what you do not know.",
  "oneOf": [
    {
      "type": "object",
      "properties": {
        "code": {
          "description": "The code of the reason.",
          "type": "string"
        },
        "givenCode": {
          "description": "The code as messages gave it: an alias perhaps.",
          "type": "string"
        },
        "label": {
          "description": "The label in the default language of that time.",
          "type": "string"
        },
        "settingsVersion": {
          "description": "The version of the settings that it was recorded under.",
          "type": "integer",
          "minimum": 0
        },
        "recorded": {
          "description": "How many recorded terminations have it, withdrawn ones included.",
          "type": "integer",
          "minimum": 0
        },
        "countedUnder": {
          "description": "The reason under which reports count them now.",
          "type": "string"
        }
      },
      "required": [
        "code",
        "givenCode",
        "label",
        "settingsVersion",
        "recorded",
        "countedUnder"
      ]
    },
    {
      "type": "object",
      "properties": {
        "code": {
          "description": "The code of the reason.",
          "type": "string"
        },
        "label": {
          "description": "The label in the default language; empty where the settings have no such reason.",
          "type": "string"
        },
        "recorded": {
          "description": "How many recorded terminations are counted under it.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "code",
        "label",
        "recorded"
      ]
    },
    {
      "type": "object",
      "properties": {
        "code": {
          "description": "No reason was given.",
          "type": "null"
        },
        "recorded": {
          "description": "How many recorded terminations have no reason.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "code",
        "recorded"
      ]
    }
  ]
}

"""##),
        PublishedSchema(name: "cli/schema", file: "cli/schema.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:schema",
  "title": "terminus schema --format json",
  "description": "One published schema a line. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "name": {
      "description": "The name that terminus schema takes.",
      "type": "string"
    },
    "file": {
      "description": "The file in the folder schemas.",
      "type": "string"
    },
    "title": {
      "description": "What it describes.",
      "type": "string"
    }
  },
  "required": [
    "name",
    "file",
    "title"
  ]
}

"""##),
        PublishedSchema(name: "cli/settings-apply", file: "cli/settings-apply.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:settings-apply",
  "title": "terminus settings apply --format json",
  "description": "One object: what applying the settings did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "version": {
      "description": "The version of the settings that holds them.",
      "type": "integer",
      "minimum": 0
    },
    "isNew": {
      "description": "Whether it is a new version: settings that are in force already make none.",
      "type": "boolean"
    },
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "events": {
      "description": "How many cancellation-reason.changed events were recorded, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "hash": {
      "description": "SHA-256 of the document, in hexadecimal.",
      "type": "string",
      "pattern": "^[0-9a-f]{64}$"
    },
    "ledger": {
      "description": "The path of the ledger.",
      "type": "string"
    },
    "fields": {
      "description": "The fields of the settings that change, without those of reasons.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "field": {
            "description": "The path of the field within the settings or the reason.",
            "type": "string"
          },
          "before": {
            "description": "The value before; null where there was none."
          },
          "after": {
            "description": "The value after; null where there is none."
          }
        },
        "required": [
          "field",
          "before",
          "after"
        ]
      }
    },
    "reasons": {
      "description": "The reasons that change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "change": {
            "description": "What happens to the reason.",
            "type": "string",
            "enum": [
              "created",
              "edited",
              "retired",
              "restored",
              "merged",
              "moved",
              "removed"
            ]
          },
          "fields": {
            "description": "The fields of the reason that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "recorded": {
            "description": "How many recorded terminations have the reason.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "change",
          "fields",
          "recorded"
        ]
      }
    },
    "refusals": {
      "description": "The codes that messages can no longer give.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "reason": {
            "description": "The reason that the codes mean now.",
            "type": "string"
          },
          "codes": {
            "description": "The codes that messages can no longer give.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "extent": {
            "description": "For which terminations they are refused.",
            "type": "string",
            "enum": [
              "always",
              "after",
              "before",
              "notAllowed"
            ]
          },
          "day": {
            "description": "The day that `after` and `before` refer to.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "cameLately": {
            "description": "How many such terminations were recorded in the last 30 days.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "reason",
          "codes",
          "extent",
          "day",
          "cameLately"
        ]
      }
    },
    "deadLetters": {
      "description": "What would become of the open dead letters if they were replayed under these settings; null where the change cannot alter a verdict, or where it was not computed.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many dead letters are open.",
          "type": "integer",
          "minimum": 0
        },
        "open": {
          "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would be recorded.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "How many would be resolved because their message, or a later revision, is recorded.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "How many would be refused again.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "total",
        "open",
        "accepted",
        "alreadyRecorded",
        "rejected"
      ]
    },
    "findings": {
      "description": "What is doubtful about the settings; only with --dry-run.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "A stable code.",
            "type": "string"
          },
          "severity": {
            "description": "`error` keeps the settings from working.",
            "type": "string",
            "enum": [
              "error",
              "warning"
            ]
          },
          "pointer": {
            "description": "Where it is in the document, as a JSON Pointer.",
            "type": "string"
          },
          "message": {
            "description": "What is doubtful, as a sentence.",
            "type": "string"
          }
        },
        "required": [
          "code",
          "severity",
          "pointer",
          "message"
        ]
      }
    }
  },
  "required": [
    "version",
    "isNew",
    "dryRun",
    "events",
    "hash",
    "ledger",
    "fields",
    "reasons",
    "refusals",
    "deadLetters"
  ]
}

"""##),
        PublishedSchema(name: "cli/settings-check", file: "cli/settings-check.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:settings-check",
  "title": "terminus settings check --format json",
  "description": "One object: what is doubtful about the settings, and what they would mean for what is recorded. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "findings": {
      "description": "What is doubtful about the settings.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "A stable code.",
            "type": "string"
          },
          "severity": {
            "description": "`error` keeps the settings from working.",
            "type": "string",
            "enum": [
              "error",
              "warning"
            ]
          },
          "pointer": {
            "description": "Where it is in the document, as a JSON Pointer.",
            "type": "string"
          },
          "message": {
            "description": "What is doubtful, as a sentence.",
            "type": "string"
          }
        },
        "required": [
          "code",
          "severity",
          "pointer",
          "message"
        ]
      }
    },
    "missingReasons": {
      "description": "The reasons that recorded terminations have and the settings do not. They keep the settings from being applied.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "recorded": {
            "description": "How many recorded terminations have it.",
            "type": "integer",
            "minimum": 0
          },
          "spelledAs": {
            "description": "How the settings spell the code; null where they do not have the reason.",
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "code",
          "recorded",
          "spelledAs"
        ]
      }
    },
    "deadLetters": {
      "description": "What would become of the open dead letters if they were replayed under these settings; null where there is no ledger.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many dead letters are open.",
          "type": "integer",
          "minimum": 0
        },
        "open": {
          "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would be recorded.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "How many would be resolved because their message, or a later revision, is recorded.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "How many would be refused again.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "total",
        "open",
        "accepted",
        "alreadyRecorded",
        "rejected"
      ]
    },
    "recorded": {
      "description": "What would become of the recorded terminations if they came today; null where there is no ledger.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many recorded terminations there are, each in its last revision.",
          "type": "integer",
          "minimum": 0
        },
        "checked": {
          "description": "How many of them were judged: not those beyond a limit, and not those whose message is not kept any more.",
          "type": "integer",
          "minimum": 0
        },
        "refused": {
          "description": "How many of them would be refused today.",
          "type": "integer",
          "minimum": 0
        },
        "violations": {
          "description": "The broken rules, the most frequent first.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "description": "The code of the broken rule.",
                "type": "string"
              },
              "count": {
                "description": "How many terminations break it.",
                "type": "integer",
                "minimum": 0
              },
              "examples": {
                "description": "The ids of the latest of them.",
                "type": "array",
                "items": {
                  "type": "string"
                },
                "maxItems": 3
              }
            },
            "required": [
              "code",
              "count",
              "examples"
            ]
          }
        }
      },
      "required": [
        "total",
        "checked",
        "refused",
        "violations"
      ]
    }
  },
  "required": [
    "findings",
    "missingReasons",
    "deadLetters",
    "recorded"
  ]
}

"""##),
        PublishedSchema(name: "cli/settings-diff", file: "cli/settings-diff.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:settings-diff",
  "title": "terminus settings diff --format json",
  "description": "One object: what is different between two versions of the settings. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "from": {
      "description": "The earlier version.",
      "type": "integer",
      "minimum": 0
    },
    "to": {
      "description": "The later version.",
      "type": "integer",
      "minimum": 0
    },
    "fields": {
      "description": "The fields of the settings that change, without those of reasons.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "field": {
            "description": "The path of the field within the settings or the reason.",
            "type": "string"
          },
          "before": {
            "description": "The value before; null where there was none."
          },
          "after": {
            "description": "The value after; null where there is none."
          }
        },
        "required": [
          "field",
          "before",
          "after"
        ]
      }
    },
    "reasons": {
      "description": "The reasons that change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "change": {
            "description": "What happens to the reason.",
            "type": "string",
            "enum": [
              "created",
              "edited",
              "retired",
              "restored",
              "merged",
              "moved",
              "removed"
            ]
          },
          "fields": {
            "description": "The fields of the reason that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "recorded": {
            "description": "How many recorded terminations have the reason.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "change",
          "fields",
          "recorded"
        ]
      }
    }
  },
  "required": [
    "from",
    "to",
    "fields",
    "reasons"
  ]
}

"""##),
        PublishedSchema(name: "cli/settings-history", file: "cli/settings-history.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:settings-history",
  "title": "terminus settings history --format json",
  "description": "One version of the settings a line, the latest first. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "version": {
      "description": "From 1, without gaps.",
      "type": "integer",
      "minimum": 0
    },
    "hash": {
      "description": "SHA-256 of the document, in hexadecimal.",
      "type": "string",
      "pattern": "^[0-9a-f]{64}$"
    },
    "appliedAt": {
      "description": "When they were applied.",
      "type": "string",
      "format": "date-time"
    },
    "appliedBy": {
      "description": "Who applied them.",
      "type": "string"
    },
    "via": {
      "description": "The way by which the change came in: cli, console, api: with the name of the token, or worker.",
      "type": "string"
    },
    "reason": {
      "description": "Why; may be empty.",
      "type": "string"
    }
  },
  "required": [
    "version",
    "hash",
    "appliedAt",
    "appliedBy",
    "via",
    "reason"
  ]
}

"""##),
        PublishedSchema(name: "cli/settings-rollback", file: "cli/settings-rollback.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:settings-rollback",
  "title": "terminus settings rollback --format json",
  "description": "One object: what the change did, or with --dry-run would do. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "version": {
      "description": "The version of the settings that holds them.",
      "type": "integer",
      "minimum": 0
    },
    "isNew": {
      "description": "Whether it is a new version: settings that are in force already make none.",
      "type": "boolean"
    },
    "dryRun": {
      "description": "Whether nothing was changed.",
      "type": "boolean"
    },
    "events": {
      "description": "How many cancellation-reason.changed events were recorded, or would be.",
      "type": "integer",
      "minimum": 0
    },
    "fields": {
      "description": "The fields of the settings that change, without those of reasons.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "field": {
            "description": "The path of the field within the settings or the reason.",
            "type": "string"
          },
          "before": {
            "description": "The value before; null where there was none."
          },
          "after": {
            "description": "The value after; null where there is none."
          }
        },
        "required": [
          "field",
          "before",
          "after"
        ]
      }
    },
    "reasons": {
      "description": "The reasons that change.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The code of the reason.",
            "type": "string"
          },
          "change": {
            "description": "What happens to the reason.",
            "type": "string",
            "enum": [
              "created",
              "edited",
              "retired",
              "restored",
              "merged",
              "moved",
              "removed"
            ]
          },
          "fields": {
            "description": "The fields of the reason that change.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The path of the field within the settings or the reason.",
                  "type": "string"
                },
                "before": {
                  "description": "The value before; null where there was none."
                },
                "after": {
                  "description": "The value after; null where there is none."
                }
              },
              "required": [
                "field",
                "before",
                "after"
              ]
            }
          },
          "recorded": {
            "description": "How many recorded terminations have the reason.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "change",
          "fields",
          "recorded"
        ]
      }
    },
    "refusals": {
      "description": "The codes that messages can no longer give.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "reason": {
            "description": "The reason that the codes mean now.",
            "type": "string"
          },
          "codes": {
            "description": "The codes that messages can no longer give.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "extent": {
            "description": "For which terminations they are refused.",
            "type": "string",
            "enum": [
              "always",
              "after",
              "before",
              "notAllowed"
            ]
          },
          "day": {
            "description": "The day that `after` and `before` refer to.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "cameLately": {
            "description": "How many such terminations were recorded in the last 30 days.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "reason",
          "codes",
          "extent",
          "day",
          "cameLately"
        ]
      }
    },
    "deadLetters": {
      "description": "What would become of the open dead letters if they were replayed under these settings; null where the change cannot alter a verdict, or where it was not computed.",
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "total": {
          "description": "How many dead letters are open.",
          "type": "integer",
          "minimum": 0
        },
        "open": {
          "description": "How many of them were judged: all of them, or as many as the HTTP API judges.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would be recorded.",
          "type": "integer",
          "minimum": 0
        },
        "alreadyRecorded": {
          "description": "How many would be resolved because their message, or a later revision, is recorded.",
          "type": "integer",
          "minimum": 0
        },
        "rejected": {
          "description": "How many would be refused again.",
          "type": "integer",
          "minimum": 0
        }
      },
      "required": [
        "total",
        "open",
        "accepted",
        "alreadyRecorded",
        "rejected"
      ]
    }
  },
  "required": [
    "version",
    "isNew",
    "dryRun",
    "events",
    "fields",
    "reasons",
    "refusals",
    "deadLetters"
  ]
}

"""##),
        PublishedSchema(name: "cli/settings-what-if", file: "cli/settings-what-if.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:settings-what-if",
  "title": "terminus settings what-if --format json",
  "description": "One object: what would have become of the terminations of a period, had the settings been in force then. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "since": {
      "description": "The first day on which a termination was made.",
      "type": "string",
      "format": "date"
    },
    "through": {
      "description": "The last day.",
      "type": "string",
      "format": "date"
    },
    "recorded": {
      "description": "What would have become of the terminations that are recorded and in force.",
      "type": "object",
      "properties": {
        "judged": {
          "description": "How many were judged.",
          "type": "integer",
          "minimum": 0
        },
        "notKept": {
          "description": "How many could not be judged, because their messages are no longer kept.",
          "type": "integer",
          "minimum": 0
        },
        "refused": {
          "description": "How many would have been refused. One that breaks several rules counts once.",
          "type": "integer",
          "minimum": 0
        },
        "violations": {
          "description": "Why, the most frequent first.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "description": "A violation code.",
                "type": "string"
              },
              "count": {
                "description": "How many terminations.",
                "type": "integer",
                "minimum": 1
              },
              "examples": {
                "description": "The ids of the latest ones, at most three.",
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "count",
              "examples"
            ]
          }
        }
      },
      "required": [
        "judged",
        "notKept",
        "refused",
        "violations"
      ]
    },
    "deadLetters": {
      "description": "What would have become of the messages that were refused then.",
      "type": "object",
      "properties": {
        "judged": {
          "description": "How many were judged.",
          "type": "integer",
          "minimum": 0
        },
        "accepted": {
          "description": "How many would have been accepted.",
          "type": "integer",
          "minimum": 0
        },
        "acceptedOpen": {
          "description": "How many of the accepted ones are open dead letters now.",
          "type": "integer",
          "minimum": 0
        },
        "acceptedResolved": {
          "description": "How many of them were resolved later.",
          "type": "integer",
          "minimum": 0
        },
        "acceptedDiscarded": {
          "description": "How many of them were discarded.",
          "type": "integer",
          "minimum": 0
        },
        "examples": {
          "description": "The ids of the latest dead letters that would have been accepted, at most three.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "judged",
        "accepted",
        "acceptedOpen",
        "acceptedResolved",
        "acceptedDiscarded",
        "examples"
      ]
    },
    "months": {
      "description": "By month, in order.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "month": {
            "description": "Such as 2026-03.",
            "type": "string"
          },
          "recorded": {
            "description": "Recorded terminations that were judged.",
            "type": "integer",
            "minimum": 0
          },
          "refused": {
            "description": "Those of them that would have been refused.",
            "type": "integer",
            "minimum": 0
          },
          "violations": {
            "description": "How many would have been refused for each violation code.",
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 1
            }
          },
          "deadLetters": {
            "description": "Messages that were refused then.",
            "type": "integer",
            "minimum": 0
          },
          "accepted": {
            "description": "Those of them that would have been accepted.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "month",
          "recorded",
          "refused",
          "violations",
          "deadLetters",
          "accepted"
        ]
      }
    },
    "channels": {
      "description": "By channel, the one with most recorded terminations first.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "channel": {
            "description": "As messages give it; null for those without one; … for all beyond the first 1,000.",
            "type": [
              "string",
              "null"
            ]
          },
          "recorded": {
            "description": "Recorded terminations that were judged.",
            "type": "integer",
            "minimum": 0
          },
          "refused": {
            "description": "Those of them that would have been refused.",
            "type": "integer",
            "minimum": 0
          },
          "violations": {
            "description": "How many would have been refused for each violation code.",
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 1
            }
          },
          "deadLetters": {
            "description": "Messages that were refused then.",
            "type": "integer",
            "minimum": 0
          },
          "accepted": {
            "description": "Those of them that would have been accepted.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "channel",
          "recorded",
          "refused",
          "violations",
          "deadLetters",
          "accepted"
        ]
      }
    },
    "contractTypes": {
      "description": "By contract type, the one with most recorded terminations first.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "contractType": {
            "description": "As messages give it; null for those without one; … for all beyond the first 1,000.",
            "type": [
              "string",
              "null"
            ]
          },
          "recorded": {
            "description": "Recorded terminations that were judged.",
            "type": "integer",
            "minimum": 0
          },
          "refused": {
            "description": "Those of them that would have been refused.",
            "type": "integer",
            "minimum": 0
          },
          "violations": {
            "description": "How many would have been refused for each violation code.",
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 1
            }
          },
          "deadLetters": {
            "description": "Messages that were refused then.",
            "type": "integer",
            "minimum": 0
          },
          "accepted": {
            "description": "Those of them that would have been accepted.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "contractType",
          "recorded",
          "refused",
          "violations",
          "deadLetters",
          "accepted"
        ]
      }
    },
    "reasons": {
      "description": "How reports would count the reasons: terminations that are in force, administrative ones left out.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "code": {
            "description": "The reason's code; null for terminations without one; `withheld` for sensitive reasons together, unless --confidential is given.",
            "type": [
              "string",
              "null"
            ]
          },
          "label": {
            "description": "In the default language; empty where there is none.",
            "type": "string"
          },
          "recorded": {
            "description": "As the settings in force count.",
            "type": "integer",
            "minimum": 0
          },
          "expected": {
            "description": "As these settings would count: without what they would have refused, and with what they would have accepted.",
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "code",
          "label",
          "recorded",
          "expected"
        ]
      }
    }
  },
  "required": [
    "since",
    "through",
    "recorded",
    "deadLetters",
    "months",
    "channels",
    "contractTypes",
    "reasons"
  ]
}

"""##),
        PublishedSchema(name: "cli/terminations-list", file: "cli/terminations-list.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:terminations-list",
  "title": "terminus terminations list --format json",
  "description": "One termination a line, the latest first. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "terminationId": {
      "description": "The id of the termination.",
      "type": "string"
    },
    "contractId": {
      "description": "The contract that ends.",
      "type": "string"
    },
    "customerId": {
      "description": "The customer.",
      "type": "string"
    },
    "state": {
      "description": "What the termination has come to.",
      "type": "string",
      "enum": [
        "in-force",
        "effective",
        "withdrawn"
      ]
    },
    "revision": {
      "description": "The number of the latest revision.",
      "type": "integer",
      "minimum": 0
    },
    "terminationType": {
      "description": "The type of the termination.",
      "type": "string"
    },
    "initiator": {
      "description": "Who ends the contract.",
      "type": [
        "string",
        "null"
      ]
    },
    "contractType": {
      "description": "The type of the contract.",
      "type": [
        "string",
        "null"
      ]
    },
    "customerKind": {
      "description": "Consumer or business.",
      "type": [
        "string",
        "null"
      ]
    },
    "reason": {
      "description": "The reason as it read when it was recorded, without code and label where it is sensitive and --confidential is not given; null where none was given.",
      "type": [
        "object",
        "null"
      ],
      "additionalProperties": true
    },
    "endDate": {
      "description": "The last day on which the contract is in force, inclusive.",
      "type": "string",
      "format": "date"
    },
    "billingStopsAt": {
      "description": "The instant after the last day, in the time zone of the contract.",
      "type": "string",
      "format": "date-time"
    },
    "effectiveAt": {
      "description": "When it took effect; null as long as it has not.",
      "type": [
        "string",
        "null"
      ],
      "format": "date-time"
    },
    "occurredAt": {
      "description": "When the termination was made.",
      "type": "string",
      "format": "date-time"
    },
    "recordedAt": {
      "description": "When its first revision was recorded.",
      "type": "string",
      "format": "date-time"
    },
    "settingsVersion": {
      "description": "The version of the settings that judged the latest revision.",
      "type": "integer",
      "minimum": 0
    },
    "monthlyAmountLost": {
      "description": "The amount a month, in the smallest unit of the currency.",
      "type": [
        "integer",
        "null"
      ]
    },
    "currency": {
      "description": "The currency of the amount.",
      "type": [
        "string",
        "null"
      ]
    },
    "channel": {
      "description": "The channel by which it came.",
      "type": [
        "string",
        "null"
      ]
    }
  },
  "required": [
    "terminationId",
    "contractId",
    "customerId",
    "state",
    "revision",
    "terminationType",
    "initiator",
    "contractType",
    "customerKind",
    "reason",
    "endDate",
    "billingStopsAt",
    "effectiveAt",
    "occurredAt",
    "recordedAt",
    "settingsVersion",
    "monthlyAmountLost",
    "currency",
    "channel"
  ]
}

"""##),
        PublishedSchema(name: "cli/terminations-show", file: "cli/terminations-show.json", text: ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:terminus:schema:cli:terminations-show",
  "title": "terminus terminations show --format json",
  "description": "One object: the termination with everything that happened to it, in order. Members may be added in later versions: ignore what you do not know.",
  "type": "object",
  "properties": {
    "terminationId": {
      "description": "The id of the termination.",
      "type": "string"
    },
    "contractId": {
      "description": "The contract that ends.",
      "type": "string"
    },
    "customerId": {
      "description": "The customer.",
      "type": "string"
    },
    "state": {
      "description": "What the termination has come to.",
      "type": "string",
      "enum": [
        "in-force",
        "effective",
        "withdrawn"
      ]
    },
    "revision": {
      "description": "The number of the latest revision.",
      "type": "integer",
      "minimum": 0
    },
    "terminationType": {
      "description": "The type of the termination.",
      "type": "string"
    },
    "initiator": {
      "description": "Who ends the contract.",
      "type": [
        "string",
        "null"
      ]
    },
    "contractType": {
      "description": "The type of the contract.",
      "type": [
        "string",
        "null"
      ]
    },
    "customerKind": {
      "description": "Consumer or business.",
      "type": [
        "string",
        "null"
      ]
    },
    "reason": {
      "description": "The reason as it read when it was recorded, without code and label where it is sensitive and --confidential is not given; null where none was given.",
      "type": [
        "object",
        "null"
      ],
      "additionalProperties": true
    },
    "endDate": {
      "description": "The last day on which the contract is in force, inclusive.",
      "type": "string",
      "format": "date"
    },
    "billingStopsAt": {
      "description": "The instant after the last day, in the time zone of the contract.",
      "type": "string",
      "format": "date-time"
    },
    "effectiveAt": {
      "description": "When it took effect; null as long as it has not.",
      "type": [
        "string",
        "null"
      ],
      "format": "date-time"
    },
    "occurredAt": {
      "description": "When the termination was made.",
      "type": "string",
      "format": "date-time"
    },
    "recordedAt": {
      "description": "When its first revision was recorded.",
      "type": "string",
      "format": "date-time"
    },
    "settingsVersion": {
      "description": "The version of the settings that judged the latest revision.",
      "type": "integer",
      "minimum": 0
    },
    "monthlyAmountLost": {
      "description": "The amount a month, in the smallest unit of the currency.",
      "type": [
        "integer",
        "null"
      ]
    },
    "currency": {
      "description": "The currency of the amount.",
      "type": [
        "string",
        "null"
      ]
    },
    "channel": {
      "description": "The channel by which it came.",
      "type": [
        "string",
        "null"
      ]
    },
    "timeZone": {
      "description": "The time zone of the last day.",
      "type": "string"
    },
    "revisions": {
      "description": "Every revision, in order.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "revision": {
            "description": "The number of the revision.",
            "type": "integer",
            "minimum": 0
          },
          "action": {
            "description": "What the message did.",
            "type": "string",
            "enum": [
              "terminate",
              "correct",
              "withdraw"
            ]
          },
          "messageId": {
            "description": "The id of the message.",
            "type": "string"
          },
          "superseded": {
            "description": "Whether a later revision was recorded before it.",
            "type": "boolean"
          },
          "repetitions": {
            "description": "Messages that said the same again.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "messageId": {
                  "description": "The id of the message.",
                  "type": "string"
                },
                "recordedAt": {
                  "description": "When it was recorded.",
                  "type": "string",
                  "format": "date-time"
                }
              },
              "required": [
                "messageId",
                "recordedAt"
              ]
            }
          },
          "occurredAt": {
            "description": "When it was made; null where the message is gone.",
            "type": [
              "string",
              "null"
            ],
            "format": "date-time"
          },
          "recordedAt": {
            "description": "When it was recorded.",
            "type": "string",
            "format": "date-time"
          },
          "settingsVersion": {
            "description": "The version of the settings that judged it.",
            "type": "integer",
            "minimum": 0
          },
          "endDate": {
            "description": "The last day; null of a withdrawal, and where the message is gone.",
            "type": [
              "string",
              "null"
            ],
            "format": "date"
          },
          "billingStopsAt": {
            "description": "The instant after the last day.",
            "type": [
              "string",
              "null"
            ],
            "format": "date-time"
          },
          "reason": {
            "description": "The reason as it read when it was recorded, without code and label where it is sensitive and --confidential is not given; null where none was given.",
            "type": [
              "object",
              "null"
            ],
            "additionalProperties": true
          },
          "notePresent": {
            "description": "Whether the message has or had a note.",
            "type": "boolean"
          },
          "redacted": {
            "description": "Whether the note was taken out.",
            "type": "boolean"
          },
          "pruned": {
            "description": "Whether the message was removed by retention.",
            "type": "boolean"
          },
          "note": {
            "description": "The note; only with --confidential.",
            "type": [
              "string",
              "null"
            ]
          },
          "changes": {
            "description": "What is different from the revision before.",
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "field": {
                  "description": "The field of the message.",
                  "type": "string"
                },
                "from": {
                  "description": "The value before.",
                  "type": [
                    "string",
                    "null"
                  ]
                },
                "to": {
                  "description": "The value after.",
                  "type": [
                    "string",
                    "null"
                  ]
                }
              },
              "required": [
                "field",
                "from",
                "to"
              ]
            }
          },
          "rules": {
            "description": "The rules that applied; null where they are not known.",
            "type": [
              "object",
              "null"
            ],
            "additionalProperties": true
          },
          "event": {
            "description": "The event; null where none was recorded.",
            "type": [
              "object",
              "null"
            ],
            "properties": {
              "sequence": {
                "description": "The position in the log.",
                "type": "integer",
                "minimum": 0
              },
              "id": {
                "description": "The id of the event.",
                "type": "string"
              },
              "type": {
                "description": "The type of the event.",
                "type": "string"
              },
              "contractSequence": {
                "description": "The number within the events of its contract; null where it belongs to none.",
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0
              },
              "recordedAt": {
                "description": "When it was recorded.",
                "type": "string",
                "format": "date-time"
              },
              "publication": {
                "description": "What has become of it.",
                "type": "string",
                "enum": [
                  "published",
                  "waiting",
                  "parked"
                ]
              },
              "failure": {
                "description": "Why the broker did not take it; only of a parked event.",
                "type": "string"
              },
              "attempts": {
                "description": "How often it was tried; only of a parked event.",
                "type": "integer",
                "minimum": 0
              },
              "parkedAt": {
                "description": "When it was first not taken; only of a parked event.",
                "type": "string",
                "format": "date-time"
              },
              "lastAttemptAt": {
                "description": "When it was last tried; only of a parked event.",
                "type": "string",
                "format": "date-time"
              }
            },
            "required": [
              "sequence",
              "id",
              "type",
              "contractSequence",
              "recordedAt",
              "publication"
            ]
          },
          "supersededEffect": {
            "description": "The position of the event that the revision took back.",
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0
          },
          "body": {
            "description": "The message as it came; only with --confidential."
          }
        },
        "required": [
          "revision",
          "action",
          "messageId",
          "superseded",
          "repetitions",
          "occurredAt",
          "recordedAt",
          "settingsVersion",
          "endDate",
          "billingStopsAt",
          "reason",
          "notePresent",
          "redacted",
          "pruned",
          "changes",
          "rules",
          "event",
          "supersededEffect"
        ]
      }
    },
    "effects": {
      "description": "When it took effect.",
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "revision": {
            "description": "The revision that took effect.",
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0
          },
          "event": {
            "description": "The event.",
            "type": "object",
            "properties": {
              "sequence": {
                "description": "The position in the log.",
                "type": "integer",
                "minimum": 0
              },
              "id": {
                "description": "The id of the event.",
                "type": "string"
              },
              "type": {
                "description": "The type of the event.",
                "type": "string"
              },
              "contractSequence": {
                "description": "The number within the events of its contract; null where it belongs to none.",
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0
              },
              "recordedAt": {
                "description": "When it was recorded.",
                "type": "string",
                "format": "date-time"
              },
              "publication": {
                "description": "What has become of it.",
                "type": "string",
                "enum": [
                  "published",
                  "waiting",
                  "parked"
                ]
              },
              "failure": {
                "description": "Why the broker did not take it; only of a parked event.",
                "type": "string"
              },
              "attempts": {
                "description": "How often it was tried; only of a parked event.",
                "type": "integer",
                "minimum": 0
              },
              "parkedAt": {
                "description": "When it was first not taken; only of a parked event.",
                "type": "string",
                "format": "date-time"
              },
              "lastAttemptAt": {
                "description": "When it was last tried; only of a parked event.",
                "type": "string",
                "format": "date-time"
              }
            },
            "required": [
              "sequence",
              "id",
              "type",
              "contractSequence",
              "recordedAt",
              "publication"
            ]
          },
          "supersededByRevision": {
            "description": "The revision that took it back.",
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0
          }
        },
        "required": [
          "revision",
          "event",
          "supersededByRevision"
        ]
      }
    },
    "deadLetters": {
      "description": "Dead letters of the termination, as terminus dead-letters list has them, with their history.",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": true
      }
    },
    "redactions": {
      "description": "Entries of the audit trail about redacted notes.",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": true
      }
    },
    "hasMoreDeadLetters": {
      "description": "Whether there are more dead letters than are listed.",
      "type": "boolean"
    }
  },
  "required": [
    "terminationId",
    "contractId",
    "customerId",
    "state",
    "revision",
    "terminationType",
    "initiator",
    "contractType",
    "customerKind",
    "reason",
    "endDate",
    "billingStopsAt",
    "effectiveAt",
    "occurredAt",
    "recordedAt",
    "settingsVersion",
    "monthlyAmountLost",
    "currency",
    "channel",
    "timeZone",
    "revisions",
    "effects",
    "deadLetters",
    "redactions",
    "hasMoreDeadLetters"
  ]
}

"""##),
    ]
}
