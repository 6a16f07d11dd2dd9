/** Strict reading of our YAML files, in which every error names file, line and remedy. */
@NullMarked
package org.emishub.mappings.yaml;

import org.jspecify.annotations.NullMarked;
