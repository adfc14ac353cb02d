import json, os, sqlite3, pika  # Debian: apt-get install python3-pika; the exchange: terminus setup

billing = sqlite3.connect("billing.sqlite", isolation_level=None)
billing.row_factory = sqlite3.Row
# A row per termination, kept forever. A withdrawn one has no billing_stops_at; its sequence still counts.
billing.execute("CREATE TABLE IF NOT EXISTS terminations (termination TEXT PRIMARY KEY, contract TEXT, sequence INTEGER,"
                " starts_on TEXT, ends_on TEXT, never_in_force INTEGER, billing_stops_at TEXT, terminated_by TEXT)")
connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
channel = connection.channel()
channel.queue_declare("billing.terminations", durable=True, arguments={"x-queue-type": "quorum"})
channel.queue_bind("billing.terminations", "terminus.events", "contract.#")
channel.basic_qos(prefetch_count=100)


def action(contract):
    """What billing does about the contract, given all of its terminations; None if that is not known yet."""
    rows = billing.execute("SELECT * FROM terminations WHERE contract = ?", (contract,)).fetchall()
    # A termination ended an earlier term if another one says that the contract began again after its end.
    stops = [row for row in rows if row["billing_stops_at"] and not any(
        other["starts_on"] > row["ends_on"] and not other["never_in_force"] for other in rows)]
    if stops:
        # A term that never came into force does not replace another stop.
        stop = max(stops, key=lambda row: (not row["never_in_force"], row["starts_on"], row["sequence"]))
        return f"stop billing {contract} {stop['billing_stops_at']}"
    # A withdrawal may name a termination whose event has not arrived yet: it still ends the contract.
    known = {None, *(row["termination"] for row in rows)}
    return f"go on billing {contract}" if rows and all(row["terminated_by"] in known for row in rows) else None


for method, _, body in channel.consume("billing.terminations"):
    event = json.loads(body)
    data = event["data"]
    if "contractSequence" in data:  # the four events of a termination have one; a refusal has none
        termination, contract, sequence = data["terminationId"], data["contractId"], data["contractSequence"]
        billing.execute("BEGIN IMMEDIATE")
        before = action(contract)
        known = billing.execute("SELECT * FROM terminations WHERE termination = ?", (termination,)).fetchone()
        if known is None or sequence > known["sequence"]:  # otherwise it is a repetition or outdated: ignore it
            withdrawn = event["type"] == "contract.termination.withdrawn.v1"
            billing.execute("INSERT OR REPLACE INTO terminations VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (
                termination, contract, sequence, data.get("contract", {}).get("startDate", ""), data["endDate"],
                data.get("neverInForce", False), None if withdrawn else data["billingStopsAt"],
                data.get("contractTerminatedBy")))
        if action(contract) not in (None, before):
            print(action(contract), flush=True)  # act here; the action must be idempotent
        billing.execute("COMMIT")
    channel.basic_ack(method.delivery_tag)  # last: after a crash before this line the event is delivered again
