/** Strict reading of comma-separated files row by row: limits before parsing, every error with file, line, column and code. */
@NullMarked
package org.emishub.adapters.education.csv;

import org.jspecify.annotations.NullMarked;
