"""The cases of one user story: one line of JSON each, and a failed one does not stop the next. See harness/client.ts."""

import json
import os
import sys
import threading
import time
import traceback

CASE_WITHIN_SECONDS = 60
SHOWN = 300

ENV = os.environ
DATABASE = ENV["E2E_DATABASE"]


class Difference(Exception):
    pass


class Story:
    def __init__(self, name):
        self.name = name

    def case(self, name, run, *arguments):
        started = time.monotonic()
        failure = [f"not done within {CASE_WITHIN_SECONDS} s"]

        def guarded():
            try:
                run(*arguments)
                failure[0] = None
            except Difference as difference:
                failure[0] = str(difference)
            except BaseException as error:  # noqa: BLE001 - whatever came is the case's result
                frame = traceback.extract_tb(error.__traceback__)[-1]
                failure[0] = f"{type(error).__name__}: {error} ({os.path.basename(frame.filename)}:{frame.lineno})"

        thread = threading.Thread(target=guarded, daemon=True)
        thread.start()
        thread.join(CASE_WITHIN_SECONDS)
        report = {
            "story": self.name,
            "case": name,
            "ok": failure[0] is None,
            "seconds": time.monotonic() - started,
        }
        if failure[0] is not None:
            report["error"] = failure[0]
        print(json.dumps(report, separators=(",", ":")), flush=True)


def show(value):
    text = repr(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " ..."


def expect_equal(actual, expected, what="value"):
    if actual != expected or type(actual) is bool != type(expected) is bool:
        raise Difference(f"{what[:SHOWN]}: got {show(actual)}, expected {show(expected)}")


def expect(condition, what):
    if not condition:
        raise Difference(what)


def error_of(run, *arguments):
    try:
        run(*arguments)
    except Exception as error:  # noqa: BLE001 - any driver's error class
        return error
    raise Difference("no error came")


def read_table(name):
    """The rows of a file of shared/: cells separated by tabs, comments begin with #."""
    with open(os.path.join(ENV["E2E_SHARED"], name), encoding="utf-8") as file:
        lines = file.read().split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def read_shared(name):
    with open(os.path.join(ENV["E2E_SHARED"], name), encoding="utf-8") as file:
        return file.read()


def tell_stories(stories):
    """A story that cannot even begin fails and does not stop the next."""
    for name, tell in stories:
        try:
            tell(Story(name))
        except Exception as error:  # noqa: BLE001 - reported as the story's failure
            traceback.print_exc(file=sys.stderr)
            report = {"story": name, "case": "preparation", "ok": False, "seconds": 0, "error": str(error)}
            print(json.dumps(report, separators=(",", ":")), flush=True)
    sys.stdout.flush()
    # Threads of cases that were late must not keep the program.
    os._exit(0)
