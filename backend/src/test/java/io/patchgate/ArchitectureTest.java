package io.patchgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Imports go downward only, as drawn in {@code backend/README.md}. */
@AnalyzeClasses(packages = "io.patchgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] FEATURES = {
        "io.patchgate.http..",
        "io.patchgate.generation..",
        "io.patchgate.gate..",
        "io.patchgate.persistence..",
        "io.patchgate.application..",
        "io.patchgate.revision..",
        "io.patchgate.staleness..",
        "io.patchgate.preview..",
        "io.patchgate.checks..",
        "io.patchgate.approval..",
        "io.patchgate.sample.."
    };

    @ArchTest
    static final ArchRule importsGoDownward = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("entry")
            .definedBy("io.patchgate")
            .layer("features")
            .definedBy(FEATURES)
            .layer("bus")
            .definedBy("io.patchgate.bus..")
            .layer("workspace")
            .definedBy("io.patchgate.workspace..")
            .layer("git")
            .definedBy("io.patchgate.git..")
            .layer("sandbox")
            .definedBy("io.patchgate.sandbox..")
            .layer("signals")
            .definedBy("io.patchgate.signals..")
            .layer("diff")
            .definedBy("io.patchgate.diff..")
            .layer("patch")
            .definedBy("io.patchgate.patch..")
            .layer("statistics")
            .definedBy("io.patchgate.statistics..")
            .whereLayer("entry")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("features")
            .mayOnlyBeAccessedByLayers("entry")
            .whereLayer("bus")
            .mayOnlyBeAccessedByLayers("entry", "features")
            .whereLayer("git")
            .mayOnlyBeAccessedByLayers("entry", "features")
            .whereLayer("sandbox")
            .mayOnlyBeAccessedByLayers("entry", "features")
            .whereLayer("workspace")
            .mayOnlyBeAccessedByLayers("entry", "features", "git")
            .whereLayer("signals")
            .mayOnlyBeAccessedByLayers("entry", "features")
            .whereLayer("statistics")
            .mayOnlyBeAccessedByLayers("entry", "features", "bus")
            .whereLayer("diff")
            .mayOnlyBeAccessedByLayers("entry", "features", "signals");

    @ArchTest
    static final ArchRule featuresNeverImportEachOther = slices().matching(
                    "io.patchgate.(http|generation|gate|persistence|application|revision|staleness|preview|checks|approval|sample)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule thePureKnowNoVertx = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.patchgate.patch..",
                    "io.patchgate.diff..",
                    "io.patchgate.signals..",
                    "io.patchgate.workspace..",
                    "io.patchgate.git..",
                    "io.patchgate.statistics..",
                    "io.patchgate.generation.analysis..",
                    "io.patchgate.sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule theSampleIsAClientOfThePublicApi = noClasses()
            .that()
            .resideInAPackage("io.patchgate.sample..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.patchgate.bus..", "io.patchgate.patch..", "io.patchgate.workspace..", "io.patchgate.diff..");

    @ArchTest
    static final ArchRule onlyPersistenceKnowsSql = noClasses()
            .that()
            .resideOutsideOfPackages("io.patchgate.persistence..", "io.patchgate")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "org.postgresql..");

    @ArchTest
    static final ArchRule verticlesSayWhatTheyAre = classes()
            .that()
            .areAssignableTo(io.vertx.core.VerticleBase.class)
            .should()
            .haveSimpleNameEndingWith("Verticle")
            .orShould()
            .haveSimpleName("Management");
}
