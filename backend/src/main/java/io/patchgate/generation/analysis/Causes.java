package io.patchgate.generation.analysis;

import io.patchgate.bus.Improvements.Cause;
import io.patchgate.bus.Improvements.Evidence;
import io.patchgate.bus.Improvements.Reasons;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Why feedback is negative, in clusters: one for each kind of alert, and people's comments by the word that most of
 * those share that are in no cluster yet. The same events give the same clusters, whatever their order. Comments
 * beyond the newest {@link Reasons#NEWEST} events are not read.
 */
final class Causes {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]{3,40}");
    private static final int MOST_CLUSTERS = 12;

    /** A word that one comment alone uses joins nothing. */
    private static final int SHARED = 2;

    private static final Set<String> STOP_WORDS = Set.of(
            ("about after again all also and any are because been before being but can cannot could did does doing don"
                            + " down each else every few for from get got had has have having her here him his how into"
                            + " its just let like made make many may more most much must nor not nothing now off once"
                            + " one only other our out over own same she should some such than that the their them"
                            + " then there these they this those through too twice under until very was were what when"
                            + " where which while who whom why will with without would you your")
                    .split(" "));

    /** @param members the ids of its events among those that were read, the newest first, each once */
    record Cluster(Cause cause, List<String> members) {}

    private Causes() {}

    /** The largest first; of equally large ones the gravest kind first. Empty where nothing is negative. */
    static List<Cluster> of(Reasons reasons) {
        List<Cluster> clusters = new ArrayList<>();
        reasons.counts().forEach((reason, count) -> {
            if (!reason.equals("said")) {
                List<String> members = members(reasons.newest().stream()
                        .filter(e -> reason.equals(e.reason()))
                        .toList());
                clusters.add(new Cluster(new Cause(reason, label(reason), count), members));
            }
        });
        clusters.addAll(comments(
                reasons.newest().stream().filter(e -> "said".equals(e.reason())).toList()));
        clusters.sort(Comparator.<Cluster>comparingInt(c -> -c.cause().events())
                .thenComparingInt(c -> gravity(c.cause().id()))
                .thenComparing(c -> c.cause().id()));
        return clusters;
    }

    private static List<Cluster> comments(List<Evidence> comments) {
        List<Cluster> clusters = new ArrayList<>();
        List<Evidence> rest = new ArrayList<>(comments);
        while (!rest.isEmpty() && clusters.size() < MOST_CLUSTERS) {
            Map<String, Integer> uses = new HashMap<>();
            rest.forEach(comment -> words(comment.text()).forEach(word -> uses.merge(word, 1, Integer::sum)));
            String word = uses.entrySet().stream()
                    .filter(use -> use.getValue() >= SHARED)
                    .min(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .orElse(null);
            if (word == null) {
                break;
            }
            List<Evidence> sharing =
                    rest.stream().filter(c -> words(c.text()).contains(word)).toList();
            rest.removeAll(sharing);
            clusters.add(new Cluster(
                    new Cause("said:" + word, "comments that mention “" + word + "”", sharing.size()),
                    members(sharing)));
        }
        if (!rest.isEmpty()) {
            clusters.add(new Cluster(new Cause("said", "comments with nothing in common", rest.size()), members(rest)));
        }
        return clusters;
    }

    static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        if (text != null) {
            WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(match -> {
                String word = match.group();
                if (!STOP_WORDS.contains(word)) {
                    words.add(
                            word.length() > 4 && word.endsWith("s") && !word.endsWith("ss")
                                    ? word.substring(0, word.length() - 1)
                                    : word);
                }
            });
        }
        return words;
    }

    private static List<String> members(List<Evidence> events) {
        return events.stream().map(Evidence::feedbackId).distinct().toList();
    }

    private static int gravity(String id) {
        return List.of("gate", "ari", "edm", "performance", "said", "unsaid").indexOf(id.split(":")[0]);
    }

    private static String label(String reason) {
        String[] parts = reason.split(":", 2);
        String what = parts.length == 1 || parts[1].equals("unspecified") ? "" : ": " + parts[1].replace('_', ' ');
        return switch (parts[0]) {
            case "gate" -> "gate violations" + what;
            case "ari" -> "alerts of lost agency" + what;
            case "edm" -> "alerts of epistemic debt" + what;
            case "performance" -> "performance past its limit" + what;
            default -> "dissatisfaction without a comment";
        };
    }
}
