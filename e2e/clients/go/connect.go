package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"

	mssql "github.com/microsoft/go-mssqldb"
)

// settings override the defaults of the connection string.
type settings map[string]string

func dsn(changes settings) string {
	values := map[string]string{
		"user":                   os.Getenv("E2E_USER"),
		"password":               os.Getenv("E2E_PASSWORD"),
		"database":               os.Getenv("E2E_DATABASE"),
		"encrypt":                "true",
		"TrustServerCertificate": "true",
		"dial timeout":           "15",
	}
	for name, value := range changes {
		if value == "" {
			delete(values, name)
		} else {
			values[name] = value
		}
	}
	query := url.Values{}
	for name, value := range values {
		if name != "user" && name != "password" {
			query.Set(name, value)
		}
	}
	address := url.URL{
		Scheme:   "sqlserver",
		User:     url.UserPassword(values["user"], values["password"]),
		Host:     fmt.Sprintf("%s:%s", os.Getenv("E2E_HOST"), os.Getenv("E2E_PORT")),
		RawQuery: query.Encode(),
	}
	return address.String()
}

func openPool(changes settings) *sql.DB {
	pool, err := sql.Open("sqlserver", dsn(changes))
	if err != nil {
		panic(err)
	}
	return pool
}

// openSession is one connection: sql.DB would take another for each statement.
func openSession(changes settings) *sql.Conn {
	session, err := openPool(changes).Conn(context.Background())
	if err != nil {
		panic(err)
	}
	return session
}

var background = context.Background()

func run(session *sql.Conn, statement string, arguments ...any) error {
	_, err := session.ExecContext(background, statement, arguments...)
	return err
}

func value[T any](session *sql.Conn, query string, arguments ...any) (result T, err error) {
	err = session.QueryRowContext(background, query, arguments...).Scan(&result)
	return
}

func expectValue[T any](session *sql.Conn, expected T, query string, arguments ...any) error {
	actual, err := value[T](session, query, arguments...)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	return expectEqual(query, actual, expected)
}

// facts are what SQL Server says of an error.
type facts struct {
	Number, Class, State, Line int
	Message                    string
}

func factsOf(err error) facts {
	var thrown mssql.Error
	if !errors.As(err, &thrown) {
		return facts{Message: fmt.Sprintf("no SQL error: %v", err)}
	}
	return facts{int(thrown.Number), int(thrown.Class), int(thrown.State), int(thrown.LineNo), thrown.Message}
}

func expectNumber(err error, number int) error {
	return expectEqual("error number", factsOf(err).Number, number)
}
