from drivers import driver, execute, value
from story import error_of, expect_equal

TIMES = 500


def prepared_statements(story):
    connection = driver.connect()
    execute(connection, "CREATE TABLE dbo.prepared (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL)")
    sql = "INSERT INTO dbo.prepared (id, name) VALUES (?, ?)".replace("?", driver.marker)

    def many_times():
        cursor = connection.cursor()
        for number in range(TIMES):
            cursor.execute(sql, (number, None if number % 10 == 0 else f"näme {number}"))
            expect_equal(cursor.rowcount, 1, "rowcount")
        cursor.close()
        expect_equal(value(connection, "SELECT COUNT(*) FROM dbo.prepared"), TIMES)
        expect_equal(value(connection, "SELECT name FROM dbo.prepared WHERE id = ?", 7), "näme 7")
        expect_equal(value(connection, "SELECT name FROM dbo.prepared WHERE id = ?", 10), None)

    def execute_many():
        cursor = connection.cursor()
        cursor.executemany(sql, [(TIMES + number, f"more {number}") for number in range(TIMES)])
        cursor.close()
        expect_equal(value(connection, "SELECT COUNT(*) FROM dbo.prepared"), 2 * TIMES)

    def error_between():
        cursor = connection.cursor()
        error_of(cursor.execute, sql, (1, "again"))
        cursor.execute(sql, (-1, "one more"))
        cursor.close()
        expect_equal(value(connection, "SELECT name FROM dbo.prepared WHERE id = -1"), "one more")

    story.case(f"an INSERT {TIMES} times", many_times)
    story.case("executemany", execute_many)
    story.case("an error between", error_between)
