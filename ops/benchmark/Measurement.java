package benchmark;

/** One thing that is measured, and what it is measured against. */
interface Measurement {

    /** What {@code --only} calls it. */
    String name();

    String title();

    /** The least ratio that the design asks for, or NaN where it asks for none. */
    double wanted();

    /** Makes what is needed and warms up both sides. */
    void prepare(Stage stage) throws Exception;

    Figure product(Stage stage) throws Exception;

    /** Null where the machine lacks what the reference needs. */
    Figure reference(Stage stage) throws Exception;

    /** Looks back at what was done, for what would make the figures worthless. */
    default void finish(Stage stage) throws Exception {}
}
