from drivers import driver, value
from story import ENV, Difference, error_of, expect, expect_equal

ENCRYPTED = "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID"

#: For each driver: a name, its options, and what the server must say.
MODES = {
    "pymssql": (
        ("off", {"encryption": "off"}, "FALSE"),
        ("request: the login only", {"encryption": "request"}, "FALSE"),
        ("require", {"encryption": "require"}, "TRUE"),
    ),
    "pyodbc": (
        ("off", {"Encryption": "off"}, "FALSE"),
        ("require", {"Encryption": "require"}, "TRUE"),
    ),
    "mssql-python": (
        ("no: the login only", {"Encrypt": "no"}, "FALSE"),
        ("yes", {"Encrypt": "yes"}, "TRUE"),
        ("strict (TDS 8.0)", {"Encrypt": "strict", "ServerCertificate": ENV["E2E_CERTIFICATE"], "TrustServerCertificate": "no"}, "TRUE"),
    ),
}


def encryption(story):
    def check(options, expected):
        connection = driver.connect(**options)
        expect_equal(value(connection, ENCRYPTED), expected)
        expect_equal(value(connection, f"SELECT LEN('{'x' * 7000}')"), 7000, "a long message")
        connection.close()

    for name, options, expected in MODES[driver.name]:
        story.case(name, check, options, expected)

    def refused(text, **login):
        error = error_of(lambda: driver.connect(**login))
        expect(text in decoded(error), f"got {decoded(error)}")

    story.case("a wrong password", lambda: refused("Login failed for user 'sa'.", password="wrong"))
    # Two errors come, 4060 and 18456: FreeTDS and Microsoft's driver hand out the second one, pymssql its number without a text.
    unknown = "18456" if driver.name == "pymssql" else "Login failed for user 'sa'."
    story.case("an unknown database", lambda: refused(unknown, database="nothing"))


def decoded(error):
    if not error.args:
        raise Difference(f"an error without text: {error!r}")
    return " ".join(part.decode() if isinstance(part, bytes) else str(part) for part in flatten(error.args)) + str(error)


def flatten(parts):
    for part in parts:
        if isinstance(part, tuple):
            yield from flatten(part)
        else:
            yield part
