/** Conditions under which a test that needs something from outside the project runs. */
package org.emishub.outside;
