package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// The names are those of harness/client.ts.
type report struct {
	Story   string  `json:"story"`
	Case    string  `json:"case"`
	OK      bool    `json:"ok"`
	Seconds float64 `json:"seconds"`
	Error   string  `json:"error,omitempty"`
}

const caseWithin = 60 * time.Second

type story struct{ name string }

// tell runs one case and prints one line; a failed case does not stop the next.
func (s story) tell(name string, run func() error) {
	started := time.Now()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if thrown := recover(); thrown != nil {
				done <- fmt.Errorf("panic: %v", thrown)
			}
		}()
		done <- run()
	}()
	var err error
	select {
	case err = <-done:
	case <-time.After(caseWithin):
		err = fmt.Errorf("not done within %v", caseWithin)
	}
	line := report{s.name, name, err == nil, time.Since(started).Seconds(), ""}
	if err != nil {
		line.Error = err.Error()
	}
	text, _ := json.Marshal(line)
	fmt.Println(string(text))
}

const shown = 200

func show(value any) string {
	text := fmt.Sprintf("%#v", value)
	if len(text) > shown {
		return text[:shown] + "..."
	}
	return text
}

func expectEqual(what string, actual, expected any) error {
	if reflect.DeepEqual(actual, expected) {
		return nil
	}
	return fmt.Errorf("%s: got %s, expected %s", what, show(actual), show(expected))
}

// firstError runs the steps in order until one fails.
func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// readTable reads a file of shared/: lines of cells separated by tabs, comments begin with #.
func readTable(name string) [][]string {
	file, err := os.Open(filepath.Join(os.Getenv("E2E_SHARED"), name))
	if err != nil {
		panic(err)
	}
	defer file.Close()
	var rows [][]string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

func readShared(name string) string {
	text, err := os.ReadFile(filepath.Join(os.Getenv("E2E_SHARED"), name))
	if err != nil {
		panic(err)
	}
	return string(text)
}

func unescape(text string) string {
	if rest, found := strings.CutPrefix(text, "repeat:"); found {
		times, unit, _ := strings.Cut(rest, ":")
		count, _ := strconv.Atoi(times)
		return strings.Repeat(unit, count)
	}
	return strings.NewReplacer(`\\`, `\`, `\s`, " ").Replace(text)
}
