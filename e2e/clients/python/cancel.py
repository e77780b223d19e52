import threading
import time

from drivers import driver, execute, value
from story import error_of, expect, expect_equal

SOON_SECONDS = 8
HEAVY = """
WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
SELECT SUM(CAST(a.i AS float) * b.i) FROM n AS a CROSS JOIN n AS b CROSS JOIN n AS c OPTION (MAXRECURSION 0)"""


def cancel(story):
    def timed_out(sql):
        connection = driver.connect(timeout=1)
        started = time.monotonic()
        error_of(execute, connection, sql)
        expect(time.monotonic() - started < SOON_SECONDS, "the time-out came late")
        if driver.name == "pymssql":
            # DB-Library ends the connection on a time-out.
            connection = driver.connect()
        expect_equal(value(connection, "SELECT 1"), 1, "the connection afterwards")

    def cancelled(sql):
        connection = driver.connect()
        cursor = connection.cursor()
        timer = threading.Timer(0.3, cursor.cancel)
        timer.start()
        started = time.monotonic()
        error_of(cursor.execute, sql)
        expect(time.monotonic() - started < SOON_SECONDS, "the cancellation took long")
        cursor.close()
        expect_equal(value(connection, "SELECT 1"), 1, "the connection afterwards")

    def abandoned():
        connection = driver.connect()
        cursor = connection.cursor()
        cursor.execute("SELECT a.name FROM sys.all_objects a CROSS JOIN sys.all_objects b")
        cursor.fetchone()
        cursor.close()
        expect_equal(value(connection, "SELECT 1"), 1)

    story.case("WAITFOR DELAY: a time-out", timed_out, "WAITFOR DELAY '00:01:00'")
    story.case("a heavy query: a time-out", timed_out, HEAVY)
    story.case("rows that are not read", abandoned)
    if hasattr(driver.connect().cursor(), "cancel"):
        story.case("WAITFOR DELAY", cancelled, "WAITFOR DELAY '00:01:00'")
        story.case("a heavy query", cancelled, HEAVY)
