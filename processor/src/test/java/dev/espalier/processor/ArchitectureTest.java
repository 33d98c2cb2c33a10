package dev.espalier.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module and package may know which. */
@AnalyzeClasses(packages = "dev.espalier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theLanguageDependsOnNothing =
      classes().that().resideInAPackage("dev.espalier.dsl..")
          .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "dev.espalier.dsl..");

  @ArchTest
  static final ArchRule theRuntimeDependsOnTheJdkAndTheLanguage =
      classes().that().resideInAPackage("dev.espalier.runtime..")
          .should().onlyDependOnClassesThat().resideInAnyPackage(
              "java..", "jdk.net..", "dev.espalier.dsl..", "dev.espalier.runtime..");

  @ArchTest
  static final ArchRule theCompilerKnowsNoFrontEnd =
      noClasses().that().resideInAPackage("dev.espalier.codegen..")
          .should().dependOnClassesThat().resideInAnyPackage(
              "javax.lang.model..", "javax.annotation.processing..", "javax.tools..", "dev.espalier.processor..");

  @ArchTest
  static final ArchRule onlyEmittersWriteJava =
      noClasses().that().resideOutsideOfPackage("dev.espalier.codegen.emit..")
          .should().dependOnClassesThat().resideInAPackage("com.palantir.javapoet..");

  @ArchTest
  static final ArchRule passesDoNotEmitAndEmittersDoNotDecide =
      noClasses().that().resideInAnyPackage("dev.espalier.codegen.ir..", "dev.espalier.codegen.layer..",
              "dev.espalier.codegen.kernel..", "dev.espalier.codegen.rule..", "dev.espalier.codegen.pass..")
          .should().dependOnClassesThat().resideInAnyPackage("dev.espalier.codegen.emit..", "dev.espalier.codegen.compiler..");

  @ArchTest
  static final ArchRule onlyTheFrontEndSeesTheJavaCompilersModel =
      noClasses().that().resideInAnyPackage("dev.espalier.dsl..", "dev.espalier.runtime..", "dev.espalier.codegen..")
          .should().dependOnClassesThat().resideInAPackage("javax.lang.model..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.espalier.(**)").should().beFreeOfCycles();
}
