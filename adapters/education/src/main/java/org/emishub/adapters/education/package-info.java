/** The school register: reads and writes enrolments in the files and calls that education systems speak. */
@NullMarked
package org.emishub.adapters.education;

import org.jspecify.annotations.NullMarked;
