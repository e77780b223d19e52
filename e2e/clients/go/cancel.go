package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

const heavy = `WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
	SELECT SUM(CAST(a.i AS float) * b.i) FROM n AS a CROSS JOIN n AS b CROSS JOIN n AS c OPTION (MAXRECURSION 0)`

func cancel(story story) {
	cancelled := func(statement string) func() error {
		return func() error {
			session := openSession(nil)
			defer session.Close()
			// Not WithTimeout: the driver gives a connection up when a deadline passed, whatever the server answers.
			ctx, stop := context.WithCancel(background)
			defer time.AfterFunc(300*time.Millisecond, stop).Stop()
			started := time.Now()
			var result sql.NullFloat64
			err := session.QueryRowContext(ctx, statement).Scan(&result)
			if err == nil {
				return fmt.Errorf("no error came")
			}
			if took := time.Since(started); took > 5*time.Second {
				return fmt.Errorf("the cancellation took %v", took)
			}
			return expectValue(session, 1, "SELECT 1")
		}
	}
	story.tell("WAITFOR DELAY", cancelled("WAITFOR DELAY '00:01:00' SELECT 1"))
	story.tell("a heavy query", cancelled(heavy))
	story.tell("a loop", cancelled("DECLARE @i int = 0 WHILE 1 = 1 SET @i = @i + 1"))
	story.tell("rows that are not read", func() error {
		session := openSession(nil)
		defer session.Close()
		ctx, stop := context.WithCancel(background)
		rows, err := session.QueryContext(ctx, "SELECT a.name FROM sys.all_objects a CROSS JOIN sys.all_objects b")
		if err != nil {
			stop()
			return err
		}
		rows.Next()
		stop()
		rows.Close()
		return expectValue(session, 1, "SELECT 1")
	})
}
