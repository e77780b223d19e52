"""Python's values of SQL Server's types, as the text of data-types.tsv and back."""

import datetime
import decimal
import re
import struct
import uuid

from story import read_table

MICROSECOND_DIGITS = 6


class TypeName:
    def __init__(self, declaration):
        match = re.fullmatch(r"(\w+)(?:\((\w+)(?:,(\w+))?\))?", declaration)
        self.declaration = declaration
        self.base, self.first, self.second = match.groups()

    @property
    def digits(self):
        """Digits of the second."""
        if self.base == "datetime":
            return 3
        if self.base == "smalldatetime":
            return 0
        return 7 if self.first is None else int(self.first)

    @property
    def single(self):
        return self.base == "real" or self.declaration == "float(24)"


class TypeValue:
    def __init__(self, type_name, sql, text):
        self.type, self.sql, self.text = type_name, sql, text


def read_data_types():
    """A list of (type, values)."""
    cases = {}
    for row in read_table("data-types.tsv"):
        _, values = cases.setdefault(row[0], (TypeName(row[0]), []))
        values.append(TypeValue(TypeName(row[3] if len(row) > 3 else row[0]), row[1], unescape(row[2])))
    return list(cases.values())


def unescape(text):
    if text.startswith("repeat:"):
        _, times, unit = text.split(":", 2)
        return unit * int(times)
    return re.sub(r"\\(.)", lambda match: " " if match[1] == "s" else match[1], text)


def expected_text(type_name, text):
    """Python's dates have microseconds: further digits are cut off."""
    if type_name.base in ("float", "real"):
        return float_text(type_name, float(text))
    if type_name.base in ("time", "datetime2", "datetimeoffset") and type_name.digits > MICROSECOND_DIGITS:
        return re.sub(r"(\.\d{6})\d+", r"\1", text)
    return text


def float_text(type_name, value):
    if type_name.single:
        value = struct.unpack("f", struct.pack("f", value))[0]
    return repr(value)


def actual_text(type_name, value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return float_text(type_name, value)
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex().upper()
    if isinstance(value, uuid.UUID):
        return str(value).upper()
    if isinstance(value, datetime.datetime):
        return date_time_text(type_name, value)
    if isinstance(value, datetime.date):
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M:%S") + fraction(type_name, value.microsecond)
    return str(value)


def fraction(type_name, microsecond):
    digits = min(type_name.digits, MICROSECOND_DIGITS)
    return f".{microsecond:06}"[: digits + 1] if digits > 0 else ""


def date_time_text(type_name, value):
    text = f"{value.year:04}-{value.month:02}-{value.day:02} {value.hour:02}:{value.minute:02}:{value.second:02}"
    text += fraction(type_name, value.microsecond)
    if type_name.base != "datetimeoffset":
        return text
    minutes = round(value.utcoffset().total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{text} {sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def parameter_value(type_name, text, second_digits):
    """What a program would hand over for this value; None when Python has no exact value for it."""
    base = type_name.base
    if base == "bit":
        return text == "1"
    if base in ("tinyint", "smallint", "int", "bigint"):
        return int(text)
    if base in ("decimal", "numeric", "money", "smallmoney"):
        return decimal.Decimal(text)
    if base in ("float", "real"):
        return float(text)
    if base in ("binary", "varbinary", "image"):
        return bytes.fromhex(text)
    if base in ("date", "time", "datetime", "smalldatetime", "datetime2", "datetimeoffset"):
        return date_value(base, text, second_digits)
    if base == "uniqueidentifier":
        return uuid.UUID(text)
    return text


def date_value(base, text, second_digits):
    digits = re.search(r"\.(\d+)", text)
    if digits is not None and digits[1][second_digits:].strip("0") != "":
        return None
    if base == "date":
        return datetime.date.fromisoformat(text)
    if base == "time":
        return datetime.time.fromisoformat(text)
    if base == "datetimeoffset":
        day, clock, offset = text.split(" ")
        return datetime.datetime.fromisoformat(f"{day}T{cut(clock)}{offset}")
    day, clock = text.split(" ")
    return datetime.datetime.fromisoformat(f"{day}T{cut(clock)}")


def cut(clock):
    return re.sub(r"(\.\d{6})\d+", r"\1", clock)
