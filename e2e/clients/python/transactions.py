from drivers import driver, execute, rows, value
from story import error_of, expect_equal

LEVELS = (("READ UNCOMMITTED", 1), ("READ COMMITTED", 2), ("REPEATABLE READ", 3), ("SERIALIZABLE", 4), ("SNAPSHOT", 5))


def transactions(story):
    connection = driver.connect(autocommit=False)
    other = driver.connect()
    execute(other, "CREATE TABLE dbo.accounts (id int NOT NULL PRIMARY KEY, amount int NOT NULL)")

    def insert(number):
        execute(connection, f"INSERT INTO dbo.accounts VALUES ({number}, 100)")

    def ids():
        return [row[0] for row in rows(other, "SELECT id FROM dbo.accounts ORDER BY id")]

    def commit():
        insert(1)
        expect_equal(value(connection, "SELECT @@TRANCOUNT"), 1, "@@TRANCOUNT")
        connection.commit()
        expect_equal(ids(), [1])

    def rollback():
        insert(2)
        connection.rollback()
        expect_equal(ids(), [1])

    def savepoint():
        insert(3)
        execute(connection, "SAVE TRANSACTION before_four")
        insert(4)
        execute(connection, "ROLLBACK TRANSACTION before_four")
        insert(5)
        connection.commit()
        expect_equal(ids(), [1, 3, 5])

    def isolation_levels():
        for name, expected in LEVELS:
            execute(other, f"SET TRANSACTION ISOLATION LEVEL {name}")
            level = value(other, "SELECT transaction_isolation_level FROM sys.dm_exec_sessions WHERE session_id = @@SPID")
            expect_equal(level, expected, name)
        execute(other, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED")

    def after_an_error():
        insert(6)
        error_of(insert, 6)
        insert(7)
        connection.commit()
        expect_equal(ids(), [1, 3, 5, 6, 7])

    def closed():
        third = driver.connect(autocommit=False)
        execute(third, "INSERT INTO dbo.accounts VALUES (8, 100)")
        third.close()
        execute(other, "SET LOCK_TIMEOUT 5000")
        execute(other, "INSERT INTO dbo.accounts VALUES (8, 100)")

    story.case("commit", commit)
    story.case("rollback", rollback)
    story.case("savepoint", savepoint)
    story.case("isolation levels", isolation_levels)
    story.case("an error keeps the transaction", after_an_error)
    story.case("a closed connection rolls back", closed)
    connection.close()
    other.close()
