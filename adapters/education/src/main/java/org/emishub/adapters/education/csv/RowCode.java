package org.emishub.adapters.education.csv;

/** Why one row of a file was refused; stable words that a school register may program against. */
public enum RowCode {
    /** A column that must have a value has none. */
    MISSING_VALUE,
    /** It names something that is in no accepted row. */
    UNKNOWN_REFERENCE,
    /** Not a day or time as ISO 8601 writes it, or outside 1900 to 2100. */
    BAD_DATE,
    /** Not one of the words the format allows there. */
    BAD_ENUM,
    /** Not a number, or outside its range. */
    BAD_NUMBER,
    /** Not an identifier as the format writes it. */
    BAD_IDENTIFIER,
    /** A code that nobody has mapped yet; the operator finds it in the list of unmapped codes. */
    UNMAPPED_CODE,
    /** The same identifier stood in an earlier row. */
    DUPLICATE_ID,
    /** Not UTF-8, or a control character. */
    BAD_ENCODING,
    /** Quotes that RFC 4180 does not allow, or a line break inside a value. */
    BAD_QUOTES,
    /** More or fewer values than the header has columns. */
    COLUMN_COUNT,
    LINE_TOO_LONG,
    VALUE_TOO_LONG,
    /** Another row about the same child was refused, so nothing of the child is taken. */
    PART_REFUSED,
    /** A person without any role, so nobody can say whether it is a child. */
    NO_ROLE,
    /** A guardian's change without a row of the child it belongs to. */
    NO_CHILD
}
