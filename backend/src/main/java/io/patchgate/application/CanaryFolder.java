package io.patchgate.application;

import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Workspace;
import java.time.Duration;

/**
 * Where a workspace's approved requests are written first.
 *
 * @param guard has the last word on each write there, as the workspace's own has on its
 * @param share of the traffic that is sent there
 * @param watch how long a request is compared there
 */
public record CanaryFolder(Workspace workspace, Guard guard, double share, Duration watch) {}
