package observation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts features on one scale: within each cell by their rank among the observations that are learnt from, so that
 * neither what the agent knows anyway nor a few very slow calls count.
 */
final class Features {
    private final int width;
    private final Map<Integer, double[][]> sorted = new HashMap<>();

    Features(List<Observation> learnt) {
        width = learnt.get(0).features().length;
        Map<Integer, List<Observation>> cells = new HashMap<>();
        for (Observation each : learnt) {
            cells.computeIfAbsent(each.cell(), cell -> new ArrayList<>()).add(each);
        }
        cells.forEach((cell, members) -> {
            double[][] columns = new double[width][];
            for (int f = 0; f < width; f++) {
                int feature = f;
                columns[f] = members.stream().mapToDouble(o -> o.features()[feature]).sorted().toArray();
            }
            sorted.put(cell, columns);
        });
    }

    int width() {
        return width;
    }

    /** From -1, the quickest or shortest, to 1. */
    double[] of(Observation observation) {
        double[] scaled = new double[width];
        double[][] columns = sorted.get(observation.cell());
        for (int f = 0; columns != null && f < width; f++) {
            double[] column = columns[f];
            double value = observation.features()[f];
            scaled[f] = (below(column, value, false) + below(column, value, true)) / column.length - 1;
        }
        return scaled;
    }

    private static double below(double[] column, double value, boolean orEqual) {
        int found = Arrays.binarySearch(column, value);
        int at = found < 0 ? -found - 1 : found;
        if (orEqual) {
            while (at < column.length && column[at] == value) {
                at++;
            }
        } else {
            while (at > 0 && column[at - 1] >= value) {
                at--;
            }
        }
        return at;
    }
}
