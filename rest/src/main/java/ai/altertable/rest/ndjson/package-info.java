/// Arrow batches as lines of JSON, exact and fast: one encoder for each column, chosen once for a
/// result, that writes from the Arrow buffers into one growing array of bytes.
///
/// | SQL type | JSON |
/// |---|---|
/// | BOOLEAN, integers of all widths, HUGEINT, UHUGEINT, BIGNUM, DECIMAL | bare, with all digits |
/// | FLOAT, DOUBLE | the shortest digits that read back as the same value, laid out as DuckDB's own text: `1.0`, `0.0001`, `1e-05`, `1e+16`. For DOUBLE that is what a cast to VARCHAR gives; for some FLOATs the cast gives more digits than needed. NaN and infinities are `null` |
/// | VARCHAR, BIT, ENUM, UUID | string |
/// | BLOB, GEOMETRY (WKB) | lower-case hexadecimal digits |
/// | DATE | `2024-02-29`; years beyond 0000 to 9999 have a sign, the year 0 being 1 BC: `+10000-01-01`, `-0043-03-15`; `infinity`, `-infinity` |
/// | TIME, TIME_NS | `12:34:56` and `.` with 3, 6 or 9 digits, as many as needed |
/// | TIME WITH TIME ZONE | the same and `+05:30`, with seconds where the offset has them |
/// | TIMESTAMP of all units | date, `T`, time; `infinity`, `-infinity` |
/// | TIMESTAMP WITH TIME ZONE | the same in the session's zone, with `Z` for UTC, else `+05:30`. Offsets of the 19th century that have seconds are cut to minutes and the time is adapted: the instant stays exact, and the text is RFC 3339 |
/// | INTERVAL | `1 mons 2 days 3 hours 4 mins 5.000000000 secs`, parts that are zero left out; `0 secs` |
/// | LIST, ARRAY | array |
/// | STRUCT | object; an unnamed struct (`row(1, 2)`) is an array |
/// | MAP | object; keys that are no strings become the text of their JSON |
/// | UNION | the value of its member |
/// | JSON, VARIANT | the value itself, without the white space between its parts |
/// | NULL | `null` |
///
/// Strings are safe for every reader of lines: besides what JSON asks for, U+0085, U+2028 and
/// U+2029 are escaped, at which some languages end lines.
@NullMarked
package ai.altertable.rest.ndjson;

import org.jspecify.annotations.NullMarked;
