package dev.hec.it;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** The directions of import that the design promises. */
@AnalyzeClasses(
        packages = "dev.hec",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    /** Other modules' tests, as jars. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar") && !location.contains("/test-classes/");
        }
    }

    private static final String[] ADAPTERS = {"dev.hec.logback..", "dev.hec.log4j2.."};
    /** What core keeps to itself. */
    private static final String[] INTERNAL = {
        "dev.hec.auth..",
        "dev.hec.buffer..",
        "dev.hec.deadletter..",
        "dev.hec.delivery..",
        "dev.hec.doctor..",
        "dev.hec.spool..",
        "dev.hec.telemetry..",
        "dev.hec.time..",
        "dev.hec.transport.."
    };

    /** What core shows, but for its root package. */
    private static final String[] EXPORTED = {
        "dev.hec.codec..", "dev.hec.event..", "dev.hec.format..", "dev.hec.micrometer..", "dev.hec.settings.."
    };

    private static final String[] CORE = Stream.of(new String[] {"dev.hec"}, INTERNAL, EXPORTED)
            .flatMap(Arrays::stream)
            .toArray(String[]::new);

    @ArchTest
    static final ArchRule core_knowsNoAdapterAndNoReceiver = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.hec.logback..", "dev.hec.log4j2..", "dev.hec.receiver..");

    @ArchTest
    static final ArchRule core_knowsNoServletAndNoLoggingFramework = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.servlet..",
                    "org.slf4j..",
                    "ch.qos.logback..",
                    "org.apache.logging..",
                    "java.util.logging..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.System$Logger");

    @ArchTest
    static final ArchRule format_knowsNothingElseOfOurs = noClasses()
            .that()
            .resideInAnyPackage("dev.hec.format..", "dev.hec.codec..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.hec..")
                    .and(resideOutsideOfPackages("dev.hec.format..", "dev.hec.codec..")));

    @ArchTest
    static final ArchRule receiver_usesOfCoreOnlyFormatAndCodec = noClasses()
            .that()
            .resideInAPackage("dev.hec.receiver..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    Stream.of(new String[] {"dev.hec", "dev.hec.settings..", "dev.hec.micrometer.."}, INTERNAL)
                            .flatMap(Arrays::stream)
                            .toArray(String[]::new));

    @ArchTest
    static final ArchRule receiverRules_knowNoContainer = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.hec.receiver.access..",
                    "dev.hec.receiver.ack..",
                    "dev.hec.receiver.archive..",
                    "dev.hec.receiver.batch..",
                    "dev.hec.receiver.event..",
                    "dev.hec.receiver.fault..",
                    "dev.hec.receiver.ingest..",
                    "dev.hec.receiver.journal..",
                    "dev.hec.receiver.junit..",
                    "dev.hec.receiver.parse..",
                    "dev.hec.receiver.query..",
                    "dev.hec.receiver.store..",
                    "dev.hec.receiver.search..",
                    "dev.hec.receiver.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "org.apache.catalina..");

    @ArchTest
    static final ArchRule adapters_useOnlyExportedCore = noClasses()
            .that()
            .resideInAnyPackage(ADAPTERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INTERNAL);

    @ArchTest
    static final ArchRule doctor_isKnownByNobody = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hec.doctor..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.hec.doctor..");

    @ArchTest
    static final ArchRule onlyTheBinder_knowsMicrometer = noClasses()
            .that()
            .resideInAPackage("dev.hec..")
            .and()
            .resideOutsideOfPackage("dev.hec.micrometer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "dev.hec.micrometer..");

    @ArchTest
    static final ArchRule onlyTelemetry_knowsOptionalModules = noClasses()
            .that()
            .resideInAPackage("dev.hec..")
            .and()
            .resideOutsideOfPackages("dev.hec.telemetry..", "dev.hec.receiver..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.jfr..", "javax.management..", "java.lang.management..");

    @ArchTest
    static final ArchRule adapters_doNotKnowEachOther =
            slices().matching("dev.hec.(logback|log4j2)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule packages_haveNoCycles_inCore = slices().matching(
                    "dev.hec.(auth|buffer|deadletter|delivery|doctor|format|codec|micrometer|settings|spool|telemetry|time|transport)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule packages_haveNoCycles_inReceiver =
            slices().matching("dev.hec.receiver.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule names_sayWhatAClassIs = classes()
            .that()
            .doNotHaveSimpleName("HecManager")
            .should()
            .haveNameNotMatching(".*(Util|Utils|Helper|Impl|Base|Manager)$");
}
