package io.patchgate.git;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** What a tree or the index has under a path. */
record Leaf(FileMode mode, ObjectId id) {}
