package main

import (
	"database/sql"
	"fmt"
)

const preparedTimes = 500

func preparedStatements(story story) {
	session := openSession(nil)
	story.tell(fmt.Sprintf("an INSERT and a SELECT %d times", preparedTimes), func() error {
		if err := run(session, "CREATE TABLE dbo.prepared (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL)"); err != nil {
			return err
		}
		insert, err := session.PrepareContext(background, "INSERT INTO dbo.prepared (id, name) VALUES (@p1, @p2)")
		if err != nil {
			return err
		}
		defer insert.Close()
		selected, err := session.PrepareContext(background, "SELECT name FROM dbo.prepared WHERE id = @p1")
		if err != nil {
			return err
		}
		defer selected.Close()
		for id := range preparedTimes {
			name := sql.NullString{String: fmt.Sprintf("näme %d", id), Valid: id%10 != 0}
			result, err := insert.Exec(id, name)
			if err != nil {
				return err
			}
			if changed, _ := result.RowsAffected(); changed != 1 {
				return fmt.Errorf("%d rows affected", changed)
			}
			var read sql.NullString
			if err := selected.QueryRow(id).Scan(&read); err != nil {
				return err
			}
			if id%10 == 0 {
				name.String = ""
			}
			if err := expectEqual("name", read, name); err != nil {
				return err
			}
		}
		return expectValue(session, preparedTimes, "SELECT COUNT(*) FROM dbo.prepared")
	})
	story.tell("an error leaves it prepared", func() error {
		insert, err := session.PrepareContext(background, "INSERT INTO dbo.prepared (id) VALUES (@p1)")
		if err != nil {
			return err
		}
		defer insert.Close()
		_, err = insert.Exec(1)
		if err := expectNumber(err, 2627); err != nil {
			return err
		}
		_, err = insert.Exec(preparedTimes)
		return err
	})
	story.tell("named parameters, one of them used twice", func() error {
		var total int
		err := session.QueryRowContext(background, "SELECT @a * @a + @b", sql.Named("a", 6), sql.Named("b", 6)).Scan(&total)
		if err != nil {
			return err
		}
		return expectEqual("total", total, 42)
	})
}
