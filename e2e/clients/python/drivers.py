"""What differs between the three drivers; the stories are the same."""

import os
import re
import struct
from datetime import datetime, timedelta, timezone

from story import DATABASE, ENV

HOST, PORT, USER, PASSWORD = ENV["E2E_HOST"], ENV["E2E_PORT"], ENV["E2E_USER"], ENV["E2E_PASSWORD"]


class Pymssql:
    """pymssql puts parameters into the text itself; its errors have all that SQL Server says in `_mssql`."""

    name = "pymssql"
    marker = "%s"
    binds_on_the_server = False
    #: DB-Library hands out the bytes of a sql_variant and not its type.
    unreadable = ("sql_variant",)
    #: Digits of a second that a datetime parameter keeps.
    second_digits = 3

    def __init__(self):
        import pymssql

        self.module = pymssql

    def connect(self, database=DATABASE, password=PASSWORD, autocommit=True, timeout=0, **options):
        return self.module.connect(
            server=HOST, port=PORT, user=USER, password=password, database=database, autocommit=autocommit,
            timeout=timeout, login_timeout=15, tds_version="7.4", **options,
        )

    def error_facts(self, error):
        text = error.args[1] if len(error.args) > 1 else error.args[0]
        text = text.decode() if isinstance(text, bytes) else str(text)
        return {"number": error.args[0], "message": text.split("DB-Lib error message")[0].strip()}


ODBC_MESSAGE = re.compile(r"^(?:\[[^\]]*\]\s*)+(.*?)(?: \((\d+)\) \(SQL\w+\))?$", re.S)


class Pyodbc:
    name = "pyodbc"
    marker = "?"
    binds_on_the_server = True
    #: FreeTDS has no ODBC type for it.
    unreadable = ("sql_variant",)
    second_digits = 6

    def __init__(self):
        import pyodbc

        pyodbc.pooling = False
        self.module = pyodbc

    def connect(self, database=DATABASE, password=PASSWORD, autocommit=True, timeout=0, **options):
        attributes = {"ClientCharset": "UTF-8", "TDS_Version": "7.4", **options}
        text = ";".join(f"{name}={value}" for name, value in attributes.items())
        connection = self.module.connect(
            f"DRIVER={ENV['E2E_ODBC_DRIVER']};SERVER={HOST};PORT={PORT};UID={USER};PWD={{{password}}};DATABASE={database};{text}",
            autocommit=autocommit, timeout=15,
        )
        connection.timeout = timeout
        connection.add_output_converter(-155, offset_from_bytes)
        return connection

    def error_facts(self, error):
        """[state] [driver][SQL Server]message (number) (function)"""
        match = ODBC_MESSAGE.match(error.args[1])
        return {"number": int(match[2] or 0), "message": match[1]}


def offset_from_bytes(value):
    """SQL_SS_TIMESTAMPOFFSET_STRUCT of ODBC."""
    if value is None:
        return None
    year, month, day, hour, minute, second, nanoseconds, hours, minutes = struct.unpack("<6hI2h", value)
    zone = timezone(timedelta(hours=hours, minutes=minutes))
    return datetime(year, month, day, hour, minute, second, nanoseconds // 1000, zone)


class MssqlPython:
    """Microsoft's own driver: msodbcsql 18 inside. Its errors have the message only."""

    name = "mssql-python"
    marker = "?"
    binds_on_the_server = True
    unreadable = ()
    second_digits = 6

    def __init__(self):
        import mssql_python

        self.module = mssql_python
        mssql_python.pooling(enabled=False)

    def connect(self, database=DATABASE, password=PASSWORD, autocommit=True, timeout=0, **options):
        attributes = {"Encrypt": "yes", "TrustServerCertificate": "yes", **options}
        text = ";".join(f"{name}={value}" for name, value in attributes.items())
        connection = self.module.connect(
            f"SERVER={HOST},{PORT};UID={USER};PWD={{{password}}};DATABASE={database};{text}",
            autocommit=autocommit, timeout=15,
        )
        connection.timeout = timeout
        return connection

    def error_facts(self, error):
        text = str(error)
        return {"message": text.rsplit("[SQL Server]", 1)[-1].strip()}


DRIVERS = {driver.name: driver for driver in (Pymssql, Pyodbc, MssqlPython)}
driver = DRIVERS[os.environ["E2E_PYTHON_DRIVER"]]()


def execute(connection, sql, *parameters):
    """Runs to the end of all results, so that every error is seen."""
    cursor = connection.cursor()
    try:
        if parameters:
            cursor.execute(sql.replace("?", driver.marker), tuple(parameters))
        else:
            cursor.execute(sql)
        while True:
            if cursor.description is not None:
                cursor.fetchall()
            if not cursor.nextset():
                return
    finally:
        cursor.close()


def rows(connection, sql, *parameters):
    cursor = connection.cursor()
    try:
        if parameters:
            cursor.execute(sql.replace("?", driver.marker), tuple(parameters))
        else:
            cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]
    finally:
        cursor.close()


def value(connection, sql, *parameters):
    return rows(connection, sql, *parameters)[0][0]
