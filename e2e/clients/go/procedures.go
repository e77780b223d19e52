package main

import (
	"database/sql"
	"strings"

	mssql "github.com/microsoft/go-mssqldb"
)

func procedures(story story) {
	session := openSession(nil)
	story.tell("OUTPUT parameters and the return status", func() error {
		err := run(session, `CREATE PROCEDURE dbo.divide @a int, @b int = 2, @quotient bigint OUTPUT, @text nvarchar(max) = NULL OUTPUT AS
			SET NOCOUNT ON
			SET @quotient = @a / @b
			SET @text = CONCAT(N'÷ ', @quotient)
			RETURN @a % @b`)
		if err != nil {
			return err
		}
		var quotient int64
		var text string
		var status mssql.ReturnStatus
		_, err = session.ExecContext(background, "dbo.divide", sql.Named("a", 17), sql.Named("b", 5),
			sql.Named("quotient", sql.Out{Dest: &quotient}), sql.Named("text", sql.Out{Dest: &text}), &status)
		if err != nil {
			return err
		}
		return expectEqual("outputs", []any{quotient, text, int(status)}, []any{int64(3), "÷ 3", 2})
	})
	story.tell("several result sets", func() error {
		err := run(session, `CREATE PROCEDURE dbo.several AS
			SELECT 1 AS a
			SELECT 2 AS b, N'x' AS c WHERE 1 = 0
			SELECT 3 AS d UNION ALL SELECT 4`)
		if err != nil {
			return err
		}
		rows, err := session.QueryContext(background, "dbo.several")
		if err != nil {
			return err
		}
		defer rows.Close()
		var sets [][]string
		var counts []int
		for more := true; more; more = rows.NextResultSet() {
			names, _ := rows.Columns()
			count := 0
			for rows.Next() {
				count++
			}
			sets, counts = append(sets, names), append(counts, count)
		}
		return firstError(
			rows.Err,
			func() error { return expectEqual("columns", sets, [][]string{{"a"}, {"b", "c"}, {"d"}}) },
			func() error { return expectEqual("rows", counts, []int{1, 0, 2}) },
		)
	})
	story.tell("an error inside names the procedure", func() error {
		if err := run(session, "CREATE PROCEDURE dbo.failing AS\nBEGIN\n  SELECT 1 / 0\nEND"); err != nil {
			return err
		}
		_, err := session.ExecContext(background, "dbo.failing")
		thrown, _ := err.(mssql.Error)
		// Newer versions of SQL Server name the schema, older ones do not.
		name := strings.TrimPrefix(thrown.ProcName, "dbo.")
		return expectEqual("procedure and line", []any{name, int(thrown.LineNo)}, []any{"failing", 3})
	})
}
