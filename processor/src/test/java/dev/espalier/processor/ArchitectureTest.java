package dev.espalier.processor;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.espalier.codegen.layer.Layer;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

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
              "java..", "com.sun.management..", "jdk.net..", "dev.espalier.dsl..", "dev.espalier.runtime..");

  /** Modifier is JavaPoet's word for public and static; nothing else of the Java compiler's model is known. */
  private static final DescribedPredicate<JavaClass> THE_JAVA_COMPILER =
      resideInAnyPackage("javax.lang.model..", "javax.annotation.processing..", "javax.tools..")
          .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(Modifier.class)));

  @ArchTest
  static final ArchRule onlyTheFrontEndKnowsTheJavaCompiler =
      noClasses().that().resideInAnyPackage("dev.espalier.dsl..", "dev.espalier.runtime..", "dev.espalier.codegen..")
          .should().dependOnClassesThat(THE_JAVA_COMPILER);

  @ArchTest
  static final ArchRule nobodyKnowsTheFrontEnd =
      noClasses().that().resideOutsideOfPackage("dev.espalier.processor..")
          .should().dependOnClassesThat().resideInAPackage("dev.espalier.processor..");

  @ArchTest
  static final ArchRule onlyTheCompilerSeesJavaPoet =
      noClasses().that().resideOutsideOfPackage("dev.espalier.codegen..")
          .should().dependOnClassesThat().resideInAPackage("com.palantir.javapoet..");

  /** Lowering allocates names; it writes no Java. */
  @ArchTest
  static final ArchRule onlyEmittersWriteJava =
      noClasses().that().resideOutsideOfPackage("dev.espalier.codegen.emit..")
          .should().dependOnClassesThat(resideInAPackage("com.palantir.javapoet..")
              .and(DescribedPredicate.not(simpleName("NameAllocator"))));

  @ArchTest
  static final ArchRule onlyTheBytecodeEmitterSeesAsm =
      noClasses().that().resideOutsideOfPackage("dev.espalier.codegen.bytecode..")
          .should().dependOnClassesThat().resideInAPackage("org.objectweb.asm..");

  @ArchTest
  static final ArchRule onlyEmittedCodeLinksToTheVectorApi =
      noClasses().should().dependOnClassesThat().resideInAPackage("jdk.incubator..");

  @ArchTest
  static final ArchRule passesDoNotEmitAndEmittersDoNotDecide =
      noClasses().that().resideInAnyPackage("dev.espalier.codegen.ir..", "dev.espalier.codegen.layer..",
              "dev.espalier.codegen.kernel..", "dev.espalier.codegen.rule..", "dev.espalier.codegen.pass..")
          .should().dependOnClassesThat().resideInAnyPackage("dev.espalier.codegen.emit..",
              "dev.espalier.codegen.bytecode..", "dev.espalier.codegen.compiler..");

  /** The networks themselves: they stand on every room of the runtime, in the package of their descriptions. */
  private static final DescribedPredicate<JavaClass> NETWORKS = DescribedPredicate.describe(
      "networks, frozen networks and parameters",
      c -> c.getPackageName().equals("dev.espalier.runtime.model")
          && Stream.of("PrunableNetwork", "NetworkBuilder", "RunOptions", "Frozen", "ObservedInputs", "Parameter")
              .anyMatch(c.getName().substring(c.getPackageName().length() + 1)::startsWith));

  /** A layer's entry in the model, which names what the layer computes. */
  private static final DescribedPredicate<JavaClass> LAYER_ENTRIES = DescribedPredicate.describe(
      "entries of layers in the model", c -> c.getPackageName().equals("dev.espalier.codegen.ir"));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.espalier.(**)").should().beFreeOfCycles()
          .ignoreDependency(NETWORKS, DescribedPredicate.alwaysTrue())
          .ignoreDependency(LAYER_ENTRIES, JavaClass.Predicates.equivalentTo(Layer.class));
}
