import json, sqlite3, sys  # terminus terminations list --limit 1000000 --format json | python3 compare.py

billing = sqlite3.connect("billing.sqlite")
ours = dict(billing.execute(
    "SELECT termination, billing_stops_at FROM terminations WHERE billing_stops_at IS NOT NULL"))
theirs = {termination["terminationId"]: termination["billingStopsAt"]
          for termination in map(json.loads, sys.stdin) if termination["state"] != "withdrawn"}
different = [each for each in sorted(ours.keys() | theirs.keys()) if ours.get(each) != theirs.get(each)]
for each in different:
    print(each, "billing:", ours.get(each, "goes on"), "ledger:", theirs.get(each, "goes on"))
print(f"{len(theirs)} terminations end a contract. Billing differs in {len(different)} of them.")
sys.exit(1 if different else 0)
