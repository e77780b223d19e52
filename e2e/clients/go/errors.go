package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/golang-sql/sqlexp"
)

func errorFacts(story story) {
	session := openSession(nil)
	story.tell("the tables", func() error { return run(session, readShared("errors-setup.sql")) })
	for _, row := range readTable("errors.tsv") {
		number, _ := strconv.Atoi(row[1])
		class, _ := strconv.Atoi(row[2])
		state, _ := strconv.Atoi(row[3])
		line, _ := strconv.Atoi(row[4])
		expected := facts{number, class, state, line, strings.ReplaceAll(row[5], "$db", os.Getenv("E2E_DATABASE"))}
		statement := strings.ReplaceAll(row[6], `\n`, "\n")
		story.tell(row[0], func() error { return expectEqual("error", factsOf(run(session, statement)), expected) })
	}
}

func messages(story story) {
	session := openSession(nil)
	story.tell("PRINT and RAISERROR between results", func() error {
		queue := &sqlexp.ReturnMessage{}
		rows, err := session.QueryContext(background, `PRINT N'héllo' SELECT 1 AS a RAISERROR ('note %i', 10, 5, 3) SELECT 2 AS a`, queue)
		if err != nil {
			return err
		}
		defer rows.Close()
		var seen []string
		for active := true; active; {
			switch message := queue.Message(background).(type) {
			case sqlexp.MsgNotice:
				seen = append(seen, "message "+message.Message.String())
			case sqlexp.MsgNext:
				for rows.Next() {
					var a int
					if err := rows.Scan(&a); err != nil {
						return err
					}
					seen = append(seen, fmt.Sprintf("row %d", a))
				}
			case sqlexp.MsgNextResultSet:
				active = rows.NextResultSet()
			case sqlexp.MsgError:
				return message.Error
			}
		}
		return expectEqual("seen", seen, []string{"message héllo", "row 1", "message note 3", "row 2"})
	})
}
