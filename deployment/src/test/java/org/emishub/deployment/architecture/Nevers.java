package org.emishub.deployment.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Set;

/** What this code base never does, as rules; a package prefix lets each be held against the fixture that breaks it. */
record Nevers(String root) {
    static final Nevers OF_THE_HUB = new Nevers("org.emishub");

    ArchRule modulesStandInOneStraightLine() {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("mappings")
                .definedBy(root + ".mappings..")
                .layer("security")
                .definedBy(root + ".security..")
                .layer("routes")
                .definedBy(root + ".routes..")
                .layer("adapters")
                .definedBy(root + ".adapters..")
                .layer("deployment")
                .definedBy(root + ".deployment..")
                .whereLayer("deployment")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("adapters")
                .mayOnlyBeAccessedByLayers("deployment")
                .whereLayer("routes")
                .mayOnlyBeAccessedByLayers("adapters", "deployment")
                .whereLayer("security")
                .mayOnlyBeAccessedByLayers("routes", "adapters", "deployment");
    }

    ArchRule packagesOfSecurityStandInNoCircle() {
        return slices().matching(root + ".security.(*)..").should().beFreeOfCycles();
    }

    ArchRule anAdapterNeverSeesAnother() {
        return slices().matching(root + ".adapters.(*)..").should().notDependOnEachOther();
    }

    ArchRule anAdapterNeverSeesAPrivateKeyOrTheLedger() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".adapters..")
                .and(notSimulators())
                .should()
                .dependOnClassesThat(resideInAPackage("org.emishub.security.ledger..")
                        .or(describe("private keys", type -> type.isAssignableTo(PrivateKey.class)))
                        .as("the ledger or private keys"));
    }

    ArchRule anAdapterNeverMakesADisclosure() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".adapters..")
                .should()
                .callMethodWhere(describe(
                        "it makes a disclosure",
                        call -> call.getTargetOwner().getPackageName().equals("org.emishub.security.disclosure")
                                && call.getTarget()
                                        .resolveMember()
                                        .filter(m -> m.getModifiers().contains(JavaModifier.STATIC))
                                        .isPresent()));
    }

    ArchRule aSimulatorChecksByItself() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".adapters.*.simulator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.emishub.mappings..", "org.emishub.security..", "org.emishub.routes..");
    }

    ArchRule onlyDeploymentReadsTheEnvironment() {
        return outsideDeployment()
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class);
    }

    ArchRule onlyDeploymentOpensKeyStores() {
        return outsideDeployment()
                .should()
                .callMethodWhere(describe(
                        "it opens a key store",
                        call -> call.getTargetOwner().isEquivalentTo(KeyStore.class)
                                && call.getName().equals("load")));
    }

    ArchRule onlyDeploymentKnowsSpring() {
        return outsideDeployment().should().dependOnClassesThat().resideInAPackage("org.springframework..");
    }

    ArchRule thereAreNoAbstractBaseClasses() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .areNotInterfaces()
                .and(describe("written by hand", type -> !type.isEnum() && !isGenerated(type)))
                .should()
                .notHaveModifier(JavaModifier.ABSTRACT);
    }

    ArchRule staticsAreFinal() {
        return fields().that()
                .areDeclaredInClassesThat(
                        resideInAPackage(root + "..").and(describe("are written by hand", type -> !isGenerated(type))))
                .and()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal();
    }

    ArchRule noRouteIsChosenByContent() {
        Set<String> dynamic = Set.of("toD", "recipientList", "dynamicRouter", "routingSlip", "simple", "ognl");
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .callMethodWhere(describe(
                        "a route is chosen or computed from a message",
                        (JavaCall<?> call) ->
                                call.getTargetOwner().getPackageName().startsWith("org.apache.camel")
                                        && dynamic.contains(call.getName())));
    }

    ArchRule thereIsNoJavaSerialisation() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectOutputStream.class);
    }

    private com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction outsideDeployment() {
        return noClasses().that(resideInAPackage(root + "..").and(resideOutsideOfPackage(root + ".deployment..")));
    }

    private static DescribedPredicate<JavaClass> notSimulators() {
        return resideOutsideOfPackage("..simulator..");
    }

    /** The classes that the contract-first SOAP build generates. */
    private static boolean isGenerated(JavaClass type) {
        return type.getPackageName().contains(".generated")
                || type.isAnnotatedWith("jakarta.xml.bind.annotation.XmlRegistry")
                || type.isAnnotatedWith("jakarta.xml.bind.annotation.XmlType");
    }
}
