"""The queue of bench/queue.ts in SimPy: python simpy-queue.py REQUESTS SERVERS RATE MEAN_SERVICE.

Written as SimPy's own examples write a queue: one process a request, one Resource. Prints one line of JSON.
"""

import json
import random
import sys
import time

import simpy


def main():
    requests, servers = int(sys.argv[1]), int(sys.argv[2])
    rate, mean_service = float(sys.argv[3]), float(sys.argv[4])
    chance = random.Random(1)
    environment = simpy.Environment()
    fleet = simpy.Resource(environment, capacity=servers)
    waited = 0.0

    def request():
        nonlocal waited
        submitted_at = environment.now
        with fleet.request() as slot:
            yield slot
            waited += environment.now - submitted_at
            yield environment.timeout(chance.expovariate(1 / mean_service))

    def arrivals():
        for _ in range(requests):
            yield environment.timeout(chance.expovariate(rate))
            environment.process(request())

    before = time.process_time()
    environment.process(arrivals())
    environment.run()
    seconds = time.process_time() - before
    print(json.dumps({"seconds": seconds, "meanWaitSeconds": waited / requests, "version": simpy.__version__}))


main()
