/**
 * A fifth connected system, of a protocol nobody has heard of: the class path names its adapter, the registry its member, the folder of agreements its
 * agreement; nothing else in the hub knows of it.
 */
@NullMarked
package org.emishub.deployment.fifth;

import org.jspecify.annotations.NullMarked;
