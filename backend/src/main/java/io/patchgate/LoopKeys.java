package io.patchgate;

import io.patchgate.Settings.InvalidSetting;
import io.patchgate.generation.CanarySettings;
import io.patchgate.generation.LoopSettings;
import io.patchgate.generation.ProbationSettings;
import io.patchgate.generation.Thresholds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** When the loop acts, out of the settings. */
final class LoopKeys {
    private static final Duration LONGEST = Duration.ofDays(366);

    private LoopKeys() {}

    static LoopSettings read(SettingsSection section) throws InvalidSetting {
        LoopSettings usual = LoopSettings.DEFAULT;
        LoopSettings loop = new LoopSettings(
                section.integer("min_feedback", usual.minFeedback(), 1, 1_000_000),
                section.share("negative_share", usual.negativeShare()),
                section.duration("window", usual.window()),
                section.duration("interval", usual.interval()),
                section.duration("cool_down", usual.coolDown()),
                section.flag("learning", usual.learning()),
                thresholds(section.section("alerts")));
        for (String key : new String[] {"window", "interval", "cool_down"}) {
            if (section.duration(key, Duration.ofMinutes(1)).compareTo(LONGEST) > 0) {
                throw section.wrong(key, "must be at most 366d");
            }
        }
        section.refuseOthers();
        return loop;
    }

    static ProbationSettings probation(SettingsSection section) throws InvalidSetting {
        ProbationSettings usual = ProbationSettings.DEFAULT;
        ProbationSettings probation = new ProbationSettings(
                section.duration("watch", usual.watch()),
                section.integer("min_events", usual.minEvents(), 1, 1_000_000),
                section.flag("rollback", usual.rollback()));
        if (probation.watch().compareTo(LONGEST) > 0) {
            throw section.wrong("watch", "must be at most 366d");
        }
        section.refuseOthers();
        return probation;
    }

    /** Empty where nothing stands there. */
    static Optional<Settings.Canary> canary(SettingsSection section) throws InvalidSetting {
        CanarySettings usual = CanarySettings.DEFAULT;
        Optional<Path> root = section.path("root");
        CanarySettings compared = new CanarySettings(
                section.share("share", usual.share()),
                section.duration("watch", usual.watch()),
                section.integer("min_events", usual.minEvents(), 1, 1_000_000),
                section.flag("promote", usual.promote()));
        section.refuseOthers();
        if (root.isEmpty() && !section.keys().isEmpty()) {
            throw section.wrong("root", "is missing");
        }
        if (compared.share() <= 0 || compared.share() >= 1) {
            throw section.wrong(
                    "share", "must be a number above 0 and below 1, since there is nothing to compare else");
        }
        if (compared.watch().compareTo(LONGEST) > 0) {
            throw section.wrong("watch", "must be at most 366d");
        }
        return root.map(folder -> new Settings.Canary(folder, compared));
    }

    private static Thresholds thresholds(SettingsSection section) throws InvalidSetting {
        Thresholds usual = Thresholds.DEFAULT;
        Thresholds thresholds = new Thresholds(
                section.number("delta_agency", usual.deltaAgency()),
                section.number("bhir", usual.bhir()),
                section.number("skill_development", usual.skillDevelopment()),
                section.number("ai_reliance", usual.aiReliance()),
                section.numbers("performance"));
        section.refuseOthers();
        return thresholds;
    }
}
