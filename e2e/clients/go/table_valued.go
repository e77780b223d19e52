package main

import (
	"database/sql"
	"fmt"

	mssql "github.com/microsoft/go-mssqldb"
)

type item struct {
	ID   int
	Name *string
	Part float64
}

const itemRows = 5_000

func tableValued(story story) {
	session := openSession(nil)
	story.tell("the type", func() error {
		return run(session, "CREATE TYPE dbo.item_list AS TABLE (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL, part float NOT NULL)")
	})
	story.tell(fmt.Sprintf("%d rows to a statement", itemRows), func() error {
		items := make([]item, itemRows)
		for id := range items {
			name := fmt.Sprintf("näme %d", id)
			items[id] = item{id, &name, float64(id) / 4}
		}
		items[7].Name = nil
		table := mssql.TVP{TypeName: "dbo.item_list", Value: items}
		var count, names int
		var parts float64
		query := "SELECT COUNT(*), COUNT(name), SUM(part) FROM @items"
		if err := session.QueryRowContext(background, query, sql.Named("items", table)).Scan(&count, &names, &parts); err != nil {
			return err
		}
		expected := []float64{itemRows, itemRows - 1, itemRows * (itemRows - 1) / 8.0}
		return expectEqual("totals", []float64{float64(count), float64(names), parts}, expected)
	})
	story.tell("to a procedure", func() error {
		err := run(session, "CREATE PROCEDURE dbo.name_of @items dbo.item_list READONLY, @id int AS SELECT name FROM @items WHERE id = @id")
		if err != nil {
			return err
		}
		name := "two"
		table := mssql.TVP{TypeName: "dbo.item_list", Value: []item{{1, nil, 0}, {2, &name, 0}}}
		return expectValue(session, "two", "dbo.name_of", sql.Named("items", table), sql.Named("id", 2))
	})
	story.tell("without rows", func() error {
		table := mssql.TVP{TypeName: "dbo.item_list", Value: []item{}}
		return expectValue(session, 0, "SELECT COUNT(*) FROM @items", sql.Named("items", table))
	})
}
