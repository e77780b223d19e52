package main

import (
	"fmt"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
)

const bulkRows = 20_000

func bulkCopy(story story) {
	session := openSession(nil)
	load := func(table string, options mssql.BulkOptions, columns []string, rows int, row func(id int) []any) (int64, error) {
		transaction, err := session.BeginTx(background, nil)
		if err != nil {
			return 0, err
		}
		defer transaction.Rollback()
		bulk, err := transaction.Prepare(mssql.CopyIn(table, options, columns...))
		if err != nil {
			return 0, err
		}
		for id := 1; id <= rows; id++ {
			if _, err := bulk.Exec(row(id)...); err != nil {
				return 0, err
			}
		}
		result, err := bulk.Exec()
		if err != nil {
			return 0, err
		}
		if err := bulk.Close(); err != nil {
			return 0, err
		}
		count, _ := result.RowsAffected()
		return count, transaction.Commit()
	}
	row := func(id int) []any {
		var name any
		if id%7 != 0 {
			name = fmt.Sprintf("näme %d 😀", id)
		}
		at := time.Date(2024, 1, 1, 0, 0, id, 0, time.UTC)
		return []any{id, name, float64(id) / 4, at, []byte{byte(id)}, id%2 == 0}
	}
	columns := []string{"id", "name", "amount", "at", "data", "flag"}
	story.tell(fmt.Sprintf("%d rows", bulkRows), func() error {
		err := run(session, `CREATE TABLE dbo.loaded (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL,
			amount decimal(18, 4) NOT NULL, at datetime2(3) NOT NULL, data varbinary(max) NULL, flag bit NOT NULL)`)
		if err != nil {
			return err
		}
		count, err := load("dbo.loaded", mssql.BulkOptions{}, columns, bulkRows, row)
		if err != nil {
			return err
		}
		return firstError(
			func() error { return expectEqual("count", count, int64(bulkRows)) },
			func() error { return expectValue(session, bulkRows, "SELECT COUNT(*) FROM dbo.loaded") },
			func() error { return expectValue(session, bulkRows-bulkRows/7, "SELECT COUNT(name) FROM dbo.loaded") },
			func() error {
				return expectValue(session, fmt.Sprintf("%d.0000", bulkRows*(bulkRows+1)/8), "SELECT SUM(amount) FROM dbo.loaded")
			},
			func() error {
				return expectValue(session, "näme 300 😀", "SELECT name FROM dbo.loaded WHERE id = 300")
			},
			func() error {
				return expectValue(session, "2024-01-01 00:05:00.000", "SELECT CONVERT(varchar(30), at, 121) FROM dbo.loaded WHERE id = 300")
			},
		)
	})
	story.tell("a duplicate key leaves nothing", func() error {
		if err := run(session, "DELETE FROM dbo.loaded WHERE id <> 5"); err != nil {
			return err
		}
		_, err := load("dbo.loaded", mssql.BulkOptions{}, columns, 100, row)
		return firstError(
			func() error { return expectNumber(err, 2627) },
			func() error { return expectValue(session, 1, "SELECT COUNT(*) FROM dbo.loaded") },
		)
	})
	story.tell("CHECK constraints when asked for", func() error {
		if err := run(session, "CREATE TABLE dbo.checked_load (v int NOT NULL CHECK (v > 0))"); err != nil {
			return err
		}
		_, err := load("dbo.checked_load", mssql.BulkOptions{CheckConstraints: true}, []string{"v"}, 1, func(int) []any { return []any{-1} })
		return expectNumber(err, 547)
	})
}
