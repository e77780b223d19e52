package main

import (
	"context"
	"database/sql"
	"fmt"
)

var levels = map[sql.IsolationLevel]int{
	sql.LevelReadUncommitted: 1, sql.LevelReadCommitted: 2, sql.LevelRepeatableRead: 3, sql.LevelSerializable: 4,
}

func transactions(story story) {
	pool := openPool(nil)
	session := openSession(nil)
	count := func(expected int) error {
		return expectValue(session, expected, "SELECT COUNT(*) FROM dbo.accounts")
	}
	insert := func(transaction *sql.Tx, id int) error {
		_, err := transaction.Exec("INSERT INTO dbo.accounts VALUES (@p1, 100)", id)
		return err
	}
	story.tell("commit", func() error {
		if err := run(session, "CREATE TABLE dbo.accounts (id int NOT NULL PRIMARY KEY, amount int NOT NULL)"); err != nil {
			return err
		}
		transaction, err := pool.Begin()
		if err != nil {
			return err
		}
		return firstError(
			func() error { return insert(transaction, 1) },
			func() error { return transaction.Commit() },
			func() error { return count(1) },
		)
	})
	story.tell("rollback", func() error {
		transaction, err := pool.Begin()
		if err != nil {
			return err
		}
		return firstError(
			func() error { return insert(transaction, 2) },
			func() error { return transaction.Rollback() },
			func() error { return count(1) },
		)
	})
	story.tell("savepoint", func() error {
		transaction, err := pool.Begin()
		if err != nil {
			return err
		}
		execute := func(statement string) error {
			_, err := transaction.Exec(statement)
			return err
		}
		return firstError(
			func() error { return insert(transaction, 3) },
			func() error { return execute("SAVE TRANSACTION before_four") },
			func() error { return insert(transaction, 4) },
			func() error { return execute("ROLLBACK TRANSACTION before_four") },
			func() error { return insert(transaction, 5) },
			func() error { return transaction.Commit() },
			func() error { return expectValue(session, 8, "SELECT SUM(id) FROM dbo.accounts WHERE id > 1") },
		)
	})
	story.tell("isolation levels", func() error {
		for level, expected := range levels {
			transaction, err := pool.BeginTx(background, &sql.TxOptions{Isolation: level})
			if err != nil {
				return err
			}
			var actual int
			err = transaction.QueryRow("SELECT transaction_isolation_level FROM sys.dm_exec_sessions WHERE session_id = @@SPID").Scan(&actual)
			if err != nil {
				return err
			}
			if err := transaction.Commit(); err != nil {
				return err
			}
			if err := expectEqual(level.String(), actual, expected); err != nil {
				return err
			}
		}
		return nil
	})
	story.tell("a cancelled context rolls back", func() error {
		ctx, cancel := context.WithCancel(background)
		transaction, err := pool.BeginTx(ctx, nil)
		if err != nil {
			cancel()
			return err
		}
		if err := insert(transaction, 6); err != nil {
			cancel()
			return err
		}
		cancel()
		if err := transaction.Commit(); err == nil {
			return fmt.Errorf("the commit of a cancelled transaction succeeded")
		}
		return expectValue(session, 0, "SELECT COUNT(*) FROM dbo.accounts WHERE id = 6")
	})
}
