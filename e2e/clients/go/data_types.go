package main

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/golang-sql/civil"
	mssql "github.com/microsoft/go-mssqldb"
	"github.com/shopspring/decimal"
)

type typeName struct {
	declaration, base string
	// The digits of the second for dates, else nothing.
	scale int
}

type typeValue struct {
	typeName  typeName
	sql, text string
}

type typeCase struct {
	typeName typeName
	values   []typeValue
}

func parseTypeName(declaration string) typeName {
	base, arguments, _ := strings.Cut(strings.TrimSuffix(declaration, ")"), "(")
	scale := 7
	if number, err := strconv.Atoi(arguments); err == nil {
		scale = number
	}
	switch base {
	case "datetime":
		scale = 3
	case "smalldatetime":
		scale = 0
	}
	return typeName{declaration, base, scale}
}

func readDataTypes() (cases []*typeCase) {
	known := map[string]*typeCase{}
	for _, row := range readTable("data-types.tsv") {
		name := parseTypeName(row[0])
		entry := known[row[0]]
		if entry == nil {
			entry = &typeCase{typeName: name}
			known[row[0]] = entry
			cases = append(cases, entry)
		}
		if len(row) > 3 {
			name = parseTypeName(row[3])
		}
		entry.values = append(entry.values, typeValue{name, row[1], unescape(row[2])})
	}
	return
}

// The text of a value as the driver gave it; the expected text goes through floatText too.
func actualText(name typeName, value any) string {
	switch value := value.(type) {
	case nil:
		return "NULL"
	case bool:
		if value {
			return "1"
		}
		return "0"
	case int64:
		return strconv.FormatInt(value, 10)
	case float64:
		return floatText(name, value)
	case string:
		return value
	case time.Time:
		return timeText(name, value)
	case []byte:
		return bytesText(name, value)
	default:
		return fmt.Sprintf("%T %v", value, value)
	}
}

func bytesText(name typeName, value []byte) string {
	switch name.base {
	case "decimal", "numeric", "money", "smallmoney":
		return string(value)
	case "uniqueidentifier":
		var id mssql.UniqueIdentifier
		if err := id.Scan(value); err != nil {
			return err.Error()
		}
		return id.String()
	default:
		return strings.ToUpper(hex.EncodeToString(value))
	}
}

func floatText(name typeName, value float64) string {
	if name.base == "real" || name.declaration == "float(24)" {
		return strconv.FormatFloat(value, 'g', -1, 32)
	}
	return strconv.FormatFloat(value, 'g', -1, 64)
}

func timeText(name typeName, value time.Time) string {
	fraction := ""
	if name.scale > 0 {
		fraction = "." + strings.Repeat("0", name.scale)
	}
	switch name.base {
	case "date":
		return value.Format("2006-01-02")
	case "time":
		return value.Format("15:04:05" + fraction)
	case "datetimeoffset":
		return value.Format("2006-01-02 15:04:05" + fraction + " -07:00")
	default:
		return value.Format("2006-01-02 15:04:05" + fraction)
	}
}

func expectedText(value typeValue) string {
	if value.typeName.base == "float" || value.typeName.base == "real" {
		number, _ := strconv.ParseFloat(value.text, 64)
		return floatText(value.typeName, number)
	}
	return value.text
}

// The Go value that a program would give to a parameter for this type.
func parameterValue(value typeValue) any {
	text := value.text
	switch value.typeName.base {
	case "bit":
		return text == "1"
	case "tinyint", "smallint", "int", "bigint":
		number, _ := strconv.ParseInt(text, 10, 64)
		return number
	case "real":
		number, _ := strconv.ParseFloat(text, 32)
		return float32(number)
	case "float":
		number, _ := strconv.ParseFloat(text, 64)
		return number
	case "decimal", "numeric":
		return decimal.RequireFromString(text)
	case "money", "smallmoney":
		return mssql.Money[decimal.Decimal]{Decimal: decimal.RequireFromString(text)}
	case "char", "varchar", "text":
		if isASCII(text) {
			if len(text) > 8000 {
				return mssql.VarCharMax(text)
			}
			return mssql.VarChar(text)
		}
		return text
	case "binary", "varbinary", "image":
		bytes, _ := hex.DecodeString(text)
		return bytes
	case "date":
		day, _ := civil.ParseDate(text)
		return day
	case "time":
		clock, _ := civil.ParseTime(text)
		return clock
	case "datetime2", "smalldatetime", "datetime":
		at, _ := time.Parse("2006-01-02 15:04:05.9999999", text)
		if value.typeName.base == "datetime" {
			return mssql.DateTime1(at)
		}
		return civil.DateTimeOf(at)
	case "datetimeoffset":
		at, _ := time.Parse("2006-01-02 15:04:05.9999999 -07:00", text)
		return mssql.DateTimeOffset(at)
	case "uniqueidentifier":
		var id mssql.UniqueIdentifier
		_ = id.Scan(text)
		return id
	default:
		return text
	}
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(letter rune) bool { return letter > math.MaxInt8 }) < 0
}

var incomparable = map[string]bool{"text": true, "ntext": true, "image": true, "xml": true}

func dataTypes(story story) {
	session := openSession(nil)
	for number, typeCase := range readDataTypes() {
		name := typeCase.typeName
		story.tell(name.declaration+" selected", func() error { return selectLiterals(session, typeCase) })
		table := fmt.Sprintf("dbo.types_%d", number)
		story.tell(name.declaration+" inserted and read back", func() error { return roundTrip(session, typeCase, table) })
	}
	story.tell("column types", func() error { return columnTypes(session) })
}

func selectLiterals(session *sql.Conn, typeCase *typeCase) error {
	for _, expected := range typeCase.values {
		actual, err := value[any](session, fmt.Sprintf("SELECT CAST(%s AS %s)", expected.sql, typeCase.typeName.declaration))
		if err != nil {
			return fmt.Errorf("%.80s: %w", expected.sql, err)
		}
		if err := expectEqual(expected.sql, actualText(expected.typeName, actual), expectedText(expected)); err != nil {
			return err
		}
	}
	actual, err := value[any](session, fmt.Sprintf("SELECT CAST(NULL AS %s)", typeCase.typeName.declaration))
	if err != nil {
		return err
	}
	return expectEqual("NULL", actual, nil)
}

func roundTrip(session *sql.Conn, typeCase *typeCase, table string) error {
	declaration := typeCase.typeName.declaration
	if err := run(session, fmt.Sprintf("CREATE TABLE %s (id int NOT NULL PRIMARY KEY, v %s NULL)", table, declaration)); err != nil {
		return err
	}
	for id, given := range typeCase.values {
		parameter := "@p2"
		if typeCase.typeName.base == "sql_variant" {
			parameter = fmt.Sprintf("CAST(@p2 AS %s)", given.typeName.declaration)
		}
		insert := fmt.Sprintf("INSERT INTO %s (id, v) VALUES (@p1, %s)", table, parameter)
		if err := run(session, insert, id, parameterValue(given)); err != nil {
			return fmt.Errorf("%.80s: %w", given.sql, err)
		}
	}
	if err := run(session, fmt.Sprintf("INSERT INTO %s (id, v) VALUES (-1, NULL)", table)); err != nil {
		return err
	}
	for id, expected := range typeCase.values {
		actual, err := value[any](session, fmt.Sprintf("SELECT v FROM %s WHERE id = @p1", table), id)
		if err != nil {
			return err
		}
		if err := expectEqual(expected.sql, actualText(expected.typeName, actual), expectedText(expected)); err != nil {
			return err
		}
		if incomparable[typeCase.typeName.base] {
			continue
		}
		same := fmt.Sprintf("SELECT COUNT(*) FROM %s WHERE id = %d AND v = CAST(%s AS %s)", table, id, expected.sql, declaration)
		if err := expectValue(session, 1, same); err != nil {
			return err
		}
	}
	actual, err := value[any](session, fmt.Sprintf("SELECT v FROM %s WHERE id = -1", table))
	if err != nil {
		return err
	}
	return expectEqual("NULL", actual, nil)
}

func columnTypes(session *sql.Conn) error {
	rows, err := session.QueryContext(background, `SELECT CAST(1 AS bigint) AS a, CAST(1 AS decimal(9, 3)) AS b,
		CAST('x' AS varchar(30)) AS c, CAST(N'x' AS nvarchar(max)) AS d, CAST(NULL AS datetime2(3)) AS e, CAST(1 AS bit) AS f`)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	var described []string
	for _, column := range columns {
		length, _ := column.Length()
		precision, scale, _ := column.DecimalSize()
		described = append(described, fmt.Sprintf("%s %s %d %d %d", column.Name(), column.DatabaseTypeName(), length, precision, scale))
	}
	return expectEqual("columns", described, []string{
		"a BIGINT 0 0 0", "b DECIMAL 0 9 3", "c VARCHAR 30 0 0", "d NVARCHAR 1073741822 0 0", "e DATETIME2 0 0 3", "f BIT 0 0 0",
	})
}
