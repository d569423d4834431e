package io.patchgate.generation.outcome;

import io.patchgate.bus.Outcomes.Compared;
import io.patchgate.bus.Outcomes.Share;
import java.util.Locale;

/** What monitors' reports on a patch are compared with, and how a comparison is told. */
public enum Baseline {
    /** The time before it was applied, of which any report will do. */
    BEFORE {
        @Override
        int evidence(Compared compared) {
            return compared.before() == 0 ? 0 : compared.after();
        }

        @Override
        String differs(String what, Share before, Share after) {
            return "%s went from %s to %s of the monitors' events.".formatted(what, percent(before), percent(after));
        }

        @Override
        String same(Compared compared) {
            return "Over %d events before and %d since no difference is beyond chance."
                    .formatted(compared.before(), compared.after());
        }

        @Override
        String tooLittle(Compared compared, int least) {
            return compared.before() == 0
                    ? "Monitors had reported nothing before, so there is nothing to compare with."
                    : "Monitors reported %d events since, and it takes at least %d.".formatted(compared.after(), least);
        }

        @Override
        String others(int others) {
            return "Other patches of the component (%d) were applied in the same time.".formatted(others);
        }
    },

    /** The stable variant in the same time; both sides must have been reported on. */
    STABLE {
        @Override
        int evidence(Compared compared) {
            return Math.min(compared.before(), compared.after());
        }

        @Override
        String differs(String what, Share stable, Share canary) {
            return "%s is %s on the canary and %s on stable.".formatted(what, percent(canary), percent(stable));
        }

        @Override
        String same(Compared compared) {
            return "Over %d events on the canary and %d on stable no difference is beyond chance."
                    .formatted(compared.after(), compared.before());
        }

        @Override
        String tooLittle(Compared compared, int least) {
            return "Monitors reported %d events on the canary and %d on stable, and it takes at least %d on each."
                    .formatted(compared.after(), compared.before(), least);
        }

        @Override
        String others(int others) {
            return "Other patches of the component (%d) were in the canary or applied in the same time."
                    .formatted(others);
        }
    };

    /** How many events a conclusion could rest on. */
    abstract int evidence(Compared compared);

    abstract String differs(String what, Share baseline, Share patched);

    abstract String same(Compared compared);

    abstract String tooLittle(Compared compared, int least);

    abstract String others(int others);

    private static String percent(Share share) {
        return String.format(Locale.ROOT, "%.0f %%", 100.0 * share.bad() / share.n());
    }
}
