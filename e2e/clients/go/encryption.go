package main

import (
	"fmt"
	"os"
	"strings"
)

func encryption(story story) {
	encrypted := func(changes settings, expected string) func() error {
		return func() error {
			session := openSession(changes)
			defer session.Close()
			return firstError(
				func() error {
					return expectValue(session, expected, "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID")
				},
				func() error { return expectValue(session, 100_000, "SELECT LEN(@p1)", strings.Repeat("x", 100_000)) },
			)
		}
	}
	certificate := os.Getenv("E2E_CERTIFICATE")
	checked := func(mode string) settings {
		return settings{"encrypt": mode, "TrustServerCertificate": "false", "certificate": certificate, "hostNameInCertificate": "localhost"}
	}
	story.tell("disable", encrypted(settings{"encrypt": "disable"}, "FALSE"))
	story.tell("false: the login only", encrypted(settings{"encrypt": "false"}, "FALSE"))
	story.tell("true", encrypted(nil, "TRUE"))
	story.tell("true, the certificate checked", encrypted(checked("true"), "TRUE"))
	story.tell("strict (TDS 8.0)", encrypted(checked("strict"), "TRUE"))
	story.tell("packet sizes", func() error {
		// The driver's buffer has the size from the beginning: 512 bytes do not hold the server's certificate.
		for _, size := range []string{"512", "32767"} {
			if err := encrypted(settings{"encrypt": "disable", "packet size": size}, "FALSE")(); err != nil {
				return fmt.Errorf("%s: %w", size, err)
			}
		}
		return encrypted(settings{"packet size": "16383"}, "TRUE")()
	})
	story.tell("a wrong password", func() error {
		return expectEqual("error", factsOf(openPool(settings{"password": "wrong"}).Ping()),
			facts{18456, 14, 1, 1, "login error: Login failed for user 'sa'."})
	})
	story.tell("an unknown database", func() error {
		err := openPool(settings{"database": "nothing"}).Ping()
		return expectEqual("numbers", err != nil && strings.Contains(err.Error(), `Cannot open database "nothing" requested by the login. The login failed. (4060)`), true)
	})
}
