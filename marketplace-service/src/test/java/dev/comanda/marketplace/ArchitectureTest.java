package dev.comanda.marketplace;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;

/** The arrows inside the service: web to feature to outbox, and offer to booking to event; never back. */
@AnalyzeClasses(packages = "dev.comanda.marketplace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule resourcesAreCalledByNobody = noClasses()
            .that()
            .areNotAnnotatedWith(Path.class)
            .should()
            .dependOnClassesThat()
            .areAnnotatedWith(Path.class);

    @ArchTest
    static final ArchRule resourcesKnowNeitherRowsNorTheOutbox = noClasses()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .dependOnClassesThat()
            .areAnnotatedWith(Entity.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("dev.comanda.partners..");

    @ArchTest
    static final ArchRule onlyAnnouncementsGoOut = noClasses()
            .that()
            .doNotHaveSimpleName("Announcements")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.comanda.partners.outbox..");

    @ArchTest
    static final ArchRule nothingOfTheWireIsKnownButItsPorts = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.comanda.partners.registry..",
                    "dev.comanda.partners.delivery..",
                    "dev.comanda.partners.operations..",
                    "dev.comanda.signing..");

    @ArchTest
    static final ArchRule ofPaymentsOnlyTheDeskAndMoneyAreKnown = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("dev.comanda.payments..")
                    .and(not(resideInAnyPackage(
                            "dev.comanda.payments.payment",
                            "dev.comanda.payments.port",
                            "dev.comanda.payments.ledger",
                            "dev.comanda.payments.money"))));

    @ArchTest
    static final ArchRule onlyBookingsArePaid = noClasses()
            .that()
            .resideOutsideOfPackage("dev.comanda.marketplace.booking..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.comanda.payments..");

    @ArchTest
    static final ArchRule rowsStayInTheirRoom =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("dev.comanda.marketplace.(*)..").should().beFreeOfCycles();
}
