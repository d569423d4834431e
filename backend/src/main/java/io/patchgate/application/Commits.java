package io.patchgate.application;

import io.patchgate.git.CommitText;
import io.patchgate.git.GitWorkspace;

/** The commit that a change set becomes, where its workspace has a repository. */
public record Commits(GitWorkspace git, CommitText text) {}
