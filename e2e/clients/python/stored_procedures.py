from drivers import driver, execute, rows
from story import expect_equal


def stored_procedures(story):
    connection = driver.connect()
    execute(
        connection,
        "CREATE PROCEDURE dbo.divide @a int, @b int = 2, @quotient int OUTPUT, @text nvarchar(50) = NULL OUTPUT AS"
        " SET NOCOUNT ON SET @quotient = @a / @b SET @text = CONCAT(N'÷ ', @quotient) RETURN @a % @b",
    )
    execute(
        connection,
        "CREATE PROCEDURE dbo.several @n int AS SELECT @n AS a, N'x' AS b SELECT 1 AS c WHERE 1 = 0 SELECT 3 AS d UNION ALL SELECT 4",
    )

    def outputs():
        import pymssql

        cursor = connection.cursor()
        quotient, text = pymssql.output(int), pymssql.output(str)
        result = cursor.callproc("dbo.divide", (17, 5, quotient, text))
        while cursor.nextset():
            pass
        expect_equal((result[2], result[3], cursor.returnvalue), (3, "÷ 3", 2))

    def outputs_by_text():
        sql = (
            "SET NOCOUNT ON DECLARE @q int, @t nvarchar(50), @s int "
            "EXEC @s = dbo.divide @a = ?, @b = ?, @quotient = @q OUTPUT, @text = @t OUTPUT SELECT @q, @t, @s"
        )
        expect_equal(rows(connection, sql, 17, 5), [(3, "÷ 3", 2)])

    def several():
        cursor = connection.cursor()
        if driver.name == "pymssql":
            cursor.callproc("dbo.several", (7,))
        else:
            cursor.execute("{CALL dbo.several (?)}", (7,))
        sets = [([column[0] for column in cursor.description], [tuple(row) for row in cursor.fetchall()])]
        while cursor.nextset():
            if cursor.description is not None:
                sets.append(([column[0] for column in cursor.description], [tuple(row) for row in cursor.fetchall()]))
        expect_equal(sets, [(["a", "b"], [(7, "x")]), (["c"], []), (["d"], [(3,), (4,)])])

    if driver.name == "pymssql":
        story.case("OUTPUT parameters and the return status", outputs)
    story.case("OUTPUT parameters and the return status in T-SQL", outputs_by_text)
    story.case("several result sets", several)
