import json, re, sys
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction


def later(day, period, times):
    """The day that many periods (P1M, P1Y, P2W, P30D) after this one; the last day of a month that has no such day."""
    years, months, weeks, days = (times * int(n or 0) for n in re.fullmatch(
        r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", period).groups())
    year, month = divmod(12 * (day.year + years) + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(7 * weeks + days)


def price(days, billed_through, recurring, whole=False):
    """The price of these days in minor units: each billing period by its share of days, or whole. Rounded once."""
    first, beyond = date.fromisoformat(days["from"]), date.fromisoformat(days["through"]) + timedelta(1)
    edge = date.fromisoformat(billed_through) + timedelta(1)  # where one period ends and the next begins
    period, number, periods = recurring["billingPeriod"], 0, Fraction(0)
    while later(edge, period, number) > first:
        number -= 1
    while (begin := later(edge, period, number)) < beyond:
        end = later(edge, period, number + 1)
        periods += 1 if whole else Fraction((min(end, beyond) - max(begin, first)).days, (end - begin).days)
        number += 1
    return round(periods * recurring["periodAmount"])  # half to even


for line in sys.stdin:  # events of terminations, one a line
    event = json.loads(line)
    data = event["data"]
    policy = ((data["reason"] or {}).get("attributes") or {}).get("creditPolicy", "prorate")
    recurring = data.get("recurring")
    if event["type"] == "contract.termination.withdrawn.v1":
        print(data["terminationId"], "credit 0 charge 0")
    elif "overbilled" not in data or recurring is None:
        print(data["terminationId"], "is not settled: billedThrough or the amount is not known")
    else:
        through = data["contract"]["billedThrough"]
        credit = charge = 0
        if data["overbilled"] and policy != "none":
            credit = price(data["overbilled"], through, recurring, whole=policy == "full")
        if data["unbilled"]:
            charge = price(data["unbilled"], through, recurring)
        print(data["terminationId"], "credit", credit, "charge", charge, recurring["currency"])
