import json, os, sqlite3, pika  # Debian: apt-get install python3-pika; the exchange: terminus setup

billing = sqlite3.connect("billing.sqlite", isolation_level=None)
# A row per termination, kept for ever: a withdrawn one has no billing_stops_at, and its sequence still counts.
billing.execute("CREATE TABLE IF NOT EXISTS terminations (termination TEXT PRIMARY KEY, contract TEXT, first INTEGER,"
                " sequence INTEGER, starts_on TEXT, ends_on TEXT, billing_stops_at TEXT)")
connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
channel = connection.channel()
channel.queue_declare("billing.terminations", durable=True, arguments={"x-queue-type": "quorum"})
channel.queue_bind("billing.terminations", "terminus.events", "contract.#")
channel.basic_qos(prefetch_count=100)


def act(contract, terminated_by):
    """Does what holds for the contract now. Here it prints; what stands here must bear being done twice."""
    # A termination counts no more once a later one says that the contract began again after its end.
    stop = billing.execute(
        "SELECT billing_stops_at FROM terminations AS t WHERE contract = ? AND billing_stops_at IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM terminations AS later WHERE later.contract = t.contract"
        " AND later.first > t.first AND later.starts_on > t.ends_on) ORDER BY starts_on DESC, sequence DESC",
        (contract,)).fetchone()
    known = billing.execute("SELECT 1 FROM terminations WHERE termination = ?", (terminated_by,)).fetchone()
    if stop:
        print("stop billing", contract, stop[0], flush=True)
    elif terminated_by is None or known:
        print("go on billing", contract, flush=True)
    # Else another termination ends the contract all the same, and its event is on the way.


for method, _, body in channel.consume("billing.terminations"):
    event = json.loads(body)
    data = event["data"]
    if "contractSequence" in data:  # the four events of a termination have one; a refusal has none
        termination, sequence = data["terminationId"], data["contractSequence"]
        withdrawn = event["type"] == "contract.termination.withdrawn.v1"
        stops_at = None if withdrawn else data["billingStopsAt"]
        starts_on = data.get("contract", {}).get("startDate", "")
        billing.execute("BEGIN IMMEDIATE")
        first, highest, before = billing.execute(
            "SELECT first, sequence, billing_stops_at FROM terminations WHERE termination = ?",
            (termination,)).fetchone() or (sequence, 0, "")
        billing.execute("UPDATE terminations SET first = min(first, ?) WHERE termination = ?", (sequence, termination))
        if sequence > highest:  # else it was here before, or is older than what was here: ignore it
            billing.execute("INSERT OR REPLACE INTO terminations VALUES (?, ?, ?, ?, ?, ?, ?)", (
                termination, data["contractId"], first, sequence, starts_on, data["endDate"], stops_at))
            if stops_at != before:
                act(data["contractId"], data.get("contractTerminatedBy"))
        billing.execute("COMMIT")
    channel.basic_ack(method.delivery_tag)  # only now: a crash before this line brings the event again
