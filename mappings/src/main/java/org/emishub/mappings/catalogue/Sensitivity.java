package org.emishub.mappings.catalogue;

/** How much harm a field can do when it leaks, least first. */
public enum Sensitivity {
    SCHOOL,
    IDENTIFYING,
    SOCIAL,
    /** GDPR article 9: health, disability and the like. */
    SPECIAL_CATEGORY
}
