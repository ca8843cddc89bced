"""Measures two peers of IOCLedger on the events of a ledger: eventsourcing from PyPI, and plain SQL.

    python measure.py IOCLEDGER LEDGER FOLDER [--append EVENTS_A_SECOND]

eventsourcing appends the same events through its SQLite recorder in batches of 1,000, and replays them: reads all
notifications, keeps the newest word of each source, and scores every indicator. Plain SQL is the query that one would
write by hand: the newest observation of each source by a window function, beliefs in a CASE, two sets of weights.
`--append` is what Scripts/bench measured for IOCLedger's own log in the same run.
"""
import argparse
import json
import math
import os
import sqlite3
import subprocess
import time
import uuid

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

OBSERVATIONS = {"indicator.ingested", "observation.recorded"}


def belief(facts):
    """How malicious an answer looks: a few signals, as somebody would write it down."""
    malicious = facts.get("virustotal.malicious") or 0
    return max(
        min(malicious / 15, 0.95),
        (facts.get("abuseipdb.confidence") or 0) / 100 * 0.9,
        0.8 if facts.get("greynoise.classification") == "malicious" else 0,
        0.5 if facts.get("feed.listed") else 0,
    )


def read(iocledger, ledger):
    """The events of the ledger, as `export events` writes them."""
    command = [iocledger, "export", "events", "--without-payloads", "--ledger", ledger]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        return [json.loads(line) for line in process.stdout]


def measure_eventsourcing(events, folder):
    path = os.path.join(folder, "eventsourcing.db")
    recorder = SQLiteApplicationRecorder(SQLiteDatastore(path))
    recorder.create_table()
    stored = [
        StoredEvent(
            originator_id=uuid.uuid5(uuid.NAMESPACE_URL, f"{e['stream']['kind']}:{e['stream']['value']}"),
            originator_version=e["version"],
            topic=e["type"],
            state=json.dumps({"source": e["source"], "observed_at": e["observed_at"], "facts": e["facts"]}).encode(),
        )
        for e in events
    ]
    start = time.perf_counter()
    for first in range(0, len(stored), 1000):
        recorder.insert_events(stored[first:first + 1000])
    append = time.perf_counter() - start

    start = time.perf_counter()
    newest, position = {}, 1
    while True:
        notifications = recorder.select_notifications(position, 1000)
        if not notifications:
            break
        for notification in notifications:
            if notification.topic not in OBSERVATIONS:
                continue
            state = json.loads(notification.state)
            key = (notification.originator_id, state["source"])
            if key not in newest or newest[key][0] <= state["observed_at"]:
                newest[key] = (state["observed_at"], belief(state["facts"]))
        position = notifications[-1].id + 1
    for weight in (0.9, 0.5):
        scores = {}
        for (indicator, _), (_, b) in newest.items():
            scores[indicator] = scores.get(indicator, 1) * (1 - weight * b)
    replay = time.perf_counter() - start
    return append, replay


QUERY = """
SELECT count(*), sum(abs(a - b) > 0.0001) FROM (
  SELECT indicator, 1 - exp(sum(ln(1 - 0.9 * belief))) AS a, 1 - exp(sum(ln(1 - 0.5 * belief))) AS b FROM (
    SELECT indicator, max(
      CASE WHEN malicious > 15 THEN 0.95 ELSE coalesce(malicious, 0) * 0.95 / 15 END,
      coalesce(confidence, 0) * 0.009,
      CASE classification WHEN 'malicious' THEN 0.8 ELSE 0 END,
      CASE listed WHEN 1 THEN 0.5 ELSE 0 END) AS belief
    FROM (
      SELECT *, row_number() OVER (PARTITION BY indicator, source ORDER BY observed_at DESC, seq DESC) AS place
      FROM observation)
    WHERE place = 1)
  GROUP BY indicator)
"""


def measure_sql(events, folder):
    database = sqlite3.connect(os.path.join(folder, "plain.db"))
    database.execute("PRAGMA cache_size=-65536")
    for name, function in (("ln", math.log), ("exp", math.exp)):
        try:
            database.execute(f"SELECT {name}(1.0)")
        except sqlite3.OperationalError:
            database.create_function(name, 1, function, deterministic=True)
    database.execute(
        "CREATE TABLE observation (seq INTEGER PRIMARY KEY, indicator INTEGER, source INTEGER, observed_at TEXT,"
        " malicious INTEGER, confidence INTEGER, classification TEXT, listed INTEGER)")
    ids = {}
    database.executemany(
        "INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                e["seq"], ids.setdefault((e["stream"]["kind"], e["stream"]["value"]), len(ids)),
                ids.setdefault(e["source"], len(ids)), e["observed_at"], e["facts"].get("virustotal.malicious"),
                e["facts"].get("abuseipdb.confidence"), e["facts"].get("greynoise.classification"),
                e["facts"].get("feed.listed"),
            )
            for e in events
            if e["type"] in OBSERVATIONS
        ))
    database.execute("CREATE INDEX newest ON observation (indicator, source, observed_at, seq)")
    database.commit()
    start = time.perf_counter()
    database.execute(QUERY).fetchall()
    return time.perf_counter() - start


def measure_ours(iocledger, ledger):
    command = [iocledger, "replay", "--rules", "opencti", "--output", "json", "--ledger", ledger]
    times = []
    for _ in range(4):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    # The first brings the views up to date and the files into memory.
    return sorted(times[1:])[1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("iocledger")
    parser.add_argument("ledger")
    parser.add_argument("folder")
    parser.add_argument("--append", type=float)
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    for name in os.listdir(options.folder):
        os.remove(os.path.join(options.folder, name))

    events = read(options.iocledger, options.ledger)
    count = len(events)
    append, replay = measure_eventsourcing(events, options.folder)
    sql = measure_sql(events, options.folder)
    ours = measure_ours(options.iocledger, options.ledger)

    rows = [("", "events/s", "ours to it")]
    if options.append:
        rows.append(("append: iocledger, hash tree and guards included", f"{options.append:,.0f}", ""))
        rows.append(("append: eventsourcing", f"{count / append:,.0f}", f"{options.append * append / count:.1f} ×"))
    else:
        rows.append(("append: eventsourcing", f"{count / append:,.0f}", ""))
    rows.append(("replay: iocledger, the whole command", f"{count / ours:,.0f}", ""))
    rows.append(("replay: eventsourcing, folded in Python", f"{count / replay:,.0f}", f"{replay / ours:.1f} ×"))
    rows.append(("replay: plain SQL, one query", f"{count / sql:,.0f}", f"{sql / ours:.1f} ×"))
    print(f"peers, on the same {count:,} events")
    for row in rows:
        print(f"{row[0]:<50}  {row[1]:>10}  {row[2]:>10}")


main()
