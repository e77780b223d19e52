import datetime
import decimal

from drivers import driver, execute, rows, value
from story import error_of, expect_equal

ROWS = 5_000


def bulk_copy(story):
    connection = driver.connect()
    cursor = connection.cursor()

    def load(table, data):
        if driver.name == "pymssql":
            connection.bulk_copy(table, data, batch_size=1_000)
        else:
            cursor.bulkcopy(table, data, batch_size=1_000)

    def many():
        execute(
            connection,
            "CREATE TABLE dbo.loaded (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL, amount decimal(18, 4) NULL,"
            " at datetime2(3) NULL)",
        )
        at = datetime.datetime(2024, 5, 6, 7, 8, 9, 123_000)
        data = [(number, None if number % 7 == 0 else f"name {number}", decimal.Decimal(number) / 4, at) for number in range(ROWS)]
        load("dbo.loaded", data)
        expect_equal(
            rows(connection, "SELECT COUNT(*), COUNT(name), SUM(amount), MAX(at) FROM dbo.loaded"),
            [(ROWS, ROWS - len(range(0, ROWS, 7)), decimal.Decimal(ROWS * (ROWS - 1)) / 8, at)],
        )

    def duplicate():
        error_of(load, "dbo.loaded", [(1, None, None, None)])
        expect_equal(value(driver.connect(), "SELECT COUNT(*) FROM dbo.loaded"), ROWS)

    story.case(f"{ROWS} rows", many)
    story.case("a duplicate key", duplicate)
