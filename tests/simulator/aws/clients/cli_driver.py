"""Runs the aws CLI for another process, which saves starting Python for each command.

Each line of JSON on stdin is the list of a command's arguments; each line on stdout is its exit status, what it wrote
to stdout and what it wrote to stderr. What runs is the CLI's own entry point, anew for each command.
"""

import io
import json
import sys

from awscli.clidriver import create_clidriver


def run(arguments):
    real = sys.stdout, sys.stderr
    written = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in real]
    sys.stdout, sys.stderr = written
    try:
        status = create_clidriver().main(arguments)
    except SystemExit as end:
        status = end.code
    finally:
        sys.stdout, sys.stderr = real
    stdout, stderr = (stream.buffer.getvalue().decode() for stream in written)
    return {"status": status, "stdout": stdout, "stderr": stderr}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
