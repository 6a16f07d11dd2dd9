/** C2SP signed notes: the text, who signed it and with which key, read and written once for the ledger and for witnesses. */
@NullMarked
package org.emishub.security.note;

import org.jspecify.annotations.NullMarked;
