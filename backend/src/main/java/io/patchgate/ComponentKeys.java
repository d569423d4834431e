package io.patchgate;

import io.patchgate.Settings.InvalidSetting;
import io.patchgate.patch.WorkspacePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which files make up a component, out of a workspace's settings. */
final class ComponentKeys {
    private static final int MOST = 10;

    private ComponentKeys() {}

    static Map<String, List<String>> read(SettingsSection section) throws InvalidSetting {
        Map<String, List<String>> components = new LinkedHashMap<>();
        for (String component : section.keys()) {
            List<String> files = section.texts(component);
            if (files.isEmpty() || files.size() > MOST) {
                throw section.wrong(component, "must name 1 to " + MOST + " files");
            }
            for (String file : files) {
                requirePath(section, component, file);
            }
            components.put(component, files);
        }
        return components;
    }

    private static void requirePath(SettingsSection section, String component, String file) throws InvalidSetting {
        try {
            new WorkspacePath(file);
        } catch (WorkspacePath.InvalidPath e) {
            throw section.wrong(component, "names '" + file + "', and a file's path " + e.getMessage());
        }
    }
}
