// go-mssqldb's stories: one file each, told one after the other.
package main

import (
	"fmt"
	"os"
)

func main() {
	master := openSession(settings{"database": "master"})
	if err := run(master, fmt.Sprintf("CREATE DATABASE [%s]", os.Getenv("E2E_DATABASE"))); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	stories := []struct {
		name string
		tell func(story)
	}{
		{"data types", dataTypes},
		{"prepared statements", preparedStatements},
		{"transactions", transactions},
		{"errors", errorFacts},
		{"messages", messages},
		{"cancel", cancel},
		{"encryption and login", encryption},
		{"bulk copy", bulkCopy},
		{"table-valued parameters", tableValued},
		{"stored procedures", procedures},
		{"pooling", pooling},
	}
	for _, entry := range stories {
		begin(story{entry.name}, entry.tell)
	}
}

// What a story needs before its first case is a case of its own: it does not stop the next story.
func begin(story story, tell func(story)) {
	defer func() {
		if thrown := recover(); thrown != nil {
			story.tell("preparation", func() error { return fmt.Errorf("%v", thrown) })
		}
	}()
	tell(story)
}
