package org.emishub.routes.audit;

/** What a repository may be told of children and of those who ask. */
public enum People {
    /** The leaf's commitments: two entries about one child cannot be told from entries about two. */
    COMMITMENTS,
    /** A keyed hash made for this feed alone: the same for all entries of one child, and of no use elsewhere. */
    PSEUDONYMS,
    /** The identifiers themselves, for a repository that is entitled to them. */
    IDENTIFIERS
}
