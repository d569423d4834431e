package observation;

/**
 * What an agent saw of one submission.
 *
 * @param cell what the agent knows itself: its plan, the kind of target, whether it made load meanwhile
 * @param features latencies in microseconds, then sizes in bytes
 */
record Observation(boolean denied, int cell, double[] features) {}
