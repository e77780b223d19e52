from drivers import HOST, PASSWORD, PORT, USER, driver, execute, value
from story import DATABASE, error_of, expect_equal, read_shared, read_table


def errors(story):
    connection = driver.connect()
    execute(connection, read_shared("errors-setup.sql"))

    def check(sql, expected):
        actual = driver.error_facts(error_of(execute, connection, sql))
        expect_equal(actual, {name: expected[name] for name in actual}, "error")
        expect_equal(value(connection, "SELECT 1"), 1, "the connection afterwards")

    for name, number, severity, state, line, message, sql in read_table("errors.tsv"):
        expected = {
            "number": int(number),
            "class": int(severity),
            "state": int(state),
            "line": int(line),
            "message": message.replace("$db", DATABASE),
        }
        story.case(name, check, sql.replace("\\n", "\n"), expected)
        if driver.name == "pymssql":
            story.case(f"{name}, all that DB-Library tells", check_library, sql.replace("\\n", "\n"), expected)


def check_library(sql, expected):
    from pymssql import _mssql

    connection = _mssql.connect(server=HOST, port=PORT, user=USER, password=PASSWORD, database=DATABASE, tds_version="7.4")
    try:
        error = error_of(connection.execute_non_query, sql)
        actual = {"number": error.number, "class": error.severity, "state": error.state, "line": error.line}
        expect_equal(actual, {name: expected[name] for name in actual}, "error")
    finally:
        connection.close()


def messages(story):
    if driver.name == "pymssql":
        story.case("PRINT and RAISERROR", library_messages)
    else:
        story.case("PRINT and RAISERROR", odbc_messages)


def library_messages():
    from pymssql import _mssql

    connection = _mssql.connect(server=HOST, port=PORT, user=USER, password=PASSWORD, database=DATABASE, tds_version="7.4")
    seen = []
    connection.set_msghandler(lambda state, severity, server, procedure, line, text: seen.append((state, severity, text.decode())))
    connection.execute_non_query("PRINT N'héllo' RAISERROR ('note %i', 10, 5, 3)")
    connection.close()
    expect_equal(seen, [(1, 0, "héllo"), (5, 0, "note 3")])


def odbc_messages():
    connection = driver.connect()
    cursor = connection.cursor()
    cursor.execute("PRINT N'héllo'")
    texts = [text.rsplit("]", 1)[-1] for _, text in cursor.messages]
    while cursor.nextset():
        texts += [text.rsplit("]", 1)[-1] for _, text in cursor.messages]
    expect_equal(texts, ["héllo"])
