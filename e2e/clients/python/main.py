"""The stories of the driver that E2E_PYTHON_DRIVER names, one after the other."""

from bulk_copy import bulk_copy
from cancel import cancel
from data_types import data_types
from drivers import driver, execute
from encryption import encryption
from errors import errors, messages
from metadata import metadata
from prepared_statements import prepared_statements
from stored_procedures import stored_procedures
from story import DATABASE, tell_stories
from transactions import transactions

master = driver.connect(database="master")
execute(master, f"CREATE DATABASE [{DATABASE}]")
master.close()

stories = [
    ("data types", data_types),
    ("prepared statements", prepared_statements),
    ("transactions", transactions),
    ("errors", errors),
    ("messages", messages),
    ("cancel", cancel),
    ("encryption and login", encryption),
    ("stored procedures", stored_procedures),
]
if driver.name != "pyodbc":
    stories.append(("bulk copy", bulk_copy))
if driver.name != "pymssql":
    stories.append(("metadata", metadata))
tell_stories(stories)
