"""Drives every vendor's official client against a simulator and prints how many checks passed."""

import sys

import check_abuseipdb
import check_greynoise
import check_shodan
import check_virustotal
from harness import Checks, Simulator

simulator = Simulator(sys.argv[1])
checks = Checks()
try:
    for module in (check_virustotal, check_shodan, check_greynoise, check_abuseipdb):
        checks.run(module.CHECKS, simulator)
finally:
    status = simulator.stop()
if status != 0:
    checks.failed += 1
    print(f"failed: the simulator stops cleanly on SIGTERM (status {status})")
print(f"{checks.passed} passed, {checks.failed} failed")
sys.exit(1 if checks.failed else 0)
