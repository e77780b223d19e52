from drivers import driver, execute
from story import DATABASE, expect_equal


def metadata(story):
    """SQLTables, SQLColumns and so on of ODBC: the driver calls the catalog procedures (sp_tables, sp_columns, ...)."""
    connection = driver.connect()
    execute(
        connection,
        """CREATE TABLE dbo.parents (id int NOT NULL CONSTRAINT PK_parents PRIMARY KEY, name nvarchar(40) NULL, price decimal(9, 2) NOT NULL);
        CREATE TABLE dbo.children (id int IDENTITY NOT NULL PRIMARY KEY, parent_id int NOT NULL CONSTRAINT FK_children_parents REFERENCES dbo.parents (id));
        CREATE INDEX IX_parents_name ON dbo.parents (name)""",
    )
    execute(connection, "CREATE PROCEDURE dbo.described @a int, @b nvarchar(10) OUTPUT AS RETURN 1")

    def cursor():
        return connection.cursor()

    def tables():
        found = [(row[0], row[1], row[2], row[3]) for row in cursor().tables(table="parents", schema="dbo")]
        expect_equal(found, [(DATABASE, "dbo", "parents", "TABLE")])

    def columns():
        found = [(row[3], row[5], row[6], row[8], row[10]) for row in cursor().columns(table="parents", schema="dbo")]
        expect_equal(found, [("id", "int", 10, 0, 0), ("name", "nvarchar", 40, None, 1), ("price", "decimal", 9, 2, 0)])

    def primary_keys():
        found = [(row[2], row[3], row[4], row[5]) for row in cursor().primaryKeys("parents", schema="dbo")]
        expect_equal(found, [("parents", "id", 1, "PK_parents")])

    def foreign_keys():
        # mssql-python hands the two tables over the other way round.
        asked = (
            {"table": "children", "schema": "dbo"}
            if driver.name == "mssql-python"
            else {"foreignTable": "children", "foreignSchema": "dbo"}
        )
        found = [(row[2], row[3], row[6], row[7], row[11]) for row in cursor().foreignKeys(**asked)]
        expect_equal(found, [("parents", "id", "children", "parent_id", "FK_children_parents")])

    def statistics():
        found = [(row[5], row[8]) for row in cursor().statistics("parents", schema="dbo") if row[5] is not None]
        expect_equal(sorted(found), [("IX_parents_name", "name"), ("PK_parents", "id")])

    def procedures():
        found = [row[2].split(";")[0] for row in cursor().procedures("described", schema="dbo")]
        expect_equal(found, ["described"])

    def procedure_columns():
        found = [(row[3], row[6]) for row in cursor().procedureColumns("described", schema="dbo")]
        expect_equal(found, [("@RETURN_VALUE", "int"), ("@a", "int"), ("@b", "nvarchar")])

    def type_info():
        names = {row[0] for row in cursor().getTypeInfo()}
        expect_equal({"int", "nvarchar", "datetime2", "uniqueidentifier", "xml"} - names, set(), "missing types")

    def row_id():
        found = [row[1] for row in cursor().rowIdColumns("parents", schema="dbo")]
        expect_equal(found, ["id"])

    told = [tables, columns, primary_keys, foreign_keys, statistics, procedures, type_info, row_id]
    if hasattr(connection.cursor(), "procedureColumns"):
        told.append(procedure_columns)
    for tell in told:
        story.case(tell.__name__.replace("_", " "), tell)
