package dev.comanda.restaurant;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Web to feature to outbox, and never back. */
@AnalyzeClasses(packages = "dev.comanda.restaurant", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    @ArchTest
    static final ArchRule nothingLeadsBackToTheWeb = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Resource")
            .should()
            .dependOnClassesThat(resideInAPackage("jakarta.ws.rs..").or(simpleNameEndingWith("Resource")));

    @ArchTest
    static final ArchRule resourcesReachTheDatabaseThroughTheirFeatureOnly = noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta.persistence..", "jakarta.transaction..", "io.quarkus.."));

    @ArchTest
    static final ArchRule reservationsKnowNothingOfItineraries = noClasses()
            .that()
            .resideInAPackage("..reservation")
            .should()
            .dependOnClassesThat(resideInAPackage("..itinerary"));

    @ArchTest
    static final ArchRule itinerariesPublishNothing = noClasses()
            .that()
            .resideInAPackage("..itinerary")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.comanda.partners.outbox"));

    @ArchTest
    static final ArchRule onlyThePortsOfTheSharedRoomsAreUsed = classes()
            .should()
            .onlyDependOnClassesThat(not(resideInAPackage("dev.comanda.."))
                    .or(resideInAnyPackage(
                            "dev.comanda.restaurant..",
                            "dev.comanda.partners.inbox",
                            "dev.comanda.partners.outbox",
                            "dev.comanda.partners.registry",
                            "dev.comanda.payments.payment",
                            "dev.comanda.payments.money",
                            "dev.comanda.mail",
                            "dev.comanda.web.json",
                            "dev.comanda.web.problem",
                            "dev.comanda.web.text",
                            "dev.comanda.web.audit",
                            "dev.comanda.database.encryption",
                            "dev.comanda.database.batch",
                            "dev.comanda.database.queue",
                            "dev.comanda.database.start",
                            "dev.comanda.database.read")));
}
