"""Starts a simulator, changes it through its control endpoint, and counts checks."""

import json
import subprocess
import traceback

import requests


class Simulator:
    """A running vendor-simulator."""

    def __init__(self, path):
        self.process = subprocess.Popen([path, "serve", "--no-quotas"], stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.url = ready["url"]
        self.environment = ready["environment"]

    def control(self, **changes):
        answer = requests.post(f"{self.url}/_control", json=changes, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def log(self, **filters):
        return requests.get(f"{self.url}/_control/log", params=filters, timeout=10).json()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=10)


class Checks:
    """Runs named checks and remembers which failed."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def run(self, functions, simulator):
        for function in functions:
            name = function.__doc__.strip()
            try:
                simulator.control(reset=True, faults=[], quotas={name: None for name in QUOTAS})
                function(simulator)
            except Exception:  # a check that fails in any way is a check that fails
                self.failed += 1
                print(f"failed: {name}\n{traceback.format_exc()}")
            else:
                self.passed += 1
                print(f"passed: {name}")


def raises(error, function, *arguments, **keywords):
    """The error that a call raises; fails where it raises none."""
    try:
        function(*arguments, **keywords)
    except error as raised:
        return raised
    raise AssertionError(f"{function} raised nothing")


QUOTAS = [
    "virustotal-per-minute", "virustotal-per-day", "shodan-per-second", "internetdb-per-minute", "abuseipdb-per-day",
    "abuseipdb-reports-per-day", "abuseipdb-blacklists-per-day", "abuseipdb-blocks-per-day", "greynoise-per-day",
    "greynoise-community-per-day", "greynoise-anonymous-per-day",
]

LOADER = "Operation Grey Harrier: loader"
