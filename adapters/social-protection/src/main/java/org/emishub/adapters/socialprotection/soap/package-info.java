/** The older SOAP service for the attendance question, contract first, under WS-Security 1.1 with X.509. */
@NullMarked
package org.emishub.adapters.socialprotection.soap;

import org.jspecify.annotations.NullMarked;
