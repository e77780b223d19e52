package main

import (
	"fmt"
	"os"
	"sync"
)

// database/sql marks a connection that comes back from the pool; the driver then sets the reset bit.
func pooling(story story) {
	pool := openPool(nil)
	pool.SetMaxOpenConns(1)
	story.tell("a reset clears the session", func() error {
		if _, err := pool.Exec("CREATE TABLE #left (id int); SET LOCK_TIMEOUT 500; USE master"); err != nil {
			return err
		}
		var database string
		var lockTimeout, left int
		err := pool.QueryRow("SELECT DB_NAME(), @@LOCK_TIMEOUT, ISNULL(OBJECT_ID('tempdb..#left'), 0)").Scan(&database, &lockTimeout, &left)
		if err != nil {
			return err
		}
		return expectEqual("session", []any{database, lockTimeout, left}, []any{os.Getenv("E2E_DATABASE"), -1, 0})
	})
	story.tell("many goroutines on few connections", func() error {
		pool := openPool(nil)
		pool.SetMaxOpenConns(8)
		defer pool.Close()
		failures := make(chan error, 100)
		var group sync.WaitGroup
		for id := range 100 {
			group.Add(1)
			go func() {
				defer group.Done()
				var got int
				if err := pool.QueryRow("SELECT @p1", id).Scan(&got); err != nil {
					failures <- err
				} else if got != id {
					failures <- fmt.Errorf("got %d, expected %d", got, id)
				}
			}()
		}
		group.Wait()
		close(failures)
		return <-failures
	})
}
