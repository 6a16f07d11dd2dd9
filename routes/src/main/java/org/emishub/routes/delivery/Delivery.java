package org.emishub.routes.delivery;

import org.emishub.routes.store.Letter;
import org.emishub.routes.store.Parcel;
import org.emishub.security.agreement.Agreement;

/** One attempt to deliver a letter, under the agreement as it is now. */
record Delivery(Letter letter, Parcel parcel, Agreement agreement) {}
