package io.patchgate.sample;

import java.util.List;

/**
 * One file of the sample workspace. The list comes from an index, since a jar cannot be listed; a test holds the index
 * to the folder it stands for.
 */
record SampleFile(String path, boolean executable, Resource content) {
    static final String FOLDER = "sample-workspace/";
    static final String INDEX = "INDEX";

    static List<SampleFile> all() {
        return new Resource(FOLDER + INDEX)
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(SampleFile::parse)
                .toList();
    }

    private static SampleFile parse(String line) {
        String[] fields = line.split(" ");
        String resource = fields.length > 2 ? fields[2] : fields[1];
        return new SampleFile(fields[1], fields[0].equals("0755"), new Resource(FOLDER + resource));
    }
}
