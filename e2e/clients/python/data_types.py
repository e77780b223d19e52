from drivers import driver, execute, value
from story import expect_equal
from values import actual_text, expected_text, parameter_value, read_data_types

INCOMPARABLE = ("text", "ntext", "image", "xml")


def data_types(story):
    connection = driver.connect()
    for number, (type_name, values) in enumerate(read_data_types()):
        if type_name.base in driver.unreadable:
            continue
        connection = usable(connection)
        story.case(f"{type_name.declaration} selected", select_literals, connection, type_name, values)
        connection = usable(connection)
        table = f"dbo.types_{number}"
        story.case(f"{type_name.declaration} inserted and read back", round_trip, connection, type_name, values, table)


def usable(connection):
    """A type that breaks the connection must not fail the others."""
    try:
        value(connection, "SELECT 1")
        return connection
    except Exception:  # noqa: BLE001 - whatever the driver says of a dead connection
        return driver.connect()


def select_literals(connection, type_name, values):
    for expected in values:
        actual = value(connection, f"SELECT CAST({expected.sql} AS {type_name.declaration}) AS v")
        expect_equal(actual_text(expected.type, actual), expected_text(expected.type, expected.text), expected.sql)
    expect_equal(value(connection, f"SELECT CAST(NULL AS {type_name.declaration}) AS v"), None, "NULL")


def round_trip(connection, type_name, values, table):
    execute(connection, f"CREATE TABLE {table} (id int NOT NULL PRIMARY KEY, v {type_name.declaration} NULL)")
    for number, given in enumerate(values):
        insert(connection, type_name, table, number, given)
    execute(connection, f"INSERT INTO {table} (id, v) VALUES (-1, NULL)")
    for number, expected in enumerate(values):
        actual = value(connection, f"SELECT v FROM {table} WHERE id = {number}")
        expect_equal(actual_text(expected.type, actual), expected_text(expected.type, expected.text), expected.sql)
        if type_name.base in INCOMPARABLE:
            continue
        same = f"SELECT COUNT(*) FROM {table} WHERE id = {number} AND v = CAST({expected.sql} AS {type_name.declaration})"
        expect_equal(value(connection, same), 1, same)
    expect_equal(value(connection, f"SELECT v FROM {table} WHERE id = -1"), None, "NULL")


def out_of_range(given):
    """
    mssql-python sends no date before 1753; FreeTDS's ODBC driver counts days before 1753 wrong,
    sends times without their fraction and date-times without their offset.
    """
    if driver.name == "mssql-python":
        return given.type.base == "date" and given.text < "1753"
    if driver.name == "pyodbc":
        return given.type.base in ("time", "datetimeoffset") or given.text < "1753" and given.type.base in ("date", "datetime2")
    return False


def insert(connection, type_name, table, number, given):
    parameter = parameter_value(given.type, given.text, driver.second_digits)
    if parameter is None or out_of_range(given):
        # Python or the driver has no exact value: the text is exact.
        parameter = given.text
    if isinstance(parameter, bytes):
        parameter = driver.module.Binary(parameter)
    if type_name.base == "sql_variant":
        marker = f"CAST(CAST(? AS {given.type.declaration}) AS sql_variant)"
    elif given.type.base in ("binary", "varbinary", "image") or driver.binds_on_the_server:
        marker = "?"
    else:
        # pymssql writes literals: without the cast 0.1 were a decimal.
        marker = f"CAST(? AS {type_name.declaration})"
    execute(connection, f"INSERT INTO {table} (id, v) VALUES ({number}, {marker})", parameter)
